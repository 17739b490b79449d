package theme

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// The least contrast WCAG 2.2 AA asks for: 1.4.3 for text, 1.4.11 for the
// parts one must see to work a control.
const (
	TextRatio    = 4.5
	NonTextRatio = 3.0
)

// Pair is one colour set upon another, and the contrast it must have.
type Pair struct {
	Front, Back fyne.ThemeColorName
	Ratio       float64
}

// grounds are what words and marks stand on.
var grounds = []fyne.ThemeColorName{
	fynetheme.ColorNameBackground, fynetheme.ColorNameInputBackground,
	fynetheme.ColorNameOverlayBackground, fynetheme.ColorNameMenuBackground,
	fynetheme.ColorNameHeaderBackground,
	fynetheme.ColorNameSelection, Surface, Sidebar,
}

// Pairs lists every combination the program draws.
func Pairs() []Pair {
	words := append(States(), fynetheme.ColorNameForeground, Muted,
		fynetheme.ColorNamePlaceHolder, fynetheme.ColorNameHyperlink,
		fynetheme.ColorNameError, fynetheme.ColorNamePrimary)
	marks := append(States(), Ring, Mark, fynetheme.ColorNameInputBorder)
	pairs := append(cross(words, grounds, TextRatio), cross(marks, grounds, NonTextRatio)...)
	return append(pairs, singles...)
}

// singles stand on one ground only.
var singles = []Pair{
	{fynetheme.ColorNameForeground, fynetheme.ColorNameButton, TextRatio},
	{fynetheme.ColorNameForegroundOnPrimary, fynetheme.ColorNamePrimary, TextRatio},
	{fynetheme.ColorNameForegroundOnError, fynetheme.ColorNameError, TextRatio},
	{fynetheme.ColorNameForegroundOnWarning, fynetheme.ColorNameWarning, TextRatio},
	{fynetheme.ColorNameForegroundOnSuccess, fynetheme.ColorNameSuccess, TextRatio},
	{fynetheme.ColorNameForeground, LateTint, TextRatio},
	{Late, LateTint, TextRatio},
	{fynetheme.ColorNameForeground, InfoTint, TextRatio},
	{Info, InfoTint, TextRatio},
	{fynetheme.ColorNamePrimary, InfoTint, TextRatio},
	{ToastText, Toast, TextRatio},
	{ToastLink, Toast, TextRatio},
	{Toast, fynetheme.ColorNameBackground, NonTextRatio},
	{fynetheme.ColorNameDisabled, fynetheme.ColorNameBackground, NonTextRatio},
	{fynetheme.ColorNameDisabled, fynetheme.ColorNameInputBackground, NonTextRatio},
}

func cross(fronts, backs []fyne.ThemeColorName, ratio float64) []Pair {
	var out []Pair
	for _, f := range fronts {
		for _, b := range backs {
			out = append(out, Pair{f, b, ratio})
		}
	}
	return out
}
