package demo_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/demo"
	"casebook/internal/message"
)

var (
	today   = civil.MustParse("2026-11-20")
	clients = []casefile.Client{
		{ID: "fairholme", Name: "Fairholme Learning Trust", Kind: "academy-trust"},
		{ID: "bright", Name: "Bright Steps Training Limited", Trading: "Bright Steps", Kind: "company"},
	}
)

// each reads the mails of several seeds.
func each(t *testing.T, check func(t *testing.T, m demo.Mail, got casefile.Message)) {
	t.Helper()
	for seed := range int64(6) {
		for _, m := range demo.Mails(seed, today, clients) {
			check(t, m, message.Read(m.Raw))
			if t.Failed() {
				t.Fatalf("seed %d, %s:\n%s", seed, m.Truth.Shape, m.Raw)
			}
		}
	}
}

func TestSameSeedSameMail(t *testing.T) {
	a, b := demo.Mails(7, today, clients), demo.Mails(7, today, clients)
	if len(a) < 44 || len(a) != len(b) {
		t.Fatalf("%d and %d messages", len(a), len(b))
	}
	for i := range a {
		if !bytes.Equal(a[i].Raw, b[i].Raw) || !a[i].Received.Equal(b[i].Received) || a[i].Seen != b[i].Seen {
			t.Errorf("message %d differs", i)
		}
	}
}

func TestOtherSeedsAreOtherPeople(t *testing.T) {
	names := func(seed int64) []string {
		var list []string
		for _, m := range demo.Mails(seed, today, clients) {
			if m.Truth.Kinds[0] != casefile.NoKind {
				list = append(list, m.Truth.Name)
			}
		}
		slices.Sort(list)
		return list
	}
	seven, eight := names(7), names(8)
	if len(slices.Compact(slices.Clone(seven))) != len(seven) {
		t.Errorf("somebody asks twice: %v", seven)
	}
	same := 0
	for _, n := range seven {
		if slices.Contains(eight, n) {
			same++
		}
	}
	if same > len(seven)/2 {
		t.Errorf("%d of %d names are in both", same, len(seven))
	}
}

func TestEveryMailReadsAsItWasMeant(t *testing.T) {
	each(t, func(t *testing.T, m demo.Mail, got casefile.Message) {
		name, text := got.From.Name, got.Text
		if strings.HasPrefix(m.Truth.Shape, "forwarded") {
			if len(got.Forwarded) != 1 {
				t.Fatalf("%d messages inside", len(got.Forwarded))
			}
			inner := got.Forwarded[0]
			name, text = inner.From.Name, inner.Text
			if inner.Sent.Date() != m.Truth.Received {
				t.Errorf("sent first on %v, truth %v", inner.Sent, m.Truth.Received)
			}
		} else if len(got.Forwarded) != 0 {
			t.Errorf("messages inside: %+v", got.Forwarded)
		} else if civil.Of(got.Sent) != m.Truth.Received {
			t.Errorf("sent %v, truth %v", got.Sent, m.Truth.Received)
		}
		if name != m.Truth.Name {
			t.Errorf("from %q, truth %q", name, m.Truth.Name)
		}
		if m.Truth.Kinds[0] != casefile.NoKind && !slices.Contains(strings.Split(text, "\n"), m.Truth.Name) {
			t.Errorf("%q is not a line of the text:\n%s", m.Truth.Name, text)
		}
		if got.Unreadable || strings.ContainsAny(text+got.Subject, "{}[]|\uFFFD") {
			t.Errorf("subject %q, text:\n%s", got.Subject, text)
		}
		if damaged := len(got.Defects) > 0; damaged != (m.Truth.Shape == "broken") {
			t.Errorf("defects %q", got.Defects)
		}
	})
}

func TestMachinesAreKnownForMachines(t *testing.T) {
	want := map[string]casefile.Automatic{
		"out of office": casefile.OutOfOffice, "bounce": casefile.Bounce,
		"newsletter": casefile.MailingList, "invitation": casefile.Calendar,
	}
	each(t, func(t *testing.T, m demo.Mail, got casefile.Message) {
		if got.Automatic != want[m.Truth.Shape] {
			t.Errorf("automatic %q, want %q", got.Automatic, want[m.Truth.Shape])
		}
	})
}

func TestTheRunHoldsWhatADeskNeedsToShow(t *testing.T) {
	for seed := range int64(6) {
		kinds, shapes := map[casefile.Kind]int{}, map[string]int{}
		var overdue, due, week, later, foreign, double int
		bodies := map[string]bool{}
		for _, m := range demo.Mails(seed, today, clients) {
			shapes[m.Truth.Shape]++
			if m.Received.After(today.AddDays(1).Midnight()) || civil.Of(m.Received).Before(today.AddDays(-60)) {
				t.Errorf("received %v", m.Received)
			}
			for _, r := range m.Truth.Name {
				if r > 127 {
					foreign++
					break
				}
			}
			text := message.Read(m.Raw).Text
			if bodies[text] {
				t.Errorf("twice: %s", text)
			}
			bodies[text] = true
			if m.Truth.Kinds[0] == casefile.NoKind {
				continue
			}
			if len(m.Truth.Kinds) > 1 {
				double++
			}
			for _, k := range m.Truth.Kinds {
				kinds[k]++
			}
			switch left := m.Truth.Received.AddMonths(1).Sub(today); {
			case left < 0:
				overdue++
			case left == 0:
				due++
			case left <= 7:
				week++
			default:
				later++
			}
		}
		for _, k := range casefile.OpenKinds() {
			if kinds[k.Kind] == 0 {
				t.Errorf("seed %d: no %s", seed, k.Kind)
			}
		}
		if kinds[casefile.Complaint] < 4 || double < 4 || foreign < 15 || overdue < 4 || due < 1 || week < 3 || later < 8 {
			t.Errorf("seed %d: kinds %v, double %d, names beyond ASCII %d, overdue %d, due %d, this week %d, later %d",
				seed, kinds, double, foreign, overdue, due, week, later)
		}
		for _, s := range []string{
			"plain", "html", "alternative", "quoted-printable", "base64", "iso-8859-1", "pdf attached", "docx attached",
			"forwarded inline, Outlook", "forwarded inline, Gmail", "forwarded inline, Apple Mail", "forwarded as attachment",
			"reply", "out of office", "bounce", "newsletter", "spam", "invitation", "broken",
		} {
			if shapes[s] == 0 {
				t.Errorf("seed %d: no message is %s", seed, s)
			}
		}
	}
}

func TestAClientIsNamed(t *testing.T) {
	each(t, func(t *testing.T, m demo.Mail, got casefile.Message) {
		if m.Truth.Kinds[0] == casefile.NoKind {
			return
		}
		called := map[string]string{"fairholme": "Fairholme", "bright": "Bright Steps"}[m.Truth.Client]
		text := got.Text + got.Subject
		for _, f := range got.Forwarded {
			text += f.Text
		}
		if called == "" || !strings.Contains(text, called) {
			t.Errorf("client %q is not named:\n%s", m.Truth.Client, text)
		}
	})
}

func TestWithoutClients(t *testing.T) {
	for _, m := range demo.Mails(1, today, nil) {
		if m.Truth.Client != "" {
			t.Errorf("client %q out of nowhere", m.Truth.Client)
		}
	}
}
