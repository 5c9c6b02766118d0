package weights

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/kinora-studio/kinora/engine/tensor"
)

// Save writes a safetensors file of arrays of float32 or int64, and metadata,
// under a name of its own beside path, and gives it its place when it is on the
// disk: whoever opens path finds the file of before or the new one, complete,
// also after a loss of power. Errors are the system's.
func Save(path string, values map[string]*tensor.Tensor, meta map[string]string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), PartPattern(path))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	err = write(f, values, meta)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// PartPattern is how Save names unfinished files, beside the one that they are to
// become.
func PartPattern(path string) string { return "." + filepath.Base(path) + "-*.part" }

// syncFolder makes a new name last. Systems that cannot do this for a folder
// keep names in another way.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

func write(to io.Writer, values map[string]*tensor.Tensor, meta map[string]string) error {
	names := slices.Sorted(maps.Keys(values))
	header := map[string]any{}
	if len(meta) > 0 {
		header["__metadata__"] = meta
	}
	at := int64(0)
	for _, name := range names {
		t := values[name]
		bytes := t.Len() * int64(t.DType().Size())
		header[name] = headerEntry{t.DType().String(), append([]int64{}, t.Shape...), []int64{at, at + bytes}}
		at += bytes
	}
	text, err := json.Marshal(header)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(to, 1<<20)
	_, _ = w.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(text)))) // a mistake stays with w
	_, _ = w.Write(text)
	for _, name := range names {
		raw, err := values[name].AppendTo(nil)
		if err != nil {
			return err
		}
		_, _ = w.Write(raw)
	}
	return w.Flush()
}
