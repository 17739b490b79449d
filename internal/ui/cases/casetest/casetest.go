// Package casetest makes real vaults with invented cases in them, for the tests
// of the case screens.
package casetest

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
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

// New opens a vault with the shipped clients and no case in it.
func New(t testing.TB) *Office {
	t.Helper()
	made.Do(func() { vault = build(t) })
	dir := filepath.Join(t.TempDir(), "vault")
	o := &Office{t: t, today: Day}
	o.must(os.CopyFS(dir, vault))
	o.open(dir)
	t.Cleanup(func() { o.must(o.Close()) })
	return o
}

// vault is the one that every test gets a copy of: to make one takes longer
// than most tests.
var (
	made  sync.Once
	vault fstest.MapFS
)

func build(t testing.TB) fstest.MapFS {
	dir := filepath.Join(t.TempDir(), "vault")
	o := &Office{t: t, today: Day}
	o.must(desk.Create(dir, []byte(passphrase)))
	o.open(dir)
	clients, err := desk.ShippedClients()
	o.must(err)
	for _, c := range clients {
		o.must(o.RecordClient(t.Context(), c))
	}
	o.must(o.Close())
	files := fstest.MapFS{}
	o.must(fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(dir, path))
		files[path] = &fstest.MapFile{Data: b, Mode: 0o600}
		return err
	}))
	return files
}

const passphrase = "correct horse"

func (o *Office) open(dir string) {
	o.t.Helper()
	var err error
	o.Fonts, err = page.NewFonts(
		fynetheme.DefaultTextFont().Content(), fynetheme.DefaultTextBoldFont().Content(), fynetheme.DefaultTextItalicFont().Content(),
	)
	o.must(err)
	o.Desk, err = desk.Open(o.t.Context(), dir, []byte(passphrase), desk.Options{Now: o.now, Actor: "Rowan Ash", Fonts: o.Fonts})
	o.must(err)
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
