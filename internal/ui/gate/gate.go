// Package gate is what stands before the desk: the first screen of somebody
// who has no vault yet, the making of one, and unlocking.
package gate

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/keeping"
	"casebook/internal/ui/say"
	"casebook/internal/ui/theme"
)

// Options are what the gate is given.
type Options struct {
	Jobs       *jobs.Jobs
	Window     fyne.Window
	DefaultDir string // where a new vault is proposed
	// Hint is said where the passphrase is asked for: the demo says its own.
	Hint string

	Open   func(ctx context.Context, dir string, key desk.Key) (*desk.Desk, error)
	Create func(dir string, passphrase []byte) error
	// ByKeyring opens a vault with what the system's keyring keeps; nil: never.
	ByKeyring func(ctx context.Context, dir string) (*desk.Desk, error)
	// OpenFile hands a file to the system's viewer; may be nil.
	OpenFile func(path string) error
	Demo     func(ctx context.Context) (*desk.Desk, error) // nil: no demo is offered

	// Pick looks for a folder; nil: it is typed.
	Pick form.Picker

	// Opened is called with the desk and the folder of its vault, "" for the
	// demo's.
	Opened func(d *desk.Desk, dir string)
}

// Gate is the whole window while no vault is open.
type Gate struct {
	opt   Options
	whole *fyne.Container
	form  *form.Form // of the page shown, or nil
	first fyne.Focusable
	wait  *control.Words
	fault *say.Panel
	busy  bool
}

// New returns a gate that shows nothing yet.
func New(opt Options) *Gate {
	return &Gate{opt: opt, whole: container.NewStack()}
}

// Object returns the gate; the same object every time.
func (g *Gate) Object() fyne.CanvasObject { return g.whole }

// Focus gives the keyboard to the first field or button.
func (g *Gate) Focus(c fyne.Canvas) {
	switch {
	case g.form != nil:
		g.form.Focus(c)
	case g.first != nil:
		c.Focus(g.first)
	}
}

// Page names what the gate shows.
type page struct {
	title  string
	lead   string
	fields []form.Field
	submit string
	above  []fyne.CanvasObject // between the lead and the form
	back   func()
	work   func(values map[string]string) []form.Problem
}

// show replaces what is shown by a page with a form.
func (g *Gate) show(p page) {
	g.form = form.New(p.fields, form.Options{
		Submit: p.submit, OnCancel: p.back, Pick: g.opt.Pick,
		OnSubmit: func(v map[string]string) []form.Problem {
			if g.busy {
				return nil
			}
			return p.work(v)
		},
	})
	g.set(g.form, append([]fyne.CanvasObject{control.Heading(p.title), control.NewProse(p.lead)}, p.above...)...)
}

// set lays things out in the middle of the window, what is said while one
// waits below them, and below that the form, if there is one.
func (g *Gate) set(f *form.Form, things ...fyne.CanvasObject) {
	g.wait = control.NewWords("", fynetheme.SizeNameText, theme.Info, fyne.TextStyle{Bold: true})
	all := []fyne.CanvasObject{control.NewColumn(theme.SizeGroup, append(things, g.wait)...)}
	if f != nil {
		all = append(all, f)
	}
	g.whole.Objects = []fyne.CanvasObject{container.New(&middle{}, all...)}
	g.whole.Refresh()
	g.Focus(g.opt.Window.Canvas())
}

// Choose is the first screen of somebody without a vault.
func (g *Gate) Choose() {
	g.form = nil
	g.fault = say.NewPanel(say.Problem)
	demo := control.NewMain("Try it with a demo mailbox", g.demo)
	setup := control.NewButton("Set up my vault", g.Setup)
	other := control.NewButton("Open a vault I have", func() { g.Other("") })
	g.first = demo
	things := []fyne.CanvasObject{
		control.Heading("Casebook"),
		control.NewProse("Requests and complaints about personal data: out of the mailbox, onto a clock, answered by letter."),
		g.fault,
		choice(demo, "Invented people and mail, on this computer only. Nothing is kept."),
		choice(setup, "A folder for your cases, opened with a passphrase."),
		choice(other, "A folder that Casebook made before."),
	}
	if g.opt.Demo == nil {
		g.first = setup
		things = append(things[:3], things[4:]...)
	}
	g.set(nil, things...)
}

// Say says something below what is shown, until something else is.
func (g *Gate) Say(words string) { g.wait.SetText(words) }

func choice(b fyne.CanvasObject, words string) fyne.CanvasObject {
	return control.NewColumn(theme.SizeGap, b, control.Quiet(words).Shrinking())
}

func (g *Gate) demo() {
	if g.busy {
		return
	}
	var d *desk.Desk
	g.run("Making the demo mailbox and an empty vault …", func(ctx context.Context) (err error) {
		d, err = g.opt.Demo(ctx)
		return err
	}, func(err error) {
		if err != nil {
			e := casefile.AsError(err)
			g.fault.Say(e.What, e.Do)
			return
		}
		g.opt.Opened(d, "")
	})
}

