package studio

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/media"
	"github.com/kinora-studio/kinora/project/store"
)

// Glance is what a project shows of itself before it is opened.
type Glance struct {
	Dir     string
	Name    string
	Missing bool      // there is no project at Dir, or the disk that it is on is not there
	Worked  time.Time // when it was last written to
	Counts  store.Counts
	Picture image.Image // of the newest take; nil where there is none
	Fault   error       // why it could not be read; the counts are then empty
}

// glanceWidth is how wide the picture of a glance is, in pixels.
const glanceWidth = 480

// Look glances at a project without its lock, also while another program has it
// open, and writes nothing into its folder. What is read is kept in the user's
// cache until the project changes. It reads files and may decode one: call it away
// from the window's goroutine.
func Look(ctx context.Context, dir string, now func() time.Time) Glance {
	g := Glance{Dir: dir, Name: ProjectName(dir)}
	if !store.IsProject(dir) {
		g.Missing = true
		return g
	}
	g.look(ctx, now)
	if g.Counts.Running > 0 && !store.InUse(dir) { // its process ended; opening it lets them go on
		g.Counts.Running, g.Counts.Waiting = 0, g.Counts.Waiting+g.Counts.Running
	}
	return g
}

func (g *Glance) look(ctx context.Context, now func() time.Time) {
	dir := g.Dir
	s, kept := stampOf(dir), readGlance(dir)
	g.Worked = time.Unix(0, s.Worked)
	var picture image.Image
	if kept.Take != "" {
		picture = readPicture(glancePath(dir, ".jpg"))
	}
	if kept.Stamp == s && (kept.Take == "") == (picture == nil) {
		g.Counts, g.Picture = kept.Counts, picture
		return
	}
	var take string
	if take, g.Fault = g.read(ctx, now, kept.Take, picture); g.Fault == nil {
		g.keep(keptGlance{Stamp: s, Counts: g.Counts, Take: take}, take != kept.Take || picture == nil)
	}
}

// ProjectName is the name that a project's folder has.
func ProjectName(dir string) string { return strings.TrimSuffix(filepath.Base(dir), store.Ending) }

// read fills a glance from the project and returns the checksum of the take that
// its picture is of, empty where it has none; known is one whose picture is at hand.
func (g *Glance) read(ctx context.Context, now func() time.Time, known string, picture image.Image) (take string, err error) {
	s, err := store.Open(ctx, store.OpenParams{Path: g.Dir, ReadOnly: true, Now: now})
	if err != nil {
		return "", err
	}
	defer func() { _ = s.Close() }() // nothing was written
	if g.Counts, err = s.Counts(ctx); err != nil {
		return "", err
	}
	takes, err := s.Takes(ctx, store.TakeFilter{}, store.Page{Limit: 1})
	if err != nil || len(takes) == 0 {
		return "", err
	}
	if take = takes[0].SHA256; take == known && picture != nil {
		g.Picture = picture
		return take, nil
	}
	if g.Picture, err = middle(ctx, s, takes[0]); err != nil {
		g.Picture = nil
		return "", ctx.Err() // a film whose newest clip is broken is still a film
	}
	return take, nil
}

// middle is the frame in the middle of a take: from the strip that the project has
// of it, where it has one that is large enough.
func middle(ctx context.Context, s *store.Store, take project.Take) (image.Image, error) {
	width := min(glanceWidth, take.Width) &^ 1
	height := max(2, take.Height*width/max(take.Width, 1)) &^ 1
	if strip, err := readSheet(s.Path(path.Join(store.CacheFolder, "strip-"+short(take.SHA256)+".jpg")), min(stripPictures, max(take.Frames, 1))); err == nil && width <= stripWidth {
		return strip[len(strip)/2], nil
	}
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	drawn := false
	_, _, err := media.DecodeFrames(ctx, s.Path(take.Path), media.FrameOptions{Width: width, Height: height, Start: int64(take.Frames / 2), Count: 1}, func(rgb []byte) error {
		paste(picture, rgb, 0, width)
		drawn = true
		return nil
	})
	if err == nil && !drawn {
		err = fmt.Errorf("%s has no frame %d", take.Path, take.Frames/2)
	}
	return picture, err
}

// stamp tells whether a project's database was written to.
type stamp struct {
	Worked int64 `json:"worked"` // nanoseconds since 1970
	Bytes  int64 `json:"bytes"`
}

// stampOf reads times and sizes of the database and of its log. An empty log is
// left by whoever only read.
func stampOf(dir string) stamp {
	var s stamp
	for _, name := range []string{"project.db", "project.db-wal"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Size() == 0 {
			continue
		}
		s.Bytes += info.Size()
		s.Worked = max(s.Worked, info.ModTime().UnixNano())
	}
	return s
}

// keptGlance is a glance in the cache; its picture lies beside it.
type keptGlance struct {
	Stamp  stamp        `json:"stamp"`
	Counts store.Counts `json:"counts"`
	Take   string       `json:"take"` // checksum of the take that the picture is of; empty for none
}

func glancePath(dir, ending string) string {
	sum := sha256.Sum256([]byte(dir))
	return filepath.Join(cacheDir(), "projects", hex.EncodeToString(sum[:12])+ending)
}

// readGlance returns what the cache has, which may be nothing.
func readGlance(dir string) (kept keptGlance) {
	content, err := os.ReadFile(glancePath(dir, ".json"))
	if err != nil || json.Unmarshal(content, &kept) != nil {
		return keptGlance{}
	}
	return kept
}

func readPicture(path string) image.Image {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	decoded, err := jpeg.Decode(f)
	if err != nil {
		return nil
	}
	return toRGBA(decoded)
}

// keep writes a glance into the cache. One that cannot be written costs time only.
func (g *Glance) keep(k keptGlance, draw bool) {
	content, err := json.Marshal(k)
	if cacheDir() == "" || err != nil {
		return
	}
	if draw && g.Picture != nil {
		if writeSheet(glancePath(g.Dir, ".jpg"), g.Picture) != nil {
			return
		}
		if kept := readPicture(glancePath(g.Dir, ".jpg")); kept != nil {
			g.Picture = kept // a picture that is looked at again must not change
		}
	}
	_ = keepFile(glancePath(g.Dir, ".json"), content)
}

// dropGlance forgets what the cache knows of a project.
func dropGlance(dir string) error {
	var failed []error
	for _, ending := range []string{".json", ".jpg"} {
		if err := os.Remove(glancePath(dir, ending)); !errors.Is(err, os.ErrNotExist) {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}
