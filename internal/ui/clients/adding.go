package clients

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/side"
)

const readsOnly = "Casebook only reads: nothing in the mailbox is marked, moved or deleted."

// askAddress asks for the address of a new mailbox.
func (s *Screen) askAddress(address, from string) {
	s.Ask(side.Question{
		Heading: "Add a mailbox", Lead: readsOnly, Submit: "Next", Fields: AddressFields(address, from), Then: s.find,
	})
}

// find goes on to the settings: those that the address's domain publishes, or
// what was chosen instead.
func (s *Screen) find(v map[string]string) []form.Problem {
	back := func() {
		s.askAddress(v["address"], v["from"])
		s.Enter()
	}
	if v["from"] != byAddress {
		s.askSettings(Preset(v["from"], v["address"]), nil, back)
		return nil
	}
	var found []desk.Suggestion
	return s.Work(side.Work{
		Title: "Finding the mailbox's settings", Quiet: true,
		Do: func(ctx context.Context, _ jobs.Report) (err error) {
			found, err = s.Props.Desk.Discover(ctx, v["address"])
			return wayOut(err)
		},
		Then: func() {
			if len(found) > 0 {
				s.askSettings(found[0], found[1:], back)
			}
		},
	})
}

// wayOut names what else can be done where no settings are found, beside a fault
// of the address itself.
func wayOut(err error) error {
	e, ok := errors.AsType[*casefile.Error](err)
	if !ok || e.Kind == casefile.Cancelled || e.Kind == casefile.Invalid {
		return err
	}
	said := *e
	said.Do = strings.TrimSpace(said.Do + " Or choose “I know the server” under Settings.")
	return &said
}

// askSettings shows the settings that are proposed, with why, to be changed by
// hand. Others are one press away.
func (s *Screen) askSettings(proposed desk.Suggestion, others []desk.Suggestion, back func()) {
	a := proposed.Account
	if a.OAuth.Provider == "" && a.Auth == casefile.ByOAuth2 {
		a.OAuth.Provider = casefile.Custom
	}
	var more []fyne.CanvasObject
	for i, o := range others {
		rest := append([]desk.Suggestion{proposed}, others[:i]...)
		rest = append(rest, others[i+1:]...)
		more = append(more, control.NewButton(suggestionWords(o.Account), func() { s.askSettings(o, rest, back) }))
	}
	more = append(more, control.NewButton(otherWay[a.Auth == casefile.ByOAuth2], func() {
		s.askSettings(desk.Suggestion{Account: turned(a), Why: proposed.Why}, others, back)
	}))
	s.Ask(side.Question{
		Heading: "Add a mailbox", Lead: providerLeads[a.OAuth.Provider] + proposed.Why + " " + readsOnly, Submit: submitWords[a.Auth == casefile.ByOAuth2],
		Fields: MailboxFields(a), Above: []fyne.CanvasObject{control.NewFlow(more...)}, Back: back,
		Then: func(v map[string]string) []form.Problem { return s.addMailbox(a, v) },
	})
	s.Enter()
}

var (
	otherWay    = map[bool]string{false: "Sign in at a provider's page instead", true: "Sign in with a password instead"}
	submitWords = map[bool]string{false: "Add mailbox", true: "Sign in and add"}
)

// providerLeads begin the reason of a proposal that was found for an address.
var providerLeads = map[casefile.OAuthProvider]string{casefile.Microsoft: "Microsoft 365. ", casefile.Google: "Google. "}

// turned is a mailbox with the other way of signing in.
func turned(a casefile.Account) casefile.Account {
	if a.Auth == casefile.ByOAuth2 {
		a.Auth = casefile.ByPassword
		return a
	}
	a.Auth = casefile.ByOAuth2
	if a.OAuth.Provider == "" {
		a.OAuth.Provider = casefile.Custom
	}
	return a
}

// suggestionWords names a proposal on its button.
func suggestionWords(a casefile.Account) string {
	words := "Or " + a.Host
	if a.TLS == casefile.StartTLS {
		words += ", STARTTLS"
	}
	if a.Auth == casefile.ByOAuth2 {
		words += ", sign-in page"
	}
	return words
}

func (s *Screen) addMailbox(proposed casefile.Account, v map[string]string) []form.Problem {
	a, problems := AccountOf(proposed.Auth, proposed.OAuth.Provider, v)
	if len(problems) > 0 {
		return problems
	}
	return s.Work(side.Work{
		Title: "Signing in to the mailbox", Done: "Mailbox added. Its mail is being fetched.", Want: accountRow + a.Name,
		Do: func(ctx context.Context, _ jobs.Report) error {
			if a.Auth == casefile.ByOAuth2 {
				return s.Props.Desk.AddSignedInAccount(ctx, a, s.signIn(v))
			}
			return s.Props.Desk.AddAccount(ctx, a, v["password"])
		},
		Then: func() {
			s.Leave()
			s.Props.Pull()
		},
	})
}
