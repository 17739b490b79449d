package clients

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/desk"
	"casebook/internal/ui/control"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/side"
	"casebook/internal/ui/theme"
)

// SentWords says what a proposal would record, and why it is made. What a
// message says of itself stands apart, as plain text.
func SentWords(l desk.SentLetter) (what, why string) {
	return l.Letter.Kind.Label() + " of " + string(l.Case) + " left on " + l.Message.Received.Date().Long(),
		l.Why + " It was issued on " + l.Letter.Issued.Long() + " and is not recorded as sent."
}

// showSent lists the letters that seem to have left, each to be confirmed or
// dismissed.
func (s *Screen) showSent() {
	var all []fyne.CanvasObject
	for _, l := range s.known.Sent {
		what, why := SentWords(l)
		all = append(all, widget.NewSeparator(), control.NewColumn(theme.SizeGap,
			control.NewProse(what).Bold(),
			control.NewProse(control.OneLine(l.Message.Subject)+" · to "+control.OneLine(l.To)),
			control.NewProse(why),
			control.Row(
				control.NewMain("It was sent", func() { s.acceptSent(l) }),
				control.NewButton("Not with this message", func() { s.dismissSent(l) }),
				control.NewButton("Open case", func() { s.Props.OpenCase(l.Case) }),
			)))
	}
	lead := control.NewProse("A letter discharges its duty once it is sent. These messages lie in a Sent folder and seem to have carried one; the day is the server's.")
	s.Leave()
	s.Put(control.NewColumn(theme.SizeGap, control.Heading("Sent letters to confirm").Shrinking(), lead),
		container.NewVScroll(control.NewColumn(theme.SizeGroup, all...)))
}

func (s *Screen) acceptSent(l desk.SentLetter) {
	s.Work(side.Work{
		Done: l.Letter.Kind.Label() + " of " + string(l.Case) + " recorded as sent.",
		Do:   func(ctx context.Context, _ jobs.Report) error { return s.Props.Desk.AcceptSent(ctx, l.Message.ID) },
	})
}

func (s *Screen) dismissSent(l desk.SentLetter) {
	s.Work(side.Work{
		Do: func(ctx context.Context, _ jobs.Report) error { return s.Props.Desk.DismissSent(ctx, l.Message.ID) },
		Then: func() {
			s.Props.Say("It is not proposed again.", func() {
				s.Work(side.Work{Do: func(ctx context.Context, _ jobs.Report) error {
					return s.Props.Desk.PutBack(ctx, l.Message.ID)
				}})
			})
		},
	})
}
