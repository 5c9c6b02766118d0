package studio

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/packs"
	"github.com/kinora-studio/kinora/project/queue"
)

// InstalledPack is a pack that shots can name, and what it means on this machine.
type InstalledPack struct {
	Name    string // by which a shot names it
	Dir     string // where its files are
	Linked  bool   // it was added and lies elsewhere: Forget leaves its files alone
	Shipped bool   // it came with the program
	Info    engine.Info
	Bytes   int64     // on disk
	Sums    bool      // it came with checksums
	Checked time.Time // when its files were last found to be as published; zero for never

	// Plan is the clip that it makes by default, as this machine would make it;
	// its Reason says why it cannot.
	Plan engine.Plan
	// Seconds is what that clip takes, Measured whether it was made here before or
	// is only planned.
	Seconds  float64
	Measured bool

	Fault error // why it cannot be used; Info and Plan are then empty
}

// ClipSeconds is the length of the clip that the pack makes by default.
func (p InstalledPack) ClipSeconds() float64 {
	r := p.Plan.Recipe
	if r.Rate.Num <= 0 || r.Rate.Den <= 0 {
		return 0
	}
	return float64(r.Frames) * float64(r.Rate.Den) / float64(r.Rate.Num)
}

// checkedPacks says by hash when a pack was found to be intact.
var checkedPacks = settings.Key[map[string]time.Time]{Name: "models.checked"}

// Packs lists the installed packs by name. One that cannot be used is there with
// its fault. The session, which may be nil, knows what was measured. It opens every
// pack: call it away from the window's goroutine.
func Packs(ctx context.Context, s *settings.Store, session *Session) []InstalledPack {
	var all []InstalledPack
	for i, place := range packPlaces() {
		entries, err := os.ReadDir(place)
		if err != nil {
			continue // most places do not exist
		}
		for _, entry := range entries {
			dir := filepath.Join(place, entry.Name())
			known := func(p InstalledPack) bool { return p.Name == entry.Name() }
			// A link whose target is gone is shown, too: somebody unplugged the disk.
			if !isPack(dir) && (i > 0 || entry.Type()&fs.ModeType == 0 || entry.IsDir()) || slices.ContainsFunc(all, known) {
				continue
			}
			all = append(all, describePack(ctx, s, session, InstalledPack{Name: entry.Name(), Dir: dir, Shipped: i > 0}))
		}
	}
	slices.SortFunc(all, func(a, b InstalledPack) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func describePack(ctx context.Context, s *settings.Store, session *Session, p InstalledPack) InstalledPack {
	link := p.Dir
	if target, err := os.Readlink(link); err == nil {
		p.Linked, p.Dir = true, target
	}
	if full, err := filepath.Abs(p.Dir); err == nil {
		p.Dir = full
	}
	pack, err := packs.Open(p.Dir)
	if err != nil {
		p.Fault = err
		return p
	}
	p.Sums, p.Bytes = pack.HasSums(), folderBytes(p.Dir)
	q := RenderRequest{Prompt: "a", Pack: p.Dir, Budget: settings.Get(s, MemoryBudget), Provider: settings.Get(s, Provider)}
	pipeline, plan, err := prepare(ctx, q)
	if err != nil {
		p.Fault = err
		return p
	}
	defer func() { _ = pipeline.Close() }()
	p.Info, p.Plan, p.Seconds = pipeline.Info(), plan, plan.Seconds
	p.Checked = settings.Get(s, checkedPacks)[p.Info.Hash]
	if session != nil {
		p.measured(ctx, session)
	}
	return p
}

// measured takes what such clips took in this project in place of the plan.
func (p *InstalledPack) measured(ctx context.Context, s *Session) {
	r := p.Plan.Recipe
	timings, err := s.Store.Timings(ctx, r.Pack, r.Provider)
	if err != nil {
		return // the plan stands
	}
	cost, ok := queue.Predict(timings, int64(r.Width)*int64(r.Height)*int64(r.Frames), r.Frames)
	if ok {
		p.Seconds, p.Measured = cost.Seconds(r.Steps), true
	}
}

// folderBytes is the size of all files in a folder; what cannot be read counts as
// nothing.
func folderBytes(dir string) int64 {
	total := int64(0)
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil //nolint:nilerr // a folder that cannot be read has no size
		}
		if info, err := os.Stat(path); err == nil { // through links, as the public model cache has them
			total += info.Size()
		}
		return nil
	})
	return total
}

// VerifyPack compares the files of a pack with its checksums and remembers when
// they were right. tell hears how many bytes of how many were read.
func VerifyPack(ctx context.Context, s *settings.Store, p InstalledPack, now time.Time, tell func(done, total int64)) error {
	pack, err := packs.Open(p.Dir)
	if err != nil {
		return err
	}
	if !pack.HasSums() {
		return engine.Bad("ask where it comes from", "%s came without checksums, so that nothing can be compared", p.Name)
	}
	checked := map[string]time.Time{}
	for hash, when := range settings.Get(s, checkedPacks) {
		checked[hash] = when
	}
	err = pack.Verify(ctx, tell)
	switch {
	case err == nil:
		checked[pack.Hash] = now.UTC().Truncate(time.Second)
	case ctx.Err() == nil:
		delete(checked, pack.Hash)
	default:
		return ctx.Err()
	}
	if keeping := settings.Set(s, checkedPacks, checked); err == nil {
		err = keeping
	}
	return err
}
