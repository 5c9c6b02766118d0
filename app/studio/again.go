package studio

import (
	"context"
	"encoding/json"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project/media"
)

// storedRecipe reads the recipe that a clip carries.
func storedRecipe(ctx context.Context, path string) (engine.Recipe, error) {
	var r engine.Recipe
	if exists(path) { // the first picture of a sequence is found by its pattern
		if err := isFile(path); err != nil {
			return r, err
		}
	}
	meta, err := media.ReadMetadata(ctx, path)
	if err != nil {
		return r, err
	}
	text, ok := meta[recipeKey]
	if !ok {
		return r, engine.Bad("give a clip that Kinora made", "%s carries no recipe", path)
	}
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return r, engine.Bad("give a clip that Kinora made", "the recipe in %s is damaged: %w", path, err)
	}
	if r.Version > engine.RecipeVersion {
		return r, engine.Bad("update Kinora", "the recipe in %s was written by a newer version", path)
	}
	if r.Scale < 0 || r.Scale > maxScale {
		return r, engine.Bad("give a clip that Kinora made", "the recipe in %s asks for a scale of %d", path, r.Scale)
	}
	return r, nil
}

// mayRepeat refuses a recipe that would give another clip here.
func (q RenderRequest) mayRepeat(r engine.Recipe, info engine.Info) error {
	switch {
	case r.PackHash != info.Hash:
		return engine.Bad("give that pack with --pack", "%s was made with another pack or version: %s", q.From, r.Pack)
	case r.Provider != q.Provider:
		return engine.Bad("add --provider "+r.Provider, "%s was made with the provider %s, and another gives another clip", q.From, r.Provider)
	case r.Int8 != q.Int8:
		return engine.Bad("leave --int8 out", "%s was made with all bits, and 8 bits give another clip", q.From)
	}
	return nil
}
