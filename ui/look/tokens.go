package look

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// The colours by what they are for. Ask for them with Color, never by value.
const (
	// Surfaces, from the lowest to the highest.
	SurfaceWell   fyne.ThemeColorName = "kinora.well"   // inputs, and what lies behind pictures
	SurfaceBase   fyne.ThemeColorName = "kinora.base"   // the window
	SurfacePanel  fyne.ThemeColorName = "kinora.panel"  // rail, bars, panels
	SurfacePopup  fyne.ThemeColorName = "kinora.popup"  // menus, dialogs, tooltips
	SurfaceRaised fyne.ThemeColorName = "kinora.raised" // cards and buttons, also those in a dialog

	Line       fyne.ThemeColorName = "kinora.line"        // between things
	LineStrong fyne.ThemeColorName = "kinora.line.strong" // around things that can be used

	TextHigh     fyne.ThemeColorName = "kinora.text.high"     // what is read
	TextMedium   fyne.ThemeColorName = "kinora.text.medium"   // labels
	TextLow      fyne.ThemeColorName = "kinora.text.low"      // captions and hints
	TextDisabled fyne.ThemeColorName = "kinora.text.disabled" // what cannot be used now

	Accent     fyne.ThemeColorName = "kinora.accent"
	OnAccent   fyne.ThemeColorName = "kinora.accent.on" // text on a surface of Accent
	AccentSoft fyne.ThemeColorName = "kinora.accent.soft"
	Danger     fyne.ThemeColorName = "kinora.danger"
	OnDanger   fyne.ThemeColorName = "kinora.danger.on"
	DangerSoft fyne.ThemeColorName = "kinora.danger.soft"
	Warning    fyne.ThemeColorName = "kinora.warning"
	WarnSoft   fyne.ThemeColorName = "kinora.warning.soft"
	Success    fyne.ThemeColorName = "kinora.success"

	FocusRing fyne.ThemeColorName = "kinora.focus"
	Selection fyne.ThemeColorName = "kinora.selection" // behind selected text
	Hover     fyne.ThemeColorName = "kinora.hover"     // over a surface, translucent
	Pressed   fyne.ThemeColorName = "kinora.pressed"   // over a surface, translucent
	Scrim     fyne.ThemeColorName = "kinora.scrim"     // over the window, below a dialog
	Shadow    fyne.ThemeColorName = "kinora.shadow"
	OnPicture fyne.ThemeColorName = "kinora.picture.on"    // text on a picture's plate
	Plate     fyne.ThemeColorName = "kinora.picture.plate" // behind text on a picture
	Waveform  fyne.ThemeColorName = "kinora.waveform"
	Playhead  fyne.ThemeColorName = "kinora.playhead"
)

// Lengths in points at a size of 100 %. Use them through Px.
const (
	Space1 float32 = 4
	Space2 float32 = 8
	Space3 float32 = 12
	Space4 float32 = 16
	Space5 float32 = 24
	Space6 float32 = 32

	RadiusSmall  float32 = 3
	RadiusMedium float32 = 5
	RadiusLarge  float32 = 8

	ControlHeight float32 = 28 // buttons, fields, segments: they align in a row
	IconSize      float32 = 18
	IconSmall     float32 = 14
	RailIcon      float32 = 20
	FocusWidth    float32 = 2
)

// TextStyle is one step of the type scale.
type TextStyle struct {
	Size float32 // points at 100 %
	Bold bool    // semi-bold
	Mono bool    // digits of equal width
}

// The type scale.
var (
	Caption = TextStyle{Size: 11}
	Label   = TextStyle{Size: 12}
	Body    = TextStyle{Size: 13}
	Strong  = TextStyle{Size: 13, Bold: true}
	Title   = TextStyle{Size: 15, Bold: true}
	Heading = TextStyle{Size: 20, Bold: true}
	Display = TextStyle{Size: 28, Bold: true}
	Digits  = TextStyle{Size: 12, Mono: true}
)

