package main

import (
	"context"
	"time"

	"github.com/kinora-studio/kinora/ui/look"
)

// The pictures at 1280x800, in the order in which they are taken.
var usual = []shot{
	{name: "first-start", newcomer: true},
	{name: "projects"},
	{name: "create", film: "Last Light"},
	{name: "playing", film: "Last Light", pose: play, moving: true},
	{name: "compare", film: "Last Light", pose: keys("C")},
	{name: "palette", film: "Last Light", pose: func(ctx context.Context, s *sitter) error {
		if err := s.press(ctx, "Ctrl+K"); err != nil {
			return err
		}
		return s.types(ctx, "frame")
	}},
	{name: "storyboard", film: "Last Light", pose: storyboard},
	{name: "queue", film: "Half Court", pose: queue, moving: true},
	{name: "models", film: "Last Light", pose: keys("Ctrl+5")},
	{name: "settings", film: "Last Light", pose: func(ctx context.Context, s *sitter) error {
		if err := s.press(ctx, "Ctrl+,", "Ctrl+K"); err != nil {
			return err
		}
		if err := s.types(ctx, "show the next settings"); err != nil {
			return err
		}
		return s.press(ctx, "Return")
	}},
	{name: "german", film: "Last Light", language: "de"},
	{name: "light", film: "Last Light", mode: look.Light, pose: keys("Ctrl+3")},
}

// The pictures at 1920x1080.
var large = []shot{
	{name: "create-large", film: "Last Light"},
}

// keys presses some, one after the other.
func keys(all ...string) func(context.Context, *sitter) error {
	return func(ctx context.Context, s *sitter) error { return s.press(ctx, all...) }
}

// storyboard opens the board, gives its scenes titles, the second one first, and
// selects the first card.
func storyboard(ctx context.Context, s *sitter) error {
	if err := s.press(ctx, "Ctrl+3"); err != nil {
		return err
	}
	for _, scene := range []struct {
		title string
		y     int // of its first card
	}{{"EXT. BEACH - NIGHT", 560}, {"EXT. BEACH - SUNSET", 220}} {
		if err := s.changes(ctx, func() error { return s.Click(234, scene.y) }); err != nil {
			return err
		}
		if err := s.press(ctx, "F2"); err != nil {
			return err
		}
		if err := s.types(ctx, scene.title); err != nil {
			return err
		}
		if err := s.press(ctx, "Return"); err != nil {
			return err
		}
	}
	return s.Point(s.p.width-1, s.p.height-1)
}

// play plays the take that is shown for a second.
func play(ctx context.Context, s *sitter) error {
	if err := s.Press("Space"); err != nil {
		return err
	}
	return s.wait(ctx, time.Second)
}

// queue has several takes made, and looks at them while the second one forms.
func queue(ctx context.Context, s *sitter) error {
	if err := s.press(ctx, "Ctrl+4"); err != nil {
		return err
	}
	if err := s.p.shell(ctx, film("Half Court"), "queue", "add", "SH010", "SH020", "--takes", "3"); err != nil {
		return err
	}
	return s.wait(ctx, 9*time.Second)
}
