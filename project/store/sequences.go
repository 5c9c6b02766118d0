package store

import (
	"context"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// AddSequence puts a sequence behind the others. One without content holds {}.
func (e *Editor) AddSequence(ctx context.Context, seq project.Sequence) (project.Sequence, error) {
	if err := refuseID(seq.ID); err != nil {
		return seq, err
	}
	if err := seq.Validate(); err != nil {
		return seq, err
	}
	places, err := e.sequencePlaces(ctx)
	if err != nil {
		return seq, err
	}
	seq.Position, seq.Content = endOf(places), []byte(contentOf(seq))
	seq.ID, err = e.q.InsertSequence(ctx, db.InsertSequenceParams{
		Name: seq.Name, RateNum: seq.Rate.Num, RateDen: seq.Rate.Den, Start: seq.Start, Position: seq.Position, Content: string(seq.Content),
	})
	return seq, constraint(err, "the name "+seq.Name)
}

// UpdateSequence replaces everything of a sequence but its place.
func (e *Editor) UpdateSequence(ctx context.Context, seq project.Sequence) error {
	if err := seq.Validate(); err != nil {
		return err
	}
	rows, err := e.q.UpdateSequence(ctx, db.UpdateSequenceParams{
		Name: seq.Name, RateNum: seq.Rate.Num, RateDen: seq.Rate.Den, Start: seq.Start, Content: contentOf(seq), ID: seq.ID,
	})
	return absent(rows, constraint(err, "the name "+seq.Name), "there is no sequence number %d", seq.ID)
}

// MoveSequence puts a sequence behind another, or first when after is 0.
func (e *Editor) MoveSequence(ctx context.Context, id, after int64) error {
	places, err := e.sequencePlaces(ctx)
	if err != nil {
		return err
	}
	return move(places, id, after, func(p place) error { return e.q.PlaceSequence(ctx, p.position, p.id) })
}

// DeleteSequence takes a sequence away.
func (e *Editor) DeleteSequence(ctx context.Context, id int64) error {
	rows, err := e.q.DeleteSequence(ctx, id)
	return absent(rows, err, "there is no sequence number %d", id)
}

func (e *Editor) sequencePlaces(ctx context.Context) ([]place, error) {
	rows, err := e.q.SequencePlaces(ctx)
	places := make([]place, len(rows))
	for i, r := range rows {
		places[i] = place{r.ID, r.Position}
	}
	return places, err
}

func contentOf(seq project.Sequence) string {
	if len(seq.Content) == 0 {
		return "{}"
	}
	return string(seq.Content)
}

// Sequences returns all sequences in their order.
func (s *Store) Sequences(ctx context.Context) ([]project.Sequence, error) {
	rows, err := s.queries.ListSequences(ctx)
	if err != nil {
		return nil, s.fault("reading", err)
	}
	sequences := make([]project.Sequence, len(rows))
	for i, r := range rows {
		sequences[i] = sequenceOf(r)
	}
	return sequences, nil
}

// Sequence returns a sequence, or project.ErrNotFound.
func (s *Store) Sequence(ctx context.Context, id int64) (project.Sequence, error) {
	r, err := s.queries.GetSequence(ctx, id)
	return sequenceOf(r), s.fault("reading", missing(err, "look at the list again", "there is no sequence number %d", id))
}

// SequenceByName returns the sequence of that name, or project.ErrNotFound.
func (s *Store) SequenceByName(ctx context.Context, name string) (project.Sequence, error) {
	r, err := s.queries.SequenceByName(ctx, name)
	return sequenceOf(r), s.fault("reading", missing(err, "list the sequences to see their names", "there is no sequence %q", name))
}

func sequenceOf(r db.Sequence) project.Sequence {
	return project.Sequence{
		ID: r.ID, Name: r.Name, Rate: project.Rate{Num: r.RateNum, Den: r.RateDen}, Start: r.Start, Position: r.Position, Content: []byte(r.Content),
	}
}
