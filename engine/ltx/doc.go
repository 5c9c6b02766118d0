// Package ltx makes clips with LTX-2 packs (2.0, 2.3, 2.5): picture and sound
// are denoised together, as two streams of tokens.
//
// The components live in packages of their own: text/gemma and ltx/connectors
// read the prompt, ltx/dit denoises, ltx/videovae, ltx/audiovae and ltx/vocoder
// turn latents into pictures and sound, ltx/upsampler enlarges latents between
// two stages. This package joins them.
//
// # Concurrency
//
// A pipeline is used by one goroutine at a time.
package ltx
