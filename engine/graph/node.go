package graph

import (
	"math"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/kinora-studio/kinora/engine/tensor"
)

// attr is one attribute of a node.
type attr message

func attrHead(name string) message {
	var m message
	m.text(1, name)
	return m
}

func intAttr(name string, v int64) attr {
	m := attrHead(name)
	m.int(3, v)
	m.int(20, 2)
	return attr(m)
}

func floatAttr(name string, v float32) attr {
	m := attrHead(name)
	m.fixed32(2, math.Float32bits(v))
	m.int(20, 1)
	return attr(m)
}

func textAttr(name, v string) attr {
	m := attrHead(name)
	m.bytes(4, []byte(v))
	m.int(20, 3)
	return attr(m)
}

func intsAttr(name string, vs ...int64) attr {
	m := attrHead(name)
	for _, v := range vs {
		m = protowire.AppendTag(m, 8, protowire.VarintType)
		m = protowire.AppendVarint(m, uint64(v))
	}
	m.int(20, 7)
	return attr(m)
}

// op appends a node with one result of the given type and shape. Where the
// provider lacks a bfloat16 kernel the node runs in float32 between casts.
func (b *Builder) op(kind string, dtype tensor.DType, shape Shape, inputs []Value, attrs ...attr) Value {
	if b.err != nil {
		return Value{DType: dtype, Shape: shape}
	}
	if dtype == tensor.BF16 && b.Profile.NoBF16[kind] {
		for i, in := range inputs {
			if in.DType == tensor.BF16 {
				inputs[i] = b.Cast(in, tensor.F32)
			}
		}
		return b.Cast(b.op(kind, tensor.F32, shape, inputs, attrs...), tensor.BF16)
	}
	out := Value{name: b.fresh(kind), DType: dtype, Shape: shape}
	b.push(kind, "", inputs, []Value{out}, attrs...)
	b.note(out)
	return out
}

// contrib appends a node of ONNX Runtime's own domain with one result.
func (b *Builder) contrib(kind string, dtype tensor.DType, shape Shape, inputs []Value, attrs ...attr) Value {
	out := Value{name: b.fresh(kind), DType: dtype, Shape: shape}
	b.push(kind, microsoft, inputs, []Value{out}, attrs...)
	return out
}

func (b *Builder) push(kind, domain string, inputs, outputs []Value, attrs ...attr) {
	if b.err != nil {
		return
	}
	var m message
	for _, v := range inputs {
		m.text(1, v.name) // an absent optional input has the empty name
	}
	for _, v := range outputs {
		m.text(2, v.name)
	}
	m.text(3, outputs[0].name)
	m.text(4, kind)
	for _, a := range attrs {
		m.bytes(5, a)
	}
	if domain != "" {
		m.text(7, domain)
	}
	b.nodes = append(b.nodes, m)
}
