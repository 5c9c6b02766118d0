package studio

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
)

// styleSlot is where the shot's words go in a project's own style.
const styleSlot = "{prompt}"

// ShotPrompt puts a shot's fields into the words that a model reads, before any
// style: what happens comes first, since models weigh the beginning most, then
// where, how it is filmed, what is said and what is heard.
func ShotPrompt(s project.Shot) string {
	parts := append([]string{}, s.Beats...)
	parts = append(parts, s.Setting, s.Camera.Move, s.Camera.Angle, s.Camera.Lens)
	for _, line := range s.Dialogue {
		parts = append(parts, spoken(line))
	}
	parts = append(parts, s.Sound)
	return joinWords(parts)
}

// spoken writes a line as the large audio-video models were taught it: who
// speaks, and the words in quotation marks.
func spoken(l project.Line) string {
	words := strings.TrimSpace(l.Text)
	if words == "" {
		return ""
	}
	speaker := strings.TrimSpace(l.Speaker)
	if speaker == "" {
		speaker = "a voice"
	}
	return fmt.Sprintf(`%s says: "%s"`, speaker, strings.ReplaceAll(words, `"`, "'"))
}

// joinWords sets commas between parts, and nothing but a space behind a part
// that ends a sentence itself.
func joinWords(parts []string) string {
	var b strings.Builder
	for _, part := range parts {
		part = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(part), ","))
		if part == "" {
			continue
		}
		if text := b.String(); text != "" {
			if !strings.ContainsRune(".!?…\"”", lastRune(text)) {
				b.WriteByte(',')
			}
			b.WriteByte(' ')
		}
		b.WriteString(part)
	}
	return b.String()
}

func lastRune(s string) rune {
	runes := []rune(s)
	return runes[len(runes)-1]
}

// ComposeShot resolves a shot to a request for its takes. styles are the
// project's own; path turns a path of the project into one of the file system.
func ComposeShot(s project.Shot, styles []project.Style, path func(string) string) (RenderRequest, error) {
	q := RenderRequest{
		Prompt: ShotPrompt(s), Negative: s.Negative, Pack: s.Pack, Style: s.Style, Seed: s.Seed,
		Takes: max(s.Takes, 1), NoAudio: s.Silent, Rate: engine.Rate{Num: s.Rate.Num, Den: s.Rate.Den},
	}
	if q.Prompt == "" {
		return q, engine.Bad("write what happens in it", "the shot %s has no words yet", s.Code)
	}
	if s.Frames != 0 {
		q.Frames, q.Near = &s.Frames, true
	}
	if s.Width != 0 || s.Height != 0 {
		q.Size = &Size{s.Width, s.Height}
	}
	if s.Steps != 0 {
		q.Steps = &s.Steps
	}
	if s.Guidance != 0 {
		q.Guidance = &s.Guidance
	}
	materials := s.Media
	for _, own := range styles {
		if own.Name == s.Style {
			q.Prompt, q.Style = dress(own.Prompt, q.Prompt), ""
			q.Negative = joinWords([]string{s.Negative, own.Negative})
			materials = append(materials[:len(materials):len(materials)], own.Adapters...)
		}
	}
	for _, m := range materials {
		if err := q.add(m, path(m.Path)); err != nil {
			return q, err
		}
	}
	return q, nil
}

// CheckedSource returns the absolute path of a file that a clip can be made with.
func CheckedSource(path string) (string, error) {
	if err := isFile(path); err != nil {
		return "", err
	}
	return filepath.Abs(path)
}

// dress puts a prompt into a style's words, or before them where the style does
// not say where.
func dress(style, prompt string) string {
	if strings.Contains(style, styleSlot) {
		return strings.ReplaceAll(style, styleSlot, prompt)
	}
	return joinWords([]string{prompt, style})
}

// add names one file that the clip is made with.
func (q *RenderRequest) add(m project.Material, path string) error {
	image := func(frame int) {
		q.Images = append(q.Images, engine.Image{Source: engine.Source{Path: path}, Frame: frame, Strength: m.Strength})
	}
	switch m.Role {
	case project.RoleFirst:
		image(0)
	case project.RoleLast:
		image(-1)
	case project.RoleKey:
		image(m.Frame)
	case project.RoleReference:
		q.References = append(q.References, path)
	case project.RoleTrack:
		q.Audio = path
	case project.RoleVoice:
		q.Voice = path
	case project.RoleFootage:
		q.Footage = path
	case project.RoleAdapter:
		q.Adapters = append(q.Adapters, engine.Adapter{Source: engine.Source{Path: path}, Strength: m.Strength})
	default:
		return engine.Bad("take it out of the shot", "Kinora does not know what %q of %s is for", m.Role, m.Path)
	}
	return nil
}
