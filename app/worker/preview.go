package worker

import (
	"bytes"
	"image"
	"image/jpeg"

	"github.com/kinora-studio/kinora/engine"
)

// previewEvent makes a preview small enough for a line: its picture as a JPEG
// file of some kilobytes.
func previewEvent(p engine.Preview) engine.Event {
	e := engine.Event{Event: "preview", Phase: engine.PhaseSample, Step: p.Step, Steps: p.Steps, Envelope: p.Envelope}
	if p.Picture == nil {
		return e
	}
	wide := image.NewRGBA(image.Rect(0, 0, p.Picture.Width, p.Picture.Height))
	for i := range p.Picture.Width * p.Picture.Height {
		copy(wide.Pix[4*i:4*i+3], p.Picture.Pix[3*i:])
		wide.Pix[4*i+3] = 0xff
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, wide, &jpeg.Options{Quality: 80}); err == nil { // fails for sizes beyond 65535 only
		e.Picture = file.Bytes()
	}
	return e
}