// run does something slow and says what while it lasts.
func (g *Gate) run(words string, work func(context.Context) error, then func(error)) {
	g.busy = true
	g.wait.SetText(words)
	g.opt.Jobs.Go(context.Background(), words, func(ctx context.Context, _ jobs.Report) error {
		return work(ctx)
	}, func(j jobs.Job) {
		g.busy = false
		g.wait.SetText("")
		err := j.Err
		if j.State == jobs.Cancelled {
			err = &casefile.Error{Kind: casefile.Cancelled, What: "That was stopped.", Do: "Nothing was changed."}
		}
		then(err)
	})
}

const setupLead = "A vault is one folder that holds your cases, mail and letters, encrypted. " +
	"It opens with your passphrase, or with the recovery key you are shown next."

// Setup asks for a folder and a passphrase and makes a vault there.
func (g *Gate) Setup() {
	g.show(page{
		title: "Set up my vault", lead: setupLead, submit: "Make the vault", back: g.Choose, work: g.create,
		fields: []form.Field{
			{
				Name: "vault", Label: "Folder", Kind: form.File, Path: form.Folder, NewName: "Casebook", Required: true, Value: g.opt.DefaultDir,
				Hint: "A new or an empty one. Casebook looks for it here; another folder is chosen at each start.", Missing: "Enter a folder",
			},
			{Name: "passphrase", Label: "Passphrase", Kind: form.Secret, Required: true, Hint: "Four or five words are good.", Missing: "Enter a passphrase"},
			{Name: "again", Label: "Passphrase again", Kind: form.Secret, Required: true, Missing: "Enter the passphrase again"},
		},
	})
}

func (g *Gate) create(v map[string]string) []form.Problem {
	if wrong := keeping.WrongPassphrase(v); wrong != nil {
		return wrong
	}
	dir, words := v["vault"], []byte(v["passphrase"])
	var d *desk.Desk
	var groups []string
	f := g.form
	g.run("Making the vault …", func(ctx context.Context) (err error) {
		if err = g.opt.Create(dir, words); err != nil {
			return err
		}
		if d, err = g.opt.Open(ctx, dir, desk.Passphrase(words)); err != nil {
			return err
		}
		groups, err = d.NewRecovery()
		return err
	}, func(err error) {
		if err != nil {
			g.refused(f, err)
			return
		}
		g.recovery(d, dir, groups)
	})
	return nil
}

// recovery shows the recovery key of a new vault, once.
func (g *Gate) recovery(d *desk.Desk, dir string, groups []string) {
	enter := func() { g.opt.Opened(d, dir) }
	print := control.NewButton("Open as PDF to print", func() {
		keeping.Sheet(g.opt.Jobs, d, groups, func(name string, pdf []byte) { g.view(d, name, pdf) }, g.complain)
	})
	g.show(page{
		title: "Your recovery key", lead: keeping.RecoveryLead, submit: "Open Casebook", fields: keeping.RecoveryFields(),
		above: []fyne.CanvasObject{keeping.Groups(groups), control.Row(print, control.NewButton("Later: I have no paper now", func() {
			enter()
		}))},
		work: func(v map[string]string) []form.Problem {
			if wrong := keeping.WrongGroup(groups, v["last"]); wrong != nil {
				return wrong
			}
			enter()
			return nil
		},
	})
}

// view hands a file to the viewer from the vault's private folder.
func (g *Gate) view(d *desk.Desk, name string, pdf []byte) {
	g.opt.Jobs.Go(context.Background(), "", func(context.Context, jobs.Report) error {
		if g.opt.OpenFile == nil {
			return nil
		}
		return d.Hand(name, pdf, g.opt.OpenFile)
	}, func(j jobs.Job) { g.complain(j.Err) })
}

// complain says at the form what went wrong.
func (g *Gate) complain(err error) {
	if err != nil && g.form != nil {
		e := casefile.AsError(err)
		g.form.Complain([]form.Problem{{What: e.What, Do: e.Do}})
	}
}

// Unlock asks for the passphrase of a vault.
func (g *Gate) Unlock(dir string) {
	lead := dir
	if g.opt.Hint != "" {
		lead += "\n" + g.opt.Hint
	}
	g.show(page{
		title: "Unlock Casebook", lead: lead, submit: "Open", back: g.Choose, above: []fyne.CanvasObject{g.otherKeys(dir)},
		fields: []form.Field{{Name: "passphrase", Label: "Passphrase", Kind: form.Secret, Required: true, Missing: "Enter the passphrase"}},
		work:   func(v map[string]string) []form.Problem { return g.Open(dir, []byte(v["passphrase"])) },
	})
}

