package triage

import (
	"context"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/palette"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/say"
)

// addToCase files the message to the case it seems to belong to, or asks for
// one.
func (s *Screen) addToCase() {
	if ref := s.p.Card().Case; ref != "" {
		s.fileTo(s.p.ID(), ref)
		return
	}
	s.addElsewhere()
}

// addElsewhere asks for the case to file the message to.
func (s *Screen) addElsewhere() {
	id := s.p.ID()
	rows := s.p.CaseRows()
	palette.Open(s.props.Window.Canvas(), palette.Options{
		Hint: "Add to which case? Type a name or a reference", Nothing: "There is no such open case.", Failed: "The cases could not be read.",
		Find:   palette.Static(func() []rowlist.Row { return rows }),
		Chosen: func(r rowlist.Row) { s.fileTo(id, casefile.Reference(r.ID)) },
		Loop:   s.props.Loop, Runner: s.props.Runner,
	})
}

// fileTo files a message to a case. Where it is older than the day from which
// the clock of the case counts, it asks whether that day is to be corrected.
//
// law: rules.md A08
func (s *Screen) fileTo(id string, ref casefile.Reference) {
	var older desk.Older
	s.busy = true
	s.props.Jobs.Go(context.Background(), "", func(ctx context.Context, _ jobs.Report) (err error) {
		older, err = s.props.Desk.Older(ctx, id, ref)
		return err
	}, func(j jobs.Job) {
		s.busy = false
		switch {
		case j.State != jobs.Done:
			s.failed(j.Err)
		case older.Any():
			say.Ask(s.props.Window.Canvas(), olderQuestion(older, ref), func(yes bool) {
				if yes {
					s.fileAndCorrect(id, ref, older)
					return
				}
				s.fileOnly(id, ref)
			})
		default:
			s.fileOnly(id, ref)
		}
	})
}

func olderQuestion(o desk.Older, ref casefile.Reference) say.Question {
	day := o.Received.Date().Long()
	return say.Question{
		What: "Correct when " + string(ref) + " was received?",
		Detail: "This message was received on " + day + "; the clock of the case counts from " + o.Counts.Long() +
			". If it holds the request, the time to answer runs from the earlier day.",
		Yes: "Add and count from " + o.Received.Date().Format("Mon 2 Jan"), No: "Add only",
	}
}

func (s *Screen) fileOnly(id string, ref casefile.Reference) {
	s.decide(id, func(ctx context.Context) error { return s.props.Desk.FileTo(ctx, id, ref) },
		func() string { return "Added to case " + string(ref) + "." })
}

// fileAndCorrect files the message and records the earlier day, both of which
// one key takes back.
func (s *Screen) fileAndCorrect(id string, ref casefile.Reference, o desk.Older) {
	var entries []string
	s.write(func(ctx context.Context) (err error) {
		entries, err = s.props.Desk.FileToAndCorrect(ctx, id, ref)
		return err
	}, func() {
		s.gone(id)
		s.say("Added to case "+string(ref)+", which counts from "+o.Received.Date().Long()+" now.", func() {
			s.write(func(ctx context.Context) error { return s.props.Desk.TakeBackAnswer(ctx, id, ref, entries) },
				func() { s.back(id) })
		})
	})
}
