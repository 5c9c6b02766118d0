package studio

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project/media"
)

// ExportTake writes a take's clip to another place and returns where it is. A
// folder, or the ending that the clip has, gets the clip as it is; other endings
// get it encoded anew. What the clip carries, its recipe too, goes along.
func ExportTake(ctx context.Context, clip, output string, force bool) (string, error) {
	if info, err := os.Stat(output); err == nil && info.IsDir() {
		output = filepath.Join(output, filepath.Base(clip))
	}
	if err := isFile(clip); err != nil { // a pipe would be waited for
		return "", err
	}
	info, err := media.Probe(ctx, clip)
	if err != nil {
		return "", err
	}
	if err := media.CheckOutput(output, len(info.Audio) > 0, force); err != nil {
		return "", err
	}
	if same, err := sameFile(clip, output); err != nil || same {
		return output, errors.Join(err, engine.Bad("choose another place", "%s is the clip itself", output))
	}
	if strings.EqualFold(filepath.Ext(clip), filepath.Ext(output)) {
		return output, copyFile(ctx, clip, output)
	}
	return output, encodeAgain(ctx, clip, output, info, force)
}

// sameFile reports whether both names mean one file.
func sameFile(a, b string) (bool, error) {
	first, err := os.Stat(a)
	if err != nil {
		return false, err
	}
	second, err := os.Stat(b)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil && os.SameFile(first, second), err
}

// copyFile copies a file; it appears whole or not at all.
func copyFile(ctx context.Context, from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.CreateTemp(filepath.Dir(to), ".kinora-*")
	if err != nil {
		return err
	}
	defer func() {
		_ = target.Close()
		if err != nil {
			_ = os.Remove(target.Name())
		}
	}()
	if _, err := io.Copy(target, readerOf(ctx, source)); err != nil {
		return err
	}
	if err := target.Chmod(0o644); err != nil {
		return err
	}
	if err := target.Sync(); err != nil {
		return err
	}
	if err := target.Close(); err != nil {
		return err
	}
	return os.Rename(target.Name(), to)
}

// readerOf ends with the context.
func readerOf(ctx context.Context, r io.Reader) io.Reader {
	return readFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return r.Read(p)
	})
}

type readFunc func(p []byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

// encodeAgain decodes a clip and writes it in another format.
func encodeAgain(ctx context.Context, clip, output string, info media.Info, force bool) error {
	if len(info.Video) == 0 {
		return engine.Bad("copy the file again from a backup", "%s holds no picture", clip)
	}
	video := info.Video[0]
	params := media.Params{
		Path: output, Width: video.Width, Height: video.Height, Rate: video.Rate, Force: force, Metadata: map[string]string{},
	}
	for _, key := range []string{recipeKey, "title", "comment"} {
		if value, ok := info.Metadata[key]; ok {
			params.Metadata[key] = value
		}
	}
	if len(info.Audio) > 0 {
		params.Sound = &media.Sound{SampleRate: info.Audio[0].SampleRate, Channels: info.Audio[0].Channels}
	}
	enc, err := media.NewEncoder(ctx, params)
	if err != nil {
		return err
	}
	defer func() { _ = enc.Close() }()
	if params.Sound != nil {
		samples, err := media.DecodeAudio(ctx, clip, params.Sound.SampleRate, params.Sound.Channels)
		if err != nil {
			return err
		}
		if err := enc.WriteSamples(samples); err != nil {
			return err
		}
	}
	if !strings.EqualFold(filepath.Ext(output), ".wav") {
		if _, _, err := media.DecodeFrames(ctx, clip, media.FrameOptions{}, enc.WriteFrame); err != nil {
			return err
		}
	}
	return enc.Finish()
}

// Show opens a file in the program that the system shows it with.
func Show(ctx context.Context, path string) error {
	if err := isFile(path); err != nil {
		return err
	}
	return openOutside(ctx, path)
}

// ShowFolder opens a folder in the system's file manager.
func ShowFolder(ctx context.Context, dir string) error {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return engine.Bad("plug its disk in, or add it from where it is now", "the folder %s is not there", dir)
	}
	return openOutside(ctx, dir)
}

// openOutside has the system open something with the program that it has for it.
func openOutside(ctx context.Context, path string) error {
	name, args := opener, append(openerArgs[:len(openerArgs):len(openerArgs)], path)
	if _, err := exec.LookPath(name); err != nil {
		return engine.Bad("open it yourself: "+path, "this system has no %s", name)
	}
	if out, err := exec.CommandContext(ctx, name, args...).CombinedOutput(); err != nil {
		return engine.Bad("open it yourself: "+path, "%s could not show it: %s", name, strings.TrimSpace(string(out)))
	}
	return nil
}
