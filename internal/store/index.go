package store

import (
	"context"
	"encoding/hex"
	"errors"
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
func (d doc) sets() [2][]string {
	set := newWordSet()
	names := d.said(set)
	return [2][]string{append(d.classes(), set.words[:names]...), append(d.classes(), set.words...)}
}

// classes are the words of d that nobody wrote.
func (d doc) classes() []string {
	all := []string{d.class("")}
	for _, c := range d.clients {
		all = append(all, d.class(c))
	}
	return all
}

// said adds the words of d that stand in it to an empty set. The first of them,
// and how many is returned, are those of the index of names.
func (d doc) said(set *wordSet) (names int) {
	set.addPeople(d.people)
	set.addText(d.labels)
	for label := range strings.Lines(d.labels) {
		set.add(strings.Join(split(folded(label)), "")) // a reference without its dash
	}
	names = len(set.words)
	set.addText(d.subject)
	set.addText(d.text)
	return names
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

// write works out the words of d beforehand, in a set that may have been used
// before: putting them in is left to do.
func (d doc) write(set *wordSet) written {
	set.empty()
	names := d.clipped().said(set)
	all := strings.Join(set.words, " ")
	return written{all[:max(0, joinedLength(set.words[:names])-1)], all}
}

// joinedLength is of words with a blank behind each.
func joinedLength(words []string) (n int) {
	for _, w := range words {
		n += len(w) + 1
	}
	return n
}

// putDoc makes the search find d, in place of what was there.
func putDoc(ctx context.Context, w vault.Writer, d doc) error {
	d = d.clipped()
	n, before, err := readDoc(ctx, w, d.kind, d.id)
	switch {
	case errors.Is(err, vault.ErrNoRow):
		return addDoc(ctx, w, d, d.write(newWordSet()))
	case err != nil:
		return err
	}
	return changeDoc(ctx, w, n, before, d)
}

// addDoc makes the search find d, which it does not know yet and of which the
// words are worked out.
func addDoc(ctx context.Context, w vault.Writer, d doc, words written) error {
	last, err := lastDoc(ctx, w)
	if err != nil {
		return err
	}
	return addDocAs(ctx, w, numberAfter(last, d.kind), d, words)
}

// lastDoc is the highest number of a document.
func lastDoc(ctx context.Context, r vault.Reader) (last int64, err error) {
	err = r.QueryRow(ctx, "SELECT coalesce(max(n), 0) FROM doc").Scan(&last)
	return last, err
}

// addDocAs is addDoc under a number that is free.
func addDocAs(ctx context.Context, w vault.Writer, n int64, d doc, words written) error {
	// A statement that SQLite guards with a savepoint of its own, as RETURNING
	// does and ON CONFLICT, makes FTS5 write what it has gathered each time.
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
	return index(ctx, w, n, before.sets(), d.sets())
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
	if err := index(ctx, w, n, before.sets(), [2][]string{}); err != nil {
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
func index(ctx context.Context, w vault.Writer, n int64, before, after [2][]string) error {
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
func difference(before, after []string) (gone, come string) {
	in := map[string]int{} // 1: before, 2: after, 3: in both
	for _, word := range before {
		in[word] |= 1
	}
	for _, word := range after {
		in[word] |= 2
	}
	changed := map[string]bool{}
	for word, where := range in {
		if where != 3 {
			changed[group(word)] = true
		}
	}
	among := func(words []string) string {
		some := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return !changed[group(word)] })
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
