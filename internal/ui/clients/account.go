package clients

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/control"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/say"
	"casebook/internal/ui/side"
)

// Reading is what came of reading a mailbox since the window was opened.
type Reading struct {
	At      time.Time // of the last that worked; zero: none did
	Folders []desk.Pulled
	Err     error // why the last one did not work
	Watched bool  // its server tells of new mail, or is asked every few minutes
}

// SetReadings says what came of reading the mailboxes, by their names.
func (s *Screen) SetReadings(all map[string]Reading) {
	s.readings = all
	if r, selected := s.List.Selected(); selected && strings.HasPrefix(r.ID, accountRow) && !s.Asking() {
		s.detail(r.ID)
	}
}

var roleWords = map[casefile.FolderRole]string{
	casefile.InboxFolder: "inbox", casefile.JunkFolder: "junk", casefile.SentFolder: "sent mail", casefile.OtherFolder: "other",
}

// AccountFacts is what is known of a mailbox.
func AccountFacts(a casefile.Account, r Reading) []Fact {
	facts := []Fact{
		{Name: "Mailbox", Words: a.User},
		{Name: "Server", Words: a.Host + ", port " + strconv.Itoa(a.Port) + ", " + protections[a.TLS]},
		{Name: "Sign-in", Words: signInWords(a)},
		{Name: "Last read", Words: lastRead(r)},
		{Name: "Drafts", Words: draftWords[a.Drafts]},
	}
	for _, f := range a.Folders {
		facts = append(facts, Fact{Name: f.Name, Words: folderWords(f, r)})
	}
	return facts
}

func signInWords(a casefile.Account) string {
	if a.Auth != casefile.ByOAuth2 {
		return "With a password"
	}
	words := "At " + providerWords[a.OAuth.Provider]
	if a.OAuth.SignInAs != "" {
		words += " as " + a.OAuth.SignInAs
	}
	return words
}

var providerWords = map[casefile.OAuthProvider]string{
	casefile.Microsoft: "Microsoft's page", casefile.Google: "Google's page", casefile.Custom: "the provider's page",
}

var draftWords = map[bool]string{
	false: "Casebook writes nothing to this mailbox", true: "Finished replies may be put among its drafts, and nothing else",
}

func lastRead(r Reading) string {
	words := "Not since Casebook was opened"
	if !r.At.IsZero() {
		words = "At " + r.At.Format("15:04")
	}
	if r.Watched {
		words += "; watching for new mail"
	}
	return words
}

// folderWords says what is read of a folder, and what of it is not here and why.
func folderWords(f casefile.Folder, r Reading) string {
	words := []string{"From " + f.Since.Long()}
	if f.Role != casefile.OtherFolder {
		words[0] = "As " + roleWords[f.Role] + ", from " + f.Since.Long()
	}
	for _, p := range r.Folders {
		if p.Folder != f.Name {
			continue
		}
		words = append(words, some(p.New+p.Known, "message is here", "messages are here"))
		words = append(words, some(p.BeforeStart, "is older and was not fetched", "are older and were not fetched"))
		words = append(words, some(large(p), "is too large and waits for your yes", "are too large and wait for your yes"))
		words = append(words, some(len(p.SetAside)-large(p), "could not be fetched", "could not be fetched"))
		words = append(words, some(p.Unreadable, "could not be read and is kept as it came", "could not be read and are kept as they came"))
	}
	var said []string
	for _, w := range words {
		if w != "" {
			said = append(said, w)
		}
	}
	return strings.Join(said, " · ")
}

// large counts what waits for a person's yes.
func large(p desk.Pulled) int {
	n := 0
	for _, m := range p.SetAside {
		if m.Large {
			n++
		}
	}
	return n
}

// largeOf counts the messages that are too large, and their megabytes.
func largeOf(r Reading) (messages int, megabytes int64) {
	var size int64
	for _, p := range r.Folders {
		for _, m := range p.SetAside {
			if m.Large {
				messages, size = messages+1, size+m.Size
			}
		}
	}
	return messages, (size + 1<<20 - 1) >> 20
}

// showAccount shows a mailbox and what can be done with it.
func (s *Screen) showAccount(a casefile.Account) {
	r := s.readings[a.Name]
	var below []fyne.CanvasObject
	if r.Err != nil {
		e := casefile.AsError(r.Err)
		panel := say.NewPanel(say.Problem)
		panel.Say(e.What, e.Do)
		below = append(below, panel)
	}
	below = append(below, control.NewFlow(s.accountButtons(a, r)...))
	s.Facts(a.Name, AccountFacts(a, r), below...)
}

func (s *Screen) accountButtons(a casefile.Account, r Reading) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	add := func(label string, do func(casefile.Account)) {
		out = append(out, control.NewButton(label, func() { do(a) }))
	}
	sign, again := signInAct(a)
	refused := NeedsSignIn(r.Err)
	if refused {
		out = append(out, control.NewMain(sign, func() { again(s, a) }))
	}
	if n, mb := largeOf(r); n > 0 { // it may be a request: the first thing to do
		fetch := control.NewMain(fmt.Sprintf("Fetch %s all the same (%d MB)", some(n, "large message", "large messages"), mb), func() { s.fetchLarge(a) })
		out = append(out, fetch)
	}
	add("Fetch older mail", s.askOlder)
	add("Change the server", s.askServer)
	add("Change folders", s.askFolders)
	add("Change start dates", s.askDates)
	if a.Drafts {
		add("Forbid drafts", s.turnDrafts)
	} else {
		add("Allow drafts", s.askDrafts)
	}
	if !refused {
		add(sign, func(a casefile.Account) { again(s, a) })
	}
	return append(out, control.NewButton("Remove", func() { s.askRemove(a) }))
}

// signInAct is how a new sign-in to a mailbox is called and begun.
func signInAct(a casefile.Account) (string, func(*Screen, casefile.Account)) {
	if a.Auth == casefile.ByOAuth2 {
		return "Sign in again", (*Screen).askSignIn
	}
	return "Change the password", (*Screen).askPassword
}

// NeedsSignIn reports whether a mailbox could not be read because its sign-in
// or its password is not taken any more.
func NeedsSignIn(err error) bool {
	if !casefile.IsKind(err, casefile.Refused) {
		return false
	}
	e := casefile.AsError(err)
	return e.Field == "sign-in" || e.Field == "password" || e.Field == "user"
}

// SignInAgain shows the form for a new sign-in to the mailbox of that name.
func (s *Screen) SignInAgain(name string) {
	for _, a := range s.known.Accounts {
		if a.Name == name {
			s.Go(accountRow + name)
			_, do := signInAct(a)
			do(s, a)
			return
		}
	}
	s.Go(accountRow + name)
}

func (s *Screen) askRemove(a casefile.Account) {
	say.Ask(s.Props.Window.Canvas(), say.Question{
		What: "Stop reading " + a.Name + "?",
		Detail: "What was fetched from it stays, with its cases. What goes is the password or the sign-in that Casebook keeps, and new mail is not fetched any more. " +
			"Nothing changes in the mailbox itself.",
		Yes: "Remove", Danger: true,
	}, func(yes bool) {
		if !yes {
			return
		}
		s.Work(side.Work{
			Done: a.Name + " is not read any more.",
			Do:   func(ctx context.Context, _ jobs.Report) error { return s.Props.Desk.RemoveAccount(ctx, a.Name) },
		})
	})
}
