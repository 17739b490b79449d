package store

import (
	"context"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// HitKind says what a search has found.
type HitKind string

// The kinds of find.
const (
	CaseHit    HitKind = "case"
	LetterHit  HitKind = "letter"
	MessageHit HitKind = "message"
)

// doc is what the search holds of a case, a letter or a message.
type doc struct {
	kind HitKind
	id   string
	of   string // id of a letter's case
	// clients are the ids of those whose walls it stands within, in order: the
	// client of a case, or those of the cases a message is filed to. A message
	// that is not filed is within nobody's.
	clients []string
	people  string // each on a line
	labels  string // references
	subject string
	text    string
}

// Two indexes hold the words: "names" those of people and references, "words"
// all of them. Neither keeps a text: they hold for each word the documents it
// stands in, and nothing else.
//
// The words of a document that begin with the same character are changed
// together: an index of beginnings holds a beginning once a document, however
// many words have it.

// sets returns the words of d in each index.
func (d doc) sets() (names, words wordSet) {
	names, words = d.said()
	for _, c := range d.classes() {
		names[c], words[c] = true, true
	}
	return names, words
}

// classes are the words of d that nobody wrote.
func (d doc) classes() []string {
	all := []string{d.class("")}
	for _, c := range d.clients {
		all = append(all, d.class(c))
	}
	return all
}

// said returns the words of d that stand in it, for each index.
func (d doc) said() (names, words wordSet) {
	names = wordSet{}
	names.addPeople(d.people)
	names.addText(d.labels)
	for label := range strings.Lines(d.labels) {
		names.add(strings.Join(split(folded(label)), "")) // a reference without its dash
	}
	words = maps.Clone(names)
	words.addText(d.subject)
	words.addText(d.text)
	return names, words
}

// class is the word that finds things of a kind, of one client or of all. No
// typed word begins like it.
func (k HitKind) class(client string) string {
	return "_" + string(k[0]) + hex.EncodeToString([]byte(client))
}

// numbered are the kinds by the last two bits of the number of a document: a
// search knows by it what it has found without looking.
var numbered = [4]HitKind{CaseHit, LetterHit, MessageHit}

// numberAfter is the next number for a document of that kind.
func numberAfter(last int64, kind HitKind) int64 {
	return last&^3 + 4 + int64(slices.Index(numbered[:], kind))
}

func kindOf(n int64) HitKind { return numbered[n&3] }

func (d doc) class(client string) string { return d.kind.class(client) }

// clipped is as much of d as is kept.
func (d doc) clipped() doc {
	d.text, d.people, d.subject = casefile.Clip(d.text, mostText), casefile.Clip(d.people, mostText), casefile.Clip(d.subject, mostText)
	return d
}

// written is a document's words as they are handed to each index.
type written [2]string

// write works out the words of d beforehand: putting them in is left to do.
func (d doc) write() written {
	names, words := d.clipped().said()
	return written{names.all(), words.all()}
}

// putDoc makes the search find d, in place of what was there.
func putDoc(ctx context.Context, w vault.Writer, d doc) error {
	d = d.clipped()
	n, before, err := readDoc(ctx, w, d.kind, d.id)
	switch {
	case errors.Is(err, vault.ErrNoRow):
		return addDoc(ctx, w, d, d.write())
	case err != nil:
		return err
	}
	return changeDoc(ctx, w, n, before, d)
}

// addDoc makes the search find d, which it does not know yet and of which the
// words are worked out.
func addDoc(ctx context.Context, w vault.Writer, d doc, words written) error {
	// A statement that SQLite guards with a savepoint of its own, as RETURNING
	// does and ON CONFLICT, makes FTS5 write what it has gathered each time.
	var last int64
	if err := w.QueryRow(ctx, "SELECT coalesce(max(n), 0) FROM doc").Scan(&last); err != nil {
		return err
	}
	n := numberAfter(last, d.kind)
	_, err := w.Exec(ctx, "INSERT INTO doc (n, kind, id, of, clients, people, labels, subject, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		n, d.kind, d.id, d.of, d.joined(), d.people, d.labels, d.subject, d.text)
	if err != nil {
		return err
	}
	for i, table := range indexes {
		come := strings.Join(append(d.classes(), words[i]), " ")
		if _, err := w.Exec(ctx, "INSERT INTO "+table+" (rowid, w) VALUES (?, ?)", n, come); err != nil {
			return err
		}
	}
	return nil
}

func changeDoc(ctx context.Context, w vault.Writer, n int64, before, d doc) error {
	if before.of == d.of && before.joined() == d.joined() && before.people == d.people && before.labels == d.labels &&
		before.subject == d.subject && before.text == d.text {
		return nil
	}
	_, err := w.Exec(ctx, "UPDATE doc SET of = ?, clients = ?, people = ?, labels = ?, subject = ?, text = ? WHERE n = ?",
		d.of, d.joined(), d.people, d.labels, d.subject, d.text, n)
	if err != nil {
		return err
	}
	oldNames, oldWords := before.sets()
	names, words := d.sets()
	return index(ctx, w, n, [2]wordSet{oldNames, oldWords}, [2]wordSet{names, words})
}

// setClients moves a document within the walls of those clients.
func setClients(ctx context.Context, w vault.Writer, kind HitKind, id string, clients []string) error {
	var now string
	err := w.QueryRow(ctx, "SELECT clients FROM doc WHERE kind = ? AND id = ?", kind, id).Scan(&now)
	if errors.Is(err, vault.ErrNoRow) || err == nil && now == (doc{clients: clients}).joined() {
		return nil
	}
	if err != nil {
		return err
	}
	n, before, err := readDoc(ctx, w, kind, id)
	if err != nil {
		return err
	}
	after := before
	after.clients = clients
	return changeDoc(ctx, w, n, before, after)
}

func dropDoc(ctx context.Context, w vault.Writer, kind HitKind, id string) error {
	n, before, err := readDoc(ctx, w, kind, id)
	if errors.Is(err, vault.ErrNoRow) {
		return nil
	}
	if err != nil {
		return err
	}
	names, words := before.sets()
	if err := index(ctx, w, n, [2]wordSet{names, words}, [2]wordSet{}); err != nil {
		return err
	}
	_, err = w.Exec(ctx, "DELETE FROM doc WHERE n = ?", n)
	return err
}

// between keeps ids of clients apart in a row.
const between = "\n"

func (d doc) joined() string { return strings.Join(d.clients, between) }

func readDoc(ctx context.Context, r vault.Reader, kind HitKind, id string) (int64, doc, error) {
	return scanDoc(r.QueryRow(ctx, "SELECT n, kind, id, of, clients, people, labels, subject, text FROM doc WHERE kind = ? AND id = ?", kind, id))
}

func scanDoc(row vault.Row) (n int64, d doc, err error) {
	var clients string
	err = row.Scan(&n, &d.kind, &d.id, &d.of, &clients, &d.people, &d.labels, &d.subject, &d.text)
	if clients != "" {
		d.clients = strings.Split(clients, between)
	}
	return n, d, err
}

// indexes are the tables of words, in the order of [doc.sets].
var indexes = [2]string{"names", "words"}

// index changes the words of a document.
func index(ctx context.Context, w vault.Writer, n int64, before, after [2]wordSet) error {
	for i, table := range indexes {
		gone, come := difference(before[i], after[i])
		if gone == "" && come == "" {
			continue
		}
		if before[i] != nil {
			_, err := w.Exec(ctx, "INSERT INTO "+table+" ("+table+", rowid, w) VALUES ('delete', ?, ?)", n, gone)
			if err != nil {
				return err
			}
		}
		if after[i] != nil {
			if _, err := w.Exec(ctx, "INSERT INTO "+table+" (rowid, w) VALUES (?, ?)", n, come); err != nil {
				return err
			}
		}
	}
	return nil
}

// difference returns the words to take out of an index and those to put in.
func difference(before, after wordSet) (gone, come string) {
	changed := map[string]bool{}
	for _, sets := range [2][2]wordSet{{before, after}, {after, before}} {
		for word := range sets[0] {
			if !sets[1][word] {
				changed[group(word)] = true
			}
		}
	}
	among := func(set wordSet) string {
		var some []string
		for word := range set {
			if changed[group(word)] {
				some = append(some, word)
			}
		}
		slices.Sort(some)
		return strings.Join(some, " ")
	}
	return among(before), among(after)
}

// group names the words that are changed together. A class is one of its own:
// nobody looks up the beginning of one, and its places are very many.
func group(word string) string {
	if word[0] == '_' {
		return word
	}
	return word[:1]
}

// forget takes out of the indexes what was taken out of documents. Taking out a
// word is but a mark beside it, as looking for all its places each time would
// make every entry slow: what disposes of anything must end with forget, in the
// same transaction.
func forget(ctx context.Context, w vault.Writer) error {
	var docs int
	if err := w.QueryRow(ctx, "SELECT count(*) FROM doc").Scan(&docs); err != nil {
		return err
	}
	if docs <= fewDocs {
		return indexAgain(ctx, w)
	}
	for _, table := range indexes {
		if err := mergeAll(ctx, w, table); err != nil {
			return err
		}
	}
	return nil
}

// fewDocs is up to how many documents the indexes are made again rather than
// merged. FTS5 keeps an index of one page where no merge drops its marks.
const fewDocs = 500

// settle merges each index into one segment, so that a search looks in one
// place: after so many entries at once that FTS5 left many. It takes about 4 s
// for 100,000 documents.
func settle(ctx context.Context, w vault.Writer) error {
	for _, table := range indexes {
		if _, err := w.Exec(ctx, "INSERT INTO "+table+" ("+table+") VALUES ('optimize')"); err != nil {
			return err
		}
	}
	return nil
}

// mergeAll makes one segment of an index, without the marks of words that were
// taken out, which hold the words themselves. FTS5 drops them where it merges
// into the oldest level alone, and takes a level for that only where what it
// merges lies on several (fts5IndexOptimizeStruct of SQLite 3.54.1): so a word
// of no meaning is put in between two merges, and taken out again.
func mergeAll(ctx context.Context, w vault.Writer, table string) error {
	for _, statement := range []string{
		"INSERT INTO " + table + " (" + table + ") VALUES ('optimize')",
		"INSERT INTO " + table + " (rowid, w) VALUES (-1, '_')",
		"INSERT INTO " + table + " (" + table + ") VALUES ('optimize')",
		"INSERT INTO " + table + " (" + table + ", rowid, w) VALUES ('delete', -1, '_')",
	} {
		if _, err := w.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// indexAgain empties the indexes and puts every document in again.
func indexAgain(ctx context.Context, w vault.Writer) error {
	for _, table := range indexes {
		if _, err := w.Exec(ctx, "INSERT INTO "+table+" ("+table+") VALUES ('delete-all')"); err != nil {
			return err
		}
	}
	return w.Each(ctx, func(row vault.Rows) error {
		n, d, err := scanDoc(row)
		if err != nil {
			return err
		}
		names, words := d.sets()
		return index(ctx, w, n, [2]wordSet{}, [2]wordSet{names, words})
	}, "SELECT n, kind, id, of, clients, people, labels, subject, text FROM doc ORDER BY n")
}
