package store

import (
	"context"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// AddScene puts a scene behind the others. Without a code it gets the next free
// one: SC010, SC020.
func (e *Editor) AddScene(ctx context.Context, scene project.Scene) (project.Scene, error) {
	if err := refuseID(scene.ID); err != nil {
		return scene, err
	}
	scenes, err := e.q.ListScenes(ctx)
	if err != nil {
		return scene, err
	}
	codes, places := make([]string, len(scenes)), make([]place, len(scenes))
	for i, row := range scenes {
		codes[i], places[i] = row.Code, place{row.ID, row.Position}
	}
	if scene.Code == "" {
		scene.Code = nextCode(codes, project.SceneCode)
	}
	if err := scene.Validate(); err != nil {
		return scene, err
	}
	scene.Position = endOf(places)
	scene.ID, err = e.q.InsertScene(ctx, db.InsertSceneParams{Code: scene.Code, Title: scene.Title, Synopsis: scene.Synopsis, Position: scene.Position})
	return scene, constraint(err, "the code "+scene.Code)
}

// UpdateScene replaces everything of a scene but its place.
func (e *Editor) UpdateScene(ctx context.Context, scene project.Scene) error {
	if err := scene.Validate(); err != nil {
		return err
	}
	rows, err := e.q.UpdateScene(ctx, db.UpdateSceneParams{Code: scene.Code, Title: scene.Title, Synopsis: scene.Synopsis, ID: scene.ID})
	return absent(rows, constraint(err, "the code "+scene.Code), "there is no scene number %d", scene.ID)
}

// MoveScene puts a scene behind another, or first when after is 0.
func (e *Editor) MoveScene(ctx context.Context, id, after int64) error {
	rows, err := e.q.ScenePlaces(ctx)
	if err != nil {
		return err
	}
	places := make([]place, len(rows))
	for i, r := range rows {
		places[i] = place{r.ID, r.Position}
	}
	return move(places, id, after, func(p place) error { return e.q.PlaceScene(ctx, p.position, p.id) })
}

// DeleteScene takes a scene away; its shots stay, outside all scenes.
func (e *Editor) DeleteScene(ctx context.Context, id int64) error {
	rows, err := e.q.DeleteScene(ctx, id)
	return absent(rows, err, "there is no scene number %d", id)
}

// Scenes returns all scenes in their order.
func (s *Store) Scenes(ctx context.Context) ([]project.Scene, error) {
	rows, err := s.queries.ListScenes(ctx)
	if err != nil {
		return nil, s.fault("reading", err)
	}
	scenes := make([]project.Scene, len(rows))
	for i, r := range rows {
		scenes[i] = sceneOf(r)
	}
	return scenes, nil
}

// Scene returns a scene, or project.ErrNotFound.
func (s *Store) Scene(ctx context.Context, id int64) (project.Scene, error) {
	r, err := s.queries.GetScene(ctx, id)
	return sceneOf(r), s.fault("reading", missing(err, "look at the list again", "there is no scene number %d", id))
}

// SceneByCode returns the scene of that code, in upper or lower case.
func (s *Store) SceneByCode(ctx context.Context, code string) (project.Scene, error) {
	r, err := s.queries.SceneByCode(ctx, code)
	return sceneOf(r), s.fault("reading", missing(err, "list the scenes to see their codes", "there is no scene %q", code))
}

func sceneOf(r db.Scene) project.Scene {
	return project.Scene{ID: r.ID, Code: r.Code, Title: r.Title, Synopsis: r.Synopsis, Position: r.Position}
}
