package letter_test

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/letter"
)

// variants are the turns a case can take, apart from kind and outcome.
var variants = map[string]func(*letter.Input){
	"plain": func(*letter.Input) {},
	"child": func(in *letter.Input) {
		in.Case.Subject = casefile.Subject{Name: "Jan Wójcik", Relation: casefile.Parent, Child: true}
	},
	"solicitor": func(in *letter.Input) {
		in.Case.Subject = casefile.Subject{Name: "Jan Wójcik", Relation: casefile.Solicitor}
	},
	"no handler": func(in *letter.Input) { in.Case.Handler = "" },
	"on paper":   func(in *letter.Input) { in.Case.Channel = casefile.ByPost },
	"late":       func(in *letter.Input) { in.On = civil.MustParse("2027-02-01") },
	"fee": func(in *letter.Input) {
		in.Case.Fee = casefile.Awaited{Asked: civil.MustParse("2026-09-10"), Received: civil.MustParse("2026-09-10"), Pence: 900, Reason: "Again."}
	},
	"no review": func(in *letter.Input) { in.Client.Complaint.Review = false },
	"no search": func(in *letter.Input) { in.Case.Searches = nil },
	"no issues": func(in *letter.Input) { in.Case.Issues = nil },
	"number":    func(in *letter.Input) { in.Values = given(in, map[string]string{"ground": "number"}) },
	"no date":   func(in *letter.Input) { in.Obligations = nil },
	"address":   func(in *letter.Input) { in.Regulator.AddressVerified = true },
	"erasure ground": func(in *letter.Input) {
		if in.Case.Decision.Outcome == casefile.Partly {
			in.Case.Decision.Exemptions = []string{"Legal claims"}
		}
	},
	"no exemptions": func(in *letter.Input) { in.Case.Decision.Exemptions = nil },
	"waiting": func(in *letter.Input) {
		for i := range in.Obligations {
			in.Obligations[i].Due, in.Obligations[i].State = civil.Date{}, "waiting"
		}
	},
	"paused": func(in *letter.Input) {
		for i := range in.Obligations {
			in.Obligations[i].Due, in.Obligations[i].State = civil.Date{}, "paused"
		}
	},
	"scotland":         func(in *letter.Input) { in.Client.Nation = "scotland" },
	"northern-ireland": func(in *letter.Input) { in.Client.Nation = "northern-ireland" },
	"environment":      func(in *letter.Input) { in.Case.About.Environment = true },
	"environment in Scotland": func(in *letter.Input) {
		in.Case.About.Environment, in.Client.Nation = true, "scotland"
	},
	"promise": func(in *letter.Input) {
		for i := range in.Obligations {
			in.Obligations[i].Basis = clock.Policy
		}
	},
	"extras": func(in *letter.Input) {
		in.Values = given(in, map[string]string{
			"note": "A note.", "told": "The council", "backups": "Gone by May.", "services": "The newsletter ends.",
			"remedy": "We pay for the photographs.", "enclosed": "A folder",
		})
	},
}

// given adds values to those a letter has.
func given(in *letter.Input, more map[string]string) map[string]string {
	all := maps.Clone(more)
	maps.Copy(all, in.Values)
	return all
}

func TestNoDeadParagraph(t *testing.T) {
	printed := map[string]bool{}
	every(func(_ string, l casefile.LetterKind, k casefile.Kind, o casefile.Outcome) {
		in := input(t, l, decidedAs(k, o))
		for _, vary := range variants {
			in := in
			decision := *in.Case.Decision
			in.Case.Decision, in.Obligations = &decision, slices.Clone(in.Obligations)
			vary(&in)
			for _, p := range letter.Printed(in) {
				printed[p] = true
			}
		}
	})
	for _, p := range letter.Paragraphs(wording(t)) {
		if !printed[p] {
			t.Errorf("%s: no case prints this paragraph", p)
		}
	}
}

