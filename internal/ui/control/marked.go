package control

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Piece is a run of characters of a [Marked] text.
type Piece struct {
	Text   string
	Strong bool // bold, in the colour of what is active
}

// Marked is wrapped text in which some words stand out. What it is given is
// drawn character by character, never as markup.
type Marked struct {
	widget.BaseWidget
	rich *widget.RichText
	text string
}

// NewMarked returns the pieces as one flowing text in a colour of the theme.
func NewMarked(color fyne.ThemeColorName, pieces ...Piece) *Marked {
	m := &Marked{rich: widget.NewRichText()}
	m.rich.Wrapping = fyne.TextWrapWord
	for _, p := range pieces {
		style := widget.RichTextStyle{Inline: true, ColorName: color}
		if p.Strong {
			style.ColorName, style.TextStyle.Bold = fynetheme.ColorNamePrimary, true
		}
		text := Tame(p.Text)
		m.text += text
		m.rich.Segments = append(m.rich.Segments, &widget.TextSegment{Text: text, Style: style})
	}
	m.ExtendBaseWidget(m)
	return m
}

// AccessibilityLabel reads the text out.
func (m *Marked) AccessibilityLabel() string { return m.text }

// AccessibilityRole says that this is text.
func (m *Marked) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is for Fyne.
func (m *Marked) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(&flush{}, m.rich))
}

// Tame makes foreign text of several lines safe to show: its lines stay, every
// other control becomes a space, and what turns the direction of writing goes.
func Tame(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case turns(r):
			return -1
		case r == '\n':
			return r
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		}
		return r
	}, s)
}
