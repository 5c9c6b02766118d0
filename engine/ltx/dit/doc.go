// Package dit is the transformer of LTX-2 (2.0, 2.3 and 2.5), which denoises
// picture and sound as two streams of tokens that look at each other
// (HaCohen et al. 2026; the class LTX2VideoTransformer3DModel of diffusers).
//
// Open reads a component folder. Prepare turns what stays the same for a clip,
// that is prompt, positions and masks, into what the graphs take; Run evaluates
// the transformer once. The graph has one variant for each combination of
// optional inputs, built when it is first needed; all variants share the mapped
// weights, and none depends on the number of tokens.
//
// # Concurrency
//
// A Transformer may be used by several goroutines. Runs that need a variant
// which is not open yet wait for each other; all others do not.
package dit
