package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/kinora-studio/kinora/packaging/hand"
)

// films are made with commands of the program, each as a shell would hand it over.
var films = []struct {
	name     string
	commands [][]string
}{
	{"Half Court", [][]string{
		{"shot", "add", "a big orange ball misses the hoop", "--setting", "in a gym, in daylight", "--style", "realistic", "--seed", "8", "--title", "So close"},
		{"shot", "add", "a big blue ball goes into the hoop", "--setting", "in a gym", "--style", "anime", "--seed", "7", "--title", "The winner"},
		{"queue", "run"},
	}},
	{"Night Game", [][]string{
		{"shot", "add", "a big yellow ball and a red ball collide", "--setting", "on an open court, at night", "--style", "cinematic", "--seed", "5"},
		{"queue", "run"},
	}},
	{"Last Light", [][]string{
		{"shot", "add", "a big red ball drops and bounces", "--setting", "on the beach, at sunset", "--style", "realistic", "--seed", "3", "--title", "First drop", "--scene", "SC010"},
		{"shot", "add", "a big green ball is thrown from the left", "bounces to the right", "--setting", "on the beach, in daylight", "--style", "realistic", "--seed", "4", "--title", "The throw", "--scene", "SC010"},
		{"shot", "add", "a small pink ball rolls from the left to the right", "--setting", "on the beach, at sunset", "--style", "cinematic", "--seed", "12", "--title", "Along the water", "--scene", "SC010"},
		{"shot", "add", "a big orange ball and a purple ball collide", "--setting", "on the beach, at night", "--style", "cinematic", "--seed", "15", "--title", "Two of them", "--scene", "SC020"},
		{"shot", "add", "a big white ball drops and bounces", "--setting", "on the beach, at night", "--move", "push in", "--style", "anime", "--seed", "21", "--title", "Moonrise", "--scene", "SC020"},
		{"shot", "add", "a big yellow ball drops and bounces", "--setting", "on the beach, at sunset", "--style", "realistic", "--seed", "9", "--title", "Last light", "--scene", "SC020"},
		{"queue", "add", "SH010", "--takes", "3"},
		{"queue", "add", "SH020", "SH030", "SH040", "SH050"},
		{"queue", "run"},
		{"take", "mark", "SH010_T02", "--favourite"},
	}},
}

// film is the folder of a film.
func film(name string) string { return filepath.Join(home, "Videos", "Kinora", name+".kinora") }

// make makes all films, once.
func (p *photographer) make(ctx context.Context) error {
	if p.made {
		return nil
	}
	if _, err := os.Stat(film(films[0].name)); err == nil {
		p.made = true
		return nil
	}
	for _, f := range films {
		if err := p.shell(ctx, filepath.Dir(film(f.name)), "project", "new", f.name); err != nil {
			return err
		}
		for _, command := range f.commands {
			if err := p.shell(ctx, film(f.name), command...); err != nil {
				return err
			}
		}
	}
	p.made = true
	return nil
}

// shell runs the program without its window.
func (p *photographer) shell(ctx context.Context, dir string, args ...string) error {
	cmd := exec.CommandContext(ctx, p.kinora, args...)
	cmd.Dir, cmd.Env = dir, hand.Environ(p.display, home)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("kinora %q: %w: %s", args, err, out)
	}
	return nil
}
