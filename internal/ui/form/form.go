package form

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/ui/control"
	"casebook/internal/ui/say"
	"casebook/internal/ui/theme"
)

// Options are a form's surroundings.
type Options struct {
	Submit string            // the act as a verb: "Open case"
	Danger bool              // the act cannot be undone
	Low    bool              // stands in a pane that has room; asks for little
	Today  func() civil.Date // for Date fields
	Pick   Picker            // shows a file dialog; nil for typing only

	// OnSubmit gets the values once nothing is missing. What it returns is
	// shown; what is found wrong later is handed to Complain.
	OnSubmit func(map[string]string) []Problem
	// OnCancel is called for Cancel and Escape; nil leaves the button out.
	OnCancel func()
}

// Form is the questions with their buttons. It scrolls when it is taller than
// its room; the buttons stay.
type Form struct {
	widget.BaseWidget
	opt    Options
	rows   []*fieldRow
	panel  *say.Panel
	column *fyne.Container
	scroll *container.Scroll
	foot   *fyne.Container
	shown  []Problem // what is said to be wrong at the moment
}

// New returns a form. A field of an unknown kind is a Text.
func New(fields []Field, opt Options) *Form {
	f := &Form{opt: opt, panel: say.NewPanel(say.Problem)}
	e := env{today: opt.Today, pick: opt.Pick, key: f.key}
	f.column = control.NewColumn(theme.SizeGroup, f.panel)
	for _, field := range fields {
		row := newFieldRow(field, e)
		f.rows = append(f.rows, row)
		f.column.Add(row.whole)
		f.follow(row)
		row.in.changed(func() { f.mended(row) })
	}
	f.scroll = container.NewVScroll(container.New(&margin{}, f.column))
	f.foot = control.Row(f.buttons()...)
	f.ExtendBaseWidget(f)
	return f
}

func (f *Form) buttons() []fyne.CanvasObject {
	submit := control.NewMain(f.opt.Submit, f.Submit)
	if f.opt.Danger {
		submit.Importance = widget.DangerImportance
	}
	submit.OnKey = escapeOnly(f.key)
	if f.opt.OnCancel == nil {
		return []fyne.CanvasObject{submit}
	}
	cancel := control.NewButton("Cancel", f.opt.OnCancel)
	cancel.OnKey = escapeOnly(f.key)
	return []fyne.CanvasObject{submit, cancel}
}

// key submits on Return from a field of one line and cancels on Escape.
func (f *Form) key(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		f.Submit()
		return true
	case fyne.KeyEscape:
		if f.opt.OnCancel != nil {
			f.opt.OnCancel()
			return true
		}
	}
	return false
}

// Values returns what stands in the fields, by name.
func (f *Form) Values() map[string]string {
	out := map[string]string{}
	for _, r := range f.rows {
		out[r.field.Name] = r.in.value()
	}
	return out
}

// Set changes what stands in a field; an unknown name changes nothing.
func (f *Form) Set(name, value string) {
	for _, r := range f.rows {
		if r.field.Name == name {
			r.in.set(value)
		}
	}
}

// ClearSecrets empties the fields of kind Secret: after they were used.
func (f *Form) ClearSecrets() {
	for _, r := range f.rows {
		if r.field.Kind == Secret {
			r.in.set("")
		}
	}
}

// Submit checks the fields and hands the values to OnSubmit.
func (f *Form) Submit() {
	problems := f.check()
	if len(problems) == 0 {
		f.Complain(nil)
		if f.opt.OnSubmit == nil {
			return
		}
		problems = f.opt.OnSubmit(f.Values())
	}
	if len(problems) > 0 {
		f.Complain(problems)
	}
}

func (f *Form) check() []Problem {
	var out []Problem
	for _, r := range f.rows {
		if what, do := r.in.wrong(); what != "" {
			out = append(out, Problem{r.field.Name, r.field.Label + " " + what + ".", do})
		} else if r.field.Required && r.in.value() == "" {
			out = append(out, Problem{Field: r.field.Name, What: r.field.missing()})
		}
	}
	return out
}

// missing is the sentence for a required field that is empty.
func (f Field) missing() string {
	if f.Missing != "" {
		return f.Missing + "."
	}
	verb := "Enter"
	if f.Kind == Choose || f.Kind == File {
		verb = "Choose"
	}
	return verb + " " + casefile.Inner(f.Label) + "."
}

// mended takes back what was said of a field that is put right, and of the whole
// form: it was said of other answers.
func (f *Form) mended(r *fieldRow) {
	if len(f.shown) == 0 || !r.answered() {
		return
	}
	left := slices.DeleteFunc(slices.Clone(f.shown), func(p Problem) bool { return p.Field == r.field.Name || !f.holds(p.Field) })
	if len(left) < len(f.shown) {
		f.tell(left)
	}
}

// holds reports whether the form has a field of that name.
func (f *Form) holds(name string) bool {
	return slices.ContainsFunc(f.rows, func(r *fieldRow) bool { return r.field.Name == name })
}

// tell shows problems on top and at their fields, and returns the first field
// that has one.
func (f *Form) tell(problems []Problem) (first *fieldRow) {
	f.shown = problems
	for _, r := range f.rows {
		mine := of(problems, r.field.Name)
		r.complain(mine)
		if first == nil && len(mine) > 0 {
			first = r
		}
	}
	what, do := summary(f.rows, problems)
	f.panel.Say(what, do)
	f.relayout()
	return first
}

