package triage_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"hash/fnv"
	"os"
	"testing"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/triage"
)

var update = flag.Bool("update", false, "learn the weights anew from the labelled messages")

const weightsFile = "../../assets/triage/weights.txt"

const weightsHead = `# How much each word, idea and pair of them speaks for each kind.
#
# Learned from the project's own labelled messages by
#   go test ./internal/triage -run TestWeights -update
# and not edited by hand: add a message to internal/triage/testdata/requests.jsonl
# instead, see docs/TRIAGE.md.
`

// readRequests reads a part of the project's own labelled messages: "tune",
// from which the weights are learned, or "held", which only measures.
func readRequests(t testing.TB, part string) []labelled {
	t.Helper()
	f, err := os.Open("testdata/requests.jsonl")
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
func learn(t testing.TB, all []labelled) []byte {
	t.Helper()
	untaught, err := triage.Parse(assets.TriageUntaught())
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
	got := append([]byte(weightsHead), learn(t, lessons(t))...)
	if *update {
		if err := os.WriteFile(weightsFile, got, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(weightsFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("the weights are not those of the labelled messages: run with -update")
	}
}

// TestHeldOut measures on messages in another voice, of which none was learned.
func TestHeldOut(t *testing.T) {
	r := rules(t)
	var c tally
	for _, l := range readRequests(t, "held") {
		c.add(l.kinds, kindsOf(r.Propose(l.message, received, nobody)))
	}
	t.Log("\n" + c.String())
	if c.messages < 120 {
		t.Errorf("%d messages, too few to judge by", c.messages)
	}
	if c.recall() < 0.97 || c.precision() < 0.90 || c.kindsFound() < 0.90 {
		t.Error("triage has become worse than it was on messages it does not know")
	}
}

// fold is a fixed share, of five, to which a message belongs.
func fold(l labelled) int {
	h := fnv.New32a()
	h.Write([]byte(l.message.Subject + "\n" + l.message.Text))
	return int(h.Sum32() % 5)
}

// TestFolds learns from four fifths of the messages and measures on the fifth
// left out, in turn.
func TestFolds(t *testing.T) {
	all := lessons(t)
	known := len(all) - len(readRequests(t, "tune"))
	var c tally
	for n := range 5 {
		teach := append([]labelled{}, all[:known]...)
		var left []labelled
		for _, l := range all[known:] {
			if fold(l) == n {
				left = append(left, l)
			} else {
				teach = append(teach, l)
			}
		}
		r, err := triage.Parse(append(assets.TriageUntaught(), learn(t, teach)...))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range left {
			c.add(l.kinds, kindsOf(r.Propose(l.message, received, nobody)))
		}
	}
	t.Log("\n" + c.String())
	if c.recall() < 0.95 || c.precision() < 0.82 || c.kindsFound() < 0.82 {
		t.Error("what is learned does not carry over to messages left out")
	}
}
