// Package audiovae turns log-mel pictures of sound into latents and back: the
// class AutoencoderKLLTX2Audio of diffusers.
//
// Both directions work through long sound in pieces. Every layer of the shipped
// models looks a bounded way back in time, so a piece with that much in front of
// it gives the same values as the whole, and memory does not grow with length
// but for the result itself. Models with group norms or attention look at the
// whole and are run in one piece.
//
// # Concurrency
//
// A VAE is used by one goroutine at a time.
package audiovae
