package media

import (
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/image/draw"
)

var frameNumber = regexp.MustCompile(`%(0[1-9])?d`)

// framePattern returns the path of frame n as a pattern for fmt: path itself
// when its name holds one, else name_%05d.png.
func framePattern(path string) (string, error) {
	folder, name := filepath.Split(path)
	found := frameNumber.FindAllString(name, -1)
	if len(found) > 1 || strings.Count(name, "%") != len(found) {
		return "", bad("use one pattern such as %05d", "%s is not a name for a sequence", name)
	}
	if len(found) == 0 {
		name = strings.TrimSuffix(name, filepath.Ext(name)) + "_%05d" + filepath.Ext(name)
	}
	// A percent sign in the folder is only a character.
	return strings.ReplaceAll(folder, "%", "%%") + name, nil
}

// mayWriteSequence refuses when any file is in the way that the sequence could
// produce: a shorter sequence over a longer one would leave a mixture.
func mayWriteSequence(p Params) error {
	pattern, err := framePattern(p.Path)
	if err != nil {
		return err
	}
	folder, name := filepath.Split(pattern)
	glob := frameNumber.ReplaceAllString(name, "*")
	entries, _ := os.ReadDir(filepath.Clean(strings.ReplaceAll(folder, "%%", "%") + "."))
	for _, entry := range entries {
		if ok, _ := filepath.Match(glob, entry.Name()); ok || entry.Name() == filepath.Base(p.Path) {
			if err := mayWriteFrame(filepath.Join(filepath.Dir(p.Path), entry.Name()), p.Force); err != nil {
				return err
			}
		}
	}
	if p.Sound != nil {
		return mayWriteFrame(wavePath(p.Path), p.Force)
	}
	return nil
}

// mayWriteFrame refuses links besides: what they lead to may lie on another disk,
// where a finished file cannot be moved in one step.
func mayWriteFrame(path string, force bool) error {
	if info, err := os.Lstat(path); err == nil && force && info.Mode()&fs.ModeSymlink != 0 {
		return bad("delete it, or choose another name", "%s is a link, which a sequence of pictures cannot replace", path)
	}
	return mayWrite(path, force)
}

// wavePath is where the sound of a sequence goes: name_%05d.png to name.wav.
func wavePath(path string) string {
	folder, name := filepath.Split(path)
	name = strings.TrimSuffix(name, filepath.Ext(name))
	name = strings.TrimRight(frameNumber.ReplaceAllString(name, ""), "_-. ")
	if name == "" {
		name = "sound"
	}
	return folder + name + ".wav"
}

// sequenceSink writes every frame as a PNG into the scratch folder.
type sequenceSink struct {
	folder   string
	target   string
	frame    *image.RGBA
	scaled   *image.RGBA // the same as frame when nothing is enlarged
	metadata map[string]string
	written  int
}

func newSequenceSink(p Params, folder string) *sequenceSink {
	width, height := p.outputSize()
	s := &sequenceSink{folder: folder, target: p.Path, metadata: p.Metadata}
	s.frame = image.NewRGBA(image.Rect(0, 0, p.Width, p.Height))
	s.scaled = s.frame
	if width != p.Width {
		s.scaled = image.NewRGBA(image.Rect(0, 0, width, height))
	}
	return s
}

func (s *sequenceSink) path(n int) string {
	return filepath.Join(s.folder, fmt.Sprintf("%d.png", n))
}

func (s *sequenceSink) write(rgb []byte) error {
	for i := range len(rgb) / 3 {
		copy(s.frame.Pix[4*i:], rgb[3*i:3*i+3])
		s.frame.Pix[4*i+3] = 255
	}
	if s.scaled != s.frame {
		draw.CatmullRom.Scale(s.scaled, s.scaled.Bounds(), s.frame, s.frame.Bounds(), draw.Src, nil)
	}
	s.written++
	if err := writePNG(s.path(s.written), s.scaled, s.metadata); err != nil {
		return fileError("writing", s.target, err)
	}
	return nil
}

func (s *sequenceSink) close() error { return nil }

func writePNG(path string, picture image.Image, metadata map[string]string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	return encoder.Encode(&pngTextWriter{to: f, metadata: metadata}, picture)
}

// finishSequence gives the frames, and the sound, their names.
func (e *Encoder) finishSequence() error {
	sink := e.picture.(*sequenceSink)
	var done []string
	place := func(finished, target string) error {
		err := publish(finished, target, e.params.Force)
		if err == nil {
			done = append(done, target)
		}
		return err
	}
	err := e.placeSequence(sink, place)
	if err == nil && e.spool != nil {
		samples := e.params.Rate.SamplesFor(e.frames, e.params.Sound.SampleRate)
		err = e.finishWave(wavePath(e.params.Path), samples)
	}
	if err != nil {
		for _, path := range done {
			_ = os.Remove(path)
		}
	}
	return err
}

func (e *Encoder) placeSequence(sink *sequenceSink, place func(finished, target string) error) error {
	pattern, err := framePattern(e.params.Path)
	if err != nil {
		return err
	}
	if sink.written == 1 && !frameNumber.MatchString(filepath.Base(e.params.Path)) {
		return place(sink.path(1), e.params.Path)
	}
	for n := 1; n <= sink.written; n++ {
		if err := e.ctx.Err(); err != nil {
			return err
		}
		if err := place(sink.path(n), fmt.Sprintf(pattern, n)); err != nil {
			return err
		}
	}
	return nil
}
