package store

import (
	"context"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// AddStyle adds a look of the project's own.
func (e *Editor) AddStyle(ctx context.Context, style project.Style) (project.Style, error) {
	if err := refuseID(style.ID); err != nil {
		return style, err
	}
	if err := style.Validate(); err != nil {
		return style, err
	}
	adapters, err := encode(style.Adapters)
	if err != nil {
		return style, err
	}
	style.ID, err = e.q.InsertStyle(ctx, db.InsertStyleParams{Name: style.Name, Prompt: style.Prompt, Negative: style.Negative, Adapters: adapters})
	return style, constraint(err, "the name "+style.Name)
}

// UpdateStyle replaces everything of a style. Shots name styles: one that is
// renamed has to be renamed in them, too.
func (e *Editor) UpdateStyle(ctx context.Context, style project.Style) error {
	if err := style.Validate(); err != nil {
		return err
	}
	adapters, err := encode(style.Adapters)
	if err != nil {
		return err
	}
	rows, err := e.q.UpdateStyle(ctx, db.UpdateStyleParams{
		Name: style.Name, Prompt: style.Prompt, Negative: style.Negative, Adapters: adapters, ID: style.ID,
	})
	return absent(rows, constraint(err, "the name "+style.Name), "there is no style number %d", style.ID)
}

// DeleteStyle takes a style away.
func (e *Editor) DeleteStyle(ctx context.Context, id int64) error {
	rows, err := e.q.DeleteStyle(ctx, id)
	return absent(rows, err, "there is no style number %d", id)
}

// Styles returns the project's own styles by name, without those that Unreadable
// tells of.
func (s *Store) Styles(ctx context.Context) ([]project.Style, error) {
	rows, err := s.queries.ListStyles(ctx)
	if err != nil {
		return nil, s.fault("reading", err)
	}
	styles := make([]project.Style, 0, len(rows))
	for _, r := range rows {
		if style, err := styleOf(r); err == nil {
			styles = append(styles, style)
		}
	}
	return styles, nil
}

// Style returns the style of that name, or project.ErrNotFound.
func (s *Store) Style(ctx context.Context, name string) (project.Style, error) {
	r, err := s.queries.StyleByName(ctx, name)
	if err != nil {
		return project.Style{}, s.fault("reading", missing(err, "list the styles to see their names", "the project has no style %q", name))
	}
	return styleOf(r)
}

func styleOf(r db.Style) (style project.Style, err error) {
	style = project.Style{ID: r.ID, Name: r.Name, Prompt: r.Prompt, Negative: r.Negative}
	style.Adapters, err = decode[project.Material]("the adapters of "+r.Name, r.Adapters)
	return style, err
}
