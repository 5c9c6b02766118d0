package create

import (
	"context"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
)

// nearest looks for a size and a length at which a shot can be made that cannot as
// it is. It returns nil where they are not what is wrong.
func nearest(ctx context.Context, session *studio.Session, shot project.Shot, info engine.Info) *engine.Recipe {
	if shot.Width == 0 && shot.Height == 0 && shot.Frames == 0 {
		return nil
	}
	least := shot
	least.Width, least.Height, least.Frames = 0, 0, 0
	plan, err := session.PlanShot(ctx, least)
	if err != nil || plan.Reason != "" {
		return nil
	}
	for smaller := halved(shot, info); smaller.Frames > 0; smaller = halved(smaller, info) {
		tried, err := session.PlanShot(ctx, smaller)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil && tried.Reason == "":
			return &tried.Recipe
		case err == nil && tried.Nearest != nil:
			return tried.Nearest
		}
	}
	return &plan.Recipe
}

// halved makes a shot half as large or half as long, whichever is further from what
// the pack makes by itself. One without frames says that there is nothing left to
// halve.
func halved(shot project.Shot, info engine.Info) project.Shot {
	own := info.Defaults
	if shot.Width == 0 || shot.Height == 0 {
		shot.Width, shot.Height = own.Width, own.Height
	}
	if shot.Frames == 0 {
		shot.Frames = own.Frames
	}
	unit, step := max(info.SizeUnit, 1), max(info.FrameUnit, 1)
	larger := min(shot.Width/max(own.Width, 1), shot.Height/max(own.Height, 1))
	longer := shot.Frames / max(own.Frames, 1)
	switch {
	case longer >= 2 && longer >= larger:
		shot.Frames = shot.Frames/2/step*step + 1
	case larger >= 2:
		shot.Width, shot.Height = shot.Width/2/unit*unit, shot.Height/2/unit*unit
	default:
		shot.Frames = 0
	}
	return shot
}