// broken finds a placeholder that was empty, or words where a date belongs.
var broken = regexp.MustCompile(` [.,;]|\.\.|by (paused|after|as soon)|\bon (and|\.)`)

// TestVariants draws each letter in each turn: none may fail but for want of
// the fact that the turn takes away.
func TestVariants(t *testing.T) {
	f := fonts(t)
	every(func(name string, l casefile.LetterKind, k casefile.Kind, o casefile.Outcome) {
		for turn, vary := range variants {
			in := input(t, l, decidedAs(k, o))
			vary(&in)
			doc, err := letter.Draw(f, in)
			switch {
			case err != nil && !strings.HasPrefix(turn, "no "):
				t.Errorf("%s, %s: %v", name, turn, err)
			case err == nil && broken.MatchString(flow(doc)):
				t.Errorf("%s, %s: a sentence is broken at %q:\n%s", name, turn, broken.FindString(flow(doc)), text(doc))
			}
		}
	})
}

// TestNothingIsUnused sees that the closed lists hold no more than wording
// uses.
func TestNothingIsUnused(t *testing.T) {
	all := ""
	for _, data := range files(t) {
		all += data
	}
	for _, hole := range letter.Holes() {
		if !strings.Contains(all, "{"+hole+"}") {
			t.Errorf("no wording uses {%s}", hole)
		}
	}
	bracket := regexp.MustCompile(`\[if ([^\]]*)\]`)
	var used []string
	for _, m := range bracket.FindAllStringSubmatch(all, -1) {
		for _, word := range strings.Split(m[1], " or ") {
			used = append(used, strings.TrimPrefix(word, "not "))
		}
	}
	for _, name := range letter.Conditions() {
		if info := casefile.Kind(name).Info(); info.Opens {
			continue
		}
		if !slices.Contains(used, name) {
			t.Errorf("no wording asks [if %s]", name)
		}
	}
}

func files(tb testing.TB) map[string]string {
	tb.Helper()
	out := map[string]string{}
	names, err := fs.Glob(assets.Wording(), "*.txt")
	if err != nil {
		tb.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(assets.Wording(), name)
		if err != nil {
			tb.Fatal(err)
		}
		out[name] = string(data)
	}
	return out
}

// TestCitations looks for what letters do not cite: an article that is gone,
// one that was replaced, and a right to complain without its route.
func TestCitations(t *testing.T) {
	never := regexp.MustCompile(`(?i)art(icle)?\s*77|art(icle)?\s*22([^A-D]|$)|lodge a complaint|information commission[^e]`)
	for name, data := range files(t) {
		if found := never.FindString(data); found != "" {
			t.Errorf("%s: cites %q", name, found)
		}
	}
	f := fonts(t)
	every(func(name string, l casefile.LetterKind, k casefile.Kind, o casefile.Outcome) {
		doc, err := letter.Draw(f, input(t, l, decidedAs(k, o)))
		if err != nil {
			t.Fatal(err)
		}
		printed := flow(doc)
		if found := never.FindString(printed); found != "" {
			t.Errorf("%s: cites %q", name, found)
		}
		if strings.Contains(printed, "Wilmslow") {
			t.Errorf("%s: prints an address nobody checked", name)
		}
	})
}

// TestPlainWords keeps sentences short enough to be read once.
func TestPlainWords(t *testing.T) {
	sentence := regexp.MustCompile(`[.:?]\s+|[.:?]$`)
	for name, data := range files(t) {
		for i, line := range strings.Split(data, "\n") {
			if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "[") {
				continue
			}
			for _, s := range sentence.Split(line, -1) {
				if n := len(strings.Fields(s)); n > 42 {
					t.Errorf("%s:%d: a sentence of %d words: %s", name, i+1, n, s)
				}
			}
		}
	}
}

