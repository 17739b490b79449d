package triage_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/triage"
)

// labelled is a message and the kinds a person gave it.
type labelled struct {
	message casefile.Message
	kinds   []casefile.Kind
}

var parse = sync.OnceValues(func() (triage.Rules, error) { return triage.Parse(assets.Triage()...) })

func rules(t testing.TB) *triage.Rules {
	t.Helper()
	r, err := parse()
	if err != nil {
		t.Fatal(err)
	}
	return &r
}

// files hold the labelled messages.
var files = []string{"rights.txt", "others.txt", "letters.txt", "plain.txt", "voices.txt", "more.txt"}

var received = civil.On(civil.MustParse("2026-10-20"))

var nobody = triage.NewContext(nil, nil, triage.Cases{})

func readLabelled(t testing.TB, file string) []labelled {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var out []labelled
	for _, block := range strings.Split(string(data), "\n=== ")[1:] {
		labels, rest, _ := strings.Cut(block, "\n")
		header, body, _ := strings.Cut(rest, "\n\n")
		subject, ok := strings.CutPrefix(header, "Subject: ")
		if !ok {
			t.Fatalf("%s: a message has no subject: %s", file, block)
		}
		l := labelled{message: casefile.Message{Subject: subject, Text: body}}
		for _, k := range strings.Split(labels, ", ") {
			if casefile.Kind(k).Label() == "" {
				t.Fatalf("%s: no kind %q", file, k)
			}
			l.kinds = append(l.kinds, casefile.Kind(k))
		}
		out = append(out, l)
	}
	return out
}

// tally counts what triage gets right.
type tally struct {
	messages, requests, found, falseAlarms int
	labels, labelsFound, proposed, exact   int
	of                                     map[casefile.Kind][3]int // labelled, found, wrongly proposed
}

// asks reports whether one of the kinds is a right or a complaint.
func asks(kinds []casefile.Kind) bool {
	return slices.ContainsFunc(kinds, func(k casefile.Kind) bool { return k.Info().Right || k == casefile.Complaint })
}

func (c *tally) add(want, got []casefile.Kind) {
	c.messages++
	switch {
	case asks(want):
		c.requests++
		if asks(got) {
			c.found++
		}
	case asks(got):
		c.falseAlarms++
	}
	if c.of == nil {
		c.of = map[casefile.Kind][3]int{}
	}
	exact := true
	for _, k := range want {
		n := c.of[k]
		n[0]++
		c.labels++
		if slices.Contains(got, k) {
			n[1]++
			c.labelsFound++
		} else {
			exact = false
		}
		c.of[k] = n
	}
	for _, k := range got {
		c.proposed++
		if !slices.Contains(want, k) {
			n := c.of[k]
			n[2]++
			c.of[k] = n
			exact = false
		}
	}
	if exact {
		c.exact++
	}
}

func (c *tally) recall() float64    { return float64(c.found) / float64(max(1, c.requests)) }
func (c *tally) precision() float64 { return float64(c.found) / float64(max(1, c.found+c.falseAlarms)) }

func (c *tally) kindsFound() float64 {
	return float64(c.labelsFound) / float64(max(1, c.labels))
}

func (c *tally) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d messages, %d requests: recall %.3f, precision %.3f\n", c.messages, c.requests, c.recall(), c.precision())
	fmt.Fprintf(&b, "kinds: %d of %d labels found (%.3f), %d proposed; all kinds of a message exactly right: %d (%.3f)\n",
		c.labelsFound, c.labels, c.kindsFound(), c.proposed, c.exact, float64(c.exact)/float64(max(1, c.messages)))
	fmt.Fprintf(&b, "%-22s %8s %8s %8s\n", "kind", "labelled", "found", "wrongly")
	for _, k := range casefile.Kinds() {
		if n, ok := c.of[k.Kind]; ok {
			fmt.Fprintf(&b, "%-22s %8d %8d %8d\n", k.Kind, n[0], n[1], n[2])
		}
	}
	return b.String()
}

func kindsOf(p casefile.Proposal) []casefile.Kind {
	var out []casefile.Kind
	for _, k := range p.Kinds {
		out = append(out, k.Kind)
	}
	return out
}

func TestLabelledMessages(t *testing.T) {
	r := rules(t)
	var c tally
	for _, file := range files {
		for _, l := range readLabelled(t, file) {
			p := r.Propose(l.message, received, nobody)
			got := kindsOf(p)
			before := c.exact
			c.add(l.kinds, got)
			if c.exact == before {
				t.Logf("%q\n  want %v\n  got  %v", l.message.Subject, l.kinds, p.Kinds)
			}
		}
	}
	t.Log("\n" + c.String())
	if c.messages < 120 {
		t.Errorf("%d messages, too few to judge by", c.messages)
	}
	if c.recall() < 0.98 || c.precision() < 0.90 || c.kindsFound() < 0.90 {
		t.Error("triage has become worse than it must be: recall 0.98, precision 0.90, kinds 0.90")
	}
}

// TestCorpus measures triage on labelled messages from elsewhere: lines of JSON
// with subject, body and labels. The folder is named by CASEBOOK_CORPUS; without
// it there is nothing to measure, and with it the messages must be there.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("CASEBOOK_CORPUS")
	if dir == "" {
		return
	}
	f, err := os.Open(filepath.Join(dir, "requests.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := rules(t)
	var c tally
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct {
			Subject, Body string
			Labels        []string
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		var want []casefile.Kind
		for _, l := range line.Labels {
			want = append(want, casefile.Kind(strings.ReplaceAll(l, "_", "-")))
		}
		p := r.Propose(casefile.Message{Subject: line.Subject, Text: line.Body}, received, nobody)
		c.add(want, kindsOf(p))
	}
	fmt.Print(&c)
	if c.messages == 0 {
		t.Fatal("there are no messages to measure by")
	}
	if c.recall() < 0.98 || c.precision() < 0.90 || c.kindsFound() < 0.90 {
		t.Error("the target is recall 0.98, precision 0.90, kinds 0.90")
	}
}
