package store

import (
	"context"
	"errors"
	"io"
	"reflect"
	"sync"
	"testing"

	"github.com/kinora-studio/kinora/project"
)

// next returns what a listener would read now, without waiting for more.
func next(t *testing.T, sub *Subscription) []Change {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 100 { // both are ready, and select takes either
		if changes, err := sub.Next(ctx); err == nil {
			return changes
		} else if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	return nil
}

func TestChangesAreTold(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	sub := f.Subscribe()
	expect := func(what string, want ...Change) {
		t.Helper()
		if got := next(t, sub); !reflect.DeepEqual(got, want) {
			t.Errorf("%s tells %v, want %v", what, got, want)
		}
	}
	expect("nothing")
	shot := f.addShot(project.Shot{Media: []project.Material{{Role: project.RoleFirst, Path: "media/a.png", Strength: 1}}})
	expect("a shot with a file", Change{KindShot, shot.ID})
	f.take(shot.ID, nil)
	expect("a take", Change{KindTake, 1}, Change{KindJob, 1})
	f.edit("Scene", func(e *Editor) error {
		scene, err := e.AddScene(t.Context(), project.Scene{})
		shot.Scene = scene.ID
		return errors.Join(err, e.UpdateShot(t.Context(), shot), e.SetFavourite(t.Context(), 1, true))
	})
	expect("three at once", Change{KindScene, 1}, Change{KindShot, shot.ID}, Change{KindTake, 1})
	f.must(f.undo)
	expect("undo", Change{KindTake, 1}, Change{KindShot, shot.ID}, Change{KindScene, 1})
	f.must(f.redo)
	f.edit("Delete", func(e *Editor) error { return e.DeleteScene(t.Context(), 1) })
	expect("two transactions", Change{KindScene, 1}, Change{KindShot, shot.ID}, Change{KindTake, 1})
	if err := f.Edit(t.Context(), "Fail", func(e *Editor) error { return errors.Join(e.RemoveShot(t.Context(), 1), io.ErrNoProgress) }); err == nil {
		t.Error("the edit did not fail")
	}
	expect("an edit that failed")
	if err := f.SetSetting(t.Context(), "screen", "storyboard"); err != nil {
		t.Fatal(err)
	}
	expect("a setting", Change{Kind: KindSetting})
	for i := range int64(waiting + 1) {
		f.tell(Change{KindJob, i})
	}
	f.tell(Change{KindJob, 7})
	expect("more than anybody reads", Change{Kind: KindAll})
	f.tell(Change{KindJob, 7})
	expect("afterwards", Change{KindJob, 7})
}

func TestEndOfSubscriptions(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	one, two := f.Subscribe(), f.Subscribe()
	var listeners sync.WaitGroup
	heard := make([]error, 2)
	for i, sub := range []*Subscription{one, two} {
		listeners.Go(func() { _, heard[i] = sub.Next(t.Context()) })
	}
	one.Close()
	one.Close()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	listeners.Wait()
	two.Close()
	late := f.Subscribe()
	_, err := late.Next(t.Context())
	late.Close()
	for i, err := range append(heard, err) {
		if !errors.Is(err, io.EOF) {
			t.Errorf("listener %d ended with %v", i, err)
		}
	}
}

// TestListenersAndWriters lets several write and several listen at a time: every
// listener hears of every shot.
func TestListenersAndWriters(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	const writers, edits = 4, 10
	var writing, listening sync.WaitGroup
	heard := make([]map[int64]bool, 3)
	for i := range heard {
		sub := f.Subscribe()
		heard[i] = map[int64]bool{}
		listening.Go(func() {
			for len(heard[i]) < writers*edits {
				changes, err := sub.Next(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				for _, c := range changes {
					heard[i][c.ID] = true
				}
			}
		})
	}
	for range writers {
		writing.Go(func() {
			for range edits {
				if err := f.Edit(t.Context(), "Add", func(e *Editor) error { _, err := e.AddShot(t.Context(), project.Shot{}); return err }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	listening.Wait()
	shots, err := f.Shots(t.Context())
	if err != nil || len(shots) != writers*edits {
		t.Errorf("%d shots: %v", len(shots), err)
	}
}
