package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/store"
	"casebook/internal/vault"
)

// cheap stretches passphrases of tests as little as Argon2id can.
var cheap = vault.Options{Cost: vault.Cost{Time: 1, MemoryKiB: 8, Threads: 1}}

var passphrase = []byte("correct horse battery staple")

// the day and hour at which every test begins.
var noon = time.Date(2026, time.October, 12, 11, 0, 0, 0, time.UTC)

// testEnv is an outside world that gives the same things in the same order.
func testEnv() casefile.Env {
	chance := rand.NewChaCha8([32]byte{7})
	n, now := 0, noon
	return casefile.Env{
		Now: func() time.Time { now = now.Add(time.Second); return now },
		NewID: func() string {
			n++
			return fmt.Sprintf("01994f2c-0000-7000-8000-%012d", n)
		},
		Random: chance,
	}
}

// readMail reads mail of which the first line is the sender and the second the
// subject: the store knows nothing of MIME.
func readMail(raw []byte) store.MessageText {
	lines := strings.SplitN(string(raw)+"\n\n\n", "\n", 3)
	name, email, _ := strings.Cut(lines[0], " <")
	return store.MessageText{
		From:    casefile.Address{Name: name, Email: strings.TrimSuffix(email, ">")},
		Subject: lines[1], Text: strings.TrimSpace(lines[2]), MessageID: "of " + lines[1],
	}
}

func testLaw(t testing.TB) clock.Law {
	t.Helper()
	b, err := os.ReadFile("../../assets/law/holidays.json")
	if err != nil {
		t.Fatal(err)
	}
	law, err := clock.DefaultLaw(b)
	if err != nil {
		t.Fatal(err)
	}
	return law
}

func testOptions(t testing.TB) store.Options {
	t.Helper()
	return store.Options{Env: testEnv(), Actor: "Priya", Law: testLaw(t), Read: readMail, Reader: "1"}
}

// bench is an open store with short ways to fill it.
type bench struct {
	testing.TB
	*store.Store
	v   *vault.Vault
	dir string
	opt store.Options
}

// newBench makes a vault and opens its store.
func newBench(t testing.TB) *bench {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "vault")
	if err := vault.Create(dir, passphrase, cheap); err != nil {
		t.Fatal(err)
	}
	b := &bench{TB: t, dir: dir, opt: testOptions(t)}
	b.open()
	t.Cleanup(func() { b.v.Close() })
	return b
}

func (b *bench) open() {
	b.Helper()
	v, err := vault.Open(b.dir, vault.Passphrase(passphrase), cheap)
	if err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(b.Context(), v, b.opt)
	if err != nil {
		v.Close()
		b.Fatal(err)
	}
	b.v, b.Store = v, s
}

// reopen closes the vault and opens it again.
func (b *bench) reopen() {
	b.Helper()
	if err := b.v.Close(); err != nil {
		b.Fatal(err)
	}
	b.open()
}

func (b *bench) id() string { return b.opt.Env.NewID() }

// event makes an event that happened on that day.
func (b *bench) event(kind casefile.StreamKind, id, on string, p casefile.Payload) casefile.Event {
	b.Helper()
	e, err := casefile.NewEvent(casefile.Stream{Kind: kind, ID: id}, civil.On(civil.MustParse(on)), p)
	if err != nil {
		b.Fatal(err)
	}
	return e
}

// keep appends an act that must succeed.
func (b *bench) keep(act store.Act) []casefile.Event {
	b.Helper()
	sealed, err := b.Append(b.Context(), act)
	if err != nil {
		b.Fatal(err)
	}
	return sealed
}

// client records a client.
func (b *bench) client(id, nation string) {
	b.Helper()
	c := casefile.Client{ID: id, Name: strings.ToUpper(id), Nation: nation, Kind: "company"}
	b.keep(store.Act{Events: []casefile.Event{b.event(casefile.ClientStream, id, "2026-09-01", &casefile.ClientRecorded{Client: c})}})
}

// openCase opens a case received on that day and returns its id and reference.
func (b *bench) openCase(kind casefile.Kind, client, person, received string) (string, casefile.Reference) {
	b.Helper()
	ref, err := casefile.NewReference(civil.MustParse("2026-10-12"), b.opt.Env.Random)
	if err != nil {
		b.Fatal(err)
	}
	id := b.id()
	b.keep(store.Act{Events: []casefile.Event{
		b.event(casefile.CaseStream, id, "2026-10-12", &casefile.CaseOpened{
			Reference: ref, Kind: kind, Client: client, Person: casefile.Person{Name: person}, Channel: casefile.ByPost,
		}),
		b.event(casefile.CaseStream, id, received, &casefile.RequestReceived{By: casefile.ByController}),
	}})
	return id, ref
}

// mail keeps a message and returns its id.
func (b *bench) mail(uid uint32, raw string) string {
	b.Helper()
	id := b.id()
	b.keep(store.Act{Blobs: [][]byte{[]byte(raw)}, Events: []casefile.Event{
		b.event(casefile.MessageStream, id, "2026-10-12", &casefile.MessageReceived{
			SHA256: store.Sum([]byte(raw)), Size: len(raw),
			Copy: casefile.Copy{Account: "dpo", Folder: "INBOX", UIDValidity: 7, UID: uid, InternalDate: noon},
		}),
	}})
	return id
}

// sound fails the test unless every check of the vault passes.
func (b *bench) sound() {
	b.Helper()
	checks, err := b.Verify(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range checks {
		if !c.OK {
			b.Errorf("%s: %s", c.Name, c.Detail)
		}
	}
}

// failed returns the names of the checks that fail.
func (b *bench) failed() []string {
	b.Helper()
	checks, err := b.Verify(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	var names []string
	for _, c := range checks {
		if !c.OK {
			names = append(names, c.Name)
		}
	}
	return names
}

// sql changes the database behind the store's back.
func (b *bench) sql(statement string, args ...any) {
	b.Helper()
	err := b.v.Write(b.Context(), func(w vault.Writer) error {
		n, err := w.Exec(b.Context(), statement, args...)
		if err == nil && n == 0 {
			err = fmt.Errorf("nothing was changed by %s", statement)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

// wantKind fails the test unless err is for people and of that kind.
func wantKind(t testing.TB, err error, kind casefile.ErrorKind) {
	t.Helper()
	e := casefile.AsError(err)
	if e == nil || e.Kind != kind || e.What == "" || e.Do == "" {
		t.Errorf("got %v (%+v), want an error of kind %s", err, e, kind)
	}
}

// number runs a query for one number.
func (b *bench) number(query string, args ...any) (n int) {
	b.Helper()
	err := b.v.Read(b.Context(), func(r vault.Reader) error {
		return r.QueryRow(b.Context(), query, args...).Scan(&n)
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}
