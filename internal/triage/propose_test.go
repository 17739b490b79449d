package triage_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/triage"

	"github.com/google/go-cmp/cmp"
)

var clients = []casefile.Client{
	{
		ID: "oakfield", Name: "Oakfield Learning Trust Limited", Trading: "Oakfield", Domains: []string{"oakfield.example"},
		Schools: []string{"Mill Lane Primary School", "École Sainte-Anne"}, Address: []string{"1 Mill Lane", "AB1 2CD"},
		DPO: casefile.Officer{Email: "dpo@firm.example"},
	},
	{
		ID: "alder", Name: "Alder Homes Ltd", Trading: "Alder", Domains: []string{"alder.example"}, Aliases: []string{"Oakfield Road Flats"},
		DPO: casefile.Officer{Email: "dpo@firm.example"}, Contacts: []casefile.Contact{{Channel: casefile.ByEmail, Value: "privacy@alder-mail.example"}},
	},
}

func known(cases triage.Cases) triage.Context {
	return triage.NewContext(clients, []string{"dpo@firm.example"}, cases)
}

func address(email string) casefile.Address { return casefile.Address{Email: email} }

func TestClientIsRecognised(t *testing.T) {
	dpo := []casefile.Address{address("dpo@firm.example")}
	for _, test := range []struct {
		name, want, why string
		m               casefile.Message
	}{
		{"nothing says so", "", "", casefile.Message{To: dpo, Text: "Please send my data."}},
		{"to its domain", "oakfield", "It is addressed to office@oakfield.example.", casefile.Message{To: []casefile.Address{address("office@oakfield.example")}}},
		{"copied to a subdomain", "oakfield", "It is addressed to a@mail.oakfield.example.", casefile.Message{To: dpo, Cc: []casefile.Address{address("a@mail.oakfield.example")}}},
		{"from its domain", "alder", "It comes from x@alder.example.", casefile.Message{From: address("x@alder.example"), To: dpo}},
		{"to its own mailbox elsewhere", "alder", "It is addressed to privacy@alder-mail.example, a published address.", casefile.Message{To: []casefile.Address{address("privacy@alder-mail.example")}}},
		{"a domain that only ends alike", "", "", casefile.Message{From: address("x@notalder.example")}},
		{"legal name, other case", "oakfield", "The text names OAKFIELD LEARNING TRUST.", casefile.Message{Text: "I write to OAKFIELD\nLEARNING TRUST about my data."}},
		{"school with accents left out", "oakfield", "The text names ecole sainte anne.", casefile.Message{Text: "my daughter is at ecole sainte anne"}},
		{"name in the subject", "oakfield", "The subject names Mill Lane Primary School.", casefile.Message{Subject: "SAR Mill Lane Primary School"}},
		{"the longer name wins", "alder", "The text names Oakfield Road Flats.", casefile.Message{Text: "I rent at Oakfield Road Flats."}},
		{"part of a word is no name", "", "", casefile.Message{Text: "The Alderman said so."}},
		{"postcode", "oakfield", "The text names AB1 2CD.", casefile.Message{Text: "Your office at 1 Mill Lane, AB1 2CD"}},
		{"address in the text", "alder", "The text mentions rent@alder.example.", casefile.Message{Text: "I wrote to rent@alder.example and heard nothing."}},
		{"an address outweighs a name", "oakfield", "It is addressed to office@oakfield.example.", casefile.Message{To: []casefile.Address{address("office@oakfield.example")}, Text: "I also rent from Alder."}},
		{"two alike", "", "Several clients fit equally: Oakfield, Alder.", casefile.Message{Text: "Both Oakfield and Alder have my data."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := rules(t).Propose(test.m, received, known(triage.Cases{})).Client
			if d := cmp.Diff(casefile.Guess{Value: test.want, Why: test.why}, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestPersonAndSubject(t *testing.T) {
	jane := casefile.Address{Name: "Jane Kowalska", Email: "jane@mail.example"}
	for _, test := range []struct {
		name, text string
		from       casefile.Address
		person     string
		subject    casefile.Subject
	}{
		{"own data", "Please send me a copy of my data.", jane, "Jane Kowalska", casefile.Subject{}},
		{"son by name", "I want a copy of the records about my son Jan Kowalski, please.", jane, "Jane Kowalska", casefile.Subject{Name: "Jan Kowalski", Relation: casefile.Parent, Child: true}},
		{"daughter after a comma", "Send me my daughter, Aoife's, school file.", jane, "Jane Kowalska", casefile.Subject{Name: "Aoife", Relation: casefile.Parent, Child: true}},
		{"child without a name", "I'd like to see my child's file.", jane, "Jane Kowalska", casefile.Subject{Relation: casefile.Parent, Child: true}},
		{"Jan's mother", "I am Jan's mother and want a copy of his file.", jane, "Jane Kowalska", casefile.Subject{Name: "Jan", Relation: casefile.Parent, Child: true}},
		{"solicitor", "We act on behalf of Mr Tobias Fenwick. Our client requests copies of his records.", casefile.Address{Name: "Kite, Marlow", Email: "k@law.example"}, "Marlow Kite", casefile.Subject{Name: "Mr Tobias Fenwick", Relation: casefile.Solicitor}},
		{"our client", "Please disclose the personnel file of our client, Ms Ilse van der Berg, by Friday.", jane, "Jane Kowalska", casefile.Subject{Name: "Ms Ilse van der Berg", Relation: casefile.Solicitor}},
		{"carer", "As the foster carer of Lea Brown I ask for a copy of her file.", jane, "Jane Kowalska", casefile.Subject{Name: "Lea Brown", Relation: casefile.Carer}},
		{"husband", "I write on behalf of my husband Omar Said, who wants a copy of his data.", jane, "Jane Kowalska", casefile.Subject{Name: "Omar Said", Relation: casefile.Representative}},
		{"signed below", "Please send me a copy of my data.\n\nKind regards,\n\nDee Ansah\n07700 900123", address("d@mail.example"), "Dee Ansah", casefile.Subject{}},
		{"no name at all", "Send me my data", address("d@mail.example"), "", casefile.Subject{}},
		{"an address for a name", "Send me my data", casefile.Address{Name: "d@mail.example", Email: "d@mail.example"}, "", casefile.Subject{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := rules(t).Propose(casefile.Message{From: test.from, Text: test.text}, received, known(triage.Cases{}))
			if p.Person.Name != test.person || p.Person.Email != test.from.Email {
				t.Errorf("person %+v, want %s", p.Person, test.person)
			}
			if d := cmp.Diff(test.subject, p.Subject); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestExistingCase(t *testing.T) {
	const ref, other = casefile.Reference("26-7KQ4MX"), casefile.Reference("26-M2XT9C")
	real := mustReferences(t, 2)
	cases := triage.Cases{
		Exists: func(r casefile.Reference) bool { return r == real[0] },
		OfMessage: func(id string) casefile.Reference {
			return map[string]casefile.Reference{"sent-1@firm.example": ref, "old@mail.example": other}[id]
		},
		OfSender: func(email string) []casefile.Reference {
			return map[string][]casefile.Reference{"one@mail.example": {ref}, "two@mail.example": {other, ref}}[email]
		},
	}
	for _, test := range []struct {
		name string
		m    casefile.Message
		want casefile.Guess
	}{
		{"none", casefile.Message{From: address("new@mail.example")}, casefile.Guess{}},
		{"reference in the subject", casefile.Message{Subject: "Re: your reference " + strings.ToLower(string(real[0])), InReplyTo: []string{"old@mail.example"}}, casefile.Guess{Value: string(real[0]), Why: "The subject gives the reference " + string(real[0]) + "."}},
		{"reference in the text", casefile.Message{Text: "about " + string(real[0]) + " again"}, casefile.Guess{Value: string(real[0]), Why: "The text gives the reference " + string(real[0]) + "."}},
		{"reference without its dash", casefile.Message{Text: "ref " + strings.ReplaceAll(string(real[0]), "-", " ")}, casefile.Guess{Value: string(real[0]), Why: "The text gives the reference " + string(real[0]) + "."}},
		{"one character wrong", casefile.Message{Subject: "about " + mistyped(real[0])}, casefile.Guess{Value: string(real[0]), Why: "It gives a reference that is " + string(real[0]) + " but for one character."}},
		{"reference of no case", casefile.Message{Subject: string(real[1])}, casefile.Guess{}},
		{"answers our message", casefile.Message{InReplyTo: []string{"sent-1@firm.example"}}, casefile.Guess{Value: string(ref), Why: "It answers a message of that case."}},
		{"the latest of the thread", casefile.Message{References: []string{"old@mail.example", "sent-1@firm.example"}}, casefile.Guess{Value: string(ref), Why: "It answers a message of that case."}},
		{"sender with one case", casefile.Message{From: address("one@mail.example")}, casefile.Guess{Value: string(ref), Why: "The same person's case is open."}},
		{"sender with two", casefile.Message{From: address("two@mail.example")}, casefile.Guess{Value: string(other), Why: "The latest of 2 open cases of the same person."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if d := cmp.Diff(test.want, rules(t).Propose(test.m, received, known(cases)).Case); d != "" {
				t.Error(d)
			}
		})
	}
}

// mistyped returns a reference with its last character but one wrong.
func mistyped(ref casefile.Reference) string {
	b := []byte(ref)
	if b[7]++; b[7] == 'I' || b[7] == 'L' || b[7] == 'O' || b[7] == 'U' || b[7] > 'Z' || b[7] == ':' {
		b[7] = '0'
	}
	return string(b)
}

func mustReferences(t *testing.T, n int) []casefile.Reference {
	t.Helper()
	var out []casefile.Reference
	for i := range n {
		ref, err := casefile.NewReference(civil.MustParse("2026-10-01"), strings.NewReader(strings.Repeat(string(rune('a'+i)), 5)))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, ref)
	}
	return out
}

// forwarded is a parent's request that a school passes on in the body.
const forwarded = `Please see below, can you deal with this?

School office

-----Original Message-----
From: Priya Nand <priya@mail.example>
Sent: 12 October 2026 08:11
To: office@oakfield.example
Subject: my daughter

I would like a copy of all the records you hold on my daughter Anika.
`

func TestForward(t *testing.T) {
	sent := civil.At(time.Date(2026, 10, 12, 7, 11, 0, 0, time.UTC))
	priya := casefile.Forwarded{
		From: casefile.Address{Name: "Priya Nand", Email: "priya@mail.example"}, To: []casefile.Address{address("office@oakfield.example")},
		Subject: "my daughter", Sent: sent, Text: "I would like a copy of all the records you hold on my daughter Anika.",
	}
	office := casefile.Address{Name: "School office", Email: "office@oakfield.example"}
	for _, test := range []struct {
		name string
		m    casefile.Message
	}{
		{"FW:", casefile.Message{From: office, Subject: "FW: my daughter", Text: forwarded, Forwarded: []casefile.Forwarded{priya}}},
		{"no prefix", casefile.Message{From: office, Subject: "parent", Text: forwarded, Forwarded: []casefile.Forwarded{priya}}},
		{"as an attachment", casefile.Message{From: office, Subject: "for you", Text: "Attached.", Forwarded: []casefile.Forwarded{priya}}},
		{"RE: past the writer", casefile.Message{From: office, To: []casefile.Address{address("dpo@firm.example")}, Subject: "RE: my daughter", InReplyTo: []string{"x"}, Text: forwarded, Forwarded: []casefile.Forwarded{priya}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := rules(t).Propose(test.m, received, known(triage.Cases{}))
			if got := kindsOf(p); len(got) != 1 || got[0] != casefile.Access {
				t.Errorf("kinds %v", p.Kinds)
			}
			if p.Person.Name != "Priya Nand" || p.Person.Email != "priya@mail.example" {
				t.Errorf("person %+v", p.Person)
			}
			if p.Subject.Name != "Anika" || p.Subject.Relation != casefile.Parent || p.Client.Value != "oakfield" {
				t.Errorf("subject %+v, client %+v", p.Subject, p.Client)
			}
			if p.Received != sent || p.ReceivedWhy != "The message passed on was sent on Mon 12 Oct 2026." {
				t.Errorf("received %v: %s", p.Received, p.ReceivedWhy)
			}
			if p.Asked != "I would like a copy of all the records you hold on my daughter Anika." {
				t.Errorf("asked %q", p.Asked)
			}
		})
	}
}

func TestQuotedHistoryIsNotARequest(t *testing.T) {
	const request = "Please send me a copy of all the personal data you hold about me."
	for name, text := range map[string]string{
		"marked":           "Thanks, that's fine.\n\n> " + request + "\n> Jo",
		"marked twice":     "Thanks, that's fine.\n\n>> " + request,
		"introduced":       "Thanks, that's fine.\n\nOn Mon, 5 Oct 2026 at 09:12, Jo Bell <jo@mail.example> wrote:\n\n" + request,
		"on two lines":     "Thanks, that's fine.\n\nOn Mon, 5 Oct 2026 at 09:12, Jo Bell\n<jo@mail.example> wrote:\n" + request,
		"with its headers": "Thanks, that's fine.\r\n\r\nFrom: Jo Bell\r\nSent: 5 October 2026\r\nTo: DPO\r\nSubject: data\r\n\r\n" + request,
		"bold headers":     "Thanks, that's fine.\n\n*From:* Jo Bell\n*Sent:* 5 October 2026\n*To:* DPO\n*Subject:* data\n\n" + request,
		"divided":          "Thanks, that's fine.\n\n-----Original Message-----\n" + request,
		"in Polish":        "Thanks, that's fine.\n\nW dniu 5.10.2026 Jo Bell napisał(a):\n" + request,
	} {
		t.Run(name, func(t *testing.T) {
			p := rules(t).Propose(casefile.Message{Subject: "Re: Subject access request", InReplyTo: []string{"x"}, Text: text}, received, nobody)
			if p.Asks() || p.Asked != "" {
				t.Errorf("%+v", p.Kinds)
			}
			fresh := rules(t).Propose(casefile.Message{Subject: "Re: Subject access request", InReplyTo: []string{"x"}, Text: "Please also delete my account.\n\n" + text}, received, nobody)
			if got := kindsOf(fresh); len(got) != 1 || got[0] != casefile.Erasure {
				t.Errorf("what the reply itself asks: %+v", fresh.Kinds)
			}
		})
	}
}

func TestNegationAndContext(t *testing.T) {
	for _, test := range []struct {
		text string
		want casefile.Kind
	}{
		{"Please delete my account.", casefile.Erasure},
		{"I do not want you to delete my account.", casefile.NoKind},
		{"Please do not delete my account, I still use it.", casefile.NoKind},
		{"We have deleted your account as you asked.", casefile.NoKind},
		{"Thank you for deleting my data.", casefile.NoKind},
		{"I am not asking for a copy of my data.", casefile.NoKind},
		{"Thanks for the copy of my data.", casefile.NoKind},
		{"Thanks for the copy of my data, but please delete my account now.", casefile.Erasure},
		{"You have the right to lodge a complaint with the Information Commissioner.", casefile.NoKind},
		{"Please send me a copy of my data. If you do not, I will complain to the Information Commissioner.", casefile.Access},
		{"If you are not the intended recipient please delete this email and any copies of it.", casefile.NoKind},
		{"To unsubscribe from our newsletter click here.", casefile.NoKind},
		{"PLEASE  SEND\nME MY DA\u00adTA", casefile.Access},
		{"Please sénd me a cöpy of my persönal data", casefile.Access},
		{"please provde a coppy of my persnal informaton", casefile.Access},
		{"I don’t want my photo used.", casefile.Objection},
		{"", casefile.NoKind},
	} {
		got := kindsOf(rules(t).Propose(casefile.Message{Text: test.text}, received, nobody))
		if len(got) != 1 || got[0] != test.want {
			t.Errorf("%q: %v, want %s", test.text, got, test.want)
		}
	}
}

// What rests on single words is marked, what a whole phrase says is not.
func TestFaintKindsAreUnsure(t *testing.T) {
	for text, unsure := range map[string]bool{
		"just text, no header": true,
		"Please send me a copy of all the personal data you hold about me.":            false,
		"I wish to complain about how you handled my personal data.":                   false,
		"Please delete my account and erase all the personal data you hold about me.":  false,
		"Stop sending me marketing e-mails. Please take me off your mailing list now.": false,
	} {
		p := rules(t).Propose(casefile.Message{Text: text}, received, nobody)
		if len(p.Kinds) == 0 || p.Kinds[0].Kind == casefile.NoKind || p.Kinds[0].Unsure != unsure {
			t.Errorf("%q is proposed as %+v", text, p.Kinds)
		}
	}
}

func TestAutomaticMessagesProposeNothing(t *testing.T) {
	for _, a := range []casefile.Automatic{casefile.OutOfOffice, casefile.Bounce, casefile.Calendar} {
		p := rules(t).Propose(casefile.Message{Automatic: a, From: address("x@alder.example"), Text: "Please delete my account."}, received, known(triage.Cases{}))
		if p.Asks() || p.Automatic != a || p.Client.Value != "alder" || p.Received != received {
			t.Errorf("%s: %+v", a, p)
		}
	}
}

// A list's header alone hides no request; a newsletter that speaks of requests
// stays one.
func TestListMailMustBeSure(t *testing.T) {
	for text, want := range map[string]casefile.Kind{
		"Please send me a copy of all the personal data you hold about me and my son.":                                                    casefile.Access,
		"Our webinar shows how to answer a subject access request. Unsubscribe here. You are receiving this because you are on our list.": casefile.NoKind,
		"Term starts on Monday. Please check the menu.":                                                                                   casefile.NoKind,
	} {
		got := kindsOf(rules(t).Propose(casefile.Message{Automatic: casefile.MailingList, Text: text}, received, nobody))
		if len(got) != 1 || got[0] != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
}

func TestWordsAreTheMessagesOwn(t *testing.T) {
	r := rules(t)
	for _, file := range files {
		for _, l := range readLabelled(t, file) {
			p := r.Propose(l.message, received, nobody)
			for _, k := range p.Kinds {
				for _, why := range k.Why {
					if !strings.Contains(l.message.Text, why) && !strings.Contains(l.message.Subject, why) {
						t.Errorf("%q: the words %q are not in it", l.message.Subject, why)
					}
				}
			}
			for _, passage := range strings.Split(p.Asked, "\n\n") {
				if !strings.Contains(l.message.Text, passage) {
					t.Errorf("%q: the passage %q is not in it", l.message.Subject, passage)
				}
			}
		}
	}
}

func FuzzPropose(f *testing.F) {
	f.Add("Re: Fwd: SAR", "On Monday A wrote:\n> From: x\n> \n-- \nmy son's", "x")
	f.Add("", "From:\nTo:\nSubject:\n", "From: a@b.c")
	r := rules(f)
	f.Fuzz(func(t *testing.T, subject, text, inner string) {
		m := casefile.Message{Subject: subject, Text: text, Forwarded: []casefile.Forwarded{{Text: inner, From: address(inner)}}}
		p := r.Propose(m, received, known(triage.Cases{}))
		if len(p.Kinds) == 0 {
			t.Error("no kind, not even none")
		}
	})
}

// BenchmarkPropose measures messages of the project's own, and beside it, in the
// same run, the plainest thing to be done with the same bytes: looking at each.
func BenchmarkPropose(b *testing.B) {
	r := rules(b)
	all := append(lessons(b), readRequests(b, "held")...)
	bytes := 0
	for _, l := range all {
		bytes += len(l.message.Subject) + len(l.message.Text)
	}
	b.Run("triage", func(b *testing.B) {
		b.SetBytes(int64(bytes / len(all)))
		for i := range b.N {
			r.Propose(all[i%len(all)].message, received, nobody)
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
	})
	long := letters(all)
	b.Run("long", func(b *testing.B) { // about 450 words each
		for i := range b.N {
			r.Propose(long[i%len(long)], received, nobody)
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
	})
	b.Run("bytes", func(b *testing.B) {
		b.SetBytes(int64(bytes / len(all)))
		letters := 0
		for i := range b.N {
			text := all[i%len(all)].message.Text
			for j := range len(text) {
				if isLetter(text[j]) {
					letters++
				}
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
		if letters == 0 && b.N > len(all) {
			b.Error("no letters")
		}
	})
}

// letters are messages of 100 to 800 words, each made of several.
func letters(of []labelled) []casefile.Message {
	chance := rand.New(rand.NewPCG(1, 2))
	out := make([]casefile.Message, 200)
	for i := range out {
		m := of[chance.IntN(len(of))].message
		for words := 100 + chance.IntN(700); len(strings.Fields(m.Text)) < words; {
			m.Text += "\n\n" + of[chance.IntN(len(of))].message.Text
		}
		out[i] = m
	}
	return out
}

func isLetter(c byte) bool { return c|32 >= 'a' && c|32 <= 'z' }

// TestRepeatsWithoutEnd would not end if understanding a message took the square
// of its length, or if each message within it were read at full length.
func TestRepeatsWithoutEnd(t *testing.T) {
	for _, phrase := range []string{"copy data hold send email about me ", "do not delete my data ", "my my son ", "send me a copy of my data. "} {
		m := casefile.Message{Subject: phrase, Text: strings.Repeat(phrase, 400_000/len(phrase))}
		for range 50 {
			m.Forwarded = append(m.Forwarded, casefile.Forwarded{Text: m.Text})
		}
		if p := rules(t).Propose(m, received, nobody); len(p.Kinds) == 0 {
			t.Errorf("%q: nothing is proposed, not even that it asks for nothing", phrase)
		}
	}
}

// TestUrgencyIsThatOfTheProposal shows that what is left out where only the
// urgency is asked changes nothing of it.
func TestUrgencyIsThatOfTheProposal(t *testing.T) {
	r := rules(t)
	for _, l := range append(lessons(t), readRequests(t, "held")...) {
		for _, automatic := range []casefile.Automatic{casefile.ByPerson, casefile.MailingList} {
			l.message.Automatic = automatic
			want := r.Propose(l.message, received, nobody).Urgency(received, l.message.Unreadable)
			if got := r.Urgency(l.message, received, nobody); got != want {
				t.Errorf("%q: %v, want %v", l.message.Subject, got, want)
			}
		}
	}
}
