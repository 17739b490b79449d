package torture_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

// orderEnv holds a worker's order; a program with one is a worker.
const orderEnv = "CASEBOOK_TORTURE_ORDER"

// order is what a worker is to do until it is killed.
type order struct {
	Dir      string
	Account  casefile.Account
	Password string
	Seed     uint64
	Scratch  string // a folder for what it writes besides
	Role     string // "planted": see plant
	People   []string
}

func TestMain(m *testing.M) {
	if o := os.Getenv(orderEnv); o != "" {
		work(o)
	}
	os.Exit(m.Run())
}

// worker is a program that uses a vault without pause and says on its standard
// output what it has been told is kept: a line "B" where a transaction begins,
// "E" where it has ended, "I" and an id for each event, "V" and a verb.
type worker struct {
	*desk.Desk
	order
	rng *rand.Rand
	ctx context.Context
}

func work(text string) {
	w := &worker{ctx: context.Background()}
	fatal(json.Unmarshal([]byte(text), &w.order))
	w.rng = rand.New(rand.NewPCG(w.Seed, 1))
	o := options()
	if w.Role == "" {
		o.Watch, o.Kept = told, kept
	}
	var err error
	w.Desk, err = desk.Open(w.ctx, w.Dir, passphrase, o)
	fatal(err)
	fatal(w.AddAccount(w.ctx, w.Account, w.Password))
	if w.Role == "planted" {
		w.plant()
	}
	for {
		v := verbs[w.rng.IntN(len(verbs))]
		fmt.Println("V", v.name)
		fatal(v.do(w))
	}
}

func told(writing bool) {
	if writing {
		fmt.Println("B")
	} else {
		fmt.Println("E")
	}
}

func kept(events []casefile.Event) {
	for _, e := range events {
		fmt.Println("I", e.ID)
	}
}

func fatal(err error) {
	if err != nil {
		e := casefile.AsError(err)
		fmt.Fprintln(os.Stderr, e.What, errors.Unwrap(e))
		os.Exit(1)
	}
}

// verbs are what a worker does.
var verbs = []struct {
	name string
	do   func(*worker) error
}{
	{"pull", (*worker).pull},
	{"open", (*worker).open},
	{"act", (*worker).act},
	{"issue", (*worker).issue},
	{"file", (*worker).file},
	{"set-aside", (*worker).setAside},
	{"dispose", (*worker).dispose},
	{"rebuild", func(w *worker) error { return w.Rebuild(w.ctx) }},
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
	_, err = w.Dispose(w.ctx, desk.Approval{Cases: refs, Early: true, Reason: "To try it"})
	return err
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
