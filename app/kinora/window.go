//go:build !nowindow

package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2/app"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/ui/window"
)

// appID is what desktops know the program by, as FyneApp.toml has it.
const appID = "studio.kinora.Kinora"

type studioVerb struct {
	Project string `arg:"" optional:"" placeholder:"FOLDER" help:"Project to open; else the projects used last are shown."`
}

// Run shows the studio until its window is closed.
func (v studioVerb) Run(ctx context.Context) error {
	if !hasDisplay() {
		return engine.Bad("log in to a desktop, or use the commands that kinora --help lists", "there is no display to show the studio on")
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	path, err := settings.Path()
	if err != nil {
		return err
	}
	if cache, err := os.UserCacheDir(); err == nil {
		_ = os.MkdirAll(cache, 0o700) // Fyne complains of a user who has no such folder yet
	}
	chosen, notice := settings.Open(path)
	defer func() { _ = chosen.Close() }()
	desk, err := studio.NewDesk(studio.DeskParams{
		Settings: chosen, Worker: []string{program, "worker"}, Doctor: []string{program, "doctor", "--json"},
		Version: version, Now: time.Now,
	})
	if err != nil {
		return err
	}
	dropCutPreferences()
	w, err := window.New(ctx, window.Params{
		App: app.NewWithID(appID), Desk: desk, Settings: chosen, Project: v.Project, Films: filmsFolder(),
		LanguageFolder: filepath.Join(filepath.Dir(path), "languages"),
	})
	if err != nil {
		return err
	}
	if notice != nil {
		w.Warn(notice.String())
	}
	w.Run(ctx)
	return desk.Close()
}

// filmsFolder is where new films are made: in the user's videos.
func filmsFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "Kinora"
	}
	return filepath.Join(home, videosFolder, "Kinora")
}
