package store_test

import (
	"fmt"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/store"

	"github.com/google/go-cmp/cmp"
)

// library is a vault with one of everything that can be looked for, by names
// for the finds.
func library(t *testing.T) (*bench, map[string]string, casefile.Reference) {
	b := newBench(t)
	b.client("oakfield", "england")
	b.client("ashfield", "wales")
	anna, ref := b.openCase(casefile.Access, "oakfield", "Anna-Zoë O'Brien Łukasz", "2026-09-10")
	person := casefile.Person{
		Name: "Anna-Zoë O'Brien Łukasz", Email: "a.obrien@post.example.org", Phone: "01642 555 019",
		Address: []string{"4 Quarry Lane", "Middlesbrough", "TS7 0LD"},
	}
	issued := b.keep(store.Act{Events: []casefile.Event{
		b.event(casefile.CaseStream, anna, "2026-10-12", &casefile.PersonRecorded{Person: person, Subject: casefile.Subject{Name: "Finn D’Arcy Pebble", Relation: casefile.Parent}}),
		b.event(casefile.CaseStream, anna, "2026-10-12", &casefile.NoteAdded{Text: "Rang about the Strasse and the gymnasium at SW1A 2AA"}),
		b.event(casefile.CaseStream, anna, "2026-10-12", &casefile.LetterIssued{Letter: casefile.ExtensionNotice, Subject: "More time for what you asked"}),
	}})
	ann, _ := b.openCase(casefile.Erasure, "ashfield", "Ann Pebbleton", "2026-09-10")
	mail := b.mail(7, "Anna Obrien <a.obrien@post.example.org>\nPayslips\nTwo quarries and their pebbles, NEAR the ﬁrst; from ts70ld")
	b.keep(store.Act{Events: []casefile.Event{b.event(casefile.MessageStream, mail, "2026-10-12", &casefile.MessageFiledTo{Case: anna})}})
	loose := b.mail(8, "Bo <bo@example.org>\nUnfiled\nPebbles too")
	both := b.mail(9, "Cy <cy@other.example>\nFor two\nA word of both")
	for _, id := range []string{anna, ann} {
		b.keep(store.Act{Events: []casefile.Event{b.event(casefile.MessageStream, both, "2026-10-12", &casefile.MessageFiledTo{Case: id})}})
	}
	return b, map[string]string{anna: "anna", issued[2].ID: "letter", ann: "ann", mail: "mail", loose: "loose", both: "both"}, ref
}

func TestSearchFinds(t *testing.T) {
	b, names, ref := library(t)
	short := strings.ReplaceAll(string(ref), "-", "")
	for _, c := range []struct{ typed, client, want string }{
		{"zoe", "", "anna letter"},
		{"ZOË lukasz", "", "anna letter"},
		{"łuk ann", "", "anna letter"},
		{"o'brien anna", "", "anna letter"},
		{"obrien", "", "anna letter mail"},
		{"finn", "", "anna letter"},
		{"darcy", "", "anna letter"},
		{"d'arcy", "", "anna letter"},
		{"ann", "", "ann anna letter mail"},
		{string(ref), "", "anna letter"},
		{strings.ToLower(short), "", "anna letter"},
		{strings.ToLower(short[:5]), "", "anna letter"},
		{strings.ToLower(string(ref[:5])), "", "anna letter"},
		{"a.obrien@post.example.org", "", "anna letter mail"},
		{"a.obrien@", "", "anna letter mail"},
		{"A.OBRIEN@post", "", "anna letter mail"},
		{"@post.example", "", "anna letter mail"},
		{"obrien@post.example.org", "", ""},
		{"post.example.org", "", "anna letter mail"},
		{"bo@example.org", "", "loose"},
		{"@example.org", "", "loose"},
		{"ts7 0ld", "", "anna letter mail"},
		{"TS70LD", "", "anna letter mail"},
		{"ts70", "", "anna letter mail"},
		{"sw1a2aa", "", "anna"},
		{"sw1a 2", "", "anna"},
		{"01642555019", "", "anna letter"},
		{"1642 555", "", ""},
		{"straße", "", "anna"},
		{"first near", "", "mail"},
		{"extens", "", "anna letter"},
		{"more time", "", "anna letter"},
		{"pebble", "", "anna ann letter loose mail"},
		{"pebble", "oakfield", "anna letter mail"},
		{"pebble", "ashfield", "ann"},
		{"pebble", "nobody", ""},
		{"unfiled", "", "loose"},
		{"unfiled", "oakfield", ""},
		{"word both", "", "both both"},
		{"word both", "ashfield", "both"},
	} {
		hits, err := b.Search(t.Context(), c.typed, c.client, 20)
		var got []string
		for _, h := range hits {
			got = append(got, names[h.ID])
		}
		if diff := cmp.Diff(strings.Fields(c.want), strings.Fields(strings.Join(got, " "))); err != nil || diff != "" {
			t.Errorf("%q within %q: %s %v", c.typed, c.client, diff, err)
		}
	}
}

