package runtime

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Session is one graph, loaded and ready to run.
type Session struct {
	model   *graph.Model
	session *ort.DynamicAdvancedSession
	keep    bool
}

// Open loads a graph. Weights are mapped, not read, where their type is the
// one that is computed in.
func Open(m *graph.Model, o Options) (*Session, error) {
	if err := Load(); err != nil {
		return nil, err
	}
	so, err := o.sessionOptions(m)
	if err != nil {
		return nil, err
	}
	defer func() { _ = so.Destroy() }()
	s, err := ort.NewDynamicAdvancedSessionWithONNXData(m.Proto, portNames(m.Inputs), portNames(m.Outputs), so)
	if err != nil {
		if isMemory(err) {
			return nil, engine.Full(roomHint, "memory ran out while loading the %s: %w", m.Name, err)
		}
		if text := strings.ToLower(err.Error()); strings.Contains(text, "no such file") || strings.Contains(text, "path does not exist") {
			return nil, engine.Bad("copy or download the pack again", "the weights of the %s are gone: %w", m.Name, err)
		}
		return nil, engine.Broken("report this with the model's name", "the %s cannot be loaded: %w", m.Name, err)
	}
	return &Session{model: m, session: s}, nil
}

func portNames(ports []graph.Port) []string {
	out := make([]string, len(ports))
	for i, p := range ports {
		out[i] = p.Name
	}
	return out
}

// Model returns the graph that the session runs.
func (s *Session) Model() *graph.Model { return s.model }

// Keep says whether runs from now on keep the memory that they compute in, for
// the next one. They do not unless told to: giving it back costs a few percent
// of a run, and models take turns. On accelerators it always stays.
func (s *Session) Keep(on bool) { s.keep = on }

// Close releases the session and its weights.
func (s *Session) Close() error {
	if s == nil || s.session == nil {
		return nil
	}
	err := s.session.Destroy()
	s.session = nil
	return err
}

// Run computes all outputs from all inputs, by name. It returns ctx.Err() soon
// after the context is cancelled: ONNX Runtime stops between two operators.
func (s *Session) Run(ctx context.Context, inputs map[string]*tensor.Tensor) (map[string]*tensor.Tensor, error) {
	return s.RunInto(ctx, inputs, nil)
}

// RunInto is Run with memory for some of the outputs, whose shapes must be those
// that come out. They are written in place and are in the result too. A stream
// that swaps two sets of tensors makes no garbage; no tensor may be an input and
// an output of one run.
func (s *Session) RunInto(ctx context.Context, inputs, into map[string]*tensor.Tensor) (map[string]*tensor.Tensor, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	values, err := s.bind(inputs)
	defer destroy(values)
	if err != nil {
		return nil, err
	}
	results, err := s.place(into)
	defer func() { destroy(results) }()
	if err != nil {
		return nil, err
	}
	ro, err := s.runOptions()
	if err != nil {
		return nil, err
	}
	defer func() { _ = ro.Destroy() }()
	stop := terminateOn(ctx, ro)
	err = s.session.RunWithOptions(values, results, ro)
	stop()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, s.runFault(err)
	}
	return s.collect(results, into)
}

func (s *Session) runOptions() (*ort.RunOptions, error) {
	ro, err := ort.NewRunOptions()
	if err != nil || s.keep || s.model.Profile.Provider != "cpu" {
		return ro, err
	}
	if err := ro.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0"); err != nil {
		_ = ro.Destroy()
		return nil, err
	}
	return ro, nil
}

// place makes values of the outputs that have memory, and leaves the others to
// ONNX Runtime.
func (s *Session) place(into map[string]*tensor.Tensor) ([]ort.Value, error) {
	results := make([]ort.Value, len(s.model.Outputs))
	for i, p := range s.model.Outputs {
		t, ok := into[p.Name]
		if !ok {
			continue
		}
		if err := fits(p, t); err != nil {
			return results, fmt.Errorf("runtime: %s: %w", s.model.Name, err)
		}
		v, err := toValue(t)
		if err != nil {
			return results, err
		}
		results[i] = v
	}
	return results, nil
}

