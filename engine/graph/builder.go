package graph

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// Params describes a graph to build.
type Params struct {
	Name     string // of the component, for messages, as "transformer"
	Profile  Profile
	Store    *weights.Store // nil for a graph without weights
	Prefix   string         // put before every weight name, as "language_model.model"
	Adapters []Adapter      // low-rank changes to linear layers
	Taps     func(name string) bool

	// Quantised holds 8-bit versions of some matrices of Store, as
	// weights.Quantise makes them, for a profile with Int8.
	Quantised *weights.Store

	// CastOnUse keeps weights in the type that they are stored in and casts each
	// whenever it is used. A graph that runs once between others then needs no
	// second, often twice as large copy of them.
	CastOnUse bool
}

// Builder is a graph under construction, at one place of the module tree.
type Builder struct {
	*state
	path string
}

type state struct {
	Params
	nodes        []message
	initialisers []message
	external     []external
	inputs       []Port
	outputs      []Port
	known        map[string]Value  // weights and constants by name
	sources      map[string]source // where a named size can be read when running
	names        map[string]int
	err          error
}

type external struct {
	name string
	at   weights.Tensor
}

type source struct {
	value string
	axis  int64
}

// Value is a typed tensor in the graph.
type Value struct {
	name  string
	DType tensor.DType
	Shape Shape
}

// Dim returns one extent; a negative axis counts from the end.
func (v Value) Dim(axis int) Dim {
	if axis < 0 {
		axis += len(v.Shape)
	}
	if axis < 0 || axis >= len(v.Shape) {
		return Dim{}
	}
	return v.Shape[axis]
}

// Rank returns the number of extents.
func (v Value) Rank() int { return len(v.Shape) }

// Port is an input or output of a finished graph. Shape entries that are known
// only when running are -1.
type Port struct {
	Name  string
	DType tensor.DType
	Shape []int64
}

// Model is a finished graph. Proto refers to weights by paths below Folder.
type Model struct {
	Name        string
	Proto       []byte
	Folder      string
	Inputs      []Port
	Outputs     []Port
	WeightBytes int64 // in files, referred to
	Profile     Profile
	CastOnUse   bool // as in Params
}

// New starts a graph.
func New(p Params) *Builder {
	return &Builder{state: &state{
		Params: p, known: map[string]Value{}, sources: map[string]source{}, names: map[string]int{},
	}}
}

// At returns the builder of a submodule: weight names below it start with name.
func (b *Builder) At(name string) *Builder {
	return &Builder{state: b.state, path: join(b.path, name)}
}

// AtIndex returns the builder of one entry of a list of submodules.
func (b *Builder) AtIndex(name string, i int) *Builder {
	return b.At(fmt.Sprintf("%s.%d", name, i))
}

func join(path, name string) string {
	switch {
	case path == "":
		return name
	case name == "":
		return path
	}
	return path + "." + name
}

// Err returns the first mistake.
func (b *Builder) Err() error { return b.err }

// Fail records a mistake of the family's description or of its configuration.
func (b *Builder) Fail(format string, args ...any) Value {
	if b.err == nil {
		where := join(b.Name, b.path)
		b.err = engine.Bad("check that the model's configuration and weights belong together",
			"%s: %s", where, fmt.Sprintf(format, args...))
	}
	return Value{DType: b.Profile.Compute}
}

// fresh returns a name that no other value has.
func (b *Builder) fresh(kind string) string {
	name := strings.ReplaceAll(join(b.path, kind), ".", "/")
	b.names[name]++
	if n := b.names[name]; n > 1 {
		name = fmt.Sprintf("%s_%d", name, n)
	}
	return name
}

// Input declares a float input. It arrives as float32 and is turned into the
// profile's compute type.
func (b *Builder) Input(name string, extents ...any) Value {
	return b.Cast(b.InputOf(name, tensor.F32, extents...), b.Profile.Compute)
}

