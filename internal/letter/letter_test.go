package letter_test

import (
	"slices"
	"strings"
	"testing"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/letter"
	"casebook/internal/page"
)

func TestNoSuchLetter(t *testing.T) {
	for _, c := range []struct {
		letter casefile.LetterKind
		kind   casefile.Kind
		law    string
	}{
		{casefile.Clarification, casefile.Erasure, "UK GDPR Art 12A(5)"},
		{casefile.Clarification, casefile.Complaint, ""},
		{casefile.ExtensionNotice, casefile.Complaint, ""},
		{casefile.IdentityRequest, casefile.Enquiry, ""},
		{"goodbye", casefile.Access, ""},
	} {
		in := input(t, casefile.Reply, decidedAs(c.kind, casefile.Granted))
		in.Kind = c.letter
		_, err := letter.Draw(fonts(t), in)
		if e := casefile.AsError(err); err == nil || e.Kind != casefile.Refused || e.Law != c.law {
			t.Errorf("%s for %s: %v", c.letter, c.kind, err)
		}
	}
}

func TestList(t *testing.T) {
	in := input(t, casefile.Reply, decidedAs(casefile.Access, casefile.Granted))
	in.Case.Decision, in.Client.Transfers = nil, ""
	got := map[casefile.LetterKind]letter.Available{}
	for _, a := range letter.List(in) {
		got[a.Kind] = a
		if a.Ready != (len(a.Missing) == 0) || a.Label == "" {
			t.Errorf("%+v", a)
		}
	}
	if len(got) != len(casefile.LetterKinds()) {
		t.Errorf("%d letters", len(got))
	}
	if !got[casefile.Acknowledgement].Ready {
		t.Errorf("the acknowledgement is not ready: %v", got[casefile.Acknowledgement].Missing)
	}
	if reply := got[casefile.Reply]; reply.Ready || !slices.Contains(reply.Missing, "the decision") || reply.Law != "UK GDPR Art 12(3)" {
		t.Errorf("the reply: %+v", reply)
	}
	if q := got[casefile.Clarification]; q.Ready || q.Law != "UK GDPR Art 12A(6)" {
		t.Errorf("the clarification: %+v", q)
	}
}

// TestAddress: by post where an address is known, else what is known.
func TestAddress(t *testing.T) {
	for _, c := range []struct {
		name   string
		person casefile.Person
		want   []string
	}{
		{"post", casefile.Person{Name: "Ann Lee", Email: "ann@post.example", Address: []string{"1 Weir", "", "Ousby"}}, []string{"Ann Lee", "1 Weir", "Ousby"}},
		{"mail", casefile.Person{Name: "Ann Lee", Email: "ann@post.example", Phone: "01632 960 001"}, []string{"Ann Lee", "ann@post.example"}},
		{"telephone", casefile.Person{Name: "Ann Lee", Phone: "01632 960 001"}, []string{"Ann Lee", "01632 960 001"}},
		{"name", casefile.Person{Name: "Ann Lee"}, []string{"Ann Lee"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, casefile.Acknowledgement, decidedAs(casefile.Access, casefile.Granted))
			in.Case.Person = c.person
			doc, err := letter.Draw(fonts(t), in)
			if err != nil {
				t.Fatal(err)
			}
			if got := inWindow(doc); !slices.Equal(got, c.want) {
				t.Errorf("the window shows %q, want %q", got, c.want)
			}
		})
	}
	in := input(t, casefile.Acknowledgement, decidedAs(casefile.Access, casefile.Granted))
	in.Case.Person.Address = []string{"1", "2", "3", "4", "5"}
	if _, err := letter.Draw(fonts(t), in); casefile.AsError(err).Field != "Address" {
		t.Errorf("six lines in the window: %v", err)
	}
}

