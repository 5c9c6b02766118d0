// Package upsampler enlarges latents between two stages of sampling: twice the
// width and height, twice the frames, or both (LTX2LatentUpsamplerModel). It
// takes and returns latents that are not normalised.
//
// An Upsampler is used by one goroutine at a time.
package upsampler
