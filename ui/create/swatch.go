package create

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"sync"

	"github.com/kinora-studio/kinora/assets"
)

// grade is how a swatch is drawn: the colours of sky, horizon and ground, where
// the light stands, and what is done to the picture.
type grade struct {
	sky, horizon, ground [3]float64
	light                float64 // of the sun, 0 to 1
	grain, vignette      float64
	bars                 bool // above and below, as in a wide film
	steps                int  // of tone, as drawn by hand; 0 for none
	dots                 bool // of ink
	tilt                 float64
}

var grades = map[string]grade{
	"realistic": {sky: [3]float64{126, 160, 196}, horizon: [3]float64{206, 214, 214}, ground: [3]float64{86, 98, 74}, light: 0.5},
	"cinematic": {sky: [3]float64{22, 52, 66}, horizon: [3]float64{214, 136, 82}, ground: [3]float64{18, 28, 34}, light: 0.8, vignette: 0.7, bars: true},
	"anime":     {sky: [3]float64{84, 150, 232}, horizon: [3]float64{252, 214, 226}, ground: [3]float64{84, 168, 110}, light: 0.9, steps: 5},
	"festive":   {sky: [3]float64{62, 18, 44}, horizon: [3]float64{232, 120, 52}, ground: [3]float64{92, 16, 30}, light: 1, vignette: 0.3, grain: 0.05},
	"kakalaka":  {sky: [3]float64{250, 92, 160}, horizon: [3]float64{252, 220, 80}, ground: [3]float64{42, 196, 190}, light: 0.7, steps: 4},
	"news":      {sky: [3]float64{150, 172, 196}, horizon: [3]float64{222, 226, 230}, ground: [3]float64{96, 104, 116}, light: 0.15},
	"selfie":    {sky: [3]float64{186, 200, 220}, horizon: [3]float64{244, 218, 198}, ground: [3]float64{168, 124, 104}, light: 0.6, tilt: 0.12},
	"handheld":  {sky: [3]float64{116, 130, 138}, horizon: [3]float64{180, 176, 162}, ground: [3]float64{70, 66, 58}, light: 0.3, grain: 0.1, tilt: -0.2},
	"golden":    {sky: [3]float64{232, 164, 88}, horizon: [3]float64{255, 226, 150}, ground: [3]float64{108, 70, 34}, light: 1},
	"retro":     {sky: [3]float64{74, 40, 116}, horizon: [3]float64{244, 96, 150}, ground: [3]float64{30, 20, 62}, light: 0.9, grain: 0.06},
	"vintage":   {sky: [3]float64{176, 152, 116}, horizon: [3]float64{220, 202, 164}, ground: [3]float64{94, 76, 54}, light: 0.4, grain: 0.16, vignette: 0.6},
	"comic":     {sky: [3]float64{250, 210, 62}, horizon: [3]float64{250, 246, 226}, ground: [3]float64{212, 52, 48}, light: 0.8, steps: 3, dots: true},
}

// drawn are the pictures that were made by now; they never change.
var drawn sync.Map

// stylePicture is a small picture of a style: what the pack itself makes of it for
// the pocket pack, which has seen few of them, and for the others the same small
// landscape in the light of the style. A project's own style has colours that follow
// from its name.
func stylePicture(id string, pocket bool) image.Image {
	key := fmt.Sprint(pocket, id)
	if made, ok := drawn.Load(key); ok {
		return made.(image.Image)
	}
	var picture image.Image
	if data, err := assets.StylePicture(id); pocket && err == nil {
		picture, err = jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			picture = nil // a test decodes all of them
		}
	}
	if picture == nil {
		picture = swatch(id)
	}
	drawn.Store(key, picture)
	return picture
}

func swatch(id string) image.Image {
	g, ok := grades[id]
	if !ok {
		g = ownGrade(id)
	}
	const width, height = 168, 105
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			picture.SetRGBA(x, y, g.at(x, y, width, height))
		}
	}
	return picture
}

func ownGrade(name string) grade {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // a hash takes everything
	seed := h.Sum32()
	part := func(shift uint) float64 { return 60 + float64(seed>>shift&0x7f) }
	return grade{
		sky: [3]float64{part(0), part(7), part(14)}, horizon: [3]float64{part(3) + 50, part(9) + 50, part(17) + 50},
		ground: [3]float64{part(5) / 2, part(11) / 2, part(19) / 2}, light: 0.6,
	}
}

func (g grade) at(x, y, width, height int) color.RGBA {
	u, v := float64(x)/float64(width), float64(y)/float64(height)
	if g.bars && (v < 0.13 || v > 0.87) {
		return color.RGBA{8, 8, 8, 255}
	}
	ridge := 0.64 + 0.05*math.Sin(u*7+1) + 0.03*math.Sin(u*17) + g.tilt*(u-0.5)
	near := 0.8 + 0.05*math.Sin(u*5+4) + g.tilt*(u-0.5)
	sun := math.Hypot((u-0.68)*1.6, v-0.42)
	var c [3]float64
	for i := range c {
		t := min(v/0.64, 1)
		switch {
		case v > near:
			c[i] = g.ground[i] * 0.62
		case v > ridge:
			c[i] = g.ground[i]*0.75 + g.horizon[i]*0.25
		default:
			c[i] = g.sky[i]*(1-t) + g.horizon[i]*t + g.light*150*math.Exp(-sun*sun*30)
			if g.light > 0.3 && sun < 0.1 {
				c[i] = 235 + 20*g.light
			}
		}
		if g.steps > 0 {
			c[i] = math.Round(min(c[i], 255)/255*float64(g.steps)) / float64(g.steps) * 255
		}
		c[i] *= 1 - g.vignette*math.Pow(math.Hypot(u-0.5, v-0.5)*1.3, 2)
		c[i] += g.grain * 255 * (noise(x, y) - 0.5)
	}
	if g.dots && v < ridge && math.Hypot(float64(x%6)-3, float64(y%6)-3) < 3.2*v {
		c = [3]float64{232, 90, 60}
	}
	if g.dots && (math.Abs(v-ridge) < 0.02 || math.Abs(v-near) < 0.02) {
		c = [3]float64{20, 20, 24}
	}
	return color.RGBA{byteOf(c[0]), byteOf(c[1]), byteOf(c[2]), 255}
}

func byteOf(v float64) uint8 { return uint8(max(0, min(v, 255))) }

// noise is the same at the same place, from 0 to 1.
func noise(x, y int) float64 {
	n := uint32(x*374761393 + y*668265263)
	n = (n ^ n>>13) * 1274126177
	return float64((n^n>>16)&0xffff) / 0xffff
}
