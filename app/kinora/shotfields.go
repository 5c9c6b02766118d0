package main

import (
	"context"
	"math"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// shotFields are the flags that add and edit share; nil leaves a field as it is.
type shotFields struct {
	Title      *string  `group:"words" placeholder:"WORDS" help:"A name for people."`
	Scene      *string  `group:"words" placeholder:"CODE" help:"Scene that it belongs to, made where it does not exist; none where empty."`
	Setting    *string  `group:"words" placeholder:"WORDS" help:"The place, the light, who is there."`
	Say        []string `group:"words" placeholder:"NAME:WORDS" sep:"none" help:"A line of dialogue; may be repeated."`
	Sound      *string  `group:"words" placeholder:"WORDS" help:"What is heard."`
	Move       *string  `group:"words" placeholder:"WORDS" help:"How the camera moves."`
	Lens       *string  `group:"words" placeholder:"WORDS" help:"The camera's lens."`
	Angle      *string  `group:"words" placeholder:"WORDS" help:"The camera's angle."`
	Note       *string  `group:"words" placeholder:"WORDS" help:"A note for people."`
	Continuity *string  `group:"words" placeholder:"WORDS" help:"What the next shot has to match."`

	Style    *string  `group:"look" placeholder:"NAME" help:"Style preset, or one of the project's own."`
	Negative *string  `group:"look" placeholder:"WORDS" help:"What to keep out."`
	Seed     *uint64  `group:"look" placeholder:"N" help:"Lock the number that decides the noise."`
	Steps    *int     `group:"look" placeholder:"N" help:"Sampling steps."`
	Guidance *float64 `group:"look" placeholder:"G" help:"How firmly the clip follows the words."`
	Takes    *int     `group:"look" placeholder:"N" help:"How many takes are made."`

	Seconds *float64 `group:"shape" xor:"length" placeholder:"S" help:"Length."`
	Frames  *int     `group:"shape" xor:"length" placeholder:"N" help:"Length in frames; the nearest that the pack can make is taken."`
	Size    *string  `group:"shape" placeholder:"WxH" help:"Size in pixels."`
	FPS     *string  `group:"shape" name:"fps" placeholder:"RATE" help:"Frames a second."`
	Silent  *bool    `group:"shape" name:"no-audio" help:"Make silent clips."`

	Pack      *string  `group:"with" placeholder:"FOLDER" help:"Model folder, or the name of an installed pack."`
	Image     []string `group:"with" placeholder:"PATH[@FRAME]" sep:"none" help:"Picture that is shown at a frame; may be repeated."`
	Reference []string `group:"with" placeholder:"PATH" sep:"none" help:"Picture or clip to look at; may be repeated."`
	Audio     string   `group:"with" placeholder:"PATH" help:"Own track, which drives the picture."`
	Voice     string   `group:"with" placeholder:"PATH" help:"A voice to speak like, with that person's consent."`
	Footage   string   `group:"with" placeholder:"PATH" help:"Clip that stays while sound is made for it."`
	Lora      []string `group:"with" placeholder:"PATH[:STRENGTH]" sep:"none" help:"Adapter file; may be repeated."`
}

// apply puts what was named into a shot. Named files take the place of those that
// had the same role.
func (f shotFields) apply(ctx context.Context, s *store.Store, shot *project.Shot) error {
	for field, text := range map[*string]*string{
		&shot.Title: f.Title, &shot.Setting: f.Setting, &shot.Sound: f.Sound, &shot.Camera.Move: f.Move,
		&shot.Camera.Lens: f.Lens, &shot.Camera.Angle: f.Angle, &shot.Note: f.Note, &shot.Continuity: f.Continuity,
		&shot.Style: f.Style, &shot.Negative: f.Negative, &shot.Pack: f.Pack,
	} {
		set(field, text)
	}
	set(&shot.Steps, f.Steps)
	set(&shot.Guidance, f.Guidance)
	set(&shot.Takes, f.Takes)
	set(&shot.Silent, f.Silent)
	if f.Seed != nil {
		shot.Seed = f.Seed
	}
	if len(f.Say) > 0 {
		shot.Dialogue = lines(f.Say)
	}
	if err := f.shape(ctx, s, shot); err != nil {
		return err
	}
	if err := f.place(ctx, s, shot); err != nil {
		return err
	}
	return f.with(shot)
}

func set[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}

// lines reads NAME:WORDS; without a name somebody speaks.
func lines(say []string) []project.Line {
	var all []project.Line
	for _, text := range say {
		speaker, words, named := strings.Cut(text, ":")
		if !named {
			speaker, words = "", text
		}
		all = append(all, project.Line{Speaker: strings.TrimSpace(speaker), Text: strings.TrimSpace(words)})
	}
	return all
}

// shape takes over length, size and rate.
func (f shotFields) shape(ctx context.Context, s *store.Store, shot *project.Shot) error {
	if f.FPS != nil {
		rate, err := engine.ParseRate(*f.FPS)
		if err != nil {
			return err
		}
		shot.Rate = mediaRate(rate)
	}
	if f.Size != nil {
		size, err := studio.ParseSize(*f.Size)
		if err != nil {
			return err
		}
		shot.Width, shot.Height = size.Width, size.Height
	}
	set(&shot.Frames, f.Frames)
	if f.Seconds == nil {
		return nil
	}
	rate := shot.Rate
	if !rate.Valid() {
		film, err := s.Project(ctx)
		if err != nil {
			return err
		}
		rate = film.Rate
	}
	frames := *f.Seconds * float64(rate.Num) / float64(rate.Den)
	if !(frames >= 1 && frames <= project.MaxFrames) {
		return engine.Bad("use a few seconds", "%g seconds are not possible", *f.Seconds)
	}
	shot.Frames = int(math.Round(frames))
	return nil
}

// place puts the shot into its scene.
func (f shotFields) place(ctx context.Context, s *store.Store, shot *project.Shot) error {
	if f.Scene == nil {
		return nil
	}
	if *f.Scene == "" {
		shot.Scene = 0
		return nil
	}
	scene, err := s.SceneByCode(ctx, *f.Scene)
	if err != nil {
		err = s.Edit(ctx, "Add a scene", func(e *store.Editor) (err error) {
			scene, err = e.AddScene(ctx, project.Scene{Code: *f.Scene})
			return err
		})
	}
	shot.Scene = scene.ID
	return err
}

// with names the files that the shot is made with.
func (f shotFields) with(shot *project.Shot) error {
	var media []project.Material
	for _, text := range f.Image {
		image, err := studio.ParseImage(text)
		if err != nil {
			return err
		}
		m := project.Material{Role: project.RoleKey, Path: image.Path, Frame: image.Frame, Strength: 1}
		switch image.Frame {
		case 0:
			m.Role = project.RoleFirst
		case -1:
			m.Role, m.Frame = project.RoleLast, 0
		}
		media = append(media, m)
	}
	for _, text := range f.Lora {
		adapter, err := studio.ParseAdapter(text)
		if err != nil {
			return err
		}
		media = append(media, project.Material{Role: project.RoleAdapter, Path: adapter.Path, Strength: adapter.Strength})
	}
	for _, path := range f.Reference {
		media = append(media, project.Material{Role: project.RoleReference, Path: path, Strength: 1})
	}
	for _, m := range []project.Material{
		{Role: project.RoleTrack, Path: f.Audio}, {Role: project.RoleVoice, Path: f.Voice}, {Role: project.RoleFootage, Path: f.Footage},
	} {
		if m.Path != "" {
			m.Strength = 1
			media = append(media, m)
		}
	}
	return replaceMedia(shot, media)
}

// replaceMedia puts files in the place of those with the same role. Their paths
// become absolute, since the project's folder is not the working folder.
func replaceMedia(shot *project.Shot, media []project.Material) error {
	named := map[project.Role]bool{}
	for i := range media {
		path, err := studio.CheckedSource(media[i].Path)
		if err != nil {
			return err
		}
		media[i].Path = filepath.ToSlash(path)
		named[media[i].Role] = true
	}
	kept := []project.Material{}
	for _, m := range shot.Media {
		if !named[m.Role] {
			kept = append(kept, m)
		}
	}
	shot.Media = append(kept, media...)
	return nil
}
