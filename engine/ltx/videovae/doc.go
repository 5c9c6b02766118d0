// Package videovae runs the video autoencoder of the LTX-2 family: pixels to
// latents, latents to pixels, and both as streams whose memory does not grow
// with the length of a clip.
//
// # Layout
//
// Inside the graph a clip is [frames, channels, height, width]: frames are the
// batch of two-dimensional convolutions. A convolution over three frames reads a
// window of three frames laid side by side as channels, so that it runs on the
// fastest kernels that every provider has, and what happens at the ends of a
// clip is a matter of which frames a window names.
//
// # Streams
//
// Every layer that looks at neighbouring frames keeps the few frames that its
// next window needs. A clip that is decoded in chunks is therefore the clip that
// is decoded at once, without seams and without computing anything twice.
//
// # Concurrency
//
// A VAE is used by one goroutine at a time.
package videovae
