package store

import (
	"context"

	"casebook/internal/vault"
)

// FTS5 writes the words of each transaction as a segment of its own, looks for
// a word in every segment, and merges a few as others come. Where very many
// documents come at once, it would write most of them three times.

// merging is when FTS5 merges: automerge is how many segments of a level it
// takes together little by little, crisismerge how many at once.
type merging struct{ auto, crisis int }

var (
	asTheyCome = merging{4, 16} // what FTS5 does where nobody says otherwise
	allAtOnce  = merging{0, 64} // so many of a level at the end, or together
)

func (m merging) set(ctx context.Context, w vault.Writer) error {
	for _, table := range indexes {
		for name, n := range map[string]int{"automerge": m.auto, "crisismerge": m.crisis} {
			if _, err := w.Exec(ctx, "INSERT INTO "+table+" ("+table+", rank) VALUES (?, ?)", name, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// unmerged reports whether many came that were not merged: the program may have
// ended before.
func (s *Store) unmerged(ctx context.Context) (many bool, err error) {
	err = s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		return r.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM words_config WHERE k = 'automerge' AND v = ?)", allAtOnce.auto).Scan(&many)
	})
	return many, err
}

// mergeAgain has FTS5 merge as others come. Of more segments than it would leave,
// it merges all at once first, or the next entry would have to; what was one
// segment before stays what it is while it is much the larger.
func mergeAgain(ctx context.Context, w vault.Writer) error {
	for _, table := range indexes {
		n, err := segments(ctx, w, table)
		if err != nil {
			return err
		}
		if n < asTheyCome.crisis {
			continue
		}
		if _, err := w.Exec(ctx, "INSERT INTO "+table+" ("+table+", rank) VALUES ('merge', ?)", 1<<30); err != nil {
			return err
		}
	}
	return asTheyCome.set(ctx, w)
}

// segments counts those of an index that are more than a page long.
func segments(ctx context.Context, r vault.Reader, table string) (n int, err error) {
	err = r.QueryRow(ctx, `WITH RECURSIVE s (id) AS (
			SELECT min(segid) FROM `+table+`_idx
			UNION ALL
			SELECT (SELECT min(segid) FROM `+table+`_idx WHERE segid > id) FROM s WHERE id IS NOT NULL
		) SELECT count(id) FROM s`).Scan(&n)
	return n, err
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
		return index(ctx, w, n, [2][]string{}, d.sets())
	}, "SELECT n, kind, id, of, clients, people, labels, subject, text FROM doc ORDER BY n")
}