func TestWordingErrors(t *testing.T) {
	const head = "Letter: reply\nKinds: access\nSubject: Hello\n\n"
	for _, c := range []struct{ name, text, field, what string }{
		{"nothing", "", "x.txt:1", "empty"},
		{"only comments", "# hello\n", "x.txt:1", "empty"},
		{"no letter", "Subject: x\n", "x.txt:1", "before the letter"},
		{"unknown letter", "Letter: goodbye\n", "x.txt:1", "no such letter"},
		{"two letters", head + "Letter: reply\n", "x.txt:5", "twice"},
		{"unknown kind", "Letter: reply\nKinds: access, none\n", "x.txt:2", "\"none\""},
		{"kind without that letter", "Letter: clarification\nKinds: erasure\n", "x.txt:2", "\"erasure\""},
		{"no kinds", "Letter: reply\nSubject: x\n\nHello\n", "x.txt:1", "which kinds"},
		{"no subject", "Letter: reply\nKinds: access\n\nHello\n", "x.txt:1", "no subject"},
		{"text first", "Hello\n", "x.txt:1", "before the file says"},
		{"unknown placeholder", head + "Hello {name}\n", "x.txt:5", "\"name\""},
		{"open brace", head + "Hello {done\n", "x.txt:5", "\"done\""},
		{"closing brace", head + "Hello done}\n", "x.txt:5", "closes"},
		{"paragraphs in a sentence", head + "We found {findings}\n", "x.txt:5", "whole paragraphs"},
		{"unknown condition", head + "\n[if friday]\nHello\n", "x.txt:6", "\"friday\""},
		{"unknown duty", head + "[duty be-nice]\nHello\n", "x.txt:5", "\"be-nice\""},
		{"unknown bracket", head + "[when granted]\nHello\n", "x.txt:5", "\"when\""},
		{"text after a bracket", head + "[if granted] Hello\n", "x.txt:5", "bracket"},
		{"open bracket", head + "[if granted\nHello\n", "x.txt:5", "bracket"},
		{"brackets above nothing", head + "[if granted]\n\nHello\n", "x.txt:6", "no paragraph"},
		{"one asterisk", head + "Hello *you\n", "x.txt:5", "asterisk"},
		{"two paragraphs together", head + "Hello\n- you\n", "x.txt:6", "together"},
		{"empty heading", head + "Heading:\n", "x.txt:5", "empty"},
		{"unknown group", head + "Use: nothing\n", "x.txt:5", "no group"},
		{"group in a letter", head + "Group: a\n", "x.txt:5", "in a letter"},
		{"group twice", "Group: a\n\nHello\n\nGroup: a\n", "x.txt:5", "taken"},
		{"group in a group", "Group: a\n\nUse: a\n", "x.txt:3", "another group"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := letter.ParseWording(fstest.MapFS{"x.txt": {Data: []byte(c.text)}})
			e := casefile.AsError(err)
			if err == nil || e.Kind != casefile.Invalid || e.Field != c.field || !strings.Contains(e.What, c.what) || e.Do == "" {
				t.Errorf("got %v in %q, want %q in %q", err, fieldOf(err), c.what, c.field)
			}
		})
	}
	file := &fstest.MapFile{Data: []byte(head + "Hello\n")}
	if _, err := letter.ParseWording(fstest.MapFS{"a.txt": file, "b.txt": file}); err == nil {
		t.Error("two files for one letter are taken")
	}
}

func fieldOf(err error) string {
	if err == nil {
		return ""
	}
	return fmt.Sprint(casefile.AsError(err).Field)
}

// FuzzParseWording: whatever a file holds, the parser answers with wording or
// with an error that names a place.
func FuzzParseWording(f *testing.F) {
	for _, data := range files(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data string) {
		w, err := letter.ParseWording(fstest.MapFS{"x.txt": {Data: []byte(data)}})
		if err != nil && !strings.HasPrefix(casefile.AsError(err).Field, "x.txt:") {
			t.Errorf("the error names no place: %v", err)
		}
		if err == nil && w == nil {
			t.Error("neither wording nor an error")
		}
	})
}