// inWindow lists the lines that the envelope's window shows.
func inWindow(doc page.Document) []string {
	var out []string
	w := page.DLWindow
	for _, r := range doc.Pages[0].Runs {
		if r.X >= w.X && r.X < w.X+w.W && r.Y > w.Y && r.Y < w.Y+w.H {
			out = append(out, r.Text)
		}
	}
	return out
}

// TestDates: a letter states the earlier receipt, the clock's last day, or
// what the clock waits for.
func TestDates(t *testing.T) {
	for _, c := range []struct {
		name     string
		change   func(*letter.Input)
		received string
		due      string
	}{
		{"as received", func(*letter.Input) {}, "9 September 2026", "12 October 2026"},
		{"the DPO had it first", func(in *letter.Input) {
			in.Case.Identity = casefile.Awaited{}
			in.Case.ReceivedByDPO = civil.On(civil.MustParse("2026-09-04"))
			in.Obligations = obligations(t, in.Case)
		}, "4 September 2026", "5 October 2026"},
		{"waiting", func(in *letter.Input) {
			in.Obligations = []clock.Obligation{{Rule: clock.Rights, State: clock.Waiting}}
		}, "9 September 2026", "after your answer"},
		{"paused", func(in *letter.Input) {
			in.Obligations = []clock.Obligation{{Rule: clock.Rights, State: clock.Paused}}
		}, "9 September 2026", "paused until you answer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, casefile.Acknowledgement, decidedAs(casefile.Access, casefile.Granted))
			c.change(&in)
			doc, err := letter.Draw(fonts(t), in)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{letter.LabelReceived + c.received, letter.LabelDue + c.due, letter.LabelRef + "26-7KQ4MX"} {
				if !strings.Contains(flow(doc), want) {
					t.Errorf("%q is not printed", want)
				}
			}
		})
	}
}

// TestExtensionDuringAQuestion: there is no new date while the clock stands
// still, and the letter says how it will come about.
func TestExtensionDuringAQuestion(t *testing.T) {
	c := decidedAs(casefile.Access, casefile.Granted)
	c.Pauses = []casefile.Pause{{Asked: civil.MustParse("2026-09-20"), Reason: "Which?", Volume: "Many."}}
	doc, err := letter.Draw(fonts(t), input(t, casefile.ExtensionNotice, c))
	if err != nil {
		t.Fatal(err)
	}
	if printed := flow(doc); !strings.Contains(printed, "up to three months in all") || strings.Contains(printed, "by paused") {
		t.Error(printed)
	}
}

func TestReplyDuty(t *testing.T) {
	all := []clock.Obligation{{Rule: clock.ComplaintAck}, {Rule: clock.ComplaintOutcome}, {Rule: clock.Rights}}
	for kind, want := range map[casefile.Kind]clock.RuleID{casefile.Access: clock.Rights, casefile.Complaint: clock.ComplaintOutcome} {
		if got, ok := letter.ReplyDuty(kind, all); !ok || got.Rule != want {
			t.Errorf("%s: %v", kind, got.Rule)
		}
	}
	if _, ok := letter.ReplyDuty(casefile.Enquiry, nil); ok {
		t.Error("an enquiry has a date")
	}
}

func TestSubject(t *testing.T) {
	for kind, want := range map[casefile.Kind]string{
		casefile.Access:          "Our answer to your request for a copy of the personal data we hold about Jan Wójcik",
		casefile.Erasure:         "Our answer to your request to erase personal data about Jan Wójcik",
		casefile.MarketingOptOut: "Our answer to your request to stop sending you marketing, for Jan Wójcik",
		casefile.Complaint:       "The outcome of your complaint, for Jan Wójcik",
	} {
		in := input(t, casefile.Reply, decidedAs(kind, casefile.Granted))
		in.Case.Subject = casefile.Subject{Name: "Jan Wójcik", Relation: casefile.Parent}
		if got, err := letter.Subject(in); err != nil || got != want {
			t.Errorf("%s: %q, %v", kind, got, err)
		}
	}
	if _, err := letter.Subject(letter.Input{Kind: "goodbye"}); err == nil {
		t.Error("a letter that does not exist has a subject")
	}
}

