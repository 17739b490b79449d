package control

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/theme"
)

// Words is a line of text in one of the theme's colours and sizes, which follow
// a change of theme. It is not selectable and does not wrap.
type Words struct {
	widget.BaseWidget
	text  string
	size  fyne.ThemeSizeName
	color fyne.ThemeColorName
	style fyne.TextStyle

	shrinks bool
}

// Shrinking lets the words be shortened where there is not enough room.
func (w *Words) Shrinking() *Words {
	w.shrinks = true
	return w
}

// NewWords returns ordinary text.
func NewWords(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName, style fyne.TextStyle) *Words {
	w := &Words{text: text, size: size, color: color, style: style}
	w.ExtendBaseWidget(w)
	return w
}

// Heading returns the title of a page or panel.
func Heading(text string) *Words {
	return NewWords(text, fynetheme.SizeNameHeadingText, fynetheme.ColorNameForeground, fyne.TextStyle{Bold: true})
}

// Quiet returns small muted text.
func Quiet(text string) *Words {
	return NewWords(text, theme.SizeSmall, theme.Muted, fyne.TextStyle{})
}

// Strong returns bold text of the ordinary size.
func Strong(text string) *Words {
	return NewWords(text, fynetheme.SizeNameText, fynetheme.ColorNameForeground, fyne.TextStyle{Bold: true})
}

// SetText changes the words.
func (w *Words) SetText(text string) {
	if w.text != text {
		w.text = text
		w.Refresh()
	}
}

// SetColor changes the colour, by its name in the theme.
func (w *Words) SetColor(name fyne.ThemeColorName) {
	if w.color != name {
		w.color = name
		w.Refresh()
	}
}

// Text returns the words.
func (w *Words) Text() string { return w.text }

// AccessibilityLabel reads the words out.
func (w *Words) AccessibilityLabel() string { return w.text }

// AccessibilityRole says that this is text.
func (w *Words) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is for Fyne.
func (w *Words) CreateRenderer() fyne.WidgetRenderer {
	r := &wordsRenderer{of: w, line: &canvas.Text{}}
	r.paint()
	return r
}

type wordsRenderer struct {
	of   *Words
	line *canvas.Text
}

func (r *wordsRenderer) paint() {
	r.line.Color = theme.Paint(r.of, r.of.color)
	r.line.TextSize = theme.Length(r.of, r.of.size)
	r.line.TextStyle = r.of.style
	r.line.Text = OneLine(r.of.text)
}

func (r *wordsRenderer) Layout(size fyne.Size) {
	r.line.Text = Fit(OneLine(r.of.text), size.Width, r.line.TextSize, r.of.style)
	r.line.Resize(size)
}

// MinSize is the whole line, or a few letters of one that may be shortened.
func (r *wordsRenderer) MinSize() fyne.Size {
	full := fyne.MeasureText(OneLine(r.of.text), theme.Length(r.of, r.of.size), r.of.style)
	if r.of.shrinks {
		full.Width = min(full.Width, full.Height*2)
	}
	return full
}

func (r *wordsRenderer) Refresh() {
	r.paint()
	r.Layout(r.of.Size())
	r.line.Refresh()
}

func (r *wordsRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }
func (r *wordsRenderer) Destroy()                     {}

// OneLine makes foreign text safe to show in one line: line ends and other
// controls become spaces, marks that turn the direction of writing go, and
// nothing longer than a screen is wide remains.
func OneLine(s string) string {
	const most = 400
	var b strings.Builder
	n := 0
	for _, r := range s {
		switch {
		case turns(r):
			continue
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			r = ' '
		}
		b.WriteRune(r)
		if n++; n == most {
			break
		}
	}
	return b.String()
}

// turns says whether a rune only changes the direction of what follows it: it
// could make a name read as another.
func turns(r rune) bool {
	return r == '\u200e' || r == '\u200f' || r == '\u061c' ||
		(r >= '\u202a' && r <= '\u202e') || (r >= '\u2066' && r <= '\u2069')
}

// Fit returns text, shortened with an ellipsis to a width.
func Fit(text string, width, size float32, style fyne.TextStyle) string {
	if width <= 0 || text == "" || fyne.MeasureText(text, size, style).Width <= width+0.5 {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)-1
	for low < high {
		mid := (low + high + 1) / 2
		if fyne.MeasureText(shorten(runes, mid), size, style).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return shorten(runes, low)
}

func shorten(runes []rune, n int) string {
	return strings.TrimRight(string(runes[:n]), " ") + "…"
}
