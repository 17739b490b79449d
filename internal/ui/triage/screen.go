package triage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/control"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/keys"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/screen"
	"casebook/internal/ui/theme"
)

// Screen is the view.
type Screen struct {
	props screen.Props
	p     *Presenter
	list  *rowlist.List
	tabs  *control.Tabs // over the list: what is to be decided, and what was set aside
	pane  *pane
	split *control.Split
	turn  int    // of reading a message: an older answer is dropped
	count int    // the job that counts the thread of the message shown
	busy  bool   // a decision is being written
	want  string // the message to select once it is in the list again
}

// New returns the screen with nothing read.
func New(props screen.Props) *Screen {
	s := &Screen{props: props, p: NewPresenter(), list: rowlist.New("Reading the mail …")}
	s.list.OnSelect = func(r rowlist.Row) { s.open(r.ID) }
	s.list.OnOpen = func(rowlist.Row) {
		switch {
		case !s.settled():
		case s.p.InTray():
			s.putBackOne()
		default:
			s.accept()
		}
	}
	s.list.OnKey = func(r rune, _ rowlist.Row) bool { return props.Board.Letter(keys.Triage, r) }
	s.pane = newPane(s)
	s.tabs = control.NewTabs("Triage", []string{"To decide", "Set aside"}, []string{"", ""}, 0, func(i int) { s.turnTo(i == 1) })
	s.tabs.OnRune = func(r rune) bool { return props.Board.Letter(keys.Triage, r) }
	head := control.On(theme.Surface, "", "", s.tabs)
	s.split = control.NewSplit(container.NewBorder(head, nil, nil, nil, s.list), s.pane.whole)
	s.split.Offset = props.Settings.DetailSplit()
	s.bind()
	return s
}

func (s *Screen) bind() {
	shown := func() bool { return s.settled() && !s.p.InTray() }
	aside := func() bool { return s.settled() && s.p.InTray() }
	for id, do := range map[keys.ID]func(){
		keys.Accept: s.openCase, keys.AddToCase: s.addToCase,
		keys.NotRequest: s.setAside, keys.Later: s.putOff, keys.Answer: s.recordAnswer,
		keys.AsideAll: s.asideSender, keys.AsideChain: s.asideThread,
	} {
		s.props.Board.Bind(id, keys.Act{Do: do, Enabled: shown})
	}
	s.props.Board.Bind(keys.PutBack, keys.Act{Do: s.putBackOne, Enabled: aside})
	s.props.Board.Bind(keys.PutBackAll, keys.Act{Do: s.putBackWhole, Enabled: aside})
	s.props.Board.Bind(keys.Tray, keys.Act{Do: func() { s.turnTo(!s.p.InTray()) }, Enabled: func() bool { return !s.busy }})
}

// settled reports whether the message that is selected is the one that is shown,
// with nothing being written. While the next one is still being read, a key
// pressed twice would decide a message that nobody sees selected.
func (s *Screen) settled() bool {
	r, selected := s.list.Selected()
	return selected && r.ID != "" && r.ID == s.p.ID() && !s.busy
}

// Object returns the list beside the message.
func (s *Screen) Object() fyne.CanvasObject { return s.split }

// Focus gives the keyboard to the list.
func (s *Screen) Focus(c fyne.Canvas) { c.Focus(s.list) }

// Keep remembers where the divider stands.
func (s *Screen) Keep() { s.props.Settings.SetDetailSplit(s.split.Offset) }

// Show reads the queue again.
func (s *Screen) Show(ctx context.Context) {
	var q Queue
	var t Tray
	inTray := s.p.InTray()
	s.props.Jobs.Go(ctx, "", func(ctx context.Context, _ jobs.Report) (err error) {
		if q, err = Read(ctx, s.props.Desk); err == nil {
			t, err = ReadTray(ctx, s.props.Desk, inTray)
		}
		return err
	}, func(j jobs.Job) {
		if j.State == jobs.Failed {
			s.props.Fail(j.Err)
		}
		if j.State == jobs.Done && inTray == s.p.InTray() {
			s.show(q, t)
			s.number()
		}
	})
}

func (s *Screen) show(q Queue, t Tray) {
	s.p.SetQueue(q)
	s.p.SetTray(t)
	s.refill()
	if s.want != "" && s.list.SelectID(s.want) {
		s.want = ""
	}
	if _, selected := s.list.Selected(); !selected {
		s.list.SelectFirst()
	}
	if s.p.ID() != "" {
		s.pane.update()
		s.pane.settle()
	}
}

// refill shows the rows as the presenter has them; the message after one that
// has gone opens by itself.
func (s *Screen) refill() {
	s.list.SetEmpty(s.p.Empty())
	s.list.SetRows(s.p.Rows())
	s.tabs.SetCounts(s.p.Counts())
	if _, selected := s.list.Selected(); !selected {
		s.turn++
		s.p.Leave()
		s.pane.clear()
	}
}

