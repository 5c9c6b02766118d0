package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// insertTake adds a take; what the caller left open is its number, code and time.
func (s *Store) insertTake(ctx context.Context, q *db.Queries, take project.Take) (project.Take, error) {
	shot, err := q.GetShot(ctx, take.Shot)
	if err != nil {
		return take, missing(err, "look at the list again", "there is no shot number %d for a take", take.Shot)
	}
	if take.Number == 0 {
		if take.Number, err = nextNumber(ctx, q, shot); err != nil {
			return take, err
		}
	}
	if take.Code == "" {
		take.Code = project.TakeCode(shot.Code, take.Number)
	}
	if take.Made.IsZero() {
		take.Made = s.now()
	}
	if err := take.Validate(); err != nil {
		return take, err
	}
	recipe, err := keepRecipe(ctx, q, take.Recipe)
	if err != nil {
		return take, err
	}
	take.Made = fromMicros(micros(take.Made))
	take.ID, err = q.InsertTake(ctx, db.InsertTakeParams{
		Shot: take.Shot, Number: int64(take.Number), Code: take.Code, Parent: reference(take.Parent), Verb: string(take.Verb),
		Job: reference(take.Job), Path: take.Path, SHA256: take.SHA256, Bytes: take.Bytes, Width: int64(take.Width), Height: int64(take.Height),
		Frames: int64(take.Frames), RateNum: take.Rate.Num, RateDen: take.Rate.Den, Silent: flag(take.Silent), Recipe: recipe,
		Prompt: take.Prompt, Seed: int64(take.Seed), Seconds: take.Seconds, Favourite: flag(take.Favourite), Note: take.Note, MadeAt: micros(take.Made),
	})
	return take, constraint(err, "the take "+take.Code+", in "+take.Path+",")
}

// keepRecipe stores a recipe once, however many takes have it.
func keepRecipe(ctx context.Context, q *db.Queries, recipe []byte) (*int64, error) {
	if len(recipe) == 0 {
		return nil, nil
	}
	sum := sha256.Sum256(recipe)
	digits := hex.EncodeToString(sum[:])
	id, err := q.RecipeByContent(ctx, digits)
	if errors.Is(err, sql.ErrNoRows) {
		id, err = q.InsertRecipe(ctx, digits, string(recipe))
	}
	return &id, err
}

// nextNumber counts on from the shot's last take, past codes that takes of another
// shot have since before it was renamed.
func nextNumber(ctx context.Context, q *db.Queries, shot db.Shot) (int, error) {
	last, err := q.LastTakeNumber(ctx, shot.ID)
	if err != nil {
		return 0, err
	}
	for number := int(last) + 1; ; number++ {
		used, err := q.CountTakeCode(ctx, project.TakeCode(shot.Code, number))
		if err != nil || used == 0 {
			return number, err
		}
	}
}

// wholeTake is takeOf with the recipe.
func wholeTake(ctx context.Context, q *db.Queries, r db.Take) (project.Take, error) {
	take := takeOf(r)
	if r.Recipe == nil {
		return take, nil
	}
	recipe, err := q.GetRecipe(ctx, *r.Recipe)
	take.Recipe = []byte(recipe)
	return take, err
}

func takeOf(r db.Take) project.Take {
	return project.Take{
		ID: r.ID, Shot: r.Shot, Number: int(r.Number), Code: r.Code, Parent: referred(r.Parent), Verb: project.Verb(r.Verb), Job: referred(r.Job),
		Path: r.Path, SHA256: r.SHA256, Bytes: r.Bytes, Width: int(r.Width), Height: int(r.Height), Frames: int(r.Frames),
		Rate: project.Rate{Num: r.RateNum, Den: r.RateDen}, Silent: r.Silent != 0, Prompt: r.Prompt, Seed: uint64(r.Seed), Seconds: r.Seconds,
		Favourite: r.Favourite != 0, Note: r.Note, Made: fromMicros(r.MadeAt),
	}
}

// takesByID returns takes without their recipes, in the order of ids. It asks for
// some at a time, as a statement has a limited number of parameters.
func takesByID(ctx context.Context, q *db.Queries, ids []int64) ([]project.Take, error) {
	const together = 500
	rows := make(map[int64]db.Take, len(ids))
	for start := 0; start < len(ids); start += together {
		found, err := q.TakesByID(ctx, ids[start:min(start+together, len(ids))])
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			rows[r.ID] = r
		}
	}
	takes := make([]project.Take, 0, len(ids))
	for _, id := range ids {
		if r, ok := rows[id]; ok {
			takes = append(takes, takeOf(r))
		}
	}
	return takes, nil
}