// otherKeys are the ways to unlock beside the passphrase. They are filled in
// when the key file has been read: it may lie on a slow share.
func (g *Gate) otherKeys(dir string) fyne.CanvasObject {
	others := control.NewColumn(theme.SizeGap)
	var ways desk.Ways
	g.opt.Jobs.Go(context.Background(), "", func(context.Context, jobs.Report) (err error) {
		ways, err = desk.Look(dir)
		return err
	}, func(jobs.Job) { // what is wrong with the folder is said when it is opened
		if ways.Keyring && g.opt.ByKeyring != nil {
			others.Add(control.Row(control.NewButton("Open with this computer's keyring", func() { g.byKeyring(dir) })))
		}
		if ways.Recovery {
			others.Add(control.NewLink("Use the recovery key", func() { g.Recover(dir) }))
		}
		g.whole.Refresh()
	})
	return others
}

// Recover asks for the recovery key, and for a passphrase in place of the one
// that was forgotten.
func (g *Gate) Recover(dir string) {
	g.show(page{
		title: "Use the recovery key", submit: "Open", back: func() { g.Unlock(dir) },
		lead: "Type the groups from your paper in their order. Then choose a new passphrase.",
		fields: append([]form.Field{{
			Name: "recovery", Label: "Recovery key", Required: true, Missing: "Type the recovery key",
			Hint: "Thirteen groups. Spaces and capitals do not matter.",
		}}, keeping.PassphraseFields()...),
		work: func(v map[string]string) []form.Problem {
			if wrong := keeping.WrongPassphrase(v); wrong != nil {
				return wrong
			}
			var d *desk.Desk
			g.run("Opening the vault …", func(ctx context.Context) (err error) {
				if d, err = g.opt.Open(ctx, dir, desk.Recovery(v["recovery"])); err != nil {
					return err
				}
				if err = d.SetPassphrase([]byte(v["passphrase"])); err != nil {
					return errors.Join(err, d.Close())
				}
				return nil
			}, g.opened(g.form, &d, dir))
			return nil
		},
	})
}

func (g *Gate) byKeyring(dir string) {
	if g.busy {
		return
	}
	var d *desk.Desk
	g.run("Asking the keyring …", func(ctx context.Context) (err error) {
		d, err = g.opt.ByKeyring(ctx, dir)
		return err
	}, g.opened(g.form, &d, dir))
}

// Other asks for a folder and its passphrase.
func (g *Gate) Other(dir string) {
	g.show(page{
		title: "Open a vault I have", lead: "The folder that Casebook made, and the passphrase it was made with.", submit: "Open", back: g.Choose,
		fields: []form.Field{
			{Name: "vault", Label: "Folder", Kind: form.File, Path: form.Folder, Required: true, Value: dir, Missing: "Enter the folder"},
			{Name: "passphrase", Label: "Passphrase", Kind: form.Secret, Required: true, Missing: "Enter the passphrase"},
		},
		work: func(v map[string]string) []form.Problem { return g.Open(v["vault"], []byte(v["passphrase"])) },
	})
}

// Open opens a vault and says at the form of the page what keeps it closed.
func (g *Gate) Open(dir string, passphrase []byte) []form.Problem {
	var d *desk.Desk
	g.run("Opening the vault …", func(ctx context.Context) (err error) {
		d, err = g.opt.Open(ctx, dir, desk.Passphrase(passphrase))
		return err
	}, g.opened(g.form, &d, dir))
	return nil
}

func (g *Gate) opened(f *form.Form, d **desk.Desk, dir string) func(error) {
	return func(err error) {
		if err == nil {
			g.opt.Opened(*d, dir)
			return
		}
		g.refused(f, err)
	}
}

// refused says what keeps the vault closed.
func (g *Gate) refused(f *form.Form, err error) {
	e := casefile.AsError(err)
	f.ClearSecrets()
	// Said once, on top: the field it is about has the keyboard.
	f.Complain([]form.Problem{{What: e.What, Do: e.Do}})
	field := "passphrase"
	if e.Field == "recovery" {
		field = e.Field
	}
	f.FocusField(g.opt.Window.Canvas(), field)
}

// middle sets a column in the middle of the window and gives the form below it
// the rest of the height, so that what it complains about has room.
type middle struct{}

// columnWidth is some sixty letters; fromTop is the share of the window's height
// that stays free above.
const (
	columnWidth = 460
	fromTop     = 0.2
)

func (*middle) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(columnWidth/2, o[0].MinSize().Height+2*edge())
}

func (*middle) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := min(columnWidth*edge()/24, size.Width-2*edge())
	for range 2 { // wrapped words know their height once they know their width
		o[0].Resize(fyne.NewSize(width, o[0].MinSize().Height))
	}
	left, top := (size.Width-width)/2, max(size.Height*fromTop, edge())
	o[0].Move(fyne.NewPos(left, top))
	if len(o) > 1 {
		top += o[0].Size().Height + edge()/3
		o[1].Move(fyne.NewPos(left, top))
		o[1].Resize(fyne.NewSize(width, max(size.Height-top-edge(), 0)))
	}
}

func edge() float32 { return fyne.CurrentApp().Settings().Theme().Size(theme.SizeEdge) }
