package clients

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/screen"
	"casebook/internal/ui/theme"
)

// Screen is the view.
type Screen struct {
	props screen.Props
	known Listing
	list  *rowlist.List
	right *fyne.Container
	split *container.Split
	form  *form.Form // on the right, or nil
	want  string     // the row to select once the list holds it
	busy  bool
}

// New returns the screen with nothing read.
func New(props screen.Props) *Screen {
	s := &Screen{props: props, list: rowlist.New("Reading the clients …"), right: container.NewStack()}
	s.list.OnSelect = func(r rowlist.Row) { s.detail(r.ID) }
	s.list.OnOpen = func(rowlist.Row) { s.focusForm() }
	s.split = container.NewHSplit(s.list, s.right)
	s.split.Offset = props.Settings.DetailSplit()
	return s
}

// Object returns the list beside what is known or asked.
func (s *Screen) Object() fyne.CanvasObject { return s.split }

// Focus gives the keyboard to the list.
func (s *Screen) Focus(c fyne.Canvas) { c.Focus(s.list) }

// Keep remembers where the divider stands.
func (s *Screen) Keep() { s.props.Settings.SetDetailSplit(s.split.Offset) }

// Panes are the places the keyboard goes to by F6.
func (s *Screen) Panes() []fyne.Focusable { return []fyne.Focusable{s.list} }

// Show reads the list again.
func (s *Screen) Show(ctx context.Context) {
	var l Listing
	s.props.Jobs.Go(ctx, "", func(ctx context.Context, _ jobs.Report) (err error) {
		l, err = Read(ctx, s.props.Desk)
		return err
	}, func(j jobs.Job) {
		if j.State != jobs.Done {
			s.props.Fail(j.Err)
			return
		}
		s.show(l)
	})
}

func (s *Screen) show(l Listing) {
	s.known = l
	s.list.SetRows(l.Rows())
	want := s.want
	s.want = ""
	if want != "" && s.list.SelectID(want) {
		s.focusForm()
	}
	if _, selected := s.list.Selected(); !selected {
		s.list.SelectFirst()
	}
}

// AddMailbox shows the form for a mailbox.
func (s *Screen) AddMailbox() {
	if !s.list.SelectID(addMailbox) {
		s.want = addMailbox
		return
	}
	s.focusForm()
}

func (s *Screen) focusForm() {
	if s.form != nil {
		s.form.Focus(s.props.Window.Canvas())
	}
}

// detail shows what a row is about.
func (s *Screen) detail(id string) {
	s.form = nil
	switch {
	case id == addClient:
		s.ask("Add a client", "A client is the controller you act for. Its file says who it is, where it keeps data and for how long.",
			"Add client", s.known.ClientFields(), s.addClient)
	case id == addMailbox:
		s.ask("Add a mailbox", "Casebook only reads: nothing in the mailbox is marked, moved or deleted.",
			"Add mailbox", MailboxFields(), s.addMailbox)
	case strings.HasPrefix(id, clientRow):
		if c, ok := s.known.client(strings.TrimPrefix(id, clientRow)); ok {
			s.facts(c.Called(), Facts(c))
		}
	default:
		for _, a := range s.known.Accounts {
			if accountRow+a.ID == id {
				s.facts(a.Name, AccountFacts(a))
			}
		}
	}
}

func (s *Screen) put(head, body fyne.CanvasObject) {
	s.right.Objects = []fyne.CanvasObject{
		control.On(fynetheme.ColorNameBackground, theme.SizeEdge, theme.SizeEdge, control.Fill(head, body)),
	}
	for range 2 { // wrapped words know their height once they know their width
		s.right.Refresh()
	}
}

func (s *Screen) facts(heading string, all []Fact) {
	var pairs []fyne.CanvasObject
	for _, f := range all {
		pairs = append(pairs, control.Quiet(f.Name), control.NewProse(f.Words))
	}
	s.put(control.Heading(heading).Shrinking(), container.NewVScroll(control.NewFacts(pairs...)))
}

func (s *Screen) ask(heading, lead, submit string, fields []form.Field, then func(map[string]string) []form.Problem) {
	s.form = form.New(fields, form.Options{
		Low: true, Submit: submit, Today: s.props.Desk.Today, OnSubmit: then,
		OnCancel: func() { s.Focus(s.props.Window.Canvas()) },
	})
	s.put(control.NewColumn(fynetheme.SizeNamePadding, control.Heading(heading), control.NewProse(lead)), s.form)
}

// work does something slow for a form and says at the form what was wrong.
func (s *Screen) work(title, done, want string, do func(context.Context) error) []form.Problem {
	if s.busy {
		return nil
	}
	s.busy = true
	f := s.form
	s.props.Jobs.Go(context.Background(), title, func(ctx context.Context, _ jobs.Report) error { return do(ctx) }, func(j jobs.Job) {
		s.busy = false
		if j.State == jobs.Done {
			s.want = want
			f.ClearSecrets()
			s.props.Say(done, nil)
			s.props.Changed()
			return
		}
		if j.Err != nil {
			e := casefile.AsError(j.Err)
			f.Complain([]form.Problem{{Field: e.Field, What: e.What, Do: e.Do}})
		}
	})
	return nil
}

func (s *Screen) addClient(v map[string]string) []form.Problem {
	for _, c := range s.known.Shipped {
		if c.ID == v["source"] {
			return s.work("", c.Called()+" added.", clientRow+c.ID, func(ctx context.Context) error {
				return s.props.Desk.RecordClient(ctx, c)
			})
		}
	}
	if v["file"] == "" {
		return []form.Problem{{Field: "file", What: "Choose the client file.", Do: "Or take one of the examples above."}}
	}
	return s.work("", "Client added.", "", func(ctx context.Context) error {
		b, err := os.ReadFile(v["file"])
		if err != nil {
			return &casefile.Error{
				Kind: casefile.Invalid, Field: "file", What: "The client file cannot be read.",
				Do: "Check its name and that you may read it.", Err: err,
			}
		}
		_, err = s.props.Desk.AddClient(ctx, filepath.Base(v["file"]), b)
		return err
	})
}

func (s *Screen) addMailbox(v map[string]string) []form.Problem {
	a, problems := AccountOf(v)
	if len(problems) > 0 {
		return problems
	}
	return s.work("Signing in to the mailbox", "Mailbox added. F5 pulls its mail.", "", func(ctx context.Context) error {
		return s.props.Desk.AddAccount(ctx, a, v["password"])
	})
}