// InputOf declares an input that keeps its type.
func (b *Builder) InputOf(name string, dtype tensor.DType, extents ...any) Value {
	v := Value{name: name, DType: dtype, Shape: Dims(extents...)}
	b.inputs = append(b.inputs, port(v))
	b.note(v)
	return v
}

// note remembers where a named size can be read.
func (b *Builder) note(v Value) {
	for axis, d := range v.Shape {
		if len(d.terms) != 1 || d.terms[0].coef != 1 || strings.Contains(d.terms[0].syms, "*") || d.terms[0].syms == "" {
			continue
		}
		if _, ok := b.sources[d.terms[0].syms]; !ok {
			b.sources[d.terms[0].syms] = source{v.name, int64(axis)}
		}
	}
}

func port(v Value) Port {
	p := Port{Name: v.name, DType: v.DType, Shape: make([]int64, len(v.Shape))}
	for i, d := range v.Shape {
		n, ok := d.Const()
		if !ok {
			n = -1
		}
		p.Shape[i] = n
	}
	return p
}

// Output declares a result; a float leaves as float32.
func (b *Builder) Output(name string, v Value) {
	if b.err != nil {
		return
	}
	if v.DType.IsFloat() {
		v = b.Cast(v, tensor.F32)
	}
	out := Value{name: name, DType: v.DType, Shape: v.Shape}
	b.push("Identity", "", []Value{v}, []Value{out})
	b.outputs = append(b.outputs, port(out))
}

// Tap makes an intermediate value an output named "tap." and its module path,
// where Params.Taps asks for it.
func (b *Builder) Tap(name string, v Value) {
	full := join(b.path, name)
	if b.Taps != nil && b.Taps(full) {
		b.Output("tap."+full, v)
	}
}

// Build returns the finished graph, or the first mistake.
func (b *Builder) Build() (*Model, error) {
	if b.err != nil {
		return nil, b.err
	}
	if len(b.outputs) == 0 {
		return nil, engine.Broken("", "%s: the graph has no output", b.Name)
	}
	m := &Model{Name: b.Name, Inputs: b.inputs, Outputs: b.outputs, Profile: b.Profile, CastOnUse: b.CastOnUse}
	m.Folder = commonFolder(b.external)
	var g message
	for _, n := range b.nodes {
		g.bytes(1, n)
	}
	g.text(2, b.Name)
	for _, t := range b.initialisers {
		g.bytes(5, t)
	}
	for _, e := range b.external {
		location, err := filepath.Rel(m.Folder, e.at.File)
		if err != nil {
			return nil, engine.Bad("keep a model's files on one drive", "%s: %w", b.Name, err)
		}
		g.bytes(5, externalTensor(e.name, e.at.DType, e.at.Shape, filepath.ToSlash(location), e.at.Offset, e.at.Length))
		m.WeightBytes += e.at.Length
	}
	for _, p := range b.inputs {
		g.bytes(11, portInfo(p))
	}
	for _, p := range b.outputs {
		g.bytes(12, portInfo(p))
	}
	m.Proto = modelProto(g, b.Profile.Opset)
	return m, nil
}

// portInfo names unknown extents after their port, which is all that ONNX needs.
func portInfo(p Port) message {
	shape := make(Shape, len(p.Shape))
	for i, n := range p.Shape {
		if shape[i] = N(n); n < 0 {
			shape[i] = Sym(fmt.Sprintf("%s.%d", p.Name, i))
		}
	}
	return valueInfo(p.Name, p.DType, shape)
}

// commonFolder is the deepest folder above all weight files. ONNX Runtime
// refuses files outside the folder that it is given, symbolic links resolved.
func commonFolder(files []external) string {
	folder := ""
	for i, e := range files {
		dir := filepath.Dir(e.at.File)
		if i == 0 {
			folder = dir
			continue
		}
		for folder != dir && !strings.HasPrefix(dir, strings.TrimSuffix(folder, string(filepath.Separator))+string(filepath.Separator)) {
			parent := filepath.Dir(folder)
			if parent == folder {
				break
			}
			folder = parent
		}
	}
	return folder
}
