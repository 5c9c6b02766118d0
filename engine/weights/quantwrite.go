package weights

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"io"
	"math"
	"os"
	"runtime"
	"sync"

	"github.com/kinora-studio/kinora/engine/tensor"
)

// writeTo writes the header, then the integers and scales of one matrix after
// the other.
func (p *quantPlan) writeTo(ctx context.Context, f *os.File) error {
	header := map[string]headerEntry{}
	at := int64(0)
	add := func(name, dtype string, bytes int64, shape ...int64) {
		header[name] = headerEntry{dtype, shape, []int64{at, at + bytes}}
		at += bytes
	}
	for _, t := range p.from {
		out, in := t.Shape[0], t.Shape[1]
		add(t.Name, tensor.I8.String(), out*in, in, out)
		add(t.Name+ScaleSuffix, tensor.F32.String(), 4*out, out)
	}
	text, err := json.Marshal(header)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	_, _ = w.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(text)))) // a mistake stays with w
	_, _ = w.Write(text)
	for _, t := range p.from {
		if err := ctx.Err(); err != nil {
			return err
		}
		q, scales, err := quantise(t, p.levels)
		if err != nil {
			return err
		}
		_, _ = w.Write(q)
		for _, s := range scales {
			_, _ = w.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(s)))
		}
	}
	return w.Flush()
}

// quantRows is how many rows are converted at a time: their bytes come to lie
// side by side, and fill a line of the processor's cache.
const quantRows = 64

// quantise reads a matrix [out, in] and returns its integers [in, out] and the
// scale of each of the out channels.
func quantise(t Tensor, levels int) (q []byte, scales []float32, err error) {
	out := t.Shape[0]
	f, err := os.Open(t.File)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = f.Close() }()
	q, scales = make([]byte, tensor.Count(t.Shape)), make([]float32, out)
	starts := make(chan int64)
	errs := make([]error, runtime.GOMAXPROCS(0))
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() {
			for first := range starts {
				if errs[i] == nil {
					errs[i] = quantiseRows(f, t, levels, first, min(first+quantRows, out), q, scales)
				}
			}
		})
	}
	for first := int64(0); first < out; first += quantRows {
		starts <- first
	}
	close(starts)
	group.Wait()
	for _, e := range errs {
		if e != nil {
			return nil, nil, e
		}
	}
	return q, scales, nil
}

// quantiseRows converts rows first to end: each is divided by its largest
// magnitude over levels and rounded.
func quantiseRows(f io.ReaderAt, t Tensor, levels int, first, end int64, q []byte, scales []float32) error {
	out, in, n := t.Shape[0], t.Shape[1], end-first
	row := in * int64(t.DType.Size())
	raw := make([]byte, n*row)
	if _, err := f.ReadAt(raw, t.Offset+first*row); err != nil {
		return err
	}
	values := make([]float32, n*in)
	if err := tensor.DecodeFloats(values, raw, t.DType); err != nil {
		return err
	}
	inverse := make([]float32, n)
	for r := range n {
		largest := float32(0)
		for _, v := range values[r*in : (r+1)*in] {
			largest = max(largest, v, -v)
		}
		scales[first+r] = largest / float32(levels)
		if largest > 0 {
			inverse[r] = float32(levels) / largest
		}
	}
	for k := range in {
		line := q[k*out+first : k*out+end]
		for r := range line {
			v := values[int64(r)*in+k] * inverse[r]
			line[r] = byte(int8(math.RoundToEven(float64(v))))
		}
	}
	return nil
}
