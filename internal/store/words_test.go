package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/store"
	"casebook/internal/vault"
	"casebook/internal/vault/powercut"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// What is plain in a text is folded as all of it would be.
func TestFoldedInPieces(t *testing.T) {
	same := func(t interface{ Errorf(string, ...any) }, s string) {
		if got, want := store.Folded(s), store.Plain(s); got != want {
			t.Errorf("%q is folded to %q, not %q", s, got, want)
		}
	}
	for _, s := range []string{
		"", "Plain TEXT 1", "É", "E\u0301tude", "\u0301", "a\u0301\u0323b", "ﬁRST ½ №", "Stra\u00adße", "\xffA\xc3", "A\xc3B\xa9", "İI", "한글 가", "a" + strings.Repeat("\u0301", 70) + "b",
	} {
		same(t, s)
	}
	rapid.Check(t, func(r *rapid.T) {
		same(r, rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("aZ \u0301\u0323éß½ﬁ한’…\u00ad\u200bİſ")), rapid.Rune())).Draw(r, "text"))
	})
}

// Whatever begins a word finds just the documents that have a word that begins
// so, however long it is and however many words do, in the whole vault and
// within a client.
func TestEveryBeginningFinds(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	b.client("ashfield", "wales")
	said := invented(rand.New(rand.NewPCG(6, 6)))
	inside := func(n int) bool { return n%3 == 0 }
	err := b.Bulk(t.Context(), func(add store.Adder) error {
		for n, client := range []string{"oakfield", "ashfield"} {
			row := store.CaseRow{ID: fmt.Sprint("case ", n), Reference: casefile.Reference(fmt.Sprintf("26-%06d", n)), Kind: casefile.Access, Client: client, State: casefile.StateOpen}
			if err := add.Case(row, "", ""); err != nil {
				return err
			}
		}
		for n, words := range said {
			of := "case 1"
			if inside(n) {
				of = "case 0"
			}
			m := store.MessageRow{MessageRecord: casefile.MessageRecord{ID: fmt.Sprintf("%04d", n), SHA256: fmt.Sprint(n), State: casefile.MessageNew}, Subject: words[0]}
			if err := add.Message(m, of, "every "+strings.Join(words, " ")); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for beginning := range beginnings(said) {
		for _, client := range []string{"", "oakfield"} {
			var want, got []string
			for n, words := range said {
				if slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, beginning) }) && (client == "" || inside(n)) {
					want = append(want, fmt.Sprintf("%04d", n))
				}
			}
			hits, err := b.Search(t.Context(), "every "+beginning, client, 1000)
			for _, h := range hits {
				got = append(got, h.ID)
			}
			slices.Sort(got)
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Fatalf("%q within %q: %s %v", beginning, client, diff, err)
			}
		}
	}
}

// invented are the words of documents: many that begin alike, some of letters
// of which there are thousands.
func invented(chance *rand.Rand) [][]string {
	said := make([][]string, 90)
	for n := range said {
		for range 12 {
			letters, length := []rune("abcd"), 1+chance.IntN(11)
			if chance.IntN(5) == 0 {
				letters, length = []rune("的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实"), 2+chance.IntN(2)
			}
			word := []rune(nil)
			for range length {
				word = append(word, letters[chance.IntN(len(letters))])
			}
			if len(letters) > 10 {
				word[0] = '王'
			}
			said[n] = append(said[n], string(word))
		}
	}
	return said
}

// beginnings are those of the words, some of each length, and some that begin
// no word.
func beginnings(said [][]string) map[string]bool {
	all := map[string]bool{"cabdzz": true, "王王王": true, "z": true}
	each := map[int]int{}
	for _, words := range said {
		for _, w := range words {
			for i := range w + " " {
				n := utf8.RuneCountInString(w[:i])
				if n > 0 && !all[w[:i]] && each[n] < 40 {
					each[n]++
					all[w[:i]] = true
				}
			}
		}
	}
	return all
}

// segments is in how many pieces the index of words lies.
func (b *bench) segments() int { return b.number("SELECT count(DISTINCT segid) FROM words_idx") }

// automerge is how FTS5 is told to merge; 4 where nobody says otherwise.
func (b *bench) automerge() int {
	return b.number("SELECT coalesce((SELECT v FROM words_config WHERE k = 'automerge'), 4)")
}

