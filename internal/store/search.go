package store

import (
	"context"
	"errors"
	"strings"
	"unicode"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// doc is what the search holds of a case or a message.
type doc struct{ people, reference, subject, text string }

// putDoc makes the search find d under that name, in place of what was there.
func putDoc(ctx context.Context, w vault.Writer, kind casefile.StreamKind, id string, d doc) error {
	n, err := docNumber(ctx, w, kind, id)
	if errors.Is(err, vault.ErrNoRow) {
		if _, err = w.Exec(ctx, "INSERT INTO doc (kind, id) VALUES (?, ?)", kind, id); err == nil {
			n, err = docNumber(ctx, w, kind, id)
		}
	}
	if err != nil {
		return err
	}
	_, err = w.Exec(ctx, "INSERT OR REPLACE INTO search (rowid, people, reference, subject, text) VALUES (?, ?, ?, ?, ?)",
		n, d.people, d.reference, d.subject, d.text)
	return err
}

func dropDoc(ctx context.Context, w vault.Writer, kind casefile.StreamKind, id string) error {
	n, err := docNumber(ctx, w, kind, id)
	if errors.Is(err, vault.ErrNoRow) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := w.Exec(ctx, "DELETE FROM search WHERE rowid = ?", n); err != nil {
		return err
	}
	_, err = w.Exec(ctx, "DELETE FROM doc WHERE n = ?", n)
	return err
}

func docNumber(ctx context.Context, r vault.Reader, kind casefile.StreamKind, id string) (n int64, err error) {
	err = r.QueryRow(ctx, "SELECT n FROM doc WHERE kind = ? AND id = ?", kind, id).Scan(&n)
	return n, err
}

// match turns what a person types into a query of FTS5: every word, each as
// the beginning of one, in any column. Nothing typed has a meaning to FTS5.
func match(typed string) string {
	words := strings.FieldsFunc(typed, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	for i, w := range words {
		words[i] = `"` + w + `"*`
	}
	return strings.Join(words, " ")
}

// Search returns the cases and messages that hold every word, or a word that
// begins like it, the best first; within one client's where client is not "".
// A limit of 0 is 100.
func (s *Store) Search(ctx context.Context, text, client string, limit int) ([]Hit, error) {
	query := match(text)
	if query == "" {
		return nil, nil
	}
	if limit <= 0 {
		limit = 100
	}
	var hits []Hit
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		hits, err = list(ctx, r, scanHit, `
			SELECT doc.kind, doc.id, coalesce(c.reference, ''), coalesce(c.person, m.from_name || ' ' || m.from_email),
				coalesce(m.subject, ''), snippet(search, -1, '', '', '…', 16)
			FROM search JOIN doc ON doc.n = search.rowid
			LEFT JOIN message_row m ON doc.kind = 'message' AND m.id = doc.id
			LEFT JOIN message_case f ON f.message = m.id AND f.n = 1
			LEFT JOIN case_row c ON c.id = CASE doc.kind WHEN 'case' THEN doc.id ELSE f.case_id END
			WHERE search MATCH ?1 AND (?2 = '' OR c.client = ?2)
			ORDER BY bm25(search, 8.0, 10.0, 3.0, 1.0), doc.kind, doc.id LIMIT ?3`, query, client, limit)
		return err
	})
	return hits, err
}

func scanHit(row vault.Row) (Hit, error) {
	var h Hit
	err := row.Scan(&h.Kind, &h.ID, &h.Reference, &h.Person, &h.Subject, &h.Passage)
	h.Person = strings.TrimSpace(h.Person)
	return h, err
}
