package create

import (
	"context"
	"encoding/json"
	"fmt"
	"image"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/words"
)

// showTake shows a take on the stage.
func (g *gallery) showTake(take project.Take) {
	g.page.stage.take(take, g.poster(take), sizeOf(take, g.ownSize(take)))
}

// ownSize is the size in which a take was drawn: its file may show it enlarged. It
// is read when it is first wanted, and zero until then.
func (g *gallery) ownSize(take project.Take) image.Point {
	size, known := g.sizes[take.ID]
	session := g.page.session.Load()
	if known || session == nil {
		return size
	}
	g.page.errands.run(func(ctx context.Context) {
		whole, err := session.Store.Take(ctx, take.ID) // lists have no recipes
		g.page.host.Do("tell the size of a take", func() {
			if ctx.Err() != nil || err != nil {
				return
			}
			g.sizes[take.ID] = drawnSize(whole)
			if shown, ok := g.selectedTake(); ok && shown.ID == take.ID && !g.page.compare.on {
				g.showTake(shown)
			}
		})
	})
	return size
}

// drawnSize is what the recipe of a take says, or its file where it has none.
func drawnSize(take project.Take) image.Point {
	var r engine.Recipe
	if len(take.Recipe) > 0 && json.Unmarshal(take.Recipe, &r) == nil && r.Width > 0 && r.Height > 0 {
		return image.Pt(r.Width, r.Height)
	}
	return image.Pt(take.Width, take.Height)
}

// sizeOf says how large a take is: as it was drawn, and what it was enlarged to.
func sizeOf(take project.Take, own image.Point) string {
	text := func(width, height int) string { return fmt.Sprintf("%d×%d", width, height) }
	switch file := image.Pt(take.Width, take.Height); own {
	case image.Point{}:
		return ""
	case file:
		return text(file.X, file.Y)
	default:
		return words.T("create.enlarged", "Own", text(own.X, own.Y), "Shown", text(file.X, file.Y))
	}
}
