package triage_test

import (
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/triage"
)

func waits(id string, junk bool, u casefile.Urgency) desk.Waiting {
	w := desk.Waiting{Urgency: u}
	w.ID, w.Subject, w.Junk = id, "Hello", junk
	return w
}

// queue is a breach, a request and a plain offer among junk, and an answer.
func queue() *triage.Presenter {
	p := triage.NewPresenter()
	p.SetQueue(triage.Queue{Today: today, Messages: []desk.Waiting{
		waits("breach", false, casefile.Urgency{Class: casefile.HoursRun, Kind: casefile.Breach}),
		waits("lost", true, casefile.Urgency{Class: casefile.DaysRun, Kind: casefile.Access}),
		waits("answer", false, casefile.Urgency{Class: casefile.DaysRun, Kind: casefile.NoKind, Answers: true}),
		waits("spam", true, casefile.Urgency{Class: casefile.AsksNought, Kind: casefile.NoKind}),
	}})
	return p
}

func list(p *triage.Presenter) string {
	var all []string
	for _, r := range p.Rows() {
		words := r.ID + ": " + r.Sub
		if r.Heading {
			words = "# " + r.Title
		}
		all = append(all, words)
	}
	return strings.Join(all, "\n")
}

// A request that was taken for junk stands among the requests, and each row
// says what is proposed.
func TestRowsSayWhatIsProposed(t *testing.T) {
	want := "breach: Breach · Hello\nlost: Access, in junk · Hello\nanswer: Answer · Hello\n# Junk, where requests get lost\nspam: Hello"
	if got := list(queue()); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	for _, r := range queue().Rows() {
		if !r.Heading && !r.Past {
			t.Errorf("%s: the day it came reads like a duty", r.ID)
		}
	}
}

// What should have been answered by now is marked as a breach is, and an answer
// to what was asked, of which no day is known, is not.
func TestRowsAreLate(t *testing.T) {
	for id, u := range map[string]casefile.Urgency{
		"late":   {Class: casefile.DaysRun, Kind: casefile.Access, By: today.AddDays(-1)},
		"today":  {Class: casefile.DaysRun, Kind: casefile.Access, By: today},
		"answer": {Class: casefile.DaysRun, Kind: casefile.NoKind, Answers: true, By: today.AddDays(-1)},
	} {
		p := triage.NewPresenter()
		p.SetQueue(triage.Queue{Today: today, Messages: []desk.Waiting{waits(id, false, u)}})
		if late := p.Rows()[0].State == rowlist.Late; late != (id == "late") {
			t.Errorf("%s: marked late %v", id, late)
		}
	}
}

// What hours count for is not put below the rest.
func TestABreachIsNotPutOff(t *testing.T) {
	p := queue()
	before := list(p)
	if p.PutOff("breach") || list(p) != before {
		t.Error("the breach is put off")
	}
	if !p.PutOff("lost") || !strings.HasSuffix(list(p), "# Later\nlost: Access, in junk · Hello") {
		t.Errorf("%s", list(p))
	}
}

// Only whole words are lit, in the subject too, and only those of the kinds
// that the card quotes.
func TestWholeWordsAreLit(t *testing.T) {
	v := view("Sandra and an Ünan, an.", casefile.Proposal{Kinds: []casefile.KindGuess{
		{Kind: casefile.Access, Why: []string{"an", "my data"}}, {Kind: casefile.Erasure, Why: []string{"Sandra"}},
	}})
	v.Message.Subject = "Send my data"
	p := presenter(v, trust)
	kinds, _ := p.KindOptions()
	for _, o := range kinds {
		if len(o.Kinds) == 1 && o.Kinds[0] == casefile.Access {
			p.Choose(o)
		}
	}
	if _, lit, _ := text(p.Paragraphs()); lit != "[an][an]" {
		t.Errorf("lit are %s", lit)
	}
	if because := p.Card().Because; because != "because “an”, “my data”" {
		t.Errorf("%s", because)
	}
	if runs := p.Head().Subject; len(runs) != 2 || runs[1].Text != "my data" || !runs[1].Marked {
		t.Errorf("the subject is %+v", runs)
	}
}

// A second message of the same person about the same goes to the open case; one
// about something else, or for another client, opens its own.
func TestTheSameAgain(t *testing.T) {
	p := casefile.Proposal{
		Kinds: guess(casefile.Access), Client: casefile.Guess{Value: "trust"},
		Case: casefile.Guess{Value: "26-7KQ4MX", Why: "The same person's case is open."},
	}
	for _, c := range []struct {
		row  desk.CaseRow
		want triage.Decision
	}{
		{desk.CaseRow{Reference: "26-7KQ4MX", Kind: casefile.Access, Client: "trust"}, triage.AddToCase},
		{desk.CaseRow{Reference: "26-7KQ4MX", Kind: casefile.Erasure, Client: "trust"}, triage.OpenCase},
		{desk.CaseRow{Reference: "26-7KQ4MX", Kind: casefile.Access, Client: "firm"}, triage.OpenCase},
	} {
		q := triage.NewPresenter()
		q.SetQueue(triage.Queue{Today: today, Clients: []casefile.Client{trust, firm}, Cases: []desk.CaseRow{c.row}})
		q.Show(view("", p))
		if card := q.Card(); card.Propose != c.want || !strings.HasPrefix(fact(card, "Case"), "26-7KQ4MX, ") {
			t.Errorf("%+v: %d, %q", c.row, card.Propose, fact(card, "Case"))
		}
	}
}