// open reads one message and shows it.
func (s *Screen) open(id string) {
	s.turn++
	turn := s.turn
	s.props.Jobs.Cancel(s.count) // it would keep the vault from this one
	var v desk.MessageView
	s.props.Jobs.Go(context.Background(), "", func(ctx context.Context, _ jobs.Report) (err error) {
		v, err = s.props.Desk.Message(ctx, id)
		return err
	}, func(j jobs.Job) {
		switch {
		case turn != s.turn:
		case j.State == jobs.Failed:
			s.props.Fail(j.Err)
		case j.State == jobs.Done:
			s.p.Show(v)
			s.pane.show()
			s.number()
		}
	})
}

// accept does what the proposal comes down to: for Return.
func (s *Screen) accept() {
	switch s.p.Card().Propose {
	case AddToCase:
		s.addToCase()
	case RecordAnswer:
		s.recordAnswer()
	case NotRequest:
		s.setAside()
	default:
		s.openCase()
	}
}

// openCase opens a case of what is chosen, or says what is missing.
func (s *Screen) openCase() {
	if what, do := s.p.Missing(); what != "" {
		s.pane.complain(what, do)
		return
	}
	id, filing, before := s.p.ID(), s.p.Filing(), earlierToo(s.p.Item().Earlier)
	var refs []casefile.Reference
	s.decide(id, func(ctx context.Context) (err error) {
		refs, err = s.props.Desk.File(ctx, id, filing)
		return err
	}, func() string { return opened(refs) + before })
}

func opened(refs []casefile.Reference) string {
	words := "Case "
	for i, r := range refs {
		if i > 0 {
			words += " and "
		}
		words += string(r)
	}
	return words + " opened."
}

// notAsked is the reason kept with a message that a person set aside here.
const notAsked = "asks for nothing"

func (s *Screen) setAside() {
	id := s.p.ID()
	s.decide(id, func(ctx context.Context) error { return s.props.Desk.SetAside(ctx, id, notAsked) },
		func() string { return "Set aside as not a request." })
}

func (s *Screen) putOff() {
	id := s.p.ID()
	if !s.p.PutOff(id) {
		s.pane.complain("This looks like a breach, of which hours count: it stays at the top.", "Open a case with 1, or press 3 if it is none.")
		return
	}
	next := s.after(id)
	s.list.SetRows(s.p.Rows())
	s.list.SelectID(next)
	s.say("Left for later.", func() {
		s.p.BringBack(id)
		s.list.SetRows(s.p.Rows())
		s.list.SelectID(id)
	})
}

// say says in passing what was done, and shows whether it can be taken back.
func (s *Screen) say(text string, undo func()) {
	s.props.Say(text, undo)
	s.pane.undoable()
}

// after returns the message below one in the list, or above if it is the last.
func (s *Screen) after(id string) string {
	rows := s.list.Rows()
	for i, r := range rows {
		if r.ID != id || r.Heading {
			continue
		}
		for _, other := range append(rows[i+1:len(rows):len(rows)], rows[:i]...) {
			if !other.Heading {
				return other.ID
			}
		}
	}
	return id
}

// decide writes a decision, takes the message from the list and offers to take
// the decision back.
func (s *Screen) decide(id string, work func(context.Context) error, words func() string) {
	s.busy = true
	s.props.Jobs.Go(context.Background(), "", func(ctx context.Context, _ jobs.Report) error {
		return work(ctx)
	}, func(j jobs.Job) {
		s.busy = false
		if j.State != jobs.Done {
			s.failed(j.Err)
			return
		}
		s.p.Decided(id)
		s.refill()
		s.say(words(), func() { s.putBack(id) })
		s.props.Changed()
	})
}

// failed shows what is wrong at the card where it is about the proposal.
func (s *Screen) failed(err error) {
	if err == nil {
		return
	}
	if e := casefile.AsError(err); e.Kind == casefile.Invalid {
		s.pane.complain(e.What, e.Do)
		return
	}
	s.props.Fail(err)
}

func (s *Screen) putBack(id string) {
	s.props.Jobs.Go(context.Background(), "", func(ctx context.Context, _ jobs.Report) error {
		return s.props.Desk.PutBack(ctx, id)
	}, func(j jobs.Job) {
		if j.State != jobs.Done {
			s.props.Fail(j.Err)
			return
		}
		s.want = id
		s.say("Put back.", nil)
		s.props.Changed()
	})
}

// Select shows a message, now or as soon as the list holds it.
func (s *Screen) Select(id string) {
	if s.p.InTray() {
		s.want = id
		s.turnTo(false)
		return
	}
	if !s.list.SelectID(id) {
		s.want = id
	}
}

// SelectAside shows a message among those that were set aside.
func (s *Screen) SelectAside(id string) {
	s.want = id
	s.turnTo(true)
}

// Panes are the places the keyboard goes to by F6.
func (s *Screen) Panes() []fyne.Focusable {
	if s.p.ID() == "" {
		return []fyne.Focusable{s.list}
	}
	if s.p.InTray() {
		return []fyne.Focusable{s.list, s.pane.aside.back}
	}
	return []fyne.Focusable{s.list, s.pane.card.kind}
}
