package store

import (
	"context"
	"reflect"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// AddShot puts a shot behind the others. Without a code it gets the next free one:
// SH010, SH020. It returns the shot as it is kept.
func (e *Editor) AddShot(ctx context.Context, shot project.Shot) (project.Shot, error) {
	if err := refuseID(shot.ID); err != nil {
		return shot, err
	}
	if shot.Code == "" {
		codes, err := e.q.ShotCodes(ctx)
		if err != nil {
			return shot, err
		}
		shot.Code = nextCode(codes, project.ShotCode)
	}
	if err := shot.Validate(); err != nil {
		return shot, err
	}
	places, err := e.shotPlaces(ctx)
	if err != nil {
		return shot, err
	}
	id, err := e.q.InsertShot(ctx, db.InsertShotParams{Code: shot.Code, Position: endOf(places), ChangedAt: micros(e.now)})
	if err != nil {
		return shot, constraint(err, "the code "+shot.Code)
	}
	shot.ID = id
	if err := e.writeShot(ctx, shot); err != nil {
		return shot, err
	}
	if err := e.writeMaterials(ctx, shot); err != nil {
		return shot, err
	}
	return e.Shot(ctx, id)
}

// UpdateShot replaces everything of a shot but its place and whether it is
// removed. A shot that is the same already stays untouched.
func (e *Editor) UpdateShot(ctx context.Context, shot project.Shot) error {
	if err := shot.Validate(); err != nil {
		return err
	}
	old, err := e.Shot(ctx, shot.ID)
	if err != nil {
		return err
	}
	shot.Position, shot.Removed, shot.Changed = old.Position, old.Removed, old.Changed
	if reflect.DeepEqual(tidy(old), tidy(shot)) {
		return nil
	}
	if err := e.writeShot(ctx, shot); err != nil {
		return err
	}
	if reflect.DeepEqual(tidy(old).Media, tidy(shot).Media) {
		return nil
	}
	if err := e.q.DeleteMaterials(ctx, shot.ID); err != nil {
		return err
	}
	return e.writeMaterials(ctx, shot)
}

// MoveShot puts a shot behind another, or first when after is 0.
func (e *Editor) MoveShot(ctx context.Context, id, after int64) error {
	places, err := e.shotPlaces(ctx)
	if err != nil {
		return err
	}
	return move(places, id, after, func(p place) error { return e.q.PlaceShot(ctx, p.position, p.id) })
}

// RemoveShot takes a shot out of the storyboard. It keeps its place and its takes
// and can come back; others may have its code meanwhile.
func (e *Editor) RemoveShot(ctx context.Context, id int64) error { return e.setRemoved(ctx, id, true) }

// RestoreShot brings a removed shot back to its place. If another has its code by
// now, that one has to be renamed first.
func (e *Editor) RestoreShot(ctx context.Context, id int64) error {
	return e.setRemoved(ctx, id, false)
}

func (e *Editor) setRemoved(ctx context.Context, id int64, removed bool) error {
	shot, err := e.Shot(ctx, id)
	if err != nil || shot.Removed == removed {
		return err
	}
	return constraint(e.q.SetShotRemoved(ctx, db.SetShotRemovedParams{Removed: flag(removed), ChangedAt: micros(e.now), ID: id}),
		"the code "+shot.Code)
}

// Shot returns a shot as it is within the edit.
func (e *Editor) Shot(ctx context.Context, id int64) (project.Shot, error) {
	return readShot(ctx, e.q, id)
}

func (e *Editor) shotPlaces(ctx context.Context) ([]place, error) {
	rows, err := e.q.ShotPlaces(ctx)
	places := make([]place, len(rows))
	for i, r := range rows {
		places[i] = place{r.ID, r.Position}
	}
	return places, err
}

// Shots returns the shots of the storyboard in their order, without those that
// Unreadable tells of.
func (s *Store) Shots(ctx context.Context) ([]project.Shot, error) { return s.listShots(ctx, false) }

// RemovedShots returns the shots that can be restored, in their order.
func (s *Store) RemovedShots(ctx context.Context) ([]project.Shot, error) {
	return s.listShots(ctx, true)
}

func (s *Store) listShots(ctx context.Context, removed bool) (shots []project.Shot, err error) {
	err = s.view(ctx, func(q *db.Queries) error {
		rows, err := q.ListShots(ctx, flag(removed))
		if err != nil {
			return err
		}
		all, err := q.ListAllMaterials(ctx)
		if err != nil {
			return err
		}
		materials := map[int64][]db.Material{}
		for _, m := range all {
			materials[m.Shot] = append(materials[m.Shot], m)
		}
		shots = make([]project.Shot, 0, len(rows))
		for _, r := range rows {
			if shot, err := shotOf(r, materials[r.ID]); err == nil {
				shots = append(shots, shot)
			}
		}
		return nil
	})
	return shots, err
}

// Shot returns a shot, removed or not, or project.ErrNotFound.
func (s *Store) Shot(ctx context.Context, id int64) (shot project.Shot, err error) {
	err = s.view(ctx, func(q *db.Queries) error {
		shot, err = readShot(ctx, q, id)
		return err
	})
	return shot, err
}

// ShotByCode returns the shot of the storyboard that has the code, in upper or
// lower case.
func (s *Store) ShotByCode(ctx context.Context, code string) (shot project.Shot, err error) {
	err = s.view(ctx, func(q *db.Queries) error {
		row, err := q.ShotByCode(ctx, code)
		if err != nil {
			return missing(err, "list the shots to see their codes", "there is no shot %q", code)
		}
		shot, err = readShot(ctx, q, row.ID)
		return err
	})
	return shot, err
}

func readShot(ctx context.Context, q *db.Queries, id int64) (project.Shot, error) {
	row, err := q.GetShot(ctx, id)
	if err != nil {
		return project.Shot{}, missing(err, "look at the list again", "there is no shot number %d", id)
	}
	materials, err := q.ListMaterials(ctx, id)
	if err != nil {
		return project.Shot{}, err
	}
	return shotOf(row, materials)
}
