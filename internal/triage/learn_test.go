package triage_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/triage"
)

var update = flag.Bool("update", false, "learn the weights anew from the labelled messages")

const weightsFile = "../../assets/triage/weights.txt"

const sayingsFile = "../../assets/triage/sayings.txt"

const sayingsHead = `# What words speak for as they stand, and each two side by side: how much one
# counts, in hundredths, and in tenths what it speaks for: asking for anything at
# all, and each kind, in the order of casebook's list of kinds.
#
# Learned together with the weights, and not edited by hand.
`

const weightsHead = `# How much each word, idea and pair of them speaks for each kind.
#
# Learned from the project's own labelled messages by
#   go test ./internal/triage -run TestWeights -update
# and not edited by hand: add a message to internal/triage/testdata/requests.jsonl
# instead, see docs/TRIAGE.md.
`

// sets are the project's own labelled messages besides those in [files]: short
// ones of every kind; near misses and requests in passing, written to be
// mistaken; and a year of a mailbox, by many hands.
var sets = []string{"requests.jsonl", "hard.jsonl", "mailbox.jsonl"}

// readRequests reads a part of all of them: "tune", from which the weights are
// learned, or "held", which only measures.
func readRequests(t testing.TB, part string) []labelled {
	t.Helper()
	var out []labelled
	for _, set := range sets {
		out = append(out, readSet(t, set, part)...)
	}
	return out
}

func readSet(t testing.TB, name, part string) []labelled {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []labelled
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct {
			Part, Subject, Body string
			Labels              []casefile.Kind
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		for _, k := range line.Labels {
			if k.Label() == "" {
				t.Fatalf("no kind %q: %s", k, line.Subject)
			}
		}
		if line.Part == part {
			out = append(out, labelled{message: casefile.Message{Subject: line.Subject, Text: line.Body}, kinds: line.Labels})
		}
	}
	return out
}

// lessons are the messages the weights are learned from.
func lessons(t testing.TB) []labelled {
	t.Helper()
	var all []labelled
	for _, file := range files {
		all = append(all, readLabelled(t, file)...)
	}
	return append(all, readRequests(t, "tune")...)
}

// learn returns the lines of the weights learned from these messages.
func learn(t testing.TB, all []labelled) (weights, sayings []byte) {
	t.Helper()
	untaught, err := triage.Parse(assets.TriageUntaught()...)
	if err != nil {
		t.Fatal(err)
	}
	var examples []triage.Example
	for _, l := range all {
		examples = append(examples, triage.Example{Message: l.message, Kinds: l.kinds})
	}
	return untaught.Learn(examples)
}

// TestWeights shows that the weights are those that the messages teach.
func TestWeights(t *testing.T) {
	weights, sayings := learn(t, lessons(t))
	for file, got := range map[string][]byte{weightsFile: append([]byte(weightsHead), weights...), sayingsFile: append([]byte(sayingsHead), sayings...)} {
		if *update {
			if err := os.WriteFile(file, got, 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the labelled messages teach: run with -update", file)
		}
	}
}

// TestHeldOut measures on messages of which none was learned: of what the sets
// hold, those that were kept back.
func TestHeldOut(t *testing.T) {
	r := rules(t)
	for _, set := range []struct {
		name                     string
		recall, precision, kinds float64
	}{
		{"requests.jsonl", 0.96, 0.95, 0.92},
		{"mailbox.jsonl", 0.95, 0.82, 0.81},
		{"hard.jsonl", 0.93, 0.45, 0.70}, // most of what is looked at in vain was written to be
	} {
		t.Run(set.name, func(t *testing.T) {
			var c tally
			for _, l := range readSet(t, set.name, "held") {
				c.add(l.kinds, kindsOf(r.Propose(l.message, received, nobody)))
			}
			t.Log("\n" + c.String())
			if c.messages < 120 {
				t.Errorf("%d messages, too few to judge by", c.messages)
			}
			if c.recall() < set.recall || c.precision() < set.precision || c.kindsFound() < set.kinds {
				t.Errorf("triage has become worse than it was on messages it does not know: recall %.2f, precision %.2f, kinds %.2f", set.recall, set.precision, set.kinds)
			}
		})
	}
}

// TestPlainRequests shows that who asks for one thing in plain words is taken to
// ask for that and no more.
func TestPlainRequests(t *testing.T) {
	for _, row := range []struct {
		subject, body string
		want          casefile.Kind
	}{
		{"Records about my son", "I would like a copy of all the personal data you hold about my son Jan.", casefile.Access},
		{"Subject access request", "Please send me a copy of the personal data that you hold about me.", casefile.Access},
		{"my file", "Hi, can I see what is in my file please? Thanks, Lou", casefile.Access},
		{"Please delete my account", "Please delete all the data you hold about me. I have closed my account.", casefile.Erasure},
		{"Wrong date of birth", "You have my date of birth wrong. It is 4 May 1990. Please correct it.", casefile.Rectification},
		{"Newsletter", "Please stop sending me your newsletter.", casefile.MarketingOptOut},
		{"Photos", "I no longer consent to you using photographs of my daughter. I withdraw my consent.", casefile.ConsentWithdrawal},
		{"Complaint", "I am unhappy with how you handled my subject access request. You took four months and half of it is missing.", casefile.Complaint},
		{"Invoice 2041", "Please find attached our invoice for the training day on 4 March.", casefile.NoKind},
		{"Meeting", "Can we move Thursday's meeting to 3 pm? The boardroom is taken.", casefile.NoKind},
	} {
		got := kindsOf(rules(t).Propose(casefile.Message{Subject: row.subject, Text: row.body}, received, nobody))
		if !slices.Equal(got, []casefile.Kind{row.want}) {
			t.Errorf("%q: got %v, want %v", row.body, got, row.want)
		}
	}
}
