package clients

import (
	"context"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/say"
	"casebook/internal/ui/side"
	"casebook/internal/ui/theme"
)

// signIn is how the answers of a form sign in at a provider's page: what the
// person is to do there stands in the form's place meanwhile.
func (s *Screen) signIn(v map[string]string) desk.SignIn {
	how := desk.SignIn{Device: v["way"] == byCode}
	if v["client-secret"] != "" {
		how.Secret = []byte(v["client-secret"])
	}
	how.Prompt = func(p desk.SignInPrompt) error {
		opened := false
		if p.Code == "" && s.Props.Browse != nil {
			// What cannot be opened is shown, to be opened by hand.
			opened = s.Props.Browse(p.Address) == nil
		}
		s.Props.Loop.Do(func() { s.Meanwhile(s.waiting(p, opened)) })
		return nil
	}
	return how
}

// waiting is what a person sees while Casebook waits for them to sign in.
func (s *Screen) waiting(p desk.SignInPrompt, opened bool) fyne.CanvasObject {
	panel := say.NewPanel(say.Hint)
	copied := func(words, what string) *control.Button {
		return control.NewButton(words, func() {
			fyne.CurrentApp().Clipboard().SetContent(what)
			s.Props.Say("Copied.", nil)
		})
	}
	stop := control.NewButton("Cancel", s.Stop)
	address := control.NewProse(p.Address).Selectable()
	if p.Code == "" {
		what := "Open this page in a browser on this computer and sign in."
		if opened {
			what = "Sign in at the page that has opened in your browser."
		}
		panel.Say(what, "Casebook goes on by itself when you have signed in there.")
		again := control.NewButton("Open it again", func() {
			if s.Props.Browse == nil || s.Props.Browse(p.Address) != nil {
				s.Props.Say("No browser could be opened: copy the address.", nil)
			}
		})
		return control.NewColumn(theme.SizeGroup, panel, control.Row(again, copied("Copy address", p.Address), stop), address)
	}
	do := "Casebook goes on by itself when you have signed in there."
	if !p.Expires.IsZero() {
		do += " The code holds until " + p.Expires.In(civil.London()).Format("15:04") + "."
	}
	panel.Say("On any machine, open the address and type the code.", do)
	code := control.NewWords(p.Code, fynetheme.SizeNameHeadingText, fynetheme.ColorNameForeground, fyne.TextStyle{Monospace: true, Bold: true})
	return control.NewColumn(theme.SizeGroup, panel, address,
		control.On(theme.Surface, theme.SizeGroup, theme.SizeGroup, code),
		control.Row(copied("Copy code", p.Code), copied("Copy address", p.Address), stop))
}

// askSignIn asks for a new sign-in to a mailbox whose earlier one has ended.
func (s *Screen) askSignIn(a casefile.Account) {
	s.Ask(side.Question{
		Heading: "Sign in to " + a.Name + " again", Lead: "The provider wants a new sign-in now and then. What was fetched is kept; reading goes on afterwards.",
		Submit: "Sign in", Fields: []form.Field{wayField()}, Back: s.leave,
		Then: func(v map[string]string) []form.Problem {
			return s.Work(side.Work{
				Title: "Signing in to the mailbox", Done: "Signed in.", Want: accountRow + a.Name,
				Do: func(ctx context.Context, _ jobs.Report) error { return s.Props.Desk.SignIn(ctx, a.Name, s.signIn(v)) },
				Then: func() {
					s.Leave()
					s.Props.Pull()
				},
			})
		},
	})
	s.Enter()
}
