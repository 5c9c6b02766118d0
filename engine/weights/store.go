package weights

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Store is the set of tensors of one component or adapter.
type Store struct {
	Dir     string // the folder or file that was opened, as given
	tensors map[string]Tensor
	meta    map[string]string
}

// indexSuffix ends the name of the file that says which shard holds which tensor.
const indexSuffix = ".safetensors.index.json"

// Open reads the weights of a component folder: the one sharded index it has,
// or else all its .safetensors files. Headers are read; tensors are not.
func Open(dir string) (*Store, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, engine.Bad("check that the model folder is complete", "the model part %s cannot be opened: %w", dir, err)
	}
	var index string
	var files []string
	for _, e := range entries {
		name := e.Name()
		switch {
		case strings.HasPrefix(name, "."): // such as the ._ files that macOS leaves on other drives
		case strings.HasSuffix(name, indexSuffix):
			if index == "" || name < index {
				index = name
			}
		case filepath.Ext(name) == ".safetensors":
			files = append(files, name)
		}
	}
	store := &Store{Dir: dir, tensors: map[string]Tensor{}, meta: map[string]string{}}
	if index != "" {
		if err := store.addIndex(filepath.Join(dir, index)); err != nil {
			return nil, err
		}
		return store, nil
	}
	if len(files) == 0 {
		return nil, engine.Bad("copy the missing .safetensors files into it", "the model part %s holds no weights", dir)
	}
	sort.Strings(files)
	for _, name := range files {
		if err := store.addFile(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	return store, nil
}

// OpenFile reads one safetensors file, such as an adapter.
func OpenFile(path string) (*Store, error) {
	store := &Store{Dir: path, tensors: map[string]Tensor{}, meta: map[string]string{}}
	if err := store.addFile(path); err != nil {
		return nil, err
	}
	return store, nil
}

func (s *Store) addFile(path string) error {
	f, err := readFile(path)
	if err != nil {
		return err
	}
	for name, t := range f.tensors {
		if other, twice := s.tensors[name]; twice {
			return engine.Bad("remove the file that does not belong to this model",
				"the tensor %q is in both %s and %s", name, other.File, path)
		}
		s.tensors[name] = t
	}
	maps.Copy(s.meta, f.meta)
	return nil
}

func (s *Store) addIndex(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return engine.Bad("check the file's permissions", "the index %s cannot be read: %w", path, err)
	}
	var index struct {
		WeightMap map[string]string `json:"weight_map"`
	}
	if err := json.Unmarshal(text, &index); err != nil || len(index.WeightMap) == 0 {
		return engine.Bad("copy or download the file again", "the index %s is damaged: it has no weight_map", path)
	}
	shards := map[string][]string{} // the tensors of each
	for name, shard := range index.WeightMap {
		if shard != filepath.Base(shard) {
			return engine.Bad("get the model from a source that you trust", "the index %s points outside its folder: %q", path, shard)
		}
		shards[shard] = append(shards[shard], name)
	}
	for _, shard := range slices.Sorted(maps.Keys(shards)) {
		if err := s.addShard(path, shard, shards[shard]); err != nil {
			return err
		}
	}
	return nil
}

// addShard adds the shard of an index, which must hold all the tensors that the
// index promises there.
func (s *Store) addShard(index, shard string, promised []string) error {
	full := filepath.Join(filepath.Dir(index), shard)
	if _, err := os.Stat(full); errors.Is(err, fs.ErrNotExist) {
		return engine.Bad("copy or download the missing file", "the shard %s named by %s is missing", shard, index)
	}
	if err := s.addFile(full); err != nil {
		return err
	}
	real, err := resolve(full)
	if err != nil {
		return err
	}
	slices.Sort(promised)
	for _, name := range promised {
		if t, ok := s.tensors[name]; !ok || t.File != real {
			return engine.Bad("copy or download the shard again", "the index %s promises %q in %s, which does not have it", index, name, shard)
		}
	}
	return nil
}

// Lookup returns a tensor by name.
func (s *Store) Lookup(name string) (Tensor, bool) {
	t, ok := s.tensors[name]
	return t, ok
}

// Names returns all tensor names in order.
func (s *Store) Names() []string { return slices.Sorted(maps.Keys(s.tensors)) }

// Metadata returns the string entries of the headers' __metadata__.
func (s *Store) Metadata() map[string]string { return s.meta }

// Bytes returns the size of all tensors.
func (s *Store) Bytes() int64 {
	var n int64
	for _, t := range s.tensors {
		n += t.Length
	}
	return n
}

// BytesAs returns the size that all tensors would have with elements of a type.
func (s *Store) BytesAs(d tensor.DType) int64 {
	var n int64
	for _, t := range s.tensors {
		n += tensor.Count(t.Shape) * int64(d.Size())
	}
	return n
}

// Raw reads the bytes of a tensor.
func (s *Store) Raw(name string) (Tensor, []byte, error) {
	t, ok := s.tensors[name]
	if !ok {
		return Tensor{}, nil, engine.Bad("check that the model folder is complete", "%s has no tensor %q", s.Dir, name)
	}
	f, err := os.Open(t.File)
	if err != nil {
		return t, nil, engine.Bad("check the file's permissions", "the weights file %s cannot be opened: %w", t.File, err)
	}
	defer func() { _ = f.Close() }()
	raw := make([]byte, t.Length)
	if _, err := f.ReadAt(raw, t.Offset); err != nil {
		return t, nil, engine.Bad("copy or download the file again", "the tensor %q in %s cannot be read: %w", name, t.File, err)
	}
	return t, raw, nil
}

// Floats reads a tensor and widens it to float32.
func (s *Store) Floats(name string) (*tensor.Tensor, error) {
	t, raw, err := s.Raw(name)
	if err != nil {
		return nil, err
	}
	out := make([]float32, tensor.Count(t.Shape))
	if err := tensor.DecodeFloats(out, raw, t.DType); err != nil {
		return nil, engine.Bad("convert the checkpoint to F32, F16 or BF16", "the tensor %q in %s: %w", name, t.File, err)
	}
	return tensor.Floats(out, t.Shape...), nil
}

// Host reads a tensor into host memory: floats as float32, integers as int64 or
// uint8, as package tensor holds them.
func (s *Store) Host(name string) (*tensor.Tensor, error) {
	t, raw, err := s.Raw(name)
	if err != nil {
		return nil, err
	}
	switch t.DType {
	case tensor.I64:
		return tensor.Ints(decodeInts(raw), t.Shape...), nil
	case tensor.U8:
		return tensor.Bytes(raw, t.Shape...), nil
	}
	return s.Floats(name)
}