// arrive keeps messages, each with a name of its own.
func (b *bench) arrive(from, to int, name func(n int) string) []store.Taken {
	b.Helper()
	var all []store.Arrival
	for n := from; n < to; n++ {
		raw := fmt.Sprintf("%s <ann@example.org>\nLetter %d\nSaid by %s", name(n), n, name(n))
		all = append(all, store.Arrival{Copy: placed("INBOX", uint32(n+1)), Raw: []byte(raw)})
	}
	return b.receive(all...)
}

func numbered(n int) string { return fmt.Sprintf("Ann Number%d", n) }

// Few messages at a time leave few pieces, and so do many, however often.
func TestIndexStaysInFewPieces(t *testing.T) {
	b := newBench(t)
	at := 0
	pulls := slices.Concat(slices.Repeat([]int{3}, 60), []int{4500, 3, 600, 700}, slices.Repeat([]int{510}, 25))
	for n, come := range pulls {
		b.arrive(at, at+come, numbered)
		at += come
		if _, err := b.Index(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if pieces := b.segments(); pieces > 24 || b.automerge() != 4 {
			t.Errorf("after pull %d of %d messages the index has %d pieces, and merges %d", n, come, pieces, b.automerge())
		}
	}
	if hits, err := b.Search(t.Context(), "number4680", "", 0); err != nil || len(hits) != 1 {
		t.Errorf("found %+v, %v", hits, err)
	}
	b.sound()
}

// Ended in the middle of very many, the merging is done the next time; what is
// disposed of before leaves no name behind.
func TestMergingGoesOnAtTheNextOpening(t *testing.T) {
	b := newBench(t)
	chance := rand.New(rand.NewChaCha8([32]byte{5}))
	names := make([]string, 3500)
	for n := range names {
		names[n] = drawnName(chance)
	}
	taken := b.arrive(0, len(names), func(n int) string { return names[n] })
	ctx, stop := context.WithCancel(t.Context())
	var read atomic.Int32
	done, err := b.Index(ctx, func(raw []byte, _ civil.Moment) store.MessageText {
		if read.Add(1) == 3200 {
			stop()
		}
		return readMail(raw)
	})
	if len(done) == 0 || len(done) == len(names) || !errors.Is(err, context.Canceled) || b.automerge() != 0 {
		t.Fatalf("%d were read, it merges %d, %v", len(done), b.automerge(), err)
	}
	var gone []story
	d := store.Disposing{}
	for n := range 40 {
		gone = append(gone, story{names: []string{names[n]}})
		d.Messages = append(d.Messages, store.MessageProof{ID: taken[n].ID})
	}
	if _, err := b.Store.Dispose(t.Context(), just(d)); err != nil {
		t.Fatal(err)
	}
	if found := formsOf(b.pages(), gone); found > 0 {
		t.Errorf("%d forms of %d names are left", found, len(gone))
	}
	b.reopen()
	if pieces := b.segments(); pieces > 4 || b.automerge() != 4 || b.number("SELECT count(*) FROM message_row WHERE read = 0") != 0 {
		t.Errorf("the index has %d pieces, and merges %d", pieces, b.automerge())
	}
	b.sound()
}

// Where there is no room to merge, what was read is found all the same; with
// room again it is done.
func TestMergingWaitsForRoom(t *testing.T) {
	root := t.TempDir()
	disk, err := powercut.New(root)
	if err != nil {
		t.Fatal(err)
	}
	defer vault.Beneath(disk)()
	b := &bench{TB: t, dir: filepath.Join(root, "vault"), opt: testOptions(t)}
	if err := vault.Create(b.dir, passphrase, cheap); err != nil {
		t.Fatal(err)
	}
	b.open()
	defer func() { b.v.Close() }()
	b.arrive(0, 600, numbered)
	if _, err := b.Index(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	b.sql("INSERT INTO words (words, rank) VALUES ('automerge', 0)") // as many leave it that came before the program ended
	disk.Fill(true)
	if _, err := b.Index(t.Context(), nil); err != nil || b.automerge() != 0 {
		t.Errorf("without room: %v, it merges %d", err, b.automerge())
	}
	disk.Fill(false)
	if hits, err := b.Search(t.Context(), "number480", "", 0); err != nil || len(hits) != 1 {
		t.Errorf("found %+v, %v", hits, err)
	}
	if _, err := b.Index(t.Context(), nil); err != nil || b.automerge() != 4 {
		t.Errorf("with room: %v, it merges %d", err, b.automerge())
	}
}
