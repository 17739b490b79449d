package torture_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// A program killed at any instant, whatever it was doing, has lost nothing that
// it was told is kept, and what it leaves passes every check.
func TestKilled(t *testing.T) {
	kills, lines := many(200, 5000), 2
	s := &score{verbs: map[string]int{}}
	t.Run("lines", func(t *testing.T) {
		for line := range lines {
			t.Run(fmt.Sprint(line), func(t *testing.T) {
				t.Parallel()
				rng := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), uint64(line)))
				killing(t, rng, kills/lines, s)
			})
		}
	})
	t.Logf("%d kills, %d of them inside a transaction, %d events acknowledged and found, %d backups restored; killed during %v",
		s.kills, s.inside, s.events, s.backups, s.verbs)
	if s.kills < kills || s.inside*100 < s.kills*30 {
		t.Errorf("%d of %d kills fell inside a transaction: that is too few to say anything", s.inside, s.kills)
	}
}

// score counts what the kills met.
type score struct {
	sync.Mutex
	kills, inside, events, backups int
	verbs                          map[string]int
}

// add counts a kill; events is how many were acknowledged before it, by the
// worker that was killed.
func (s *score) add(p *promise, events int, backup bool) {
	s.Lock()
	defer s.Unlock()
	s.kills++
	if p.inside {
		s.inside++
	}
	if backup {
		s.backups++
	}
	s.events += events
	if p.verb == "" {
		p.verb = "opening"
	}
	s.verbs[p.verb]++
}

// perVault is how many kills one vault takes before the next, so that vaults
// of several sizes are met and checking them stays quick.
const perVault = 20

// killing starts and kills workers, one after the other, on a few vaults.
func killing(t *testing.T, rng *rand.Rand, kills int, s *score) {
	from := template(t)
	for done := 0; done < kills; {
		home := t.TempDir()
		if err := os.CopyFS(vaultIn(home), os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
		server := mailbox(t, rng.Int64())
		p := newPromise()
		for n := range min(perVault, kills-done) {
			account := server.Account()
			account.Name = fmt.Sprint("dpo", rng.Uint32()) // what one killed before has pulled is new to the next
			events := len(p.events)
			kill(t, rng, order{Home: home, Words: p.words, Account: account, Password: server.Password, Seed: rng.Uint64()}, p)
			backup := p.verb == "backup" || n == perVault-1
			s.add(p, len(p.events)-events, backup)
			if err := p.kept(t.Context(), home, backup); err != nil {
				t.Fatalf("kill %d of this vault: %v", n+1, reason(err))
			}
			done++
		}
		server.Close()
		if err := os.RemoveAll(home); err != nil {
			t.Fatal(err)
		}
	}
}

// reason adds to what a person is told what lies beneath it.
func reason(err error) string {
	text := err.Error()
	for beneath := errors.Unwrap(err); beneath != nil; beneath = errors.Unwrap(beneath) {
		if !strings.Contains(text, beneath.Error()) {
			text += ": " + beneath.Error()
		}
	}
	return text
}

// moment is when a worker is to be killed: after so many of the lines that say
// a word, and a random time after that one.
type moment struct {
	word  string
	lines int
	wait  time.Duration
}

// someMoment is mostly soon after a transaction begins. What takes long outside
// of one, such as a backup, has moments of its own.
func someMoment(rng *rand.Rand) moment {
	if rng.IntN(4) == 0 {
		return moment{"V", rng.IntN(8), time.Duration(rng.IntN(60_000)) * time.Microsecond}
	}
	return moment{"B", rng.IntN(25), time.Duration(rng.IntN(4000)) * time.Microsecond}
}

// kill starts a worker, hears what it promises, and kills it.
func kill(t *testing.T, rng *rand.Rand, o order, p *promise) {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), orderEnv+"="+string(text))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	at := someMoment(rng)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		p.hear(word, rest)
		if word != at.word {
			continue
		}
		if at.lines == 0 {
			time.AfterFunc(at.wait, func() { child.Process.Kill() })
		}
		at.lines--
	}
	if child.Wait(); child.ProcessState.Exited() {
		t.Fatalf("the worker ended by itself during %q: %s", p.verb, child.ProcessState)
	}
}
