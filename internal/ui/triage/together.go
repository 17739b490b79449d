package triage

import (
	"context"
	"fmt"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/say"
)

func (s *Screen) asideSender() {
	s.asideAll(desk.Which{Sender: s.p.Item().Message.From.Email}, "of this sender")
}

func (s *Screen) asideThread() { s.asideAll(desk.Which{Thread: s.p.ID()}, "of this thread") }

// asideAll looks at every message that is meant and asks before it sets them
// aside where any of them may be a request.
func (s *Screen) asideAll(which desk.Which, words string) {
	id := s.p.ID()
	var meant desk.Meant
	s.busy = true
	s.props.Jobs.Go(context.Background(), "", func(ctx context.Context, _ jobs.Report) (err error) {
		meant, err = s.props.Desk.Meant(ctx, which)
		return err
	}, func(j jobs.Job) {
		s.busy = false
		if j.State != jobs.Done {
			s.failed(j.Err)
			return
		}
		which.IDs = meant.IDs // what comes meanwhile is not looked at
		if meant.Sure() || len(meant.IDs) == 0 {
			s.asideMeant(id, which, words)
			return
		}
		say.Ask(s.props.Window.Canvas(), asideQuestion(meant, words), func(yes bool) {
			if yes {
				s.asideMeant(id, which, words)
			}
		})
	})
}

// asideQuestion says what is known of the messages before they go.
func asideQuestion(m desk.Meant, words string) say.Question {
	n := len(m.IDs)
	q := say.Question{
		What: "Set aside " + casefile.Counted(n, "message", "messages") + " " + words + "?",
		Yes:  fmt.Sprintf("Set aside all %d", n), Danger: true,
	}
	if n == 1 {
		q.Yes = "Set aside"
	}
	switch m.Asking {
	case 0:
		q.Detail = "None of them looks like a request."
	case 1:
		q.Detail = "1 of them looks like a request or needs to be read by somebody."
	default:
		q.Detail = fmt.Sprintf("%d of them look like requests or need to be read by somebody.", m.Asking)
	}
	if n == 1 {
		q.Detail = map[bool]string{true: "It looks like a request or needs to be read by somebody.", false: "It does not look like a request."}[m.Asking == 1]
	}
	if m.Client != "" {
		q.Detail += " It is an address of " + m.Client + ", which may pass on what people ask."
	}
	return q
}

// asideMeant sets aside what was looked at and offers to take it back.
func (s *Screen) asideMeant(id string, which desk.Which, words string) {
	var ids []string
	s.write(func(ctx context.Context) (err error) {
		ids, err = s.props.Desk.SetAsideAll(ctx, which, notAsked)
		return err
	}, func() {
		s.gone(ids...)
		s.say("Set aside: "+casefile.Counted(len(ids), "message", "messages")+" "+words+".", func() {
			s.write(func(ctx context.Context) error { return s.props.Desk.PutBackAll(ctx, ids) }, func() { s.back(id) })
		})
	})
}
