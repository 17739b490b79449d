package triage_test

import (
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/triage"

	"github.com/google/go-cmp/cmp"
)

// waiting returns a case that waits for what these actions asked for.
func waiting(t *testing.T, asked ...casefile.Payload) casefile.Case {
	t.Helper()
	c := casefile.Case{Reference: "26-7KQ4MX", Kind: casefile.Access}
	for _, p := range asked {
		switch p.(type) {
		case *casefile.IdentityAsked:
			c.Identity.Asked = received.Date().AddDays(-5)
		case *casefile.ClarificationAsked:
			c.Pauses = append(c.Pauses, casefile.Pause{Asked: received.Date().AddDays(-5)})
		}
	}
	return c
}

func TestAnswersToOurQuestions(t *testing.T) {
	identity, question := &casefile.IdentityAsked{}, &casefile.ClarificationAsked{}
	for _, test := range []struct {
		name string
		c    casefile.Case
		m    casefile.Message
		want []string
	}{
		{"identity", waiting(t, identity), casefile.Message{Text: "Here is my passport as you asked."}, []string{"identity-receive"}},
		{"question", waiting(t, question), casefile.Message{Text: "In answer to your question, only the emails from March."}, []string{"clarify-answer"}},
		{"both, one answered", waiting(t, identity, question), casefile.Message{Text: "Attached is my driving licence."}, []string{"identity-receive"}},
		{"both answered", waiting(t, identity, question), casefile.Message{Text: "Attached is my driving licence. Only the emails from March please."}, []string{"identity-receive", "clarify-answer"}},
		{"an attachment, no word", waiting(t, identity), casefile.Message{Attachments: []casefile.Attachment{{Name: "IMG.jpg"}}}, []string{"identity-receive"}},
		{"the request again", waiting(t, identity), casefile.Message{Text: "Here is my passport as you asked. Please send me a copy of all the personal data you hold about me."}, []string{"identity-receive"}},
		{"nothing to the point", waiting(t, identity, question), casefile.Message{Text: "Thanks."}, nil},
		{"nothing is waited for", waiting(t), casefile.Message{Text: "Here is my passport."}, nil},
		{"a machine", waiting(t, identity), casefile.Message{Automatic: casefile.OutOfOffice, Text: "My passport is being renewed, I am away."}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.m.From = address("one@mail.example")
			known := known(triage.Cases{
				OfSender: func(string) []casefile.Reference { return []casefile.Reference{test.c.Reference} },
				Case:     func(casefile.Reference) (casefile.Case, bool) { return test.c, true },
			})
			p := rules(t).Propose(test.m, received, known)
			var got []string
			for _, a := range p.Actions {
				got = append(got, a.Action)
				if a.Case != test.c.Reference || a.Values["on"] != "2026-10-20" || a.Why == "" {
					t.Errorf("%+v", a)
				}
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Error(d)
			}
			if len(got) > 0 && p.Asks() {
				t.Errorf("an answer opens no case: %v", p.Kinds)
			}
		})
	}
}
