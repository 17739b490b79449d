package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Colours of our own, beside Fyne's. The first six say the state of a duty.
const (
	Late    fyne.ThemeColorName = "casebookLate"
	Today   fyne.ThemeColorName = "casebookToday"
	Soon    fyne.ThemeColorName = "casebookSoon"
	Waiting fyne.ThemeColorName = "casebookWaiting"
	Done    fyne.ThemeColorName = "casebookDone"
	Info    fyne.ThemeColorName = "casebookInfo"

	Muted     fyne.ThemeColorName = "casebookMuted"     // quieter text
	Surface   fyne.ThemeColorName = "casebookSurface"   // lists and sheets
	Sidebar   fyne.ThemeColorName = "casebookSidebar"   // the views at the left
	Edge      fyne.ThemeColorName = "casebookEdge"      // outline of buttons
	Ring      fyne.ThemeColorName = "casebookRing"      // keyboard focus
	Mark      fyne.ThemeColorName = "casebookMark"      // outline of a selection
	LateTint  fyne.ThemeColorName = "casebookLateTint"  // under an error
	InfoTint  fyne.ThemeColorName = "casebookInfoTint"  // under a hint
	Toast     fyne.ThemeColorName = "casebookToast"     // under a passing message
	ToastText fyne.ThemeColorName = "casebookToastText" // and its words
	ToastLink fyne.ThemeColorName = "casebookToastLink" // and its button
)

// States lists the colours that say how a duty stands.
func States() []fyne.ThemeColorName {
	return []fyne.ThemeColorName{Late, Today, Soon, Waiting, Done, Info}
}

type palette map[fyne.ThemeColorName]color.NRGBA

var palettes = map[Mode]palette{
	System:   lightPalette(),
	Light:    lightPalette(),
	Dark:     darkPalette(),
	Contrast: contrastPalette(),
}

// inks are the few colours a palette is mixed from, as 0xRRGGBB.
type inks struct {
	paper, surface, sidebar, overlay    uint32
	ink, muted, faint                   uint32
	accent, onAccent                    uint32
	line, edge, border                  uint32
	selection, ring, mark               uint32
	late, today, soon                   uint32
	waiting, done, info                 uint32
	lateTint, infoTint                  uint32
	toast, toastText, toastLink         uint32
	button                              uint32
	hoverAlpha, focusAlpha, shadowAlpha uint8
}

func lightPalette() palette {
	return inks{
		paper: 0xF8F8F5, surface: 0xFFFFFF, sidebar: 0xF0F1ED, overlay: 0xFFFFFF,
		ink: 0x18222D, muted: 0x55616E, faint: 0x7A848E,
		accent: 0x0B6074, onAccent: 0xFFFFFF,
		line: 0xE2E4DF, edge: 0xBFC6C8, border: 0x76808A,
		selection: 0xDCEBEE, ring: 0x0B6074, mark: 0x0B6074,
		late: 0xA61E1E, today: 0x8F4700, soon: 0x6E5A00,
		waiting: 0x5A4A8C, done: 0x27663C, info: 0x1F5C8C,
		lateTint: 0xFBEDEB, infoTint: 0xE8F1F4,
		toast: 0x1F2B36, toastText: 0xFFFFFF, toastLink: 0x8FD8E6,
		button: 0xFFFFFF, hoverAlpha: 0x0E, focusAlpha: 0x26, shadowAlpha: 0x24,
	}.mix()
}

func darkPalette() palette {
	return inks{
		paper: 0x161B20, surface: 0x1C2229, sidebar: 0x11161A, overlay: 0x242B33,
		ink: 0xE8EBEE, muted: 0xA9B3BD, faint: 0x818C97,
		accent: 0x62C1D2, onAccent: 0x06232A,
		line: 0x2C343D, edge: 0x47525D, border: 0x7D8894,
		selection: 0x1F3F49, ring: 0x62C1D2, mark: 0x62C1D2,
		late: 0xFF9388, today: 0xFFB65C, soon: 0xE3CC66,
		waiting: 0xBDACF4, done: 0x86D19A, info: 0x86BFF2,
		lateTint: 0x3A2224, infoTint: 0x1D3138,
		toast: 0xE8EBEE, toastText: 0x161B20, toastLink: 0x0A5769,
		button: 0x2A323B, hoverAlpha: 0x14, focusAlpha: 0x33, shadowAlpha: 0x80,
	}.mix()
}

