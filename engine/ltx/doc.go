// Package ltx makes clips with LTX-2 packs (2.0, 2.3, 2.5): picture and sound
// are denoised together, as two streams of tokens.
//
// The components live in packages of their own: text/gemma and ltx/connectors
// read the prompt, ltx/dit denoises, ltx/videovae, ltx/audiovae and ltx/vocoder
// turn latents into pictures and sound, ltx/upsampler enlarges latents between
// two stages. This package joins them.
//
// A run is followed by a journal: after each step it hands out what the run can be
// gone on from, tells how long the rest takes (pace), and shows what is forming
// (previewer): by the pack's decoders where they are small, else by what they
// showed of earlier clips (sketch).
//
// # Concurrency
//
// A pipeline is used by one goroutine at a time.
package ltx