// What a list shows of a find.
func TestHits(t *testing.T) {
	b, names, ref := library(t)
	want := map[string]store.Hit{
		"more time": {Kind: store.LetterHit, Reference: ref, Client: "oakfield", Person: "Anna-Zoë O'Brien Łukasz", Subject: "More time for what you asked", Passage: "More time for what you asked"},
		"payslips":  {Kind: store.MessageHit, Reference: ref, Client: "oakfield", Person: "Anna-Zoë O'Brien Łukasz", Subject: "Payslips", State: casefile.MessageFiled, Passage: "Payslips"},
		"unfiled":   {Kind: store.MessageHit, Person: "Bo bo@example.org", Subject: "Unfiled", State: casefile.MessageNew, Passage: "Unfiled"},
		"near":      {Kind: store.MessageHit, Reference: ref, Client: "oakfield", Person: "Anna-Zoë O'Brien Łukasz", Subject: "Payslips", State: casefile.MessageFiled, Passage: "Two quarries and their pebbles, NEAR the ﬁrst; from ts70ld"},
	}
	for typed, h := range want {
		hits, err := b.Search(t.Context(), typed, "", 20)
		if err != nil || len(hits) == 0 {
			t.Fatalf("%q: %+v, %v", typed, hits, err)
		}
		last := hits[len(hits)-1]
		h.ID = last.ID
		if diff := cmp.Diff(h, last); diff != "" || names[h.ID] == "" {
			t.Errorf("%q: %s", typed, diff)
		}
	}
}

// A mistyped reference is told kindly where nothing else is found by it.
func TestMistypedReference(t *testing.T) {
	b, _, ref := library(t)
	wrong := []byte(ref)
	if wrong[7]++; wrong[7] > 'Z' || wrong[7] == ':' || strings.ContainsRune("ILOU", rune(wrong[7])) {
		wrong[7] = '2'
	}
	for _, typed := range []string{string(wrong), strings.ToLower(strings.ReplaceAll(string(wrong), "-", ""))} {
		hits, err := b.Search(t.Context(), typed, "", 20)
		wantKind(t, err, casefile.Invalid)
		if len(hits) != 0 {
			t.Errorf("%q finds %+v", typed, hits)
		}
	}
	if hits, err := b.Search(t.Context(), "26-77777", "", 20); err != nil || len(hits) != 0 {
		t.Errorf("an unfinished reference finds %+v, %v", hits, err)
	}
}

// Nothing that is typed or received has a meaning to the index.
func TestHostileWords(t *testing.T) {
	b, _, _ := library(t)
	long := strings.Repeat("q", 5000)
	var many strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&many, "w%d ", i)
	}
	b.mail(10, "x\" OR \"y <'; DROP TABLE doc;--@x>\nNEAR(a b) AND names:* \x00 ^\"\n"+many.String()+long+" \xff\xfe \u202e")
	for _, typed := range []string{
		`"`, `"" OR ""`, `a" OR "b`, "NEAR(a b)", "names : z", "* ^ - + :", "{a b} : c", "\x00", "\xff\xfe", "_c", "~eann", "'; DROP TABLE doc; --",
		long, strings.Repeat("a ", 2000), "\u202e", "a\u0301", "％", "١٢٣", strings.Repeat("é", 700),
	} {
		if hits, err := b.Search(t.Context(), typed, "", 20); err != nil {
			t.Errorf("%.20q finds %d, %v", typed, len(hits), err)
		}
		if _, err := b.Cases(t.Context(), store.CaseQuery{Text: typed}); err != nil {
			t.Errorf("%.20q in the list: %v", typed, err)
		}
	}
	if n := b.number("SELECT count(DISTINCT term) FROM words_in"); n > 5000 {
		t.Errorf("%d words are indexed", n)
	}
	if n := b.number("SELECT max(length(CAST(term AS BLOB))) FROM words_in"); n > 64 {
		t.Errorf("a word of %d bytes is indexed", n)
	}
	for client := range map[string]bool{"_": true, `x" OR "`: true, "%": true} {
		if hits, err := b.Search(t.Context(), "a", client, 20); err != nil || len(hits) != 0 {
			t.Errorf("client %q has %+v, %v", client, hits, err)
		}
	}
	b.sound()
}