// palette gives every colour name its value.
type palette map[fyne.ThemeColorName]color.NRGBA

// grey is neutral: the eye takes the surround as white when it judges a picture.
func grey(v uint8) color.NRGBA { return color.NRGBA{v, v, v, 255} }

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
}

func over(c color.NRGBA, alpha uint8) color.NRGBA { c.A = alpha; return c }

var dark = palette{
	SurfaceWell: grey(0x11), SurfaceBase: grey(0x19), SurfacePanel: grey(0x20), SurfaceRaised: grey(0x2f), SurfacePopup: grey(0x26),
	Line: grey(0x33), LineStrong: grey(0x46),
	TextHigh: grey(0xec), TextMedium: grey(0xb8), TextLow: grey(0x9a), TextDisabled: grey(0x66),
	Accent: rgb(0x86aee0), OnAccent: rgb(0x0d141d), AccentSoft: rgb(0x263344),
	Danger: rgb(0xee8377), OnDanger: rgb(0x1d0d0b), DangerSoft: rgb(0x3c2523), Warning: rgb(0xdfb15b), WarnSoft: rgb(0x382f1e), Success: rgb(0x7fc08f),
	FocusRing: rgb(0xa5c6f0), Selection: rgb(0x35506f), Hover: over(grey(0xff), 14), Pressed: over(grey(0xff), 28),
	Scrim: over(grey(0), 120), Shadow: over(grey(0), 110), OnPicture: grey(0xf2), Plate: over(grey(0x0c), 190),
	Waveform: rgb(0x6b7888), Playhead: rgb(0xf26d5b),
}

var light = palette{
	SurfaceWell: grey(0xff), SurfaceBase: grey(0xe6), SurfacePanel: grey(0xf0), SurfaceRaised: grey(0xfb), SurfacePopup: grey(0xff),
	Line: grey(0xd2), LineStrong: grey(0xb4),
	TextHigh: grey(0x1a), TextMedium: grey(0x45), TextLow: grey(0x5c), TextDisabled: grey(0x9b),
	Accent: rgb(0x285f9f), OnAccent: grey(0xff), AccentSoft: rgb(0xd5e3f3),
	Danger: rgb(0xa82a20), OnDanger: grey(0xff), DangerSoft: rgb(0xf7ddda), Warning: rgb(0x7a5200), WarnSoft: rgb(0xf6e8c8), Success: rgb(0x22693a),
	FocusRing: rgb(0x1d6fd0), Selection: rgb(0xb6d3f2), Hover: over(grey(0), 11), Pressed: over(grey(0), 26),
	Scrim: over(grey(0), 90), Shadow: over(grey(0), 50), OnPicture: grey(0xf2), Plate: over(grey(0x0c), 190),
	Waveform: rgb(0x8095ac), Playhead: rgb(0xd23c28),
}

var highContrast = palette{
	SurfaceWell: grey(0), SurfaceBase: grey(0), SurfacePanel: grey(0), SurfaceRaised: grey(0x14), SurfacePopup: grey(0x0a),
	Line: grey(0x8c), LineStrong: grey(0xd8),
	TextHigh: grey(0xff), TextMedium: grey(0xf0), TextLow: grey(0xdc), TextDisabled: grey(0x92),
	Accent: rgb(0xffd23f), OnAccent: grey(0), AccentSoft: rgb(0x332a00),
	Danger: rgb(0xff9a8f), OnDanger: grey(0), DangerSoft: rgb(0x3d0f0a), Warning: rgb(0xffc766), WarnSoft: rgb(0x332500), Success: rgb(0x86e8a0),
	FocusRing: rgb(0x6fe3ff), Selection: rgb(0x0e4fa0), Hover: over(grey(0xff), 40), Pressed: over(grey(0xff), 70),
	Scrim: over(grey(0), 200), Shadow: over(grey(0), 0), OnPicture: grey(0xff), Plate: over(grey(0), 235),
	Waveform: rgb(0xffffff), Playhead: rgb(0xff6f5e),
}
