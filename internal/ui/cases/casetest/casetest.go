// Package casetest makes real vaults with invented cases in them, for the tests
// of the case screens.
package casetest

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/page"
)

// Office is a vault that is open, on a day that the test chooses.
type Office struct {
	*desk.Desk
	Fonts *page.Fonts
	t     testing.TB
	today civil.Date
}

// Day is the day on which an office opens.
var Day = civil.MustParse("2026-10-12")

// New opens an empty vault with the shipped clients in it.
func New(t testing.TB) *Office {
	t.Helper()
	fonts, err := page.NewFonts(
		fynetheme.DefaultTextFont().Content(), fynetheme.DefaultTextBoldFont().Content(), fynetheme.DefaultTextItalicFont().Content(),
	)
	o := &Office{Fonts: fonts, t: t, today: Day}
	o.must(err)
	dir := filepath.Join(t.TempDir(), "vault")
	o.must(desk.Create(dir, []byte("correct horse")))
	o.Desk, err = desk.Open(t.Context(), dir, []byte("correct horse"), desk.Options{
		Now: o.now, Actor: "Rowan Ash", Fonts: fonts,
	})
	o.must(err)
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	clients, err := desk.ShippedClients()
	o.must(err)
	for _, c := range clients {
		o.must(o.RecordClient(t.Context(), c))
	}
	return o
}

// now is ten in the morning of the day.
func (o *Office) now() time.Time { return o.today.Midnight().Add(10 * time.Hour) }

// On moves the office to another day.
func (o *Office) On(day string) { o.today = civil.MustParse(day) }

func (o *Office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// Client returns the id of the n-th shipped client.
func (o *Office) Client(n int) string {
	clients, err := o.Clients(context.Background())
	o.must(err)
	return clients[n].ID
}

// Case opens a case received on a day, by a parent for her child.
func (o *Office) Case(kind casefile.Kind, name, received string) casefile.Reference {
	o.t.Helper()
	return o.Opened(desk.Opening{
		Kinds: []casefile.Kind{kind}, Client: o.Client(0), Channel: casefile.ByEmail, Handler: "Rowan Ash",
		Person:   casefile.Person{Name: name, Email: "person@example.org", Address: []string{"4 Mill Row", "Eastby", "ZZ9 4TT"}},
		Received: civil.On(civil.MustParse(received)), Why: "The date of the forwarded message.",
		Asked: "Please send me a copy of everything you hold about us.",
	})
}

// Opened opens one case.
func (o *Office) Opened(opening desk.Opening) casefile.Reference {
	o.t.Helper()
	refs, err := o.Open(o.t.Context(), opening)
	o.must(err)
	return refs[0]
}

// Act does an action on a case.
func (o *Office) Act(ref casefile.Reference, action string, pairs ...string) {
	o.t.Helper()
	v := casefile.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v[pairs[i]] = pairs[i+1]
	}
	o.must(o.Do(o.t.Context(), ref, action, v))
}
