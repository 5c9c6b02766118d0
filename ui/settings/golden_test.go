package settings

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/look"
)

func (s *stage) looks(name string) {
	s.t.Helper()
	test.AssertRendersToImage(s.t, name+".png", s.window.Canvas())
}

func TestItLooksAsItShould(t *testing.T) {
	for _, section := range sections {
		for name, p := range map[string]setup{
			"dark_1280":    {},
			"dark_1920":    {size: fyne.NewSize(1920, 1080)},
			"light_1280":   {look: look.Params{Mode: look.Light}},
			"light_1920":   {size: fyne.NewSize(1920, 1080), look: look.Params{Mode: look.Light}},
			"german_large": {look: look.Params{Scale: 1.25}, language: "de"},
		} {
			t.Run(section.id+"_"+name, func(t *testing.T) {
				p.section, p.picture = section.id, true
				s := onStage(t, p)
				s.settled()
				s.looks(section.id + "_" + name)
			})
		}
	}
}

func TestHighContrastLooksAsItShould(t *testing.T) {
	s := onStage(t, setup{section: "appearance", picture: true, look: look.Params{Mode: look.HighContrast}})
	s.settled()
	s.looks("appearance_contrast")
}

func TestALimitAndAnIllMachineLookAsTheyShould(t *testing.T) {
	s := onStage(t, setup{picture: true})
	s.found = []studio.Finding{
		{Part: "onnxruntime", What: "ONNX Runtime, which runs the models, is not installed", Hint: "run the set-up again"},
		{Part: "cpu", What: "ONNX Runtime, which runs the models, is not installed", Hint: "run the set-up again"},
		{Part: "cuda", What: "the test of cuda ended without a word (signal: segmentation fault)", Hint: "update or reinstall its driver, and test again"},
		{Part: "directml", What: "it was not tested, since the test of cuda ended before", Hint: "mend that first, and test again"},
		{Part: "ffmpeg", What: "ffmpeg was not found", Hint: "install it with: sudo apt install ffmpeg"},
		{Part: "ffprobe", What: "ffprobe was not found", Hint: "install it with: sudo apt install ffmpeg"},
	}
	s.check(s.UseMachine(studio.Machine{Budget: 24e9, Threads: 8, Provider: "cuda"}))
	s.Go(screen, "engine")
	s.settled()
	s.looks("engine_ill")
}

func TestKeysThatAreAskedForLookAsTheyShould(t *testing.T) {
	s := onStage(t, setup{section: "keys", picture: true})
	k := s.keys()
	test.Tap(s.rowOf("window.back", "").edit)
	s.looks("keys_catching")
	s.press("Mod+K")
	if !k.banner.Visible() {
		t.Fatal("nobody says that the key is taken")
	}
	s.looks("keys_taken")
	k.take()
	s.looks("keys_changed")
	k.search.SetText("xyz")
	s.looks("keys_nothing")
}
