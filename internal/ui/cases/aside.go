package cases

import (
	"context"
	"maps"
	"strconv"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/cases/present"
	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/theme"
)

func itoa(n int) string { return strconv.Itoa(n) }

// asideOpen says whether something stands in the place of the part.
func (d *detail) asideOpen() bool { return d.aside }

// closeAside shows the part again.
func (d *detail) closeAside() {
	d.showPart(d.part)
	d.s.Window.Canvas().Focus(d.tabs)
}

// open puts something in the place of the part, under a title with a way back.
func (d *detail) open(title, law string, content fyne.CanvasObject, focus fyne.Focusable) {
	d.aside, d.list = true, nil
	d.tabs.Choose(-1)
	back := d.link("Close", d.closeAside)
	head := spread(container.New(&inline{}, control.Strong(title).Shrinking(), small(law, theme.Muted, false).Shrinking()), back)
	d.slot.Objects = []fyne.CanvasObject{container.NewBorder(pad(head, 0.5, 0.5, 3, 3), nil, nil, nil, content)}
	d.slot.Refresh()
	if focus == nil {
		focus = back
	}
	d.s.Window.Canvas().Focus(focus)
}

// showPart shows one part of the case.
func (d *detail) showPart(part int) {
	d.part, d.aside = part, false
	d.tabs.Choose(part)
	o := d.facts
	if part != factsPart {
		o = d.rows
	}
	d.slot.Objects = []fyne.CanvasObject{o()}
	d.slot.Refresh()
}

// refresh shows the part as the case is now; a list keeps its place.
func (d *detail) refresh() {
	if d.list == nil || d.part == factsPart {
		d.showPart(d.part)
		return
	}
	d.list.SetRows(listRows(d.lists()[d.part].rows))
}

// partList is a part of the case that is a list.
type partList struct {
	rows  []present.Row
	empty string
	open  func(id string)
}

func (d *detail) lists() map[int]partList {
	return map[int]partList{
		timelinePart: {d.page.Events, "Nothing has happened yet.", d.entry},
		mailPart:     {d.page.Mail, "No message is filed to this case. It came another way, or its mail is still in Triage.", d.readMail},
		lettersPart:  {d.page.Letters, "", d.openRow},
	}
}

// rows is a list in the pane; Return and a click open a row.
func (d *detail) rows() fyne.CanvasObject {
	part := d.lists()[d.part]
	l := rowlist.New(part.empty)
	d.list = l
	l.Plain, l.Ground = true, fynetheme.ColorNameBackground
	l.SetRows(listRows(part.rows))
	l.OnOpen = func(r rowlist.Row) { part.open(r.ID) }
	l.OnTap = l.OnOpen
	l.OnKey = func(r rune, row rowlist.Row) bool {
		if unicode.ToUpper(r) == 'U' && d.part == timelinePart && row.ID != "" && !d.aside {
			d.takeBack(row.ID)
			return true
		}
		return d.s.key(r)
	}
	return pad(l, 0.5, 0, 0.625, 1.5)
}

// entry shows one line of the timeline in full.
func (d *detail) entry(id string) {
	e, known := d.page.Entry(id)
	if !known {
		return
	}
	column := control.NewColumn(theme.SizeGap)
	if e.Withdrawn {
		column.Add(small("Taken back. It stays here and no longer counts.", theme.Waiting, true))
	}
	column.Add(small(e.On.Date().Long()+", recorded by "+e.Actor, theme.Muted, false).Shrinking())
	if e.Detail != "" {
		column.Add(control.NewProse(e.Detail).Selectable())
	}
	if present.CanTakeBack(e) {
		b := control.NewButton("Take this entry back  U", func() { d.takeBack(id) })
		b.OnKey = d.escape
		column.Add(control.Row(b))
	}
	d.open(e.Words, "", container.NewVScroll(pad(column, 0, 2, 3, 3)), nil)
}

func (d *detail) takeBack(id string) {
	if e, known := d.page.Entry(id); known && present.CanTakeBack(e) {
		d.ask("withdraw", map[string]string{"event": id})
	}
}

// readMail reads a message beside the window and shows its text.
func (d *detail) readMail(id string) {
	var v desk.MessageView
	d.s.Jobs.Go(d.s.ctx, "", func(ctx context.Context, _ jobs.Report) (err error) {
		v, err = d.s.Desk.Message(ctx, id)
		return err
	}, func(j jobs.Job) {
		if d.s.ok(j) {
			d.showMail(present.NewMail(v))
		}
	})
}

// showMail shows a message as plain text: nothing in it is followed or drawn.
func (d *detail) showMail(m present.Mail) {
	column := control.NewColumn(theme.SizeGap, small(m.From, theme.Muted, false).Shrinking())
	for _, note := range m.Notes {
		column.Add(small(note, theme.Waiting, false).Shrinking())
	}
	for _, part := range m.Text {
		column.Add(control.NewProse(part).Selectable())
	}
	d.open(m.Subject, "", container.NewVScroll(pad(column, 0, 2, 3, 3)), nil)
}

