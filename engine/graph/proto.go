package graph

import (
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/kinora-studio/kinora/engine/tensor"
)

// message is a protobuf message under construction. The field numbers below are
// those of the public onnx.proto3 (ModelProto, GraphProto, NodeProto,
// TensorProto, ValueInfoProto, AttributeProto).
type message []byte

func (m *message) text(field int, s string) {
	*m = protowire.AppendTag(*m, protowire.Number(field), protowire.BytesType)
	*m = protowire.AppendString(*m, s)
}

func (m *message) bytes(field int, b []byte) {
	*m = protowire.AppendTag(*m, protowire.Number(field), protowire.BytesType)
	*m = protowire.AppendBytes(*m, b)
}

func (m *message) int(field int, v int64) {
	*m = protowire.AppendTag(*m, protowire.Number(field), protowire.VarintType)
	*m = protowire.AppendVarint(*m, uint64(v))
}

func (m *message) fixed32(field int, v uint32) {
	*m = protowire.AppendTag(*m, protowire.Number(field), protowire.Fixed32Type)
	*m = protowire.AppendFixed32(*m, v)
}

// valueInfo is a graph input or output with its type and shape.
func valueInfo(name string, dtype tensor.DType, shape Shape) message {
	var dims message
	for _, d := range shape {
		var dim message
		if n, ok := d.Const(); ok {
			dim.int(1, n)
		} else {
			dim.text(2, d.String())
		}
		dims.bytes(1, dim)
	}
	var tensorType message
	tensorType.int(1, int64(dtype.ONNX()))
	tensorType.bytes(2, dims)
	var kind message
	kind.bytes(1, tensorType)
	var info message
	info.text(1, name)
	info.bytes(2, kind)
	return info
}

// inlineTensor is an initialiser that travels inside the model.
func inlineTensor(name string, dtype tensor.DType, shape []int64, raw []byte) message {
	m := tensorHead(name, dtype, shape)
	m.bytes(9, raw)
	return m
}

// externalTensor is an initialiser that stays in its file. ONNX asks for no
// alignment, so any byte offset of a safetensors file will do.
func externalTensor(name string, dtype tensor.DType, shape []int64, location string, offset, length int64) message {
	m := tensorHead(name, dtype, shape)
	entry := func(key, value string) {
		var e message
		e.text(1, key)
		e.text(2, value)
		m.bytes(13, e)
	}
	entry("location", location)
	entry("offset", strconv.FormatInt(offset, 10))
	entry("length", strconv.FormatInt(length, 10))
	m.int(14, 1) // data_location EXTERNAL
	return m
}

func tensorHead(name string, dtype tensor.DType, shape []int64) message {
	var m message
	for _, d := range shape {
		m.int(1, d)
	}
	m.int(2, int64(dtype.ONNX()))
	m.text(8, name)
	return m
}

// modelProto wraps a finished graph.
func modelProto(graph message, opset int64) []byte {
	var m message
	m.int(1, 10) // IR version
	m.text(2, "kinora")
	m.bytes(7, graph)
	for domain, version := range map[string]int64{"": opset, microsoft: 1} {
		var set message
		set.text(1, domain)
		set.int(2, version)
		m.bytes(8, set)
	}
	return m
}

// microsoft is the domain of ONNX Runtime's own operators.
const microsoft = "com.microsoft"
