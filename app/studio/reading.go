package studio

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/packs"
	"github.com/kinora-studio/kinora/project"
)

// ShotReading is what a model reads of a shot.
type ShotReading struct {
	Prompt   string      // with the words of its style; empty where the shot has none
	Negative string      // with those of its style
	Tokens   int         // of Prompt
	Unknown  []string    // words that the pack does not know, each once
	Info     engine.Info // of the shot's pack; MaxTokens is how many it reads
}

// reader keeps the pack open that was read or planned with last: people type, and
// opening it for each word would take longer than the word.
type reader struct {
	mu       sync.Mutex      // held while the pipeline is used
	key      string          // guarded by mu
	pipeline engine.Pipeline // guarded by mu; nil for none
}

// Read tells what the shot's pack reads of it. A shot without words is read, too:
// what the pack would take is known before anything is written.
func (s *Session) Read(ctx context.Context, shot project.Shot) (ShotReading, error) {
	var told ShotReading
	q, err := s.compose(ctx, shot)
	if err != nil && q.Prompt != "" {
		return told, err
	}
	q.Budget = s.mayUse().Budget
	q = q.follow(nil)
	params, err := q.openParams(nil)
	if err != nil {
		return told, err
	}
	s.reader.mu.Lock()
	defer s.reader.mu.Unlock()
	p, err := s.reader.open(ctx, params)
	if err != nil {
		return told, err
	}
	told.Info = p.Info()
	if q.Prompt == "" {
		return told, nil
	}
	if told.Prompt, told.Negative, err = applyStyle(q.Style, q.Prompt, q.Negative, told.Info); err != nil {
		return told, err
	}
	told.Tokens, told.Unknown, err = p.Tokens(told.Prompt)
	return told, err
}

// open returns the pack, as it was left where it is the same one. Call it with mu
// held.
func (r *reader) open(ctx context.Context, params engine.OpenParams) (engine.Pipeline, error) {
	params.Adapters = nil // they change no word
	pack, err := packs.Open(params.Dir)
	if err != nil {
		return nil, err
	}
	key := keyOf(pack, params)
	if r.pipeline != nil && r.key == key {
		return r.pipeline, nil
	}
	p, err := openPack(ctx, params)
	if err != nil {
		return nil, err
	}
	old := r.pipeline
	r.pipeline, r.key = p, key
	if old != nil {
		err = old.Close()
	}
	return p, err
}

func (r *reader) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pipeline == nil {
		return nil
	}
	p := r.pipeline
	r.pipeline = nil
	return p.Close()
}

// PackNames lists the installed packs by the names that a shot takes, in their
// order. What cannot be read is left out: finding out why is for the list of packs.
func PackNames() []string {
	var names []string
	for _, place := range packPlaces() {
		entries, err := os.ReadDir(place)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		for _, entry := range entries {
			if isPack(filepath.Join(place, entry.Name())) && !slices.Contains(names, entry.Name()) {
				names = append(names, entry.Name())
			}
		}
	}
	slices.Sort(names)
	return names
}
