package look

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/kinora-studio/kinora/assets"
)

// Mode says which of the palettes a theme has.
type Mode string

// The modes, as they stand in the settings file.
const (
	Dark         Mode = "dark"
	Light        Mode = "light"
	HighContrast Mode = "contrast"
)

// Modes are all of them in the order in which they are offered.
var Modes = []Mode{Dark, Light, HighContrast}

var palettes = map[Mode]palette{Dark: dark, Light: light, HighContrast: highContrast}

// The smallest and the largest size of the window's text and controls.
const (
	SmallestScale float32 = 0.85
	LargestScale  float32 = 1.5
)

// Params is what a theme is made of.
type Params struct {
	Mode  Mode    // Dark where it is empty
	Scale float32 // of all text and lengths; 1 where it is 0
}

// Theme is the look as Fyne asks for it.
type Theme struct {
	mode   Mode
	colors palette
	scale  float32
	fonts  map[string]fyne.Resource
}

var _ fyne.Theme = (*Theme)(nil)

// New makes a theme. It fails for a mode that does not exist, a scale outside of
// SmallestScale and LargestScale, or a typeface that is not in the program.
func New(p Params) (*Theme, error) {
	if p.Mode == "" {
		p.Mode = Dark
	}
	if p.Scale == 0 {
		p.Scale = 1
	}
	colors, ok := palettes[p.Mode]
	if !ok {
		return nil, fmt.Errorf("there is no theme %q; take dark, light or contrast", p.Mode)
	}
	if !(p.Scale >= SmallestScale && p.Scale <= LargestScale) {
		return nil, fmt.Errorf("a text size of %.0f %% is not between %.0f %% and %.0f %%", p.Scale*100, SmallestScale*100, LargestScale*100)
	}
	t := &Theme{mode: p.Mode, colors: colors, scale: p.Scale, fonts: map[string]fyne.Resource{}}
	for _, name := range []string{regularFace, boldFace, monoFace} {
		data, err := assets.Font(name)
		if err != nil {
			return nil, err
		}
		t.fonts[name] = fyne.NewStaticResource(name+".ttf", data)
	}
	return t, nil
}

const (
	regularFace = "Inter-Regular"
	boldFace    = "Inter-SemiBold"
	monoFace    = "JetBrainsMono-Regular"
)

// Mode tells which palette the theme has.
func (t *Theme) Mode() Mode { return t.mode }

// Color returns one of this package's colours, or the one that stands for a name
// of Fyne. The variant is the system's wish; the user's choice in the settings
// is what counts.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if own, ok := fyneColors[name]; ok {
		name = own
	}
	if c, ok := t.colors[name]; ok {
		return c
	}
	if name == theme.ColorNameScrollBarBackground {
		return color.Transparent
	}
	variant := theme.VariantDark
	if t.mode == Light {
		variant = theme.VariantLight
	}
	return theme.DefaultTheme().Color(name, variant)
}

var fyneColors = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameBackground:          SurfaceBase,
	theme.ColorNameButton:              SurfaceRaised,
	theme.ColorNameDisabledButton:      SurfacePanel,
	theme.ColorNameDisabled:            TextDisabled,
	theme.ColorNameError:               Danger,
	theme.ColorNameFocus:               Hover,
	theme.ColorNameForeground:          TextHigh,
	theme.ColorNameForegroundOnError:   OnDanger,
	theme.ColorNameForegroundOnPrimary: OnAccent,
	theme.ColorNameForegroundOnSuccess: OnAccent,
	theme.ColorNameForegroundOnWarning: OnAccent,
	theme.ColorNameHeaderBackground:    SurfacePanel,
	theme.ColorNameHover:               Hover,
	theme.ColorNameHyperlink:           Accent,
	theme.ColorNameInputBackground:     SurfaceWell,
	theme.ColorNameInputBorder:         LineStrong,
	theme.ColorNameMenuBackground:      SurfacePopup,
	theme.ColorNameOverlayBackground:   SurfacePopup,
	theme.ColorNamePlaceHolder:         TextLow,
	theme.ColorNamePressed:             Pressed,
	theme.ColorNamePrimary:             Accent,
	theme.ColorNameScrollBar:           LineStrong,
	theme.ColorNameSelection:           Selection,
	theme.ColorNameSeparator:           Line,
	theme.ColorNameShadow:              Shadow,
	theme.ColorNameSuccess:             Success,
	theme.ColorNameWarning:             Warning,
}

// Font returns Inter, or JetBrains Mono whose digits have equal widths. Neither
// has an italic cut here: the window does not use one.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Monospace:
		return t.fonts[monoFace]
	case style.Bold:
		return t.fonts[boldFace]
	default:
		return t.fonts[regularFace]
	}
}

// Icon returns Fyne's own icon: those that the window itself uses are made by
// NewIcon, and its own widgets need only what Fyne brings.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Size returns a length in points at the theme's scale.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if v, ok := sizes[name]; ok {
		return v * t.scale
	}
	return theme.DefaultTheme().Size(name) * t.scale
}

var sizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameCaptionText:        Caption.Size,
	theme.SizeNameText:               Body.Size,
	theme.SizeNameSubHeadingText:     Title.Size,
	theme.SizeNameHeadingText:        Heading.Size,
	theme.SizeNamePadding:            Space1,
	theme.SizeNameInnerPadding:       6,
	theme.SizeNameLineSpacing:        5,
	theme.SizeNameInlineIcon:         IconSize,
	theme.SizeNameScrollBar:          10,
	theme.SizeNameScrollBarSmall:     4,
	theme.SizeNameScrollBarRadius:    RadiusMedium,
	theme.SizeNameSeparatorThickness: 1,
	theme.SizeNameSplitThickness:     5,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameInputRadius:        RadiusMedium,
	theme.SizeNameButtonRadius:       RadiusMedium,
	theme.SizeNameSelectionRadius:    RadiusMedium,
	theme.SizeNameMenuRadius:         RadiusLarge,
	theme.SizeNamePopupRadius:        RadiusLarge,
	theme.SizeNameDialogRadius:       RadiusLarge,
	theme.SizeNameCardRadius:         RadiusLarge,
	theme.SizeNameModalBlurRadius:    0, // a blur of the whole window costs a frame of it each time
}