func FuzzSearch(f *testing.F) {
	for _, s := range []string{"ann", `"*(`, "26-7KQ4MX", "a@b", "\x00\xff", "TS7 0LD"} {
		f.Add(s)
	}
	b := newBench(f)
	b.client("oakfield", "england")
	b.openCase(casefile.Access, "oakfield", "Ann Teal", "2026-09-10")
	f.Fuzz(func(t *testing.T, typed string) {
		if _, err := b.Search(t.Context(), typed, "", 5); err != nil && casefile.AsError(err).Kind != casefile.Invalid {
			t.Errorf("%q: %v", typed, err)
		}
		b.TB = t
		b.mailRead(typed)
	})
}

// mailRead keeps a message of that text, where it is not there yet, and looks
// for its own words.
func (b *bench) mailRead(text string) {
	raw := "Jo <jo@example.org>\nHello\n" + text
	if _, known, err := b.MessageBySHA(b.Context(), store.Sum([]byte(raw))); known || err != nil {
		return
	}
	b.mail(uint32(b.number("SELECT count(*) FROM copy"))+1, raw)
	if _, err := b.Search(b.Context(), text, "", 5); err != nil && casefile.AsError(err).Kind != casefile.Invalid {
		b.Errorf("%q: %v", text, err)
	}
}

// However many messages hold a name, and however much later they came, the
// cases stand before them, and those of whole words before those of beginnings.
func TestManyMessagesHideNoCase(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	b.client("ashfield", "wales")
	row := func(n int, client, person string) store.CaseRow {
		return store.CaseRow{
			ID: fmt.Sprintf("case %d", n), Reference: casefile.Reference(fmt.Sprintf("26-%06d", n)), Kind: casefile.Access,
			Client: client, Person: person, State: casefile.StateOpen,
		}
	}
	err := b.Bulk(t.Context(), func(add store.Adder) error {
		for n, person := range []string{"Ann Teal", "Ann Tealby", "Ann Tealeaf"} {
			if err := add.Case(row(n, []string{"oakfield", "ashfield"}[n%2], person), "", ""); err != nil {
				return err
			}
		}
		for n := range 1200 {
			m := store.MessageRow{MessageRecord: casefile.MessageRecord{
				ID: fmt.Sprintf("message %04d", n), SHA256: fmt.Sprint(n), State: casefile.MessageNew,
			}, From: casefile.Address{Name: "Ann Tealwood"}}
			if err := add.Message(m, []string{"", "case 0"}[n%2], "of a teal"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ typed, client, want string }{
		{"teal", "", "case 0 case 2 case 1 message 1199 message 1198"},
		{"teal ann", "", "case 0 case 2 case 1 message 1199 message 1198"},
		{"teal", "oakfield", "case 0 case 2 message 1199 message 1197 message 1195"},
		{"ann", "", "case 2 case 1 case 0 message 1199 message 1198"},
		{"ann tealb", "", "case 1"},
		{"ann", "ashfield", "case 1"},
		{"a", "", "case 2 case 1 case 0 message 1199 message 1198"},
	} {
		hits, err := b.Search(t.Context(), c.typed, c.client, 5)
		var got []string
		for _, h := range hits {
			got = append(got, h.ID)
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); err != nil || diff != "" {
			t.Errorf("%q within %q: %s %v", c.typed, c.client, diff, err)
		}
	}
}
