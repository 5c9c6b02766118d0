package queue

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"

	"github.com/kinora-studio/kinora/app/studio"
)

// pictures are the previews of what is forming, each decoded once. They belong to
// the loop of a watch.
type pictures struct {
	decoded map[int64]decoded
}

type decoded struct {
	from    []byte
	picture image.Image
}

// of returns the preview of a take; nil where there is none, or none that can be
// read.
func (p *pictures) of(f studio.Forming) image.Image {
	if len(f.Picture) == 0 {
		return nil
	}
	old, ok := p.decoded[f.Job]
	if ok && bytes.Equal(old.from, f.Picture) {
		return old.picture
	}
	picture, err := jpeg.Decode(bytes.NewReader(f.Picture))
	if err != nil {
		return old.picture // the last good one
	}
	if p.decoded == nil {
		p.decoded = map[int64]decoded{}
	}
	p.decoded[f.Job] = decoded{f.Picture, toRGBA(picture)}
	return p.decoded[f.Job].picture
}

// keep forgets what runs no more.
func (p *pictures) keep(entries []entry) {
	for job := range p.decoded {
		found := false
		for _, e := range entries {
			found = found || e.row.ID == job
		}
		if !found {
			delete(p.decoded, job)
		}
	}
}

// toRGBA turns a picture into the form that is painted without being converted
// again.
func toRGBA(from image.Image) image.Image {
	to := image.NewRGBA(image.Rect(0, 0, from.Bounds().Dx(), from.Bounds().Dy()))
	draw.Draw(to, to.Rect, from, from.Bounds().Min, draw.Src)
	return to
}
