// Package gemma runs the text towers of Gemma 3 and Gemma 4 as the LTX family
// uses them: as encoders that give every hidden state of a prompt.
//
// Vision and audio towers beside the text tower are ignored. One Encoder serves
// any number of goroutines, one prompt at a time.
package gemma