// Complain shows problems on top and at their fields, in the fields' order, and
// focuses the first of them. No problems clears what was shown.
func (f *Form) Complain(problems []Problem) {
	first := f.tell(problems)
	if first == nil {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil {
		c.Focus(first.in.focus())
	}
	f.reveal(first)
}

// relayout runs twice: wrapped words change their height with their width.
func (f *Form) relayout() {
	for range 2 {
		f.column.Refresh()
		f.scroll.Refresh()
	}
	f.Refresh()
}

// follow scrolls to a field that gets the keyboard out of sight.
func (f *Form) follow(row *fieldRow) {
	bring := func() {
		top, height := row.whole.Position().Y, f.scroll.Size().Height
		bottom := top + row.whole.Size().Height
		if height > 0 && (top < f.scroll.Offset.Y || bottom > f.scroll.Offset.Y+height) {
			f.scroll.ScrollToOffset(fyne.NewPos(0, max(min(top, bottom-height+2*margins()), 0)))
		}
	}
	switch in := row.in.focus().(type) {
	case *control.Entry:
		before := in.OnFocus
		in.OnFocus = func(on bool) {
			if before != nil {
				before(on)
			}
			if on {
				bring()
			}
		}
	case *control.Select:
		in.OnFocus = bring
	}
}

// reveal scrolls to the top if the field can be seen from there, so that the
// list of errors is seen too, else to the field.
func (f *Form) reveal(r *fieldRow) {
	bottom := r.whole.Position().Y + r.whole.Size().Height
	offset := max(bottom-f.scroll.Size().Height+2*margins(), 0)
	f.scroll.ScrollToOffset(fyne.NewPos(0, offset))
}

func of(problems []Problem, name string) []Problem {
	var out []Problem
	for _, p := range problems {
		if p.Field == name {
			out = append(out, p)
		}
	}
	return out
}

// summary puts what is wrong in the fields' order, first what concerns none.
func summary(rows []*fieldRow, problems []Problem) (what, do string) {
	if len(problems) == 0 {
		return "", ""
	}
	if len(problems) == 1 {
		return problems[0].What, problems[0].Do
	}
	var lines []string
	known := map[string]bool{}
	for _, r := range rows {
		known[r.field.Name] = true
	}
	for _, p := range problems {
		if !known[p.Field] {
			lines = append(lines, strings.TrimSpace(p.What+" "+p.Do))
		}
	}
	for _, r := range rows {
		for _, p := range of(problems, r.field.Name) {
			lines = append(lines, p.What)
		}
	}
	return "There is a problem", strings.Join(lines, "\n")
}

// Focus gives the keyboard to the first field.
func (f *Form) Focus(c fyne.Canvas) {
	if len(f.rows) > 0 {
		c.Focus(f.rows[0].in.focus())
	}
}

// FocusField gives the keyboard to a field by its name.
func (f *Form) FocusField(c fyne.Canvas, name string) {
	for _, r := range f.rows {
		if r.field.Name == name {
			c.Focus(r.in.focus())
		}
	}
}

// CreateRenderer is for Fyne.
func (f *Form) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(&frame{f.column, f.most()}, f.scroll, f.foot))
}

// frame gives the fields all the room above the buttons.
type frame struct {
	column *fyne.Container
	most   float32 // the height that the fields ask for at most
}

// leastWidth is narrow enough for the smallest pane.
const leastWidth, mostHeight, lowHeight = 280, 520, 80

// most keeps a form in a pane from making the window taller than the screen:
// Fyne grows a window to what its contents ask for, and never back.
func (f *Form) most() float32 {
	if f.opt.Low {
		return lowHeight
	}
	return mostHeight
}

func (l *frame) MinSize(o []fyne.CanvasObject) fyne.Size {
	fields := min(l.column.MinSize().Height+2*margins(), l.most)
	return fyne.NewSize(leastWidth, fields+gap(theme.SizeGroup)+o[1].MinSize().Height+margins())
}

// Layout lets the margin stand out at the left, so that labels line up with
// what is above the form.
func (l *frame) Layout(o []fyne.CanvasObject, size fyne.Size) {
	foot := o[1].MinSize().Height
	room := max(size.Height-foot-gap(theme.SizeGroup), 0)
	o[0].Move(fyne.NewPos(-margins(), 0))
	above := float32(0)
	for range 2 { // the column may grow once it knows its width
		above = min(l.column.MinSize().Height+2*margins(), room)
		o[0].Resize(fyne.NewSize(size.Width+margins(), above))
	}
	o[1].Move(fyne.NewPos(0, above+gap(theme.SizeGroup)-margins()))
	o[1].Resize(fyne.NewSize(size.Width, foot))
}

// margin leaves room for focus rings inside the scroll, which clips, and for
// its bar at the right.
type margin struct{}

func margins() float32 { return fynetheme.Size(fynetheme.SizeNamePadding) }

func bar() float32 { return fynetheme.Size(fynetheme.SizeNameScrollBar) }

func (*margin) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().AddWidthHeight(margins()+bar(), 2*margins())
}

func (*margin) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.NewPos(margins(), margins()))
	width := min(size.Width-margins()-bar(), mostWidth())
	o[0].Resize(fyne.NewSize(width, size.Height-2*margins()))
}

// mostWidth is some ninety letters: longer lines are hard to read and fields
// that wide look like bars.
func mostWidth() float32 { return 44 * fynetheme.Size(fynetheme.SizeNameText) }

func gap(name fyne.ThemeSizeName) float32 { return fynetheme.Size(name) }
