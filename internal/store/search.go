package store

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

const (
	usualHits = 100 // where no limit is given
	mostHits  = 1000
	mostTyped = 12 // words; more find nothing better
)

// typed is what a person typed, as words of the indexes.
type typed struct {
	words []string
	plain []string // for the passage
}

// parseTyped cuts what was typed into words. An address of mail, or the
// beginning of one with its @, is one word.
func parseTyped(text string) typed {
	var t typed
	for _, field := range strings.Fields(folded(casefile.Clip(text, 1<<10))) {
		parts := split(field)
		t.plain = append(t.plain, parts...)
		if strings.Contains(field, "@") && len(parts) > 0 {
			parts = []string{mailWord(field)}
		}
		t.words = append(t.words, parts...)
	}
	if ref, err := casefile.ParseReference(text); err == nil {
		t.words = []string{strings.ToLower(strings.ReplaceAll(string(ref), "-", ""))}
		t.plain = split(folded(string(ref)))
	}
	t.words = t.words[:min(len(t.words), mostTyped)]
	return t
}

// oneLetter reports whether what was typed is a single letter: of that, people
// and references are shown, and no text is searched.
func (t typed) oneLetter() bool { return len(t.plain) == 1 && len([]rune(t.plain[0])) == 1 }

// Search returns the cases, letters and messages that hold every word, or a
// word that begins like it, the best first. Within a client, where client is
// not "", nothing of any other is seen: no message, no passage, no number. A
// message that is not filed belongs to no client. A limit of 0 is 100.
//
// A single letter is looked for among people and references alone.
//
// A reference with a typing mistake in it that finds nothing is an error of kind
// Invalid that says so.
func (s *Store) Search(ctx context.Context, text, client string, limit int) ([]Hit, error) {
	t := parseTyped(text)
	if len(t.words) == 0 {
		return nil, nil
	}
	if limit <= 0 {
		limit = usualHits
	}
	limit = min(limit, mostHits)
	var hits []Hit
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		found, err := (&look{typed: t, r: r, client: client, limit: limit}).find(ctx)
		if err == nil {
			hits, err = t.hits(ctx, r, found, client)
		}
		return err
	})
	if err == nil && len(hits) == 0 {
		err = casefile.Mistyped(text)
	}
	if err != nil {
		return nil, err
	}
	return hits[:min(len(hits), limit)], nil
}

// hits returns what a list shows of the documents, in their order, one for each
// client that a message belongs to.
func (t typed) hits(ctx context.Context, r vault.Reader, found []int64, client string) ([]Hit, error) {
	among, err := json.Marshal(found)
	if err != nil {
		return nil, err
	}
	var hits []Hit
	err = r.Each(ctx, func(row vault.Rows) error {
		var h Hit
		var people, labels, text string
		if err := row.Scan(&h.Kind, &h.ID, &h.Reference, &h.Client, &h.Person, &h.Subject, &h.State, &h.Outgoing, &people, &labels, &text); err != nil {
			return err
		}
		h.Person = strings.TrimSpace(h.Person)
		if slices.ContainsFunc(hits[max(0, len(hits)-8):], func(o Hit) bool { return o.ID == h.ID && o.Client == h.Client }) {
			return nil // filed to two cases of one client
		}
		h.Passage = t.passage(text, h.Subject, people, labels)
		hits = append(hits, h)
		return nil
	}, `SELECT d.kind, d.id, coalesce(c.reference, ''), coalesce(c.client, ''), coalesce(c.person, m.from_name || ' ' || m.from_email, ''),
			d.subject, coalesce(m.state, ''), coalesce(m.outgoing, 0), d.people, d.labels, substr(d.text, 1, 8192)
		FROM json_each(?1) j CROSS JOIN doc d ON d.n = j.value
		LEFT JOIN message_row m ON d.kind = 'message' AND m.id = d.id
		LEFT JOIN message_case f ON d.kind = 'message' AND f.message = d.id
		LEFT JOIN case_row c ON c.id = CASE d.kind WHEN 'case' THEN d.id WHEN 'letter' THEN d.of ELSE f.case_id END
		WHERE ?2 = '' OR c.client = ?2
		ORDER BY j.key, f.n`, string(among), client)
	return hits, err
}

// The size of a passage, in words, and how many of them stand before the first
// that was typed.
const (
	passageWords  = 16
	passageBefore = 4
)

// passage returns the place in the first of the texts that holds one of the
// words, or "".
func (t typed) passage(texts ...string) string {
	for _, text := range texts {
		fields := strings.Fields(text)
		at := slices.IndexFunc(fields, t.in)
		if at < 0 {
			continue
		}
		from := max(0, min(at-passageBefore, len(fields)-passageWords))
		to := min(len(fields), from+passageWords)
		passage := casefile.Clip(strings.Join(fields[from:to], " "), 400)
		if from > 0 {
			passage = "…" + passage
		}
		if to < len(fields) {
			passage += "…"
		}
		return passage
	}
	return ""
}

// in reports whether a word of a field begins like one that was typed.
func (t typed) in(field string) bool {
	return slices.ContainsFunc(split(folded(casefile.Clip(field, 256))), func(word string) bool {
		return slices.ContainsFunc(t.plain, func(typed string) bool { return strings.HasPrefix(word, typed) })
	})
}
