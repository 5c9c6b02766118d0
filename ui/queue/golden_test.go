package queue

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	jobs "github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/ui/look"
)

var small, large = fyne.NewSize(1280, 800), fyne.NewSize(1920, 1080)

func TestItLooksAsItShould(t *testing.T) {
	for name, p := range map[string]setup{
		"filled_dark_1280":    {size: small},
		"filled_dark_1920":    {size: large},
		"filled_light_1280":   {size: small, look: look.Params{Mode: look.Light}},
		"filled_light_1920":   {size: large, look: look.Params{Mode: look.Light}},
		"filled_contrast":     {size: small, look: look.Params{Mode: look.HighContrast}},
		"filled_german_large": {size: small, look: look.Params{Scale: 1.25}, language: "de"},
	} {
		t.Run(name, func(t *testing.T) {
			s := onStage(t, p)
			s.fill()
			s.shows(12)
			s.press("SH040, the ferry turns, wide", 0)
			test.AssertRendersToImage(t, name+".png", s.window.Canvas())
		})
	}
}

func TestNothingLooksAsItShould(t *testing.T) {
	s := onStage(t, setup{})
	s.until("the empty queue", func() bool { return s.page.head.empty[nothingOpen].Visible() })
	test.AssertRendersToImage(t, "empty.png", s.window.Canvas())
	s.key("queue.done")
	s.until("the empty list", func() bool { return s.page.head.empty[nothingDone].Visible() })
	test.AssertRendersToImage(t, "none_done.png", s.window.Canvas())
	test.AssertRendersToImage(t, "no_project.png", onStage(t, setup{empty: true}).window.Canvas())
}

func TestHeldAndSelectedLooksAsItShould(t *testing.T) {
	s := onStage(t, setup{})
	s.fill()
	s.shows(12)
	s.key("queue.hold")
	s.until("the hold", func() bool { return s.page.shot.held })
	s.key("queue.all")
	test.AssertRendersToImage(t, "held_selected.png", s.window.Canvas())
}

func TestErrorsAndLongNamesLookAsTheyShould(t *testing.T) {
	s := onStage(t, setup{})
	s.fill()
	long := "SH999, Donaudampfschifffahrtsgesellschaftskapitänswitwe looks over the harbour at dawn, while behind her the ferry turns very slowly"
	s.add(take(long, 120))
	s.shows(13)
	s.page.head.setError(s.session.Queue.Retry(t.Context(), s.page.shot.entries[1].row.ID))
	test.AssertRendersToImage(t, "error_long_names.png", s.window.Canvas())
	s.press("SH020, a tug pulls out into the fog", 0)
	s.key("queue.log")
	test.AssertRendersToImage(t, "log.png", s.window.Canvas())
}

func TestAThousandJobsLookAsTheyShould(t *testing.T) {
	s := onStage(t, setup{})
	s.fill()
	var many []jobs.New
	for i := range 1000 {
		many = append(many, take(fmt.Sprintf("SH%04d, take of a long night", i+100), 240))
	}
	s.add(many...)
	s.shows(1012)
	s.press("SH0600, take of a long night", 0)
	test.AssertRendersToImage(t, "thousand.png", s.window.Canvas())
}

func TestDoneLooksAsItShould(t *testing.T) {
	s := onStage(t, setup{})
	s.fill()
	s.shows(12)
	s.key("queue.done")
	s.shows(1)
	test.AssertRendersToImage(t, "done.png", s.window.Canvas())
}
