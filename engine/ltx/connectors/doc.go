// Package connectors turns the hidden states of a text encoder into what the
// LTX-2 transformer attends to: one sequence for the picture and one for the
// sound (Lightricks, LTX-2; class LTX2TextConnectors).
//
// One Connectors serves any number of goroutines, one prompt at a time.
package connectors
