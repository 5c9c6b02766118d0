// Package graph builds ONNX models in Go from a family's description and the
// user's weights.
//
// A forward pass is written as in the paper, with methods on Builder that take
// and return typed Values. Shapes are checked while building, also where sizes
// are known only by name. Weights stay in the user's files: the model holds
// their file, offset and length, and ONNX Runtime maps them.
//
// The first mistake is kept and all later calls do nothing, so a forward pass
// needs no error handling between its lines; Build returns the mistake.
//
// A Builder belongs to one goroutine. A Model is immutable.
package graph
