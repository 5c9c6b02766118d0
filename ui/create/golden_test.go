package create

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
)

// harbour is a shot with something in every field.
func harbour() project.Shot {
	return project.Shot{
		Beats:    []string{"a red ball drops on the floor", "it bounces twice and rolls away"},
		Setting:  "a wooden pier in daylight",
		Dialogue: []project.Line{{Speaker: "Ada", Text: "Did you see that?"}},
		Sound:    "waves and gulls",
		Camera:   project.Camera{Move: "static camera", Lens: "35 mm lens", Angle: "low angle"},
		Style:    "cinematic", Takes: 2,
	}
}

func filled(t *testing.T, kept *store.Store) {
	filmed(t, kept, written(t, kept, harbour()), 9)
}

// lengthy is a shot whose names are longer than anything has room for.
func lengthy(t *testing.T, kept *store.Store) {
	shot := harbour()
	shot.Title = "The one in which Ada Wintergreen-Fitzgerald finds the lighthouse keeper’s second notebook"
	shot.Style = "A style of our own with a name that goes on and on"
	shot.Camera.Move = "a very slow and hardly noticeable push in that ends on her eyes"
	shot.Dialogue[0].Speaker = "Ada Wintergreen-Fitzgerald, the younger"
	err := kept.Edit(t.Context(), "Style", func(e *store.Editor) error {
		_, err := e.AddStyle(t.Context(), project.Style{Name: shot.Style, Prompt: "{prompt}, on old film"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	path := picture(t, "a picture whose name somebody has written without thinking of slots.png")
	shot.Media = []project.Material{{Role: project.RoleFirst, Path: path, Strength: 1}, {Role: project.RoleKey, Path: path, Frame: 12, Strength: 1}}
	filmed(t, kept, written(t, kept, shot), 3)
}

func TestATakeWithoutKinLooksAsItShould(t *testing.T) {
	for name, p := range map[string]sceneParams{
		"alone_dark_1280": {seed: filled},
		"alone_german":    {look: look.Params{Scale: 1.25, Mode: look.Light}, language: "de", seed: filled},
	} {
		t.Run(name, func(t *testing.T) {
			s := onScene(t, p)
			s.planned()
			s.page.toggleLineage()
			s.until("the family is there", func() bool { return len(s.page.family.kin) == 1 })
			s.drawn()
			s.steady()
			test.AssertRendersToImage(t, name+".png", s.window.Canvas())
		})
	}
}

func TestTheRestOfTheColumnLooksAsItShould(t *testing.T) {
	for name, p := range map[string]sceneParams{
		"lower_dark_1280": {seed: lengthy},
		"lower_german":    {look: look.Params{Scale: 1.25, Mode: look.Light}, language: "de", seed: lengthy},
	} {
		t.Run(name, func(t *testing.T) {
			s := onScene(t, p)
			s.planned()
			s.drawn()
			slots := s.page.editor.slots
			s.until("the files are shown", func() bool { return len(slots.known) == 1 })
			s.page.editor.more.open(true)
			s.page.editor.scroll.ScrollToBottom()
			s.steady()
			test.AssertRendersToImage(t, name+".png", s.window.Canvas())
		})
	}
}

// steady takes out of the picture what depends on the machine.
func (s *scene) steady() {
	if s.page.planner.cost.Text() != "" && s.page.planner.reading.Prompt != "" {
		s.page.planner.cost.SetText(words.T("create.cost", "Time", "12 s", "Memory", "312 MB", "Disk", "2 MB", "Provider", "CPU"))
	}
}

func TestScreenLooksAsItShould(t *testing.T) {
	small, large := fyne.NewSize(1280, 800), fyne.NewSize(1920, 1080)
	light := look.Params{Mode: look.Light}
	for name, p := range map[string]sceneParams{
		"empty_dark_1280":   {size: small},
		"empty_light_1280":  {size: small, look: light},
		"filled_dark_1280":  {size: small, seed: filled},
		"filled_dark_1920":  {size: large, seed: filled},
		"filled_light_1280": {size: small, look: light, seed: filled},
		"filled_light_1920": {size: large, look: light, seed: filled},
		"filled_contrast":   {size: small, look: look.Params{Mode: look.HighContrast}, seed: filled},
		"filled_german":     {size: small, look: look.Params{Scale: 1.25}, language: "de", seed: filled},
		"long_dark_1280":    {size: small, seed: lengthy},
		"no_project":        {size: small, noProject: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := onScene(t, p)
			if !p.noProject {
				s.planned()
				s.drawn()
				s.steady()
			}
			test.AssertRendersToImage(t, name+".png", s.window.Canvas())
		})
	}
}
