package form

import (
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/ui/control"
)

// fieldRow is a field as it stands in the form: label, hint, what is wrong, and
// the input.
type fieldRow struct {
	field Field
	in    input
	wrong *control.Prose
	whole *fyne.Container
}

func newFieldRow(f Field, e env) *fieldRow {
	maker, known := makers[f.Kind]
	if !known {
		maker = newText
	}
	r := &fieldRow{field: f, in: maker(f, e)}
	r.wrong = control.NewProse("").Wrong()
	r.wrong.Hide()
	if f.Value != "" {
		r.in.set(f.Value)
	}
	r.whole = control.NewColumn(fynetheme.SizeNamePadding, r.parts()...)
	return r
}

// parts are the rows of a field. A box to tick has its label beside it, and its
// hint below, where what it explains has been read.
func (r *fieldRow) parts() []fyne.CanvasObject {
	var hint []fyne.CanvasObject
	if r.field.Hint != "" {
		hint = append(hint, control.Quiet(r.field.Hint).Shrinking())
	}
	if r.field.Kind == YesNo {
		return append([]fyne.CanvasObject{r.wrong, r.in.object()}, hint...)
	}
	label := r.field.Label
	if !r.field.Required {
		label += " (optional)"
	}
	parts := append([]fyne.CanvasObject{control.Strong(label).Shrinking()}, hint...)
	return append(parts, r.wrong, r.in.object())
}

// answered reports whether what stands in the field is an answer to it: while
// somebody still types a date, it stays wrong.
func (r *fieldRow) answered() bool {
	if r.field.Kind == Date {
		if what, _ := r.in.wrong(); what != "" {
			return false
		}
	}
	return !r.field.Required || r.in.value() != ""
}

// complain says what is wrong with the field above its input.
func (r *fieldRow) complain(problems []Problem) {
	var lines []string
	for _, p := range problems {
		lines = append(lines, strings.TrimSpace(p.What+" "+p.Do))
	}
	r.wrong.SetText(strings.Join(lines, " "))
	if len(lines) == 0 {
		r.wrong.Hide()
	} else {
		r.wrong.Show()
	}
	r.whole.Refresh()
}
