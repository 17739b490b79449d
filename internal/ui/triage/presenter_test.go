package triage_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/triage"
)

var today = civil.MustParse("2026-10-12")

// view is a message received on 9 October with a proposal.
func view(text string, p casefile.Proposal) desk.MessageView {
	v := desk.MessageView{Message: casefile.Message{Text: text}, Proposal: p}
	v.Row.ID = "m1"
	v.Row.Received = civil.At(time.Date(2026, 10, 9, 8, 0, 0, 0, time.UTC))
	return v
}

func guess(kinds ...casefile.Kind) []casefile.KindGuess {
	var out []casefile.KindGuess
	for _, k := range kinds {
		out = append(out, casefile.KindGuess{Kind: k, Why: []string{"all my data"}})
	}
	return out
}

func presenter(v desk.MessageView, clients ...casefile.Client) *triage.Presenter {
	p := triage.NewPresenter()
	p.SetQueue(triage.Queue{Today: today, Clients: clients})
	p.Show(v)
	return p
}

var (
	trust = casefile.Client{ID: "trust", Name: "Harbour Trust Limited", Trading: "Harbour Trust"}
	firm  = casefile.Client{ID: "firm", Name: "Mill & Daughters Ltd"}
)

func TestCard(t *testing.T) {
	forTrust := casefile.Guess{Value: "trust", Why: "The text names Harbour Trust."}
	cases := map[string]struct {
		view    desk.MessageView
		head    string
		propose triage.Decision
	}{
		"one kind":      {view("", casefile.Proposal{Kinds: guess(casefile.Access), Client: forTrust}), "ACCESS for Harbour Trust", triage.OpenCase},
		"two kinds":     {view("", casefile.Proposal{Kinds: guess(casefile.Access, casefile.Complaint), Client: forTrust}), "ACCESS AND COMPLAINT for Harbour Trust", triage.OpenCase},
		"no client":     {view("", casefile.Proposal{Kinds: guess(casefile.Erasure)}), "ERASURE, client not known", triage.Undecided},
		"nothing asked": {view("", casefile.Proposal{Kinds: guess(casefile.NoKind), Client: forTrust}), "NOT A REQUEST", triage.NotRequest},
		"bounce":        {view("", casefile.Proposal{Kinds: guess(casefile.NoKind), Automatic: casefile.Bounce}), "NOT A REQUEST: a message that could not be delivered", triage.NotRequest},
		"answer":        {view("", casefile.Proposal{Kinds: guess(casefile.NoKind), Case: casefile.Guess{Value: "26-7KQ4MX"}}), "BELONGS TO 26-7KQ4MX", triage.AddToCase},
		"unsure": {
			view("", casefile.Proposal{Kinds: []casefile.KindGuess{{Kind: casefile.Enquiry, Unsure: true}}, Client: forTrust}),
			"Perhaps ENQUIRY for Harbour Trust", triage.OpenCase,
		},
		"a breach": {view("", casefile.Proposal{Kinds: guess(casefile.Breach), Client: forTrust}), "BREACH for Harbour Trust", triage.OpenCase},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			card := presenter(c.view, trust, firm).Card()
			if card.Head != c.head || card.Propose != c.propose {
				t.Errorf("%q, %d; want %q, %d", card.Head, card.Propose, c.head, c.propose)
			}
			if card.Propose == triage.Undecided && card.Advice == "" {
				t.Error("does not say what to do")
			}
		})
	}
}

func fact(c triage.Card, name string) string {
	for _, f := range c.Facts {
		if f.Name == name {
			return f.Words
		}
	}
	return ""
}

// The day counts that the client had it, where that was earlier.
func TestReceived(t *testing.T) {
	for received, want := range map[string]string{
		"":           "Fri 9 Oct 2026: 3 days gone",
		"2026-10-09": "Fri 9 Oct 2026: 3 days gone",
		"2026-10-06": "by the client on Tue 6 Oct 2026: 6 days gone",
		"2026-10-11": "Fri 9 Oct 2026: 3 days gone",
	} {
		p := casefile.Proposal{Kinds: guess(casefile.Access)}
		if received != "" {
			p.Received = civil.On(civil.MustParse(received))
		}
		if got := fact(presenter(view("", p)).Card(), "Received"); got != want {
			t.Errorf("%q: %q, want %q", received, got, want)
		}
	}
}

// Where nothing is asked no time runs, and the card says why it thinks so.
func TestNothingAsked(t *testing.T) {
	card := presenter(view("", casefile.Proposal{}), trust, firm).Card()
	if got := fact(card, "Received"); got != "Fri 9 Oct 2026" {
		t.Errorf("received %q", got)
	}
	if card.Because != "because nothing in it reads like a request or a complaint" {
		t.Errorf("says %q", card.Because)
	}
	if bounce := presenter(view("", casefile.Proposal{Automatic: casefile.Bounce}), trust, firm).Card(); bounce.Because != "" {
		t.Errorf("of a bounce it says %q", bounce.Because)
	}
}

