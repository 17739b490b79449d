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

// NewMarkedHeading returns the pieces as the title of a page or panel, on one
// line that is shortened where there is not enough room.
func NewMarkedHeading(pieces ...Piece) *fyne.Container {
	l := &line{}
	all := container.New(l)
	for _, p := range pieces {
		color := fynetheme.ColorNameForeground
		if p.Strong {
			color = fynetheme.ColorNamePrimary
		}
		text := OneLine(p.Text)
		l.texts = append(l.texts, text)
		all.Add(NewWords(text, fynetheme.SizeNameHeadingText, color, fyne.TextStyle{Bold: true}).Shrinking())
	}
	return all
}

// line sets words one behind the other so far as there is room.
type line struct{ texts []string }

func (l *line) MinSize(words []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, w := range words {
		size = size.Max(w.MinSize())
	}
	return size
}

func (l *line) Layout(words []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for i, w := range words {
		wide := fyne.MeasureText(l.texts[i], fynetheme.Size(fynetheme.SizeNameHeadingText), fyne.TextStyle{Bold: true}).Width
		wide = max(0, min(wide, size.Width-x))
		w.Move(fyne.NewPos(x, 0))
		w.Resize(fyne.NewSize(wide, size.Height))
		x += wide
	}
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
