package ltx

import (
	"io/fs"
	"os"
	"path/filepath"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/ltx/lora"
)

// readAdapters opens the LoRA files of the pipeline.
func (p *pipeline) readAdapters() ([]graph.Adapter, error) {
	var out []graph.Adapter
	for _, a := range p.params.Adapters {
		adapter, err := lora.Open(a.Path, a.Strength)
		if err != nil {
			return nil, err
		}
		if err := lora.Check(adapter, p.dir("transformer"), p.dir("connectors")); err != nil {
			return nil, err
		}
		out = append(out, adapter)
	}
	return out, nil
}

// componentBytes estimates what a loaded component takes: its files, widened
// where it computes in a wider type than they are stored in.
func (p *pipeline) componentBytes(name string) int64 {
	var size int64
	_ = filepath.WalkDir(p.dir(name), func(path string, _ fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".safetensors" {
			if info, err := os.Stat(path); err == nil { // through symbolic links
				size += info.Size()
			}
		}
		return nil
	})
	return size * p.widening(name)
}

// widening is how many bytes a stored byte becomes in memory.
func (p *pipeline) widening(name string) int64 {
	if p.profile.Provider == "cpu" && !p.profile.Int8 && p.stored(name) < 4 {
		return 2
	}
	return 1
}
