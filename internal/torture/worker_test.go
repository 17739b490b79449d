package torture_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

// orderEnv holds a worker's order; a program with one is a worker.
const orderEnv = "CASEBOOK_TORTURE_ORDER"

// order is what a worker is to do until it is killed.
type order struct {
	Home     string // a folder with the vault in it, another of an older version, and backups
	Words    int    // number of the passphrase
	Account  casefile.Account
	Password string
	Seed     uint64
	Role     string // "planted": see plant
	People   []string
}

func TestMain(m *testing.M) {
	if o := os.Getenv(orderEnv); o != "" {
		work(o)
	}
	os.Exit(m.Run())
}

// worker is a program that uses a vault without pause and says what it has been
// told is kept, as a [promise] hears it.
type worker struct {
	*desk.Desk
	order
	rng *rand.Rand
	ctx context.Context
	say func(word, rest string)
}

// newWorker opens the order's vault.
func newWorker(o order, say func(word, rest string)) (*worker, error) {
	w := &worker{order: o, rng: rand.New(rand.NewPCG(o.Seed, 1)), ctx: context.Background(), say: say}
	with := options()
	if w.Role == "" {
		with.Watch, with.Kept = w.told, w.kept
	}
	var err error
	if w.Desk, err = desk.Open(w.ctx, vaultIn(o.Home), phrase(o.Words), with); err != nil {
		return nil, err
	}
	return w, w.signIn()
}

// signIn adds the order's mailbox, if no worker before this one did.
func (w *worker) signIn() error {
	there, err := w.Accounts(w.ctx)
	if err != nil || slices.ContainsFunc(there, func(a casefile.Account) bool { return a.Name == w.Account.Name && a.Port == w.Account.Port }) {
		return err
	}
	return w.AddAccount(w.ctx, w.Account, w.Password)
}

func vaultIn(home string) string { return filepath.Join(home, "vault") }

func work(text string) {
	var o order
	fatal(json.Unmarshal([]byte(text), &o))
	w, err := newWorker(o, func(word, rest string) { fmt.Println(word, rest) })
	fatal(err)
	if w.Role == "planted" {
		w.plant()
	}
	for {
		fatal(w.one(verbs[w.rng.IntN(len(verbs))]))
	}
}

// one does one thing.
func (w *worker) one(v verb) error {
	w.say("V", v.name)
	return v.do(w)
}

func (w *worker) told(writing bool) {
	if writing {
		w.say("B", "")
	} else {
		w.say("E", "")
	}
}

func (w *worker) kept(events []casefile.Event) {
	for _, e := range events {
		w.say("I", e.ID)
	}
}

func fatal(err error) {
	if err != nil {
		e := casefile.AsError(err)
		fmt.Fprintln(os.Stderr, e.What, errors.Unwrap(e))
		os.Exit(1)
	}
}

// verb is one of the things that a worker does.
type verb struct {
	name string
	do   func(*worker) error
}

var verbs = []verb{
	{"pull", (*worker).pull},
	{"open", (*worker).open},
	{"act", (*worker).act},
	{"issue", (*worker).issue},
	{"file", (*worker).file},
	{"set-aside", (*worker).setAside},
	{"dispose", (*worker).dispose},
	{"rebuild", func(w *worker) error { return w.Rebuild(w.ctx) }},
	{"backup", (*worker).backup},
	{"words", (*worker).words},
	{"recovery", (*worker).recovery},
	{"migrate", (*worker).migrate},
}

func (w *worker) pull() error {
	_, err := w.Pull(w.ctx, w.Account.Name, nil)
	return err
}

func (w *worker) open() error {
	_, err := w.Intake.Open(w.ctx, desk.Opening{
		Kinds: []casefile.Kind{casefile.Access}, Client: "nunthorpe", Channel: casefile.ByPost,
		Person: casefile.Person{Name: "Łucja Wright", Address: []string{"1 Mill Lane", "Ashby"}},
		// This day or any before it in this month: never one still to come.
		Received: civil.On(casefile.Env{Now: options().Now}.Today().AddDays(-w.rng.IntN(10))),
	})
	return err
}

// dispose opens a case of a person of its own, for open access cases hold those
// of theirs, and takes it out again.
func (w *worker) dispose() error {
	refs, err := w.Intake.Open(w.ctx, desk.Opening{
		Kinds: []casefile.Kind{casefile.Erasure}, Client: "nunthorpe", Channel: casefile.ByPost,
		Person: casefile.Person{Name: fmt.Sprintf("Solo Q%dz", w.rng.Uint64())}, Asked: "Erase me.",
		Received: civil.On(casefile.Env{Now: options().Now}.Today()),
	})
	if err != nil {
		return err
	}
	if err := w.Do(w.ctx, refs[0], "close", casefile.Values{"reason": "Withdrawn", "withdrawn": "yes"}); err != nil {
		return err
	}
	if _, err = w.Dispose(w.ctx, desk.Approval{Cases: refs, Early: true, Reason: "To try it"}); err != nil {
		return err
	}
	w.say("D", string(refs[0]))
	return nil
}

// some returns a case to work on, or opens one.
func (w *worker) some() (casefile.Reference, error) {
	rows, err := w.Cases(w.ctx, desk.CaseQuery{})
	if err != nil {
		return "", err
	}
	if len(rows) == 0 {
		if err := w.open(); err != nil {
			return "", err
		}
		return w.some()
	}
	return rows[w.rng.IntN(len(rows))].Reference, nil
}

func (w *worker) act() error {
	ref, err := w.some()
	if err != nil {
		return err
	}
	return w.Do(w.ctx, ref, "note", casefile.Values{"text": "Spoke to the school office."})
}

func (w *worker) issue() error {
	ref, err := w.some()
	if err != nil {
		return err
	}
	_, err = w.Issue(w.ctx, ref, "acknowledgement", nil)
	if casefile.IsKind(err, casefile.Invalid) || casefile.IsKind(err, casefile.Refused) {
		return nil // a case from a mail may lack an address to write to
	}
	return err
}

// undecided returns a message that nobody has decided, or "".
func (w *worker) undecided() (string, error) {
	rows, err := w.Messages(w.ctx, casefile.MessageNew)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[w.rng.IntN(len(rows))].ID, nil
}

func (w *worker) file() error {
	id, err := w.undecided()
	if err != nil || id == "" {
		return err
	}
	_, err = w.File(w.ctx, id, desk.Filing{Kinds: []casefile.Kind{casefile.Erasure}, Client: "thrive"})
	return err
}

func (w *worker) setAside() error {
	id, err := w.undecided()
	if err != nil || id == "" {
		return err
	}
	return w.SetAside(w.ctx, id, "no request")
}
