package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/store"
	"casebook/internal/vault"
)

// roomyBench is a bench on a disk of which so much is free as free says.
func roomyBench(t *testing.T, free func() int64, ended func()) *bench {
	t.Helper()
	b := newBench(t)
	if err := b.v.Close(); err != nil {
		t.Fatal(err)
	}
	o := cheap
	o.Free = func(string) (int64, error) { return free(), nil }
	o.Watch = func(writing bool) {
		if !writing {
			ended()
		}
	}
	v, err := vault.Open(b.dir, vault.Passphrase(passphrase), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	if b.Store, err = store.Open(t.Context(), v, b.opt); err != nil {
		t.Fatal(err)
	}
	b.v = v
	return b
}

// taken is how many bytes of the disk a vault takes now.
func (b *bench) taken() (n int64) {
	b.Helper()
	entries, err := os.ReadDir(b.dir)
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() { // one may have gone meanwhile
			n += info.Size()
		}
	}
	return n
}

// lacks is what a store says that it needs for so many messages of so many
// bytes, on a disk on which nothing is free.
func lacks(t *testing.T, b *bench, messages int, bytes int64) int64 {
	t.Helper()
	err := b.Room(t.Context(), messages, bytes)
	wantKind(t, err, casefile.Unreachable)
	e, ok := errors.AsType[*vault.NoRoomError](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	return e.Need
}

// hardest are messages that take as much room as any: of one word, of letters as
// people write them, of words that never come twice, of what nothing compresses.
func hardest() map[string]func(chance *rand.Rand, n int) string {
	random := func(chance *rand.Rand, length int, of string) string {
		b := make([]byte, length)
		for i := range b {
			b[i] = of[chance.IntN(len(of))]
		}
		return string(b)
	}
	const letters = "abcdefghijklmnopqrstuvwxyz"
	return map[string]func(*rand.Rand, int) string{
		"one word": func(*rand.Rand, int) string { return "Hello." },
		"a letter": func(chance *rand.Rand, n int) string {
			return strings.Repeat(fmt.Sprintf("Please send me all that you hold about my son %d. ", n), 1+chance.IntN(60))
		},
		"other words": func(chance *rand.Rand, _ int) string {
			var b strings.Builder
			for b.Len() < 24<<10 {
				b.WriteString(random(chance, 6, letters) + " ")
			}
			return b.String()
		},
		"nothing to compress": func(chance *rand.Rand, _ int) string {
			return random(chance, 70<<10, letters+strings.ToUpper(letters)+"0123456789+/")
		},
	}
}

// Keeping and reading messages takes no more of the disk at any moment than what
// was asked for, whatever they hold; what is left when the disk has it is the
// reserve.
func TestMostRoom(t *testing.T) {
	for name, text := range hardest() {
		t.Run(name, func(t *testing.T) {
			var most int64
			var b *bench
			b = roomyBench(t, func() int64 { return 0 }, func() {
				if b != nil {
					most = max(most, b.taken())
				}
			})
			chance := rand.New(rand.NewPCG(5, 6))
			var all []store.Arrival
			var bytes int64
			for n := range 25 {
				raw := []byte(fmt.Sprintf("Ann <ann%d@example.org>\nLetter %d\n", n, n) + text(chance, n))
				all, bytes = append(all, store.Arrival{Copy: placed("INBOX", uint32(n+1)), Raw: raw}), bytes+int64(len(raw))
			}
			reserve := lacks(t, b, 0, 0)
			need, before := lacks(t, b, len(all), bytes)-reserve, b.taken()
			b.receive(all...)
			if _, err := b.Index(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			most = max(most, b.taken())
			t.Logf("%d bytes of messages took %d, and %d was asked for", bytes, most-before, need)
			if took := most - before; took > need || need > 20*took {
				t.Errorf("%d bytes of messages took %d, and %d was asked for", bytes, took, need)
			}
		})
	}
}

// What is kept and not read yet takes room still; once it is read it does not.
func TestRoomForWhatIsNotReadYet(t *testing.T) {
	b := roomyBench(t, func() int64 { return 0 }, func() {})
	before := lacks(t, b, 1, 1000)
	if b.Unread() {
		t.Error("an empty store has something to read")
	}
	raw := []byte("Ann <ann@example.org>\nLetter\n" + strings.Repeat("word ", 40_000))
	b.receive(store.Arrival{Copy: placed("INBOX", 1), Raw: raw})
	unread := lacks(t, b, 1, 1000) // the log was emptied for it
	if !b.Unread() || unread < before+5*64<<10 {
		t.Errorf("it needs %d with a message to read, and %d without", unread, before)
	}
	b.receive(store.Arrival{Copy: placed("INBOX", 2), Raw: raw}) // known
	if again := lacks(t, b, 1, 1000); again > unread+1<<16 {
		t.Errorf("a message that is known takes %d more", again-unread)
	}
	if _, err := b.Index(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if after := lacks(t, b, 1, 1000); b.Unread() || after > before+1<<16 {
		t.Errorf("it needs %d when all is read, and %d before", after, before)
	}
}

// What people read has both numbers, in their units: never more free than there
// is, never less needed.
func TestNoRoomInWords(t *testing.T) {
	const mega = 1 << 20
	for e, want := range map[vault.NoRoomError]string{
		{Free: 120*mega + 1, Need: 300*mega + 1}:       "120 MB are free, and up to 301 MB may be needed.",
		{Free: 0, Need: 1}:                             "less than 1 MB is free, and up to 1 MB may be needed.",
		{Free: mega, Need: 1023 * mega}:                "1 MB is free, and up to 1023 MB may be needed.",
		{Free: 2048*mega - 1, Need: 2048*mega + 1}:     "1.9 GB are free, and up to 2.1 GB may be needed.",
		{Free: 1024*mega - 1, Need: 1024*mega - 1}:     "1023 MB are free, and up to 1.0 GB may be needed.",
		{Free: 10_000 * mega, Need: 20_000 * mega}:     "9.7 GB are free, and up to 19.6 GB may be needed.",
		{Free: 5 * 1024 * mega, Need: 5*1024*mega + 1}: "5.0 GB are free, and up to 5.1 GB may be needed.",
	} {
		for _, err := range []error{&e, &vault.TargetError{Err: &e}} {
			got := store.Problem(fmt.Errorf("x: %w", err))
			wantKind(t, got, casefile.Unreachable)
			if !strings.Contains(got.Error(), want) || !strings.HasPrefix(got.Error(), "There is too little room on the") || !errors.Is(got, vault.ErrFull) {
				t.Errorf("%v reads %q", err, got)
			}
		}
	}
}
