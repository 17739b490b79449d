package torture_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"casebook/internal/desk"
	"casebook/internal/vault"
	"casebook/internal/vault/powercut"
)

// session is a whole program's work on a disk that forgets.
type session struct {
	r    *powercut.Recorder
	made int // how many things were done until there was a vault: the vault's own test cuts there
}

// record lets a program do everything so many times over, in any order.
func record(t *testing.T, rng *rand.Rand, rounds int, deaf ...powercut.Class) session {
	t.Helper()
	home := t.TempDir()
	r, err := powercut.New(home, deaf...)
	if err != nil {
		t.Fatal(err)
	}
	defer vault.Beneath(r)()
	server := mailbox(t, rng.Int64())
	defer server.Close()
	say := func(word, rest string) { r.Acknowledge(word + " " + rest) }
	if err := begin(t, home); err != nil {
		t.Fatal(reason(err))
	}
	made := r.Len()
	w, err := newWorker(order{Home: home, Account: server.Account(), Password: server.Password, Seed: rng.Uint64()}, say)
	if err != nil {
		t.Fatal(reason(err))
	}
	for range rounds {
		for _, n := range rng.Perm(len(verbs)) {
			if err := w.one(verbs[n]); err != nil {
				t.Fatalf("%s: %s", verbs[n].name, reason(err))
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(reason(err))
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	// The vault knows where its backups were: what is cut must not find there
	// what was yet to come.
	if err := os.RemoveAll(home); err != nil {
		t.Fatal(err)
	}
	return session{r, made}
}

// begin makes a vault that knows the shipped clients.
func begin(t *testing.T, home string) error {
	if err := desk.CreateQuick(vaultIn(home), passphrase); err != nil {
		return err
	}
	d, err := desk.Open(t.Context(), vaultIn(home), passphrase, options())
	if err != nil {
		return err
	}
	if err := d.RecordClient(t.Context(), clients(t)...); err != nil {
		return err
	}
	return d.Close()
}

// survives cuts the power at some moment, and returns what of what was promised
// by then is not so, and what was under way.
func (s session) survives(ctx context.Context, chance *rand.Rand) (verb string, err error) {
	home, err := os.MkdirTemp("", "cut")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(home)
	n := s.made + chance.IntN(s.r.Len()-s.made+1)
	if err := s.r.Cut(n, chance, home); err != nil {
		return "", err
	}
	p := newPromise()
	for _, line := range s.r.Acknowledged(n) {
		word, rest, _ := strings.Cut(line, " ")
		p.hear(word, rest)
	}
	if verb = p.verb; verb == "" {
		verb = "nothing"
	}
	if err := p.kept(ctx, home, true); err != nil {
		return verb, fmt.Errorf("after %d of %d things done, during %q: %w", n, s.r.Len(), verb, err)
	}
	return verb, nil
}

// Whatever the program said is kept is there after the power was cut at any
// later moment: of what had not been synced each sector was written, was not,
// or is rubbish, in any order. What the cut leaves opens and passes every check.
func TestPowerCutOfTheProgram(t *testing.T) {
	const cuts = 20 // a session
	sessions := many(40, 1000) / cuts
	verbs, writes := map[string]int{}, 0
	for seed := range sessions {
		rng := rand.New(rand.NewPCG(uint64(seed), 8))
		s := record(t, rng, 3)
		writes += s.r.Len()
		for range cuts {
			verb, err := s.survives(t.Context(), rng)
			if err != nil {
				t.Errorf("session %d: %s", seed, reason(err))
			}
			verbs[verb]++
		}
	}
	t.Logf("%d power cuts in %d sessions of %d recorded writes and syncs; cut during %v", sessions*cuts, sessions, writes, verbs)
}

// A program that left out any one kind of sync is found out by the test above.
func TestPowerCutOfTheProgramFindsMissingSyncs(t *testing.T) {
	for _, class := range []powercut.Class{powercut.Log, powercut.Database, powercut.Keys, powercut.Copy, powercut.Directory} {
		t.Run(string(class), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(9, 9))
			s := record(t, rng, 2, class)
			for n := range 300 {
				if _, err := s.survives(t.Context(), rng); err != nil {
					t.Logf("cut %d: %s", n+1, reason(err))
					return
				}
			}
			t.Errorf("no cut showed that the %s is not synced", class)
		})
	}
}
