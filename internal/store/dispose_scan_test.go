package store_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf16"

	"casebook/internal/casefile"
	"casebook/internal/store"
	"casebook/internal/vault"

	"github.com/klauspost/compress/zstd"
)

// drawnName is a name nobody has, drawn so that no word of a tokenizer or of
// English can be it by chance.
func drawnName(chance *rand.Rand) string {
	word := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte('a' + chance.IntN(26))
		}
		return string(bytes.ToUpper(b[:1])) + string(b[1:])
	}
	return word(7) + " " + word(9)
}

// wide is a text as UTF-16LE.
func wide(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// forms are the ways in which a name can lie in a file. Base64 has three, by
// where in a group of three bytes the name begins.
func forms(name string) [][]byte {
	out := [][]byte{[]byte(name), bytes.ToLower([]byte(name)), wide(name)}
	for _, word := range bytes.Fields([]byte(name)) {
		out = append(out, word, bytes.ToLower(word), wide(string(word)))
	}
	for skip := range 3 {
		s := base64.StdEncoding.EncodeToString(append(make([]byte, skip), name...))
		out = append(out, []byte(s[4:len(s)-4]))
	}
	return out
}

// pages returns every page of the database as it is once decrypted, free ones
// included. The log must have been emptied.
func (b *bench) pages() []byte {
	b.Helper()
	if log, err := os.Stat(filepath.Join(b.dir, "cases.vault-wal")); err == nil && log.Size() > 0 {
		b.Fatalf("the log holds %d bytes", log.Size())
	}
	var all []byte
	err := b.v.Read(b.Context(), func(r vault.Reader) error {
		return r.Each(b.Context(), func(row vault.Rows) error {
			var page []byte
			err := row.Scan(&page)
			all = append(all, page...)
			return err
		}, "SELECT data FROM sqlite_dbpage ORDER BY pgno")
	})
	if err != nil {
		b.Fatal(err)
	}
	return all
}

// unpacked returns what every piece of compressed data in the pages holds, as
// far as it can be read.
func unpacked(t testing.TB, pages []byte) []byte {
	t.Helper()
	dec, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer dec.Close()
	var out []byte
	for at := 0; ; {
		i := bytes.Index(pages[at:], []byte{0x28, 0xb5, 0x2f, 0xfd})
		if i < 0 {
			return out
		}
		at += i
		if err := dec.Reset(bytes.NewReader(pages[at:])); err == nil {
			part := make([]byte, 64<<10)
			n, _ := dec.Read(part)
			out = append(out, part[:n]...)
		}
		at += 4
	}
}

// story is a matter in the vault: a case with all that can hold a name, and
// mail, each with a name of its own.
type story struct {
	names   []string
	id      string
	message string
	packed  [][]byte // its stored files as they lie in the pages
}

func (b *bench) story(chance *rand.Rand, enc *zstd.Encoder, n int, link casefile.Reference) (story, casefile.Reference) {
	b.Helper()
	s := story{}
	for range 5 {
		s.names = append(s.names, drawnName(chance))
	}
	var ref casefile.Reference
	s.id, ref = b.openCase(casefile.Erasure, "oakfield", s.names[0], "2026-09-01")
	filler := make([]byte, chance.IntN(6000))
	for i := range filler {
		filler[i] = byte(' ' + chance.IntN(90))
	}
	raw := fmt.Appendf(nil, "%s <%d@example.org>\nFrom %s\n%s %s %s %s", s.names[1], n, s.names[1], filler, s.names[1], wide(s.names[1]), base64.StdEncoding.EncodeToString([]byte(s.names[1])))
	s.message = b.mail(uint32(1000+n), string(raw))
	pdf := fmt.Appendf(nil, "%%PDF %s %s", s.names[2], filler)
	b.keep(store.Act{Blobs: [][]byte{pdf}, Events: []casefile.Event{
		b.event(casefile.CaseStream, s.id, "2026-10-01", &casefile.LetterIssued{Letter: casefile.Reply, SHA256: store.Sum(pdf), Size: len(pdf), Subject: s.names[2]}),
		b.event(casefile.CaseStream, s.id, "2026-10-01", &casefile.NoteAdded{Text: s.names[3] + " rang. " + string(filler)}),
		b.event(casefile.CaseStream, s.id, "2026-10-01", &casefile.PersonRecorded{Person: casefile.Person{Name: s.names[0], Email: s.names[0] + "@example.org"}}),
		b.event(casefile.CaseStream, s.id, "2026-10-02", &casefile.MessageAttached{Message: s.message}),
		b.event(casefile.MessageStream, s.message, "2026-10-02", &casefile.MessageFiledTo{Case: s.id}),
	}})
	if link != "" {
		b.linked(s.id, ref, link, "the sister of "+s.names[4])
	}
	s.packed = [][]byte{enc.EncodeAll(raw, nil), enc.EncodeAll(pdf, nil)}
	return s, ref
}

// linked links two cases to one another, with the same words on both.
func (b *bench) linked(id string, ref, other casefile.Reference, words string) {
	b.Helper()
	c, _, err := b.Case(b.Context(), string(other))
	if err != nil {
		b.Fatal(err)
	}
	b.keep(store.Act{Events: []casefile.Event{
		b.event(casefile.CaseStream, id, "2026-10-03", &casefile.CaseLinked{Case: other, Relation: words}),
		b.event(casefile.CaseStream, c.ID, "2026-10-03", &casefile.CaseLinked{Case: ref, Relation: words}),
	}})
}

func proofOf(ref casefile.Reference) casefile.CaseDisposed {
	return casefile.CaseDisposed{
		Reference: ref, Kind: casefile.Erasure, Client: "oakfield", Rule: "Requests: 3 years after the case was closed",
		Reason: "due", Approver: "Priya",
	}
}

// After disposal not one of 200 names is left in any page of the database, free
// ones included, in any form, nor a piece of a compressed file; what was not
// disposed of is found as before.
func TestNoByteOfTheDisposedIsLeft(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	chance := rand.New(rand.NewChaCha8([32]byte{3}))
	_, stays := b.openCase(casefile.Erasure, "oakfield", "Somebody Else", "2026-09-01")
	var gone, kept []story
	enc, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	var cases []store.CaseProof
	for n := range 60 {
		link := casefile.Reference("")
		if n%7 == 0 {
			link = stays
		}
		s, ref := b.story(chance, enc, n, link)
		if n%3 == 2 {
			kept = append(kept, s)
			continue
		}
		gone = append(gone, s)
		cases = append(cases, store.CaseProof{ID: s.id, Proof: proofOf(ref)})
	}
	if err := b.v.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := b.pages()
	if found := formsOf(before, gone); found == 0 {
		t.Fatal("the scan finds nothing before disposal: it proves nothing")
	}
	for i := range cases { // one after the other, as it happens
		if i%8 != 0 {
			continue
		}
		if _, err := b.Store.Dispose(t.Context(), just(store.Disposing{Cases: cases[i:min(i+8, len(cases))]})); err != nil {
			t.Fatal(err, errors.Unwrap(err))
		}
	}
	after := b.pages()
	if found := formsOf(after, gone); found > 0 {
		t.Errorf("%d forms of %d names are left", found, len(gone))
		for _, at := range places(after, gone) {
			page := at &^ 4095
			t.Logf("page %d type %x offset %d header %x: %q", page/4096+1, after[page], at-page, after[page:page+8], after[max(0, at-40):at+60])
		}
	}
	if found := formsOf(unpacked(t, after), gone); found > 0 {
		t.Errorf("%d forms of names are left in compressed data", found)
	}
	for _, s := range gone {
		for _, packed := range s.packed {
			for at := 16; at+24 < len(packed); at += 512 {
				if bytes.Contains(after, packed[at:at+24]) {
					t.Fatalf("a piece of a stored file is left, at %d of %d bytes", at, len(packed))
				}
			}
		}
	}
	for _, s := range kept {
		hits, err := b.Search(t.Context(), s.names[0], "", 0)
		if err != nil || len(hits) == 0 {
			t.Fatalf("%d hits of one who stays, %v", len(hits), err)
		}
	}
	b.sound()
	b.reopen()
	b.sound()
}

// formsOf counts the places in which a form of one of the names lies.
func formsOf(in []byte, of []story) int { return len(places(in, of)) }

// places returns where forms of the names lie. It looks up the first bytes of
// every place, so that there may be many names.
func places(in []byte, of []story) []int {
	const head = 6
	byHead := map[[head]byte][][]byte{}
	for _, s := range of {
		for _, name := range s.names {
			for _, f := range forms(name) {
				k := [head]byte(f)
				byHead[k] = append(byHead[k], f)
			}
		}
	}
	var out []int
	for i := 0; i+head <= len(in); i++ {
		for _, f := range byHead[[head]byte(in[i:])] {
			if bytes.HasPrefix(in[i:], f) {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// A large index is merged, not made again, and forgets as well.
func TestALargeIndexForgets(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	chance := rand.New(rand.NewChaCha8([32]byte{4}))
	var gone []story
	var cases []store.CaseProof
	for n := range 600 {
		name := drawnName(chance)
		id, ref := b.openCase(casefile.Erasure, "oakfield", name, "2026-09-01")
		if n%12 == 0 {
			gone = append(gone, story{names: []string{name}})
			cases = append(cases, store.CaseProof{ID: id, Proof: proofOf(ref)})
		}
	}
	if _, err := b.Store.Dispose(t.Context(), just(store.Disposing{Cases: cases})); err != nil {
		t.Fatal(err)
	}
	if found := formsOf(b.pages(), gone); found > 0 {
		t.Errorf("%d forms of %d names are left", found, len(gone))
	}
	b.sound()
}
