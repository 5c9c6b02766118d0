// Package promptcache keeps on disk what the transformer sees of a prompt, so
// that a prompt that was read once is not read again: a text encoder is often
// larger than the rest of a model.
//
// An entry is a file of its own, written aside and renamed into place. Any
// number of goroutines and processes may use one folder at once; the worst that
// can happen between them is that an entry is computed twice. A cache never
// stands in the way: an entry that cannot be read or is damaged is not there.
package promptcache
