// Package opening is the form for a request that came by post, by telephone or
// across a counter.
package opening

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/screen"
	"casebook/internal/ui/theme"
)

// Screen is the form.
type Screen struct {
	props screen.Props
	leave func()
	form  *form.Form // nil before the clients were read
	whole *fyne.Container
	busy  bool
}

// New returns the screen. Leave is called when the form is given up.
func New(props screen.Props, leave func()) *Screen {
	return &Screen{props: props, leave: leave, whole: container.NewStack()}
}

// Object returns the form with its heading.
func (s *Screen) Object() fyne.CanvasObject { return s.whole }

// Focus gives the keyboard to the first field.
func (s *Screen) Focus(c fyne.Canvas) {
	if s.form != nil {
		s.form.Focus(c)
	}
}

// Show reads the clients and lays the form out, unless it stands already with
// what has been typed so far.
func (s *Screen) Show(ctx context.Context) {
	if s.form != nil {
		return
	}
	var all []casefile.Client
	s.props.Jobs.Go(ctx, "", func(ctx context.Context, _ jobs.Report) (err error) {
		all, err = s.props.Desk.Clients(ctx)
		return err
	}, func(j jobs.Job) {
		if j.State != jobs.Done {
			s.props.Fail(j.Err)
			return
		}
		s.build(all)
		s.Focus(s.props.Window.Canvas())
	})
}

func (s *Screen) build(clients []casefile.Client) {
	s.form = form.New(Fields(clients), form.Options{
		Low: true, Submit: "Open case", Today: s.props.Desk.Today, OnCancel: s.cancel, OnSubmit: s.submit,
	})
	head := control.NewColumn(fynetheme.SizeNamePadding, control.Heading("New case"),
		control.Quiet("For a request that came by post, by telephone or across a counter. Mail is opened in Triage.").Shrinking())
	s.whole.Objects = []fyne.CanvasObject{
		control.On(fynetheme.ColorNameBackground, theme.SizeEdge, theme.SizeEdge, control.Fill(head, s.form)),
	}
	s.whole.Refresh()
}

func (s *Screen) cancel() {
	s.form = nil
	s.leave()
}

// channels are the ways a request comes.
var channels = []form.Choice{
	{Value: string(casefile.ByPost), Label: "By post"},
	{Value: string(casefile.ByPhone), Label: "By telephone"},
	{Value: string(casefile.InPerson), Label: "In person"},
	{Value: string(casefile.ByEmail), Label: "By e-mail to somebody else"},
}

// Fields are the questions, for those clients.
func Fields(clients []casefile.Client) []form.Field {
	var who, kinds []form.Choice
	for _, c := range clients {
		who = append(who, form.Choice{Value: c.ID, Label: c.Called()})
	}
	for _, k := range casefile.OpenKinds() {
		kinds = append(kinds, form.Choice{Value: string(k.Kind), Label: k.Label})
	}
	only := ""
	if len(clients) == 1 {
		only = clients[0].ID
	}
	return []form.Field{
		{Name: "client", Label: "Client", Kind: form.Choose, Choices: who, Required: true, Value: only, Missing: "Choose the client"},
		{Name: "kind", Label: "What is asked for", Kind: form.Choose, Choices: kinds, Required: true, Missing: "Choose what is asked for"},
		{
			Name: "received", Label: "Received", Kind: form.Date, Required: true, Past: true,
			Hint: "The day it reached the client: the clock runs from there.", Missing: "Enter the day it reached the client",
		},
		{Name: "channel", Label: "How it came", Kind: form.Choose, Choices: channels, Required: true, Value: string(casefile.ByPost)},
		{Name: "person", Label: "Person", Required: true, Hint: "The name the letters are addressed to.", Missing: "Enter the person's name"},
		{Name: "address", Label: "Postal address", Kind: form.Multiline, Hint: "At most four lines, as they stand in the window of an envelope."},
		{Name: "email", Label: "E-mail"},
		{Name: "asked", Label: "What they asked, in their words", Kind: form.Multiline},
	}
}

// Of turns the answers into what a case is opened with.
func Of(v map[string]string) desk.Opening {
	o := desk.Opening{
		Kinds: []casefile.Kind{casefile.Kind(v["kind"])}, Client: v["client"], Channel: casefile.Channel(v["channel"]),
		Person: casefile.Person{Name: v["person"], Email: strings.ToLower(v["email"]), Address: lines(v["address"])},
		Asked:  v["asked"],
	}
	if d, err := civil.Parse(v["received"]); err == nil {
		o.Received = civil.On(d)
	}
	return o
}

func lines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func (s *Screen) submit(v map[string]string) []form.Problem {
	if s.busy {
		return nil
	}
	s.busy = true
	f := s.form
	var refs []casefile.Reference
	s.props.Jobs.Go(context.Background(), "", func(ctx context.Context, _ jobs.Report) (err error) {
		refs, err = s.props.Desk.Intake.Open(ctx, Of(v))
		return err
	}, func(j jobs.Job) {
		s.busy = false
		if j.State == jobs.Done {
			s.form = nil
			s.props.Say("Case "+string(refs[0])+" opened.", nil)
			s.props.OpenCase(refs[0])
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
