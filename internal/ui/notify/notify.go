// Package notify sends desktop notifications, and only harmless ones.
//
// On Windows Fyne writes the words of a notification into a PowerShell script,
// so a subject line of "$(...)" would be run. Therefore words come from a
// closed list in this package, filled with numbers and one of our own case
// references, and everything else is refused. It is off until a person turns
// it on.
package notify

import (
	"errors"
	"fmt"
	"regexp"

	"fyne.io/fyne/v2"
)

// ErrRefused is returned for words that are not of the allowed alphabet.
var ErrRefused = errors.New("notify: only plain letters, figures and .,:/()- may be shown")

// allowed is the whole alphabet of a notification. No quote, dollar, bracket,
// backtick or line end is in it.
var allowed = regexp.MustCompile(`^[A-Za-z0-9 .,:/()-]{1,200}$`)

// reference is the shape of a case reference: 26-7KQ4MX.
var reference = regexp.MustCompile(`^[0-9]{2}-[0-9A-HJKMNP-TV-Z]{6}$`)

// Sentence is one of the things a notification can say.
type Sentence int

// The sentences, with what they are filled with.
const (
	DueToday  Sentence = iota // n duties due today
	Overdue                   // n duties late
	NewMail                   // n new messages to triage
	CaseDue                   // case reference, n days
	CaseLate                  // case reference, n days
	PullFails                 // nothing
)

// words holds, for each sentence, its form for one and for other numbers.
var words = map[Sentence][2]string{
	DueToday:  {"%d duty is due today.", "%d duties are due today."},
	Overdue:   {"%d duty is late.", "%d duties are late."},
	NewMail:   {"%d new message to triage.", "%d new messages to triage."},
	CaseDue:   {"Case %[2]s is due in %[1]d day.", "Case %[2]s is due in %[1]d days."},
	CaseLate:  {"Case %[2]s is %[1]d day late.", "Case %[2]s is %[1]d days late."},
	PullFails: {"The mailbox could not be read.", "The mailbox could not be read."},
}

// Sender is the part of fyne.App that this package needs.
type Sender interface {
	SendNotification(*fyne.Notification)
}

// Notifier sends sentences when it is on.
type Notifier struct {
	app Sender
	on  bool
}

// New returns a notifier that is off.
func New(app Sender) *Notifier { return &Notifier{app: app} }

// Turn switches notifications on or off.
func (n *Notifier) Turn(on bool) { n.on = on }

// On says whether notifications are sent.
func (n *Notifier) On() bool { return n.on }

// Count sends a sentence with a number. It reports ErrRefused for one that
// needs a case reference.
func (n *Notifier) Count(s Sentence, number int) error {
	if s == CaseDue || s == CaseLate {
		return ErrRefused
	}
	if s == PullFails {
		return n.send(words[s][0])
	}
	return n.send(fill(s, number))
}

// Case sends a sentence with a number of days and a case reference. A
// reference of another shape than ours is refused.
func (n *Notifier) Case(s Sentence, days int, ref string) error {
	if (s != CaseDue && s != CaseLate) || !reference.MatchString(ref) {
		return ErrRefused
	}
	return n.send(fill(s, days, ref))
}

func fill(s Sentence, number int, more ...any) string {
	forms, known := words[s]
	if !known || number < 0 {
		return ""
	}
	form := forms[1]
	if number == 1 {
		form = forms[0]
	}
	return fmt.Sprintf(form, append([]any{number}, more...)...)
}

// send is the last gate: whatever made the text, it passes the alphabet or it
// is not shown.
func (n *Notifier) send(text string) error {
	if err := Check(text); err != nil {
		return err
	}
	if n.on {
		n.app.SendNotification(fyne.NewNotification("Casebook", text))
	}
	return nil
}

// Check reports ErrRefused for a text that may not be in a notification.
func Check(text string) error {
	if !allowed.MatchString(text) {
		return ErrRefused
	}
	return nil
}