// facts are what can be copied from the case.
func (d *detail) facts() fyne.CanvasObject {
	d.list = nil
	column := control.NewColumn(theme.SizeGap)
	for _, f := range d.page.Facts {
		column.Add(d.fact(f))
	}
	return container.NewVScroll(pad(column, 1, 2, 3, 3))
}

func (d *detail) fact(f present.Fact) fyne.CanvasObject {
	side := []fyne.CanvasObject{words(f.Label, theme.Muted, false).Shrinking(), control.NewProse(f.Value), control.NewColumn("")}
	if f.Copy {
		side[2] = d.link("Copy", func() {
			fyne.CurrentApp().Clipboard().SetContent(f.Value)
			d.s.Say(f.Label+" copied.", nil)
		})
	}
	return container.New(&topped{columns{[]float32{156, 0, 36}}}, side...)
}

// actions lists everything that can be done, and why the rest cannot.
func (d *detail) actions() {
	l := rowlist.New("")
	l.Plain, l.Ground = true, fynetheme.ColorNameBackground
	l.SetRows(listRows(d.page.Offers()))
	pick := func(r rowlist.Row) { d.ask(r.ID, nil) }
	l.OnOpen, l.OnTap = pick, pick
	l.OnKey = func(r rune, _ rowlist.Row) bool { return d.s.key(r) }
	d.open("Actions", "", pad(l, 0, 0, 0.625, 1.5), l)
}

// actionKey runs the action whose key it is.
func (d *detail) actionKey(r rune) bool {
	o, known := d.page.OfKey(string(unicode.ToUpper(r)))
	if known {
		d.ask(o.ID, nil)
	}
	return known
}

// ask shows the form of an action, or why it cannot be done now.
func (d *detail) ask(action string, given map[string]string) {
	o, known := d.page.Offer(action)
	if !known {
		return
	}
	if o.Refusal != nil {
		d.s.Fail(o.Refusal.Err())
		return
	}
	f := d.s.actionForm(d.page, o, given, d.closeAside, func() {
		d.aside = false
		d.closeAside()
		d.s.again(d.page.Reference())
	})
	help := control.NewProse(d.page.Help(o, given))
	d.open(o.Label, o.Law, pad(pane(f, help), 0, 1, 3, 3), nil)
	f.Focus(d.s.Window.Canvas())
}

// openRow opens a row of the list of letters.
func (d *detail) openRow(id string) {
	if id == present.RecordRow {
		d.s.openRecord()
		return
	}
	if kind, issued := present.LetterOf(id); kind != "" {
		d.s.openLetter(kind)
	} else if l, err := d.page.File.Case.Letter(issued); err == nil {
		d.s.openIssued(l)
	}
}

// formKinds are the kinds of field as forms take them.
var formKinds = map[present.FieldKind]form.Kind{
	present.OneLine: form.Text, present.LongText: form.Multiline, present.Choose: form.Choose, present.Day: form.Date,
}

func formFields(fields []present.Field) []form.Field {
	out := make([]form.Field, len(fields))
	for i, f := range fields {
		out[i] = form.Field{
			Name: f.Name, Label: f.Label, Hint: f.Hint, Kind: formKinds[f.Kind], Required: f.Required,
			Past: f.Kind == present.Day, Value: f.Value, Missing: f.Missing,
		}
		for _, c := range f.Choices {
			out[i].Choices = append(out[i].Choices, form.Choice{Value: c.Value, Label: c.Label})
		}
	}
	return out
}

// actionForm asks for what an action needs, but for what is given, and does it.
func (s *Screen) actionForm(p present.Page, o desk.Offer, given map[string]string, cancel, done func()) *form.Form {
	fields := p.Form(o, given)
	var f *form.Form
	submit := func(v map[string]string) (now []form.Problem) {
		maps.Copy(v, given)
		returned := false
		s.do(o.ID, v, done, func(err error) {
			now = problem(err, fields)
			if returned { // the form clears what stood there when submit returns
				f.Complain(now)
			}
		})
		returned = true
		return now
	}
	f = form.New(formFields(fields), form.Options{
		Low: true, Submit: o.Label, Today: s.Desk.Today, OnCancel: cancel,
		OnSubmit: submit,
	})
	return f
}

func problem(err error, fields []present.Field) []form.Problem {
	p := present.ProblemOf(err, fields)
	return []form.Problem{{Field: p.Field, What: p.What, Do: p.Do}}
}

// drawNext draws the letter that the next duty needs, else the reply.
func (s *Screen) drawNext() {
	kind := s.detail.page.Next.Letter
	if kind == "" {
		kind = casefile.Reply
	}
	s.openLetter(kind)
}