func contrastPalette() palette {
	return inks{
		paper: 0x000000, surface: 0x000000, sidebar: 0x000000, overlay: 0x000000,
		ink: 0xFFFFFF, muted: 0xE6E6E6, faint: 0xB8B8B8,
		accent: 0x7FE9FF, onAccent: 0x000000,
		line: 0x8C8C8C, edge: 0xFFFFFF, border: 0xFFFFFF,
		selection: 0x003B47, ring: 0xFFE600, mark: 0x7FE9FF,
		late: 0xFF9C94, today: 0xFFC266, soon: 0xFFF08A,
		waiting: 0xD6C9FF, done: 0x9CF0B2, info: 0xA8D5FF,
		lateTint: 0x330000, infoTint: 0x00222B,
		toast: 0xFFFFFF, toastText: 0x000000, toastLink: 0x003F4D,
		button: 0x000000, hoverAlpha: 0x26, focusAlpha: 0x40, shadowAlpha: 0xC0,
	}.mix()
}

// mix spreads the inks over every name that Fyne and we ask for.
func (k inks) mix() palette {
	p := k.text()
	for name, hex := range map[fyne.ThemeColorName]uint32{
		fynetheme.ColorNameBackground:        k.paper,
		fynetheme.ColorNameButton:            k.button,
		fynetheme.ColorNameDisabledButton:    k.line,
		fynetheme.ColorNameHeaderBackground:  k.sidebar,
		fynetheme.ColorNameInputBackground:   k.surface,
		fynetheme.ColorNameInputBorder:       k.border,
		fynetheme.ColorNameMenuBackground:    k.overlay,
		fynetheme.ColorNameOverlayBackground: k.overlay,
		fynetheme.ColorNamePrimary:           k.accent,
		fynetheme.ColorNameSelection:         k.selection,
		fynetheme.ColorNameSeparator:         k.line,
		Surface:                              k.surface,
		Sidebar:                              k.sidebar,
		Edge:                                 k.edge,
		Ring:                                 k.ring,
		Mark:                                 k.mark,
		LateTint:                             k.lateTint,
		InfoTint:                             k.infoTint,
		Toast:                                k.toast,
	} {
		p[name] = rgb(hex)
	}
	p[fynetheme.ColorNameFocus] = fade(k.accent, k.focusAlpha)
	// Buttons lay it over their own colour: were it opaque, the words of a
	// main button would stand dark on dark.
	p[fynetheme.ColorNameHover] = fade(k.ink, k.hoverAlpha)
	p[fynetheme.ColorNamePressed] = fade(k.ink, 0x22)
	p[fynetheme.ColorNameShadow] = fade(0x000000, k.shadowAlpha)
	p[fynetheme.ColorNameScrollBar] = fade(k.ink, 0x80)
	p[fynetheme.ColorNameScrollBarBackground] = fade(k.ink, 0x10)
	return p
}

// text gives the colours that words are set in.
func (k inks) text() palette {
	p := palette{}
	for name, hex := range map[fyne.ThemeColorName]uint32{
		fynetheme.ColorNameForeground:          k.ink,
		fynetheme.ColorNamePlaceHolder:         k.muted,
		fynetheme.ColorNameDisabled:            k.faint,
		fynetheme.ColorNameError:               k.late,
		fynetheme.ColorNameWarning:             k.today,
		fynetheme.ColorNameSuccess:             k.done,
		fynetheme.ColorNameHyperlink:           k.accent,
		fynetheme.ColorNameForegroundOnPrimary: k.onAccent,
		fynetheme.ColorNameForegroundOnError:   k.onAccent,
		fynetheme.ColorNameForegroundOnSuccess: k.onAccent,
		fynetheme.ColorNameForegroundOnWarning: k.onAccent,
		Late:                                   k.late,
		Today:                                  k.today,
		Soon:                                   k.soon,
		Waiting:                                k.waiting,
		Done:                                   k.done,
		Info:                                   k.info,
		Muted:                                  k.muted,
		ToastText:                              k.toastText,
		ToastLink:                              k.toastLink,
	} {
		p[name] = rgb(hex)
	}
	return p
}

func rgb(hex uint32) color.NRGBA { return fade(hex, 0xFF) }

func fade(hex uint32, alpha uint8) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: alpha}
}
