package torture_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"casebook/internal/desk"
	"casebook/internal/vault"
)

// A program killed at any instant, whatever it was doing, has lost nothing that
// it was told is kept, and what it leaves passes every check.
func TestKilled(t *testing.T) {
	kills, lines := 200, 2
	if whole {
		kills = 5000
	}
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
	t.Logf("%d kills, %d of them inside a transaction, %d events acknowledged and found; killed during %v",
		s.kills, s.inside, s.events, s.verbs)
	if s.kills < kills || s.inside*100 < s.kills*30 {
		t.Errorf("%d of %d kills fell inside a transaction: that is too few to say anything", s.inside, s.kills)
	}
}

// score counts what the kills met.
type score struct {
	sync.Mutex
	kills, inside, events int
	verbs                 map[string]int
}

func (s *score) add(d death) {
	s.Lock()
	defer s.Unlock()
	s.kills++
	if d.inside {
		s.inside++
	}
	s.events += len(d.events)
	s.verbs[d.verb]++
}

// perVault is how many kills one vault takes before the next, so that vaults
// of several sizes are met and checking them stays quick.
const perVault = 20

// killing starts and kills workers, one after the other, on a few vaults.
func killing(t *testing.T, rng *rand.Rand, kills int, s *score) {
	from := template(t)
	for done := 0; done < kills; {
		dir := filepath.Join(t.TempDir(), "vault")
		if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
		server := mailbox(t, rng.Int64())
		acknowledged := map[string]bool{}
		for range min(perVault, kills-done) {
			account := server.Account()
			account.Name = fmt.Sprint("dpo", rng.Uint32()) // what one killed before has pulled is new to the next
			d := kill(t, rng, order{
				Dir: dir, Account: account, Password: server.Password, Seed: rng.Uint64(), Scratch: t.TempDir(),
			})
			for _, id := range d.events {
				acknowledged[id] = true
			}
			s.add(d)
			after(t, dir, acknowledged)
			done++
		}
		server.Close()
	}
}

// death is what a worker had said when it was killed.
type death struct {
	inside bool // a transaction
	verb   string
	events []string
}

// kill starts a worker and kills it: a random number of transactions after its
// start, and a random time after that one's beginning.
func kill(t *testing.T, rng *rand.Rand, o order) death {
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
	var d death
	begun, last := 0, rng.IntN(25)
	wait := time.Duration(rng.IntN(4000)) * time.Microsecond
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		switch word {
		case "B":
			if d.inside = true; begun == last {
				time.AfterFunc(wait, func() { child.Process.Kill() })
			}
			begun++
		case "E":
			d.inside = false
		case "I":
			d.events = append(d.events, rest)
		case "V":
			d.verb = rest
		}
	}
	if child.Wait(); child.ProcessState.Exited() {
		t.Fatalf("the worker ended by itself: %s", child.ProcessState)
	}
	if d.verb == "" {
		d.verb = "opening"
	}
	return d
}

// after looks at what a worker left.
func after(t *testing.T, dir string, acknowledged map[string]bool) {
	t.Helper()
	d, err := desk.Open(t.Context(), dir, passphrase, options())
	if err != nil {
		t.Fatal(err)
	}
	sound(t, d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	there := events(t, dir)
	for id := range acknowledged {
		if !there[id] {
			t.Fatalf("event %s was acknowledged and is not there", id)
		}
	}
}

// events returns the ids of all events of a vault.
func events(t *testing.T, dir string) map[string]bool {
	t.Helper()
	v, err := vault.Open(dir, vault.Passphrase(passphrase), vault.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	ids := map[string]bool{}
	err = v.Read(t.Context(), func(r vault.Reader) error {
		return r.Each(context.Background(), func(row vault.Rows) error {
			var id string
			err := row.Scan(&id)
			ids[id] = true
			return err
		}, "SELECT id FROM event")
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}
