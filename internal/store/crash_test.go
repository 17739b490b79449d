package store_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/store"
	"casebook/internal/vault"
)

// kills is how often the test of crashes kills its program.
var kills = flag.Int("kills", 20, "how often a program that appends is killed")

// appendEnv names the vault to which this program is to append without end.
const appendEnv = "CASEBOOK_TEST_APPEND"

func TestMain(m *testing.M) {
	if dir := os.Getenv(appendEnv); dir != "" {
		appendWithoutEnd(dir)
	}
	flag.Parse()
	os.Exit(m.Run())
}

// appendWithoutEnd keeps message after message, with a case each, and says the
// ids of events that have been acknowledged.
func appendWithoutEnd(dir string) {
	ctx := context.Background()
	env := casefile.Env{Now: time.Now, NewID: rand.Text, Random: rand.Reader}
	v, err := vault.Open(dir, vault.Passphrase(passphrase), cheap)
	fatal(err)
	s, err := store.Open(ctx, v, store.Options{Env: env, Actor: "Priya", Read: readMail, Reader: "1"})
	fatal(err)
	for {
		message, id := env.NewID(), env.NewID()
		raw := []byte("Jo <jo@example.org>\nHello " + message + "\n" + rand.Text())
		ref, err := casefile.NewReference(env.Today(), rand.Reader)
		fatal(err)
		act := store.Act{Blobs: [][]byte{raw}}
		for _, e := range []struct {
			kind casefile.StreamKind
			id   string
			p    casefile.Payload
		}{
			{casefile.MessageStream, message, &casefile.MessageReceived{
				SHA256: store.Sum(raw), Size: len(raw),
				Copy: casefile.Copy{Account: "dpo", Folder: message, UIDValidity: 1, UID: 1, InternalDate: noon},
			}},
			{casefile.CaseStream, id, &casefile.CaseOpened{Reference: ref, Kind: casefile.Access, Client: "oakfield"}},
			{casefile.MessageStream, message, &casefile.MessageFiledTo{Case: id}},
		} {
			event, err := casefile.NewEvent(streamOf(e.kind, e.id), civil.At(noon), e.p)
			fatal(err)
			act.Events = append(act.Events, event)
		}
		sealed, err := s.Append(ctx, act)
		fatal(err)
		for _, e := range sealed {
			fmt.Println(e.ID, e.Stream.Kind, e.Stream.ID)
		}
	}
}

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A program killed at any instant loses nothing that it has acknowledged, and
// leaves nothing half done.
func TestKilled(t *testing.T) {
	b := newBench(t)
	b.opt = store.Options{Env: testEnv(), Actor: "Priya", Read: readMail, Reader: "1"}
	b.opt.Env.NewID = rand.Text
	acknowledged := map[string]casefile.Stream{}
	for range *kills {
		if err := b.v.Close(); err != nil {
			t.Fatal(err)
		}
		appendAndKill(t, b.dir, acknowledged)
		b.open()
		b.sound()
		for id, stream := range acknowledged {
			if n := b.number("SELECT count(*) FROM event WHERE id = ? AND kind = ? AND stream = ?", id, stream.Kind, stream.ID); n != 1 {
				t.Fatalf("an acknowledged event is there %d times", n)
			}
		}
		if messages, cases := b.number("SELECT count(*) FROM message_row"), b.number("SELECT count(*) FROM case_row"); messages != cases {
			t.Fatalf("there are %d messages and %d cases: an act was kept in part", messages, cases)
		}
	}
	if len(acknowledged) < *kills {
		t.Errorf("only %d events were acknowledged", len(acknowledged))
	}
}

// appendAndKill lets a program append to the vault, kills it a random time
// after its first word, and adds what it has acknowledged.
func appendAndKill(t *testing.T, dir string, acknowledged map[string]casefile.Stream) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), appendEnv+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	first := true
	for lines.Scan() {
		if first {
			first = false
			after := time.Duration(mathrand.IntN(30_000)) * time.Microsecond
			time.AfterFunc(after, func() { child.Process.Kill() })
		}
		var id string
		var stream casefile.Stream
		if n, _ := fmt.Sscan(lines.Text(), &id, &stream.Kind, &stream.ID); n == 3 && len(stream.ID) == len(rand.Text()) {
			acknowledged[id] = stream
		}
	}
	child.Wait()
	if first {
		t.Fatal("the program ended without a word")
	}
}
