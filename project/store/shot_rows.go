package store

import (
	"context"
	"time"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// writeShot replaces what a row of shots holds of a shot.
func (e *Editor) writeShot(ctx context.Context, s project.Shot) error {
	beats, err := encode(s.Beats)
	if err != nil {
		return err
	}
	dialogue, err := encode(s.Dialogue)
	if err != nil {
		return err
	}
	cast, err := encode(s.Cast)
	if err != nil {
		return err
	}
	var seed *int64
	if s.Seed != nil {
		bits := int64(*s.Seed)
		seed = &bits
	}
	return constraint(e.q.UpdateShot(ctx, db.UpdateShotParams{
		Code: s.Code, Scene: reference(s.Scene), Title: s.Title, Setting: s.Setting, Beats: beats, Dialogue: dialogue, Sound: s.Sound,
		CameraMove: s.Camera.Move, Lens: s.Camera.Lens, Angle: s.Camera.Angle, Style: s.Style, CastNames: cast,
		Frames: int64(s.Frames), Width: int64(s.Width), Height: int64(s.Height), RateNum: s.Rate.Num, RateDen: s.Rate.Den,
		Pack: s.Pack, Takes: int64(s.Takes), Seed: seed, Negative: s.Negative, Steps: int64(s.Steps), Guidance: s.Guidance,
		Silent: flag(s.Silent), Continuity: s.Continuity, Note: s.Note, ChangedAt: micros(e.now), ID: s.ID,
	}), "the code "+s.Code)
}

func (e *Editor) writeMaterials(ctx context.Context, s project.Shot) error {
	for i, m := range s.Media {
		err := e.q.InsertMaterial(ctx, db.InsertMaterialParams{
			Shot: s.ID, Position: int64(i), Role: string(m.Role), Path: m.Path, SHA256: m.SHA256, Frame: int64(m.Frame), Strength: m.Strength,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// shotOf joins the rows of a shot.
func shotOf(r db.Shot, materials []db.Material) (shot project.Shot, err error) {
	shot = project.Shot{
		ID: r.ID, Code: r.Code, Scene: referred(r.Scene), Position: r.Position, Title: r.Title, Setting: r.Setting, Sound: r.Sound,
		Camera: project.Camera{Move: r.CameraMove, Lens: r.Lens, Angle: r.Angle}, Style: r.Style,
		Frames: int(r.Frames), Width: int(r.Width), Height: int(r.Height), Rate: project.Rate{Num: r.RateNum, Den: r.RateDen},
		Pack: r.Pack, Takes: int(r.Takes), Negative: r.Negative, Steps: int(r.Steps), Guidance: r.Guidance, Silent: r.Silent != 0,
		Continuity: r.Continuity, Note: r.Note, Removed: r.Removed != 0, Changed: fromMicros(r.ChangedAt),
	}
	if r.Seed != nil {
		seed := uint64(*r.Seed)
		shot.Seed = &seed
	}
	if shot.Beats, err = decode[string]("the beats of "+r.Code, r.Beats); err != nil {
		return shot, err
	}
	if shot.Dialogue, err = decode[project.Line]("the dialogue of "+r.Code, r.Dialogue); err != nil {
		return shot, err
	}
	if shot.Cast, err = decode[string]("the cast of "+r.Code, r.CastNames); err != nil {
		return shot, err
	}
	for _, m := range materials {
		shot.Media = append(shot.Media, project.Material{
			Role: project.Role(m.Role), Path: m.Path, SHA256: m.SHA256, Frame: int(m.Frame), Strength: m.Strength,
		})
	}
	return shot, nil
}

// tidy makes shots that are kept the same way equal: an empty list is none.
func tidy(s project.Shot) project.Shot {
	if len(s.Beats) == 0 {
		s.Beats = nil
	}
	if len(s.Dialogue) == 0 {
		s.Dialogue = nil
	}
	if len(s.Cast) == 0 {
		s.Cast = nil
	}
	if len(s.Media) == 0 {
		s.Media = nil
	}
	s.Changed = time.Time{}
	return s
}
