package engine

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// Hash names what a recipe makes: recipes of one hash give the same clip on one
// machine. What only says where a file lies or how the clip is written is left
// out, so that a file that was moved changes nothing. A file without a checksum
// counts by its path and by what was read of it.
func (r Recipe) Hash() string {
	r.Style, r.Scale, r.Pack = "", 0, ""
	sum := sha256.New()
	r.Images = slices.Clone(r.Images)
	for i := range r.Images {
		r.Images[i].Source = r.Images[i].identity(sum, r.Images[i].Picture)
	}
	r.References = slices.Clone(r.References)
	for i := range r.References {
		r.References[i].Source = r.References[i].identity(sum, r.References[i].Pictures...)
	}
	r.Adapters = slices.Clone(r.Adapters)
	for i := range r.Adapters {
		r.Adapters[i].Source = r.Adapters[i].identity(sum)
	}
	if r.Footage != nil {
		r.Footage = &Footage{Source: r.Footage.identity(sum, r.Footage.Pictures...)}
	}
	r.Track, r.Voice = r.Track.identity(sum), r.Voice.identity(sum)
	text, err := json.Marshal(r)
	if err != nil {
		text = fmt.Append(nil, r) // a number that JSON does not know, which no run accepts
	}
	_, _ = sum.Write(text)
	return hex.EncodeToString(sum.Sum(nil))
}

// identity returns what names a file, and adds what was read of it to sum where
// it has no checksum.
func (s Source) identity(sum io.Writer, pictures ...*Picture) Source {
	if s.SHA256 != "" {
		return Source{SHA256: s.SHA256}
	}
	for _, p := range pictures {
		if p != nil {
			_, _ = fmt.Fprintf(sum, "%dx%d ", p.Width, p.Height)
			_, _ = sum.Write(p.Pix)
		}
	}
	return s
}

func (t *Track) identity(sum io.Writer) *Track {
	if t == nil {
		return nil
	}
	if t.SHA256 == "" && t.Sound != nil {
		_, _ = fmt.Fprintf(sum, "%d Hz, %d ", t.Sound.Rate, t.Sound.Channels)
		_ = binary.Write(sum, binary.LittleEndian, t.Sound.Samples)
	}
	return &Track{Source: t.Source.identity(sum)}
}
