package keeping

import (
	"context"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/say"
	"casebook/internal/ui/side"
)

// lay puts a shelf on the right and keeps it true while it stands there.
func (s *Screen) lay(x *shelf, fill func(x *shelf)) {
	s.shelf = x
	s.refill = func() {
		before := len(x.list.Rows()) == 0
		fill(x)
		if before != (len(x.list.Rows()) == 0) {
			x.stand(s.Side)
		}
	}
	fill(x)
	x.stand(s.Side)
}

// clear forgets the shelf: something else stands on the right.
func (s *Screen) clear() { s.shelf, s.refill = nil, nil }

// Panes are the places the keyboard goes to by F6.
func (s *Screen) Panes() []fyne.Focusable {
	stops := s.Side.Panes()
	if s.shelf != nil && len(s.shelf.list.Rows()) > 0 {
		stops = append(stops, s.shelf.list)
	}
	return stops
}

func (s *Screen) showDue() {
	x := newShelf("Due for disposal", func(id string) []side.Fact { return s.known.DueFacts(id) })
	x.list.OnTick = func(r rowlist.Row) {
		s.ticked[casefile.Reference(r.ID)] = r.Box == rowlist.Empty
		s.refill()
	}
	x.list.OnOpen = func(rowlist.Row) { s.askDispose() }
	s.lay(x, func(x *shelf) {
		var buttons []fyne.CanvasObject
		if free := s.known.free(); len(free) > 0 {
			take := "Tick all"
			if len(s.chosen()) == len(free) {
				take = "Tick none"
			}
			buttons = append(buttons, s.disposeButton(), control.NewButton(take, s.tickAll))
		}
		if len(s.known.Due) > 0 {
			buttons = append(buttons, control.NewButton("Open case", s.openDue))
		}
		x.fill(s.known.DueLead(), s.known.DueRows(s.ticked), buttons...)
	})
}

// openDue shows the case that is selected: one looks before it goes.
func (s *Screen) openDue() {
	if r, selected := s.shelf.list.Selected(); selected {
		s.Props.OpenCase(casefile.Reference(r.ID))
	}
}

// disposeButton is quiet while nothing is ticked.
func (s *Screen) disposeButton() fyne.CanvasObject {
	n := len(s.chosen())
	if n == 0 {
		return control.NewButton("Dispose of what is ticked", s.askDispose)
	}
	return control.NewDanger("Dispose of "+casefile.Counted(n, "case", "cases"), s.askDispose)
}

// chosen are the cases that are ticked and may go.
func (s *Screen) chosen() []casefile.Reference {
	var refs []casefile.Reference
	for _, c := range s.known.free() {
		if s.ticked[c.Reference] {
			refs = append(refs, c.Reference)
		}
	}
	return refs
}

// tickAll ticks every case, or none where all are ticked.
func (s *Screen) tickAll() {
	free := s.known.free()
	all := len(s.chosen()) < len(free)
	for _, c := range free {
		s.ticked[c.Reference] = all
	}
	s.refill()
	s.Enter()
}

// askDispose asks who approves it and why.
func (s *Screen) askDispose() {
	refs := s.chosen()
	if len(refs) == 0 {
		s.Props.Say("Tick what may go first: with Space, or all with the button.", nil)
		return
	}
	asked := AskCases(refs)
	s.clear()
	s.Ask(side.Question{
		Heading: asked.Heading, Lead: asked.Lead, Submit: "Dispose …", Danger: true, Fields: ApprovalFields(),
		Back: func() {
			s.showDue()
			s.Enter()
		},
		Then: func(v map[string]string) []form.Problem {
			s.sure(asked, func() { s.dispose(refs, asked, v) })
			return nil
		},
	})
	s.Enter()
}

// sure asks before what cannot be taken back.
func (s *Screen) sure(asked Asked, then func()) {
	q := say.Question{What: asked.Question, Detail: asked.Detail, Yes: asked.Yes, No: "Keep", Danger: true}
	say.Ask(s.Props.Window.Canvas(), q, func(yes bool) {
		if yes {
			then()
		}
	})
}

func (s *Screen) dispose(refs []casefile.Reference, asked Asked, v map[string]string) {
	s.Work(side.Work{
		Title: "Disposing of " + casefile.Counted(len(refs), "case", "cases"), Done: asked.Done, Want: goneRow,
		Do: func(ctx context.Context, _ jobs.Report) error {
			_, err := s.Props.Desk.Dispose(ctx, desk.Approval{Cases: refs, Approver: v["approver"], Reason: v["reason"]})
			return err
		},
	})
}

func (s *Screen) showMail() {
	x := newShelf("Set aside and junk mail", func(id string) []side.Fact { return s.known.MailFacts(id) })
	s.lay(x, func(x *shelf) {
		var buttons []fyne.CanvasObject
		if n := s.known.freeMail(); n > 0 {
			buttons = append(buttons, control.NewDanger("Dispose of "+casefile.Counted(n, "message", "messages"), s.disposeMail))
		}
		buttons = append(buttons, control.NewButton("Change the days", s.askDays))
		x.fill(s.known.MailLead(), s.known.MailRows(), buttons...)
	})
}

func (s *Screen) disposeMail() {
	asked := s.known.AskMail()
	s.sure(asked, func() {
		s.Work(side.Work{
			Title: "Disposing of messages", Done: asked.Done, Want: mailRow,
			Do: func(ctx context.Context, _ jobs.Report) error {
				_, err := s.Props.Desk.Dispose(ctx, desk.Approval{Due: true})
				return err
			},
		})
	})
}

func (s *Screen) askDays() {
	s.clear()
	s.Ask(side.Question{
		Heading: "Set aside and junk mail", Submit: "Save", Fields: s.known.DaysFields(),
		Lead: "After so many days it is put up for disposal. It goes when you say so.",
		Back: func() {
			s.showMail()
			s.Enter()
		},
		Then: func(v map[string]string) []form.Problem {
			n, problems := DaysOf(v)
			if len(problems) > 0 {
				return problems
			}
			return s.Work(side.Work{
				Done: "Kept for " + casefile.Counted(n, "day", "days") + " from now on.", Want: mailRow,
				Do:   func(ctx context.Context, _ jobs.Report) error { return s.Props.Desk.SetMessageDays(ctx, n) },
				Then: s.showMail,
			})
		},
	})
	s.Enter()
}

func (s *Screen) showGone() {
	x := newShelf("Disposed of", func(id string) []side.Fact { return s.known.GoneFacts(id) })
	x.list.OnOpen = func(r rowlist.Row) { s.certificate(casefile.Reference(r.ID)) }
	s.lay(x, func(x *shelf) {
		var buttons []fyne.CanvasObject
		if len(s.known.Shelf.Gone) > 0 {
			buttons = append(buttons, control.NewMain("Open certificate", func() {
				if r, selected := x.list.Selected(); selected {
					s.certificate(casefile.Reference(r.ID))
				}
			}))
		}
		x.fill(s.known.GoneLead(), s.known.GoneRows(), buttons...)
	})
}

// certificate draws the certificate of a case that went and opens it.
func (s *Screen) certificate(ref casefile.Reference) {
	var drawn desk.Drawn
	s.Props.Jobs.Go(context.Background(), "Drawing the certificate", func(ctx context.Context, _ jobs.Report) (err error) {
		drawn, err = s.Props.Desk.Certificate(ctx, ref)
		return err
	}, func(j jobs.Job) {
		if j.State != jobs.Done {
			s.Props.Fail(j.Err)
			return
		}
		s.Props.OpenFile("certificate "+string(ref)+".pdf", drawn.PDF)
	})
}
