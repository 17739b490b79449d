package cases

import (
	"context"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/ui/cases/present"
	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/say"
)

// ready offers to issue the draft that lies on the table.
func (l *letterDesk) ready() {
	if l.kind == "" {
		l.recordReady()
		return
	}
	issue := l.mainButton("Issue the letter", l.issue)
	things := []fyne.CanvasObject{
		control.NewColumn(fynetheme.SizeNamePadding, control.Strong("Draft, "+pages(len(l.drawn.Page.Pages))),
			control.NewProse("Nothing is kept yet. Issuing freezes the letter as it lies here; after that it can be sent, or taken back until it is.")),
	}
	if warning := l.warning(); warning != nil {
		things = append(things, warning)
	}
	things = append(things, control.Row(issue, l.button("Open draft", l.openPDF)), control.Row(l.button("Add to the letter", l.askMore)))
	l.put(issue, things...)
}

// warning names signs that no font can draw: they would be missed in print.
func (l *letterDesk) warning() fyne.CanvasObject {
	if len(l.drawn.Page.Missing) == 0 {
		return nil
	}
	p := say.NewPanel(say.Problem)
	p.Say("Some signs cannot be printed: "+string(l.drawn.Page.Missing)+".", "They stand as boxes on the paper. Write them another way before it goes out.")
	return p
}

// recordReady offers the record, which is never issued: it is drawn as the case
// stands.
func (l *letterDesk) recordReady() {
	open := l.mainButton("Open PDF", l.openPDF)
	l.put(open,
		control.NewColumn(fynetheme.SizeNamePadding, control.Strong(pages(len(l.drawn.Page.Pages))+", as the case stands today"),
			control.NewProse("The record is drawn afresh from the timeline each time. Keep the PDF if somebody asks for it.")),
		control.Row(open, l.button("Print", l.print)))
}

func pages(n int) string {
	if n == 1 {
		return "1 page"
	}
	return itoa(n) + " pages"
}

// askMore takes what is said in this letter alone.
func (l *letterDesk) askMore() {
	fields := present.Extras(l.kind, l.values)
	f := form.New(formFields(fields), form.Options{
		Low: true, Submit: "Draw again", Today: l.s.Desk.Today, OnCancel: l.ready,
		OnSubmit: func(v map[string]string) []form.Problem {
			for name, value := range v {
				l.values[name] = value
			}
			l.draw()
			return nil
		},
	})
	l.putForm(f, control.Strong("In this letter alone"))
}

// issue freezes the letter.
func (l *letterDesk) issue() {
	ref, kind, values := l.page.Reference(), l.kind, l.values
	var o present.Outcome
	drawn := l.drawn
	l.s.write(func(ctx context.Context) (err error) {
		drawn, o, err = present.Issue(ctx, l.s.Desk, ref, kind, values)
		return err
	}, func() {
		if l.live() {
			l.drawn, l.issued = drawn, drawn.Letter
			l.view.show(drawn.Page)
		}
		l.s.say(ref, o)
		l.s.again(ref)
	}, func(err error) {
		if l.live() {
			l.refused(err)
		}
	})
}

// afterIssue offers to record that the letter was sent, or says that it was.
func (l *letterDesk) afterIssue() {
	letter, err := l.page.File.Case.Letter(l.issued)
	if err != nil {
		l.s.Fail(err)
		return
	}
	open, print := l.button("Open PDF", l.openPDF), l.button("Print", l.print)
	state := control.NewColumn(fynetheme.SizeNamePadding, control.Strong("Issued "+letter.Issued.Long()))
	if letter.Sent != nil {
		state.Add(control.NewProse("Sent by " + letter.Sent.How.Words() + " on " + letter.Sent.On.Long() + ", to " + letter.Sent.To + "."))
		l.put(open, state, control.Row(open, print))
		return
	}
	state.Add(control.NewProse(control.OneLine(present.UnsentWords(letter, l.lies))))
	acts := control.NewFlow(open, print, l.button("Put among the drafts", l.putDraft))
	if o, known := l.page.Offer("letter-sent"); known && o.Refusal == nil {
		f := l.s.actionForm(l.page, o, map[string]string{"letter": letter.ID}, nil, l.sent)
		l.putForm(f, state, acts, control.Strong("Record that it was sent"))
		return
	}
	l.put(open, state, acts)
}

// sent goes back to the case: the letter is out of the house.
func (l *letterDesk) sent() {
	l.s.closeLetter()
	l.s.readList()
}

func (l *letterDesk) name() string {
	what := l.kind.Label()
	switch {
	case l.kind == "":
		what = "record"
	case l.issued == "":
		what += " draft"
	}
	return present.FileName(l.page.Reference(), what)
}

func (l *letterDesk) openPDF() { l.s.OpenFile(l.name(), l.drawn.PDF) }
func (l *letterDesk) print()   { l.s.PrintFile(l.name(), l.drawn.PDF) }
