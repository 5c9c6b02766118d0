// Package vocoder turns log-mel pictures into waves: the classes LTX2Vocoder
// (HiFi-GAN, Kong et al. 2020, and BigVGAN, Lee et al. 2023) and
// LTX2VocoderWithBWE of diffusers, where a second vocoder adds the band above
// the first one's rate.
//
// Long sound is made in pieces. Every layer looks a bounded way to both sides,
// so a piece with that much around it has the values of the whole. Only the
// waves of both rates are kept for the whole length.
//
// # Concurrency
//
// A Vocoder is used by one goroutine at a time.
package vocoder
