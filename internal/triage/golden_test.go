package triage_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/triage"
)

const proposalsFile = "testdata/proposals.golden"

// TestProposals shows that nothing is proposed otherwise than it was, by a line
// for each message: the kinds, the beginning of a hash of all that is proposed of
// it and of the same message quoted, passed on and mistyped, and its subject.
// Those who change what is proposed on purpose run it with -update, and read
// which lines differ.
func TestProposals(t *testing.T) {
	r, known := rules(t), known(triage.Cases{Exists: func(ref casefile.Reference) bool { return ref[5] < 'H' }})
	var got bytes.Buffer
	for i, l := range append(lessons(t), readRequests(t, "held")...) {
		if i%3 != 0 {
			continue // a third of them tells as much
		}
		m := l.message
		plain := r.Propose(m, received, known)
		sum := sha256.New()
		for _, p := range []casefile.Proposal{plain, variant(r, known, m, "quoted"), variant(r, known, m, "passed on"), variant(r, known, m, "mistyped")} {
			text, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			sum.Write(text)
		}
		fmt.Fprintf(&got, "%v %x %s\n", kindsOf(plain), sum.Sum(nil)[:4], m.Subject)
	}
	if *update {
		if err := os.WriteFile(proposalsFile, got.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(proposalsFile)
	if err != nil {
		t.Fatal(err)
	}
	lines, old := strings.Split(got.String(), "\n"), strings.Split(string(want), "\n")
	if len(lines) != len(old) {
		t.Fatalf("%d lines, were %d", len(lines), len(old))
	}
	for i, line := range lines {
		if line != old[i] {
			t.Errorf("now %s\nwas %s", line, old[i])
		}
	}
}

// variant proposes what a message is that comes in one of those ways.
func variant(r *triage.Rules, known triage.Context, m casefile.Message, way string) casefile.Proposal {
	text := m.Text
	switch way {
	case "quoted":
		m.Text = "Thanks, see below.\r\n\r\nOn Monday A wrote:\r\n> " + strings.ReplaceAll(text, "\n", "\r\n> ")
		m.Automatic = casefile.MailingList
	case "passed on":
		m.From, m.Subject, m.Text = address("office@oakfield.example"), "Fwd: "+m.Subject, "For you.\n\n-----Original Message-----\nFrom: p@mail.example\nTo: office@oakfield.example\nSubject: x\n\n"+text
		m.Forwarded = []casefile.Forwarded{{From: address("p@mail.example"), Text: text}}
	case "mistyped":
		m.Text = strings.ToUpper(text) + " your ref 26 7kq4mx, " + strings.NewReplacer("e", "é", "copy", "coppy", "data", "d\u00adata").Replace(text)
	}
	return r.Propose(m, received, known)
}
