package studio

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/packs"
)

// residents are the packs that stay open between jobs, while their weights fit
// the budget. Only one of them is used at a time.
type residents struct {
	// free returns the bytes that new work may take, 0 where that is not known.
	free func() int64

	mu     sync.Mutex // guards everything that follows
	budget int64      // bytes, 0 for as much as is free
	open   []resident // the most recently used last
}

type resident struct {
	key      string
	pipeline engine.Pipeline
	bytes    int64
}

// get returns an opened pack, opening it where it is not resident. Those unused
// for longest leave before it would overflow the budget.
func (r *residents) get(ctx context.Context, p engine.OpenParams) (engine.Pipeline, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.Budget == 0 || r.budget > 0 && r.budget < p.Budget {
		p.Budget = r.budget
	}
	pack, err := packs.Open(p.Dir)
	if err != nil {
		return nil, err
	}
	key := keyOf(pack, p)
	if i := slices.IndexFunc(r.open, func(o resident) bool { return o.key == key }); i >= 0 {
		found := r.open[i]
		r.open = append(slices.Delete(r.open, i, i+1), found)
		return found.pipeline, nil
	}
	bytes := pack.Bytes
	if p.Budget > 0 { // which a pipeline keeps to by itself
		bytes = min(bytes, p.Budget)
	}
	if err := r.makeRoom(bytes); err != nil {
		return nil, err
	}
	pipeline, err := openPack(ctx, p)
	if err != nil {
		return nil, err
	}
	r.open = append(r.open, resident{key, pipeline, bytes})
	return pipeline, nil
}

// keyOf tells pipelines apart that compute something else, or with something
// else.
func keyOf(pack *packs.Pack, p engine.OpenParams) string {
	dir, err := filepath.Abs(p.Dir)
	if err != nil {
		dir = p.Dir
	}
	key := fmt.Sprintf("%s %s %s %d %d %t %d", dir, pack.Hash, p.Provider, p.Device, p.Threads, p.Int8, p.Budget)
	for _, a := range p.Adapters {
		key += fmt.Sprintf(" %s %g", a.SHA256, a.Strength)
	}
	return key
}

// makeRoom closes what was unused for longest. Where nothing says how much is
// free, one pack is open at a time.
func (r *residents) makeRoom(bytes int64) error {
	for len(r.open) > 0 {
		var used int64
		for _, o := range r.open {
			used += o.bytes
		}
		free := r.free()
		if r.budget > 0 && used+bytes <= r.budget || r.budget == 0 && free > 0 && bytes <= free {
			return nil
		}
		if err := r.drop(); err != nil {
			return err
		}
	}
	return nil
}

// drop closes the pack that was unused for longest.
func (r *residents) drop() error {
	o := r.open[0]
	r.open = slices.Delete(r.open, 0, 1)
	return o.pipeline.Close()
}

// release closes all packs.
func (r *residents) release() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var failed error
	for len(r.open) > 0 {
		failed = errors.Join(failed, r.drop())
	}
	return failed
}

// limit sets the budget for the packs that are opened from now on.
func (r *residents) limit(bytes int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.budget = bytes
}
