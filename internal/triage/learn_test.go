package triage_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"strings"
	"testing"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/triage"
)

// readRequests reads a part of the project's own labelled messages.
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

func examples(all []labelled) []triage.Example {
	var out []triage.Example
	for _, l := range all {
		out = append(out, triage.Example{Message: l.message, Kinds: l.kinds})
	}
	return out
}

// taught returns rules with weights learned from these messages.
func taught(t testing.TB, all []labelled) (*triage.Rules, []byte) {
	t.Helper()
	untaught, err := triage.Parse(assets.TriageUntaught())
	if err != nil {
		t.Fatal(err)
	}
	lines := untaught.Learn(examples(all))
	r, err := triage.Parse(append(assets.TriageUntaught(), lines...))
	if err != nil {
		t.Fatal(err)
	}
	return &r, lines
}

// fold is a fixed share, of five, to which a message belongs.
func fold(l labelled) int {
	h := fnv.New32a()
	h.Write([]byte(l.message.Subject + "\n" + l.message.Text))
	return int(h.Sum32() % 5)
}

func TestFolds(t *testing.T) {
	tune := readRequests(t, "tune")
	var old []labelled
	if os.Getenv("OLD") != "" {
		for _, file := range files {
			old = append(old, readLabelled(t, file)...)
		}
	}
	var c tally
	for n := range 5 {
		var teach, test []labelled
		teach = append(teach, old...)
		for _, l := range tune {
			if fold(l) == n {
				test = append(test, l)
			} else {
				teach = append(teach, l)
			}
		}
		r, _ := taught(t, teach)
		for _, l := range test {
			got := kindsOf(r.Propose(l.message, received, nobody))
			before := c.exact
			c.add(l.kinds, got)
			if c.exact == before && os.Getenv("SHOW") != "" {
				t.Logf("%s | %s\n   want %v got %v", l.message.Subject, strings.ReplaceAll(l.message.Text, "\n", " ")[:min(len(l.message.Text), 150)], l.kinds, got)
			}
		}
	}
	fmt.Print("folds: ", &c)
	r, lines := taught(t, append(old, tune...))
	if len(lines) > 0 {
		os.WriteFile("/tmp/triage/weights.txt", lines, 0o600)
	}
	var h tally
	for _, l := range readRequests(t, "held") {
		h.add(l.kinds, kindsOf(r.Propose(l.message, received, nobody)))
	}
	fmt.Print("held: ", &h)
}
