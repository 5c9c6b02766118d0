package studio

import (
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx"
	"github.com/kinora-studio/kinora/engine/parity"
)

// RegisterFamilies makes the model families known; one line each.
func RegisterFamilies() {
	engine.Register("LTX2Pipeline", ltx.Family{})
}

// Goldens returns how the goldens of a model folder are run, by its family.
func Goldens(dir string) (parity.Runners, error) {
	class, err := engine.Class(dir)
	if err != nil {
		return nil, err
	}
	switch class {
	case "LTX2Pipeline":
		return ltx.Goldens(), nil
	}
	return nil, engine.Bad("update Kinora", "the model folder %s is of the unknown family %q", dir, class)
}