// terminateOn ends a run when the context does. The returned function must be
// called after the run and before the options are destroyed.
func terminateOn(ctx context.Context, ro *ort.RunOptions) func() {
	done, finished := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(finished)
		select {
		case <-ctx.Done():
			_ = ro.Terminate()
		case <-done:
		}
	}()
	return func() {
		close(done)
		<-finished
	}
}

const roomHint = "close other programs, or allow this one more memory"

// isMemory recognises memory that ran out in what ONNX Runtime says, which has no
// code for it.
func isMemory(err error) bool {
	text := strings.ToLower(err.Error())
	return slices.ContainsFunc([]string{
		"allocate", "bad_alloc", "out of memory", "failed to map segment", // a library that does not fit the address space
		"resource temporarily unavailable", "thread constructor failed", // a thread's stack that does not
	}, func(sign string) bool { return strings.Contains(text, sign) })
}

func (s *Session) runFault(err error) error {
	if isMemory(err) {
		return engine.Full("use a smaller size or fewer frames, or close other programs", "memory ran out in the %s: %w", s.model.Name, err)
	}
	return engine.Broken("report this with the model's name", "the %s failed: %w", s.model.Name, err)
}

func (s *Session) bind(inputs map[string]*tensor.Tensor) ([]ort.Value, error) {
	if len(inputs) != len(s.model.Inputs) {
		return nil, fmt.Errorf("runtime: the %s takes %v, but was given %v", s.model.Name, portNames(s.model.Inputs), sortedKeys(inputs))
	}
	values := make([]ort.Value, 0, len(inputs))
	for _, p := range s.model.Inputs {
		t, ok := inputs[p.Name]
		if !ok {
			return values, fmt.Errorf("runtime: the %s was not given its input %q", s.model.Name, p.Name)
		}
		if err := fits(p, t); err != nil {
			return values, fmt.Errorf("runtime: %s: %w", s.model.Name, err)
		}
		v, err := toValue(t)
		if err != nil {
			return values, err
		}
		values = append(values, v)
	}
	return values, nil
}

func fits(p graph.Port, t *tensor.Tensor) error {
	ok := len(p.Shape) == len(t.Shape) && p.DType == t.DType()
	for i := 0; ok && i < len(p.Shape); i++ {
		ok = p.Shape[i] < 0 || p.Shape[i] == t.Shape[i]
	}
	if !ok {
		return fmt.Errorf("%q is %s%s, not %s%s", p.Name, p.DType, tensor.ShapeString(p.Shape), t.DType(), tensor.ShapeString(t.Shape))
	}
	return nil
}

func toValue(t *tensor.Tensor) (ort.Value, error) {
	shape := ort.NewShape(t.Shape...)
	switch t.DType() {
	case tensor.I64:
		return ort.NewTensor(shape, t.I64)
	case tensor.U8:
		return ort.NewTensor(shape, t.U8)
	case tensor.Bool:
		return ort.NewTensor(shape, t.Bool)
	}
	return ort.NewTensor(shape, t.F32)
}

// collect copies the results into Go's memory, so that none outlives the run in
// ONNX Runtime's.
func (s *Session) collect(results []ort.Value, into map[string]*tensor.Tensor) (map[string]*tensor.Tensor, error) {
	out := make(map[string]*tensor.Tensor, len(results))
	for i, p := range s.model.Outputs {
		if t, ok := into[p.Name]; ok {
			out[p.Name] = t
			continue
		}
		shape := append([]int64(nil), results[i].GetShape()...)
		switch v := results[i].(type) {
		case *ort.Tensor[float32]:
			out[p.Name] = tensor.Floats(append([]float32(nil), v.GetData()...), shape...)
		case *ort.Tensor[int64]:
			out[p.Name] = tensor.Ints(append([]int64(nil), v.GetData()...), shape...)
		case *ort.Tensor[uint8]:
			out[p.Name] = tensor.Bytes(append([]uint8(nil), v.GetData()...), shape...)
		default:
			return nil, fmt.Errorf("runtime: the output %q of the %s has the unexpected type %T", p.Name, s.model.Name, v)
		}
	}
	return out, nil
}

func destroy(values []ort.Value) {
	for _, v := range values {
		if v != nil {
			_ = v.Destroy()
		}
	}
}

func sortedKeys(m map[string]*tensor.Tensor) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