func TestPersonWords(t *testing.T) {
	for want, p := range map[string]casefile.Proposal{
		"Ada Brook":                             {Person: casefile.Person{Name: "Ada Brook"}},
		"ada@brook.example":                     {Person: casefile.Person{Email: "ada@brook.example"}},
		"Ada Brook, parent of Jan (a child)":    {Person: casefile.Person{Name: "Ada Brook"}, Subject: casefile.Subject{Name: "Jan", Child: true, Relation: casefile.Parent}},
		"Ada Brook, solicitor of somebody else": {Person: casefile.Person{Name: "Ada Brook"}, Subject: casefile.Subject{Relation: casefile.Solicitor}},
	} {
		if got := fact(presenter(view("", p)).Card(), "Person"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What is chosen is what is filed, and the quotation follows the choice.
func TestChoosing(t *testing.T) {
	p := presenter(view("", casefile.Proposal{Kinds: guess(casefile.Access, casefile.Complaint)}), trust, firm)
	kinds, at := p.KindOptions()
	if kinds[0].Label != "Access and complaint" || at != 0 {
		t.Errorf("offers %q, chosen %d", kinds[0].Label, at)
	}
	if what, _ := p.Missing(); what != "It is not known for which client this is." {
		t.Errorf("missing %q", what)
	}
	clients, at := p.ClientOptions()
	if len(clients) != 2 || at != -1 || clients[1].Label != "Mill & Daughters Ltd" {
		t.Errorf("clients %v, chosen %d", clients, at)
	}
	p.Choose(clients[1])
	p.Choose(kinds[2])
	f := p.Filing()
	if what, _ := p.Missing(); what != "" || f.Client != "firm" || len(f.Kinds) != 1 || f.Kinds[0] != kinds[2].Kinds[0] {
		t.Errorf("files %+v, missing %q", f, what)
	}
}

func TestOneClientIsTheClient(t *testing.T) {
	if got := presenter(view("", casefile.Proposal{Kinds: guess(casefile.Access)}), trust).Filing().Client; got != "trust" {
		t.Errorf("client %q", got)
	}
}

func text(all []triage.Paragraph) (plain, marked, quoted string) {
	for _, p := range all {
		for _, r := range p.Runs {
			plain += r.Text
			if r.Marked {
				marked += "[" + r.Text + "]"
			}
		}
		if p.Quoted {
			quoted += p.Runs[0].Text
		}
		plain += "|"
	}
	return plain, marked, quoted
}

func TestParagraphs(t *testing.T) {
	body := "Hello,\r\n\r\nI want ALL  my\ndata now.\r\n\r\nOn Fri 9 Oct 2026 Ada Brook wrote:\r\n> all my\r\n> data\r\n\r\n-- \r\nAda"
	plain, marked, quoted := text(presenter(view(body, casefile.Proposal{Kinds: guess(casefile.Access)})).Paragraphs())
	if want := "Hello,|I want ALL  my\ndata now.|On Fri 9 Oct 2026 Ada Brook wrote:|> all my\n> data|--\nAda|"; plain != want {
		t.Errorf("%q, want %q", plain, want)
	}
	if want := "[ALL  my\ndata][all my\n> data]"; marked != want {
		t.Errorf("marked %q, want %q", marked, want)
	}
	if !strings.HasPrefix(quoted, "On Fri") || strings.Contains(quoted, "Hello") {
		t.Errorf("quoted %q", quoted)
	}
}

// Whatever a message holds and whatever its proposal rests on, no letter of it
// is lost or made up on the way to the screen.
func TestNoLetterIsLost(t *testing.T) {
	solid := func(s string) string { return strings.Join(strings.Fields(s), "") }
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringMatching(`([a-zŁé.*\[\]()>\\ ]{0,12}\n{0,3}){0,20}`).Draw(t, "body")
		why := rapid.SliceOfN(rapid.StringMatching(`[a-zŁé.*\[\]()>\\ ]{0,8}`), 0, 4).Draw(t, "why")
		p := casefile.Proposal{Kinds: []casefile.KindGuess{{Kind: casefile.Access, Why: why}}}
		plain, _, _ := text(presenter(view(body, p)).Paragraphs())
		// Lines of nothing but marks of quotation are empty lines.
		var want string
		for line := range strings.Lines(body) {
			if strings.Trim(line, "> \n") != "" {
				want += line
			}
		}
		var got string
		for line := range strings.Lines(strings.ReplaceAll(plain, "|", "\n")) {
			if strings.Trim(line, "> \n") != "" {
				got += line
			}
		}
		if solid(got) != solid(want) {
			t.Fatalf("%q became %q", body, plain)
		}
	})
}

// A message attached to a message is shown below it, unless its words stand in
// the text already.
func TestPassedOn(t *testing.T) {
	v := view("Please see below.\n\n> I want all my data.", casefile.Proposal{Kinds: guess(casefile.Access)})
	v.Message.Forwarded = []casefile.Forwarded{
		{Text: "I want all\nmy data."},
		{From: casefile.Address{Name: "Ada Brook"}, Subject: "Jan", Sent: civil.On(civil.MustParse("2026-10-01")), Text: "Send me all my data."},
	}
	plain, marked, _ := text(presenter(v).Paragraphs())
	if want := "Please see below.|> I want all my data.|Passed on: from Ada Brook, Thu 1 Oct 2026, Jan|Send me all my data.|"; plain != want {
		t.Errorf("%q, want %q", plain, want)
	}
	if marked != "[all my data][all my data]" {
		t.Errorf("marked %q", marked)
	}
}

// While what was set aside is counted and not read yet, the list says so and
// sends nobody away to search.
func TestTrayNotReadYet(t *testing.T) {
	p := triage.NewPresenter()
	p.SetTray(triage.Tray{Count: 3})
	p.Turn(true)
	if rows := p.Rows(); len(rows) > 0 || !strings.HasPrefix(p.Empty(), "Reading") {
		t.Errorf("%+v, %q", rows, p.Empty())
	}
}