func TestLargePrintLosesNothing(t *testing.T) {
	in := input(t, casefile.Reply, decidedAs(casefile.Access, casefile.Partly))
	small, err := letter.Draw(fonts(t), in)
	if err != nil {
		t.Fatal(err)
	}
	in.LargePrint = true
	large, err := letter.Draw(fonts(t), in)
	if err != nil {
		t.Fatal(err)
	}
	if len(large.Pages) <= len(small.Pages) {
		t.Errorf("%d pages large, %d small", len(large.Pages), len(small.Pages))
	}
	for _, word := range strings.Fields(flow(small)) {
		if !strings.Contains(flow(large), word) && !strings.HasPrefix(word, "26-") && !strings.Contains(word, "Received") &&
			!strings.Contains(word, "due") && !strings.Contains(word, "reference") && !strings.Contains(word, "Date") {
			t.Errorf("large print lost %q", word)
		}
	}
}

func TestRegulator(t *testing.T) {
	rows, err := letter.ParseRegulators(assets.Regulator())
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if r.Name == "" || r.Title == "" || r.Short == "" || r.Website == "" || r.Complain == "" || r.Helpline == "" || r.From.IsZero() {
			t.Errorf("row %d is not whole: %+v", i, r)
		}
	}
	first, second := letter.Regulator{Name: "Old", From: civil.MustParse("2020-01-01")}, letter.Regulator{Name: "New", From: civil.MustParse("2027-03-01")}
	for day, want := range map[string]string{"2020-01-01": "Old", "2027-02-28": "Old", "2027-03-01": "New", "2031-01-01": "New"} {
		if got, err := letter.RegulatorOn([]letter.Regulator{second, first}, civil.MustParse(day)); err != nil || got.Name != want {
			t.Errorf("%s: %q, %v", day, got.Name, err)
		}
	}
	if _, err := letter.RegulatorOn([]letter.Regulator{second}, civil.MustParse("2026-01-01")); err == nil {
		t.Error("a day before every row has a regulator")
	}
	for _, bad := range []string{"", "{", `{"rows": []}`, `{"rows": [{"from": "tomorrow"}]}`} {
		if _, err := letter.ParseRegulators([]byte(bad)); casefile.AsError(err).Kind != casefile.Damaged {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestExtrasAndKeys(t *testing.T) {
	keys := letter.ValueKeys()
	for _, e := range letter.Extras() {
		if e.Label == "" || !slices.Contains(keys, e.Key) {
			t.Errorf("%+v", e)
		}
	}
}

// A request is quoted in its own quotation marks and in no others.
func TestQuotedWords(t *testing.T) {
	for asked, want := range map[string]string{
		`You said "no"`:    `“You said "no"”`,
		`"Send me all"`:    `“Send me all”`,
		`“Send me all”`:    `“Send me all”`,
		`"Yes" and "no"`:   `“"Yes" and "no"”`,
		`@{name} %s "all"`: `“@{name} %s "all"”`,
	} {
		c := decidedAs(casefile.Access, casefile.Granted)
		c.Asked = asked
		doc, err := letter.Draw(fonts(t), input(t, casefile.Acknowledgement, c))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(flow(doc), want) {
			t.Errorf("%q is not quoted as %q:\n%s", asked, want, flow(doc))
		}
	}
}

// A person without a name is not written into the sentence twice.
func TestSomebodyWithoutAName(t *testing.T) {
	c := decidedAs(casefile.Access, casefile.Granted)
	c.Subject = casefile.Subject{Relation: casefile.Solicitor}
	doc, err := letter.Draw(fonts(t), input(t, casefile.Acknowledgement, c))
	if err != nil {
		t.Fatal(err)
	}
	if got := flow(doc); !strings.Contains(got, "You write for somebody else. This letter is about that person’s personal data.") {
		t.Error(got)
	}
}
