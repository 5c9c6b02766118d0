package studio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/app/fetch"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
)

// What a download has among the packs while it goes on: a hidden folder, which no
// pack is looked for in, with the manifest, a folder of what has arrived, and a
// mark once that is about to get its name.
const (
	stagePrefix  = ".download-"
	manifestName = "manifest.json"
	arrivedName  = "files"
	movingName   = "moving"
)

func downloadOf(job project.Job) (r downloadRequest, err error) {
	if err := json.Unmarshal(job.Request, &r); err != nil || !isFileName(r.Name) {
		return r, engine.Bad("ask for the download again", "the request of the job cannot be read: %.100s", job.Request)
	}
	return r, nil
}

// stage is the hidden folder of a download. A number alone would not do: another
// project has the same ones, and so has one that went back to a backup.
func stage(job project.Job) string {
	return filepath.Join(PackFolder(), fmt.Sprintf("%s%d-%d", stagePrefix, job.ID, job.Created.UnixMicro()))
}

// dropDownload removes what has arrived of a download that nobody wants.
func dropDownload(job project.Job) { _ = os.RemoveAll(stage(job)) } // it costs room, at most

// download fetches what a job names. What arrived in earlier attempts is not
// fetched again.
func (s *Session) download(ctx context.Context, a *queue.Attempt) error {
	err := s.fetchAll(ctx, a)
	if err != nil && errors.Is(context.Cause(ctx), context.Canceled) {
		dropDownload(a.Job)
	}
	return err
}

func (s *Session) fetchAll(ctx context.Context, a *queue.Attempt) error {
	r, err := downloadOf(a.Job)
	if err != nil {
		return err
	}
	dir := stage(a.Job)
	target := filepath.Join(PackFolder(), r.Name)
	if !exists(filepath.Join(dir, movingName)) {
		if _, err := os.Lstat(target); err == nil {
			return nameTaken(r.Name)
		}
		if err := s.fetchInto(ctx, a, r, dir); err != nil {
			return err
		}
	}
	err = a.Finish(context.WithoutCancel(ctx), func(context.Context) error { return moveStage(dir, target, r) })
	if err == nil {
		dropDownload(a.Job)
	}
	return err
}

// fetchInto has everything arrive in the stage.
func (s *Session) fetchInto(ctx context.Context, a *queue.Attempt, r downloadRequest, dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, arrivedName), 0o755); err != nil {
		return engine.Bad("check the folder's permissions", "%s cannot be made: %w", dir, err)
	}
	client := fetch.NewClient()
	defer client.CloseIdleConnections()
	one := func(f ManifestFile, path string, tell func(done, total int64)) error {
		return fetch.File(ctx, fetch.Params{
			URL: f.URL, Path: path, SHA256: f.SHA256, Bytes: f.Bytes,
			Client: client, Free: freeDisk, Wait: fetch.Sleep, Tell: tell,
		})
	}
	if r.Manifest != nil {
		path := filepath.Join(dir, manifestName)
		if err := one(*r.Manifest, path, func(int64, int64) {}); err != nil {
			return err
		}
		files, err := readManifest(path, r.Manifest.URL)
		if err != nil {
			_ = os.Remove(path) // the next attempt looks whether there is a better one
			return err
		}
		r.Files = files
	}
	if err := roomFor(r.Files, dir); err != nil {
		return err
	}
	p := newDownloadProgress(s.params.Now, r.Files, func(p queue.Progress) { _ = a.Step(context.WithoutCancel(ctx), p) })
	for i, f := range r.Files {
		path := filepath.Join(dir, arrivedName, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return engine.Bad("check the folder's permissions", "%s cannot be made: %w", filepath.Dir(path), err)
		}
		if err := one(f, path, func(done, total int64) { p.tell(i, done, total) }); err != nil {
			return err
		}
	}
	return nil
}

func readManifest(path, from string) ([]ManifestFile, error) {
	const most = 16 << 20 // bytes
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > most {
		return nil, engine.Bad("give the address of a manifest, or of all files of the pack", "%s is too large to be a manifest", from)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var m Manifest
	if err := json.Unmarshal(content, &m); err != nil || len(m.Files) == 0 {
		return nil, engine.Bad("give the address of a manifest, or of all files of the pack", "%s is no manifest: it names no files", from)
	}
	return m.resolve(from)
}

// roomFor says whether everything that is still to come fits, as far as is known.
func roomFor(files []ManifestFile, dir string) error {
	free, err := freeDisk(dir)
	if err != nil {
		return err
	}
	need := int64(0)
	for _, f := range files {
		path := filepath.Join(dir, arrivedName, filepath.FromSlash(f.Path))
		need += max(0, f.Bytes-fetch.Arrived(path))
	}
	if need > free {
		return engine.Full("free some space and retry", "the pack needs %.1f GB more on the disk, of which %.1f GB are free", float64(need)/1e9, float64(free)/1e9)
	}
	return nil
}

// moveStage gives what has arrived its name. After a kill in between, it is called
// again.
func moveStage(dir, target string, r downloadRequest) error {
	arrived := filepath.Join(dir, arrivedName)
	if r.Single {
		arrived = filepath.Join(arrived, r.Name)
	}
	if !exists(arrived) && exists(target) { // it was moved before
		return nil
	}
	if err := writeSynced(filepath.Join(dir, movingName), nil); err != nil {
		return err
	}
	_, err := os.Lstat(target)
	if err == nil {
		return errors.Join(nameTaken(r.Name), os.Remove(filepath.Join(dir, movingName)))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(arrived, target); err != nil {
		return fmt.Errorf("put %s among the packs: %w", r.Name, err)
	}
	syncFolder(filepath.Dir(target))
	return nil
}

// sweepDownloads removes what has arrived of downloads of this project that were
// cancelled while nobody ran the queue.
func (s *Session) sweepDownloads() {
	entries, err := os.ReadDir(PackFolder())
	if err != nil {
		return // there are none
	}
	for _, row := range s.Queue.List() {
		if row.Kind != project.JobDownload || row.State != project.Cancelled {
			continue
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), stagePrefix) && e.Name() == filepath.Base(stage(row.Job)) {
				dropDownload(row.Job)
			}
		}
	}
}
