// Package theme is how Casebook looks: three palettes (light, dark, high
// contrast), one scale of sizes on a grid of four, and a text zoom.
//
// Colour carries meaning and nothing else: late, due today, due soon, waiting,
// done, information, selection. Every pair of colours the program puts on top
// of one another stands in Pairs, and a test holds each to WCAG 2.2 AA.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Mode says which palette is shown.
type Mode string

// The modes a person can choose. System follows the desktop's light or dark.
const (
	System   Mode = "system"
	Light    Mode = "light"
	Dark     Mode = "dark"
	Contrast Mode = "contrast"
)

// Modes lists every mode in the order a settings screen shows them.
func Modes() []Mode { return []Mode{System, Light, Dark, Contrast} }

// Zoom limits: text never smaller than is readable, and at twice the size a
// 1280 wide window still holds three panes.
const (
	MinZoom     = 0.8
	DefaultZoom = 1.0
	MaxZoom     = 2.0
)

// Theme is one choice of mode and zoom. It is a value: change it by making
// another one and handing that to the app's settings.
type Theme struct {
	mode Mode
	zoom float32
}

// New returns the theme for a mode and a text zoom factor. An unknown mode is
// System; a zoom outside the limits is moved to the nearest limit.
func New(mode Mode, zoom float64) *Theme {
	if _, known := palettes[mode]; !known {
		mode = System
	}
	if zoom == 0 {
		zoom = DefaultZoom
	}
	return &Theme{mode: mode, zoom: float32(min(max(zoom, MinZoom), MaxZoom))}
}

// Mode returns the palette in use.
func (t *Theme) Mode() Mode { return t.mode }

// Zoom returns the text zoom factor.
func (t *Theme) Zoom() float64 { return float64(t.zoom) }

// Color returns a colour of the palette. The variant counts only for System.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	mode := t.mode
	if mode == System {
		mode = Light
		if variant == fynetheme.VariantDark {
			mode = Dark
		}
	}
	if c, ok := palettes[mode][name]; ok {
		return c
	}
	return palettes[mode][fynetheme.ColorNameForeground]
}

// Font returns the one family of the program: the Noto Sans that Fyne embeds,
// whose figures are all of one width and so line up in columns.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	return fynetheme.DefaultTheme().Font(style)
}

// Icon returns Fyne's own icons, tinted by the palette.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fynetheme.DefaultTheme().Icon(name)
}

// Size returns a length in Fyne's device independent pixels, zoomed unless it
// is the width of a line.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	s, ok := sizes[name]
	if !ok {
		s = fynetheme.DefaultTheme().Size(name)
	}
	if hairlines[name] {
		return s
	}
	return s * t.zoom
}

// Paint looks a colour up in the theme that is in force for a widget.
func Paint(w fyne.Widget, name fyne.ThemeColorName) color.Color {
	return fynetheme.ColorForWidget(name, w)
}

// Length looks a size up in the theme that is in force for a widget.
func Length(w fyne.Widget, name fyne.ThemeSizeName) float32 {
	return fynetheme.SizeForWidget(name, w)
}
