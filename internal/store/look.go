package store

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"casebook/internal/vault"
)

const (
	mostPooled = 512 // documents taken from the index of names at once, in the whole vault
	mostEnds   = 48  // words that begin like another, looked up one by one
)

// begun are the numbers of characters of beginnings that have an index of their
// own: searchTables is made with them, so another number is a new step of the
// schema. Each is as dear to write as the words themselves.
var begun = map[string][]int{
	"names": {1, 2, 3, 4, 5, 6, 7, 8},
	"words": {2, 4, 6, 8},
}

// tier is a part of the answer: what is found in an index, of some kinds.
type tier struct {
	source
	kinds []HitKind
}

// source is an index, and how words are looked for in it.
type source struct {
	index string
	whole bool // only words that are typed to their end
}

var allKinds = []HitKind{CaseHit, LetterHit, MessageHit}

// tiers are in the order of the answer: people and references before words, and
// cases before letters before messages. In each the latest are taken.
var tiers = []tier{
	{source{"names", true}, []HitKind{CaseHit}},
	{source{"names", false}, []HitKind{CaseHit}},
	{source{"names", false}, []HitKind{LetterHit}},
	{source{"names", false}, []HitKind{MessageHit}},
	{source{"words", false}, allKinds},
}

// look is one search in the indexes.
type look struct {
	typed
	r      vault.Reader
	client string
	limit  int
	pools  map[source]*pool
}

// pool is the latest documents of every kind that a source has. Most of what is
// typed stands in few: then the source is read from end to end once, which is
// the dear part, and all its tiers come out of the pool.
type pool struct {
	query string // "" where a word stands nowhere
	found []int64
	all   bool // there are no more
}

// find returns the numbers of documents in the order of the answer.
func (l *look) find(ctx context.Context) ([]int64, error) {
	l.pools = map[source]*pool{}
	var found []int64
	for _, tr := range tiers {
		if len(found) >= l.limit || tr.index == "words" && l.oneLetter() {
			break
		}
		some, err := l.in(ctx, tr)
		if err != nil {
			return nil, err
		}
		for _, n := range some {
			if !slices.Contains(found, n) {
				found = append(found, n)
			}
		}
	}
	return found[:min(len(found), l.limit)], nil
}

// in returns the latest documents of a tier, by their kinds.
func (l *look) in(ctx context.Context, tr tier) ([]int64, error) {
	p, err := l.pool(ctx, tr.source)
	if err != nil || p.query == "" {
		return nil, err
	}
	some := slices.DeleteFunc(slices.Clone(p.found), func(n int64) bool { return !slices.Contains(tr.kinds, kindOf(n)) })
	if len(some) < l.limit && !p.all {
		if some, err = l.latest(ctx, tr.source, l.among(tr.kinds)+" AND "+p.query, l.limit); err != nil {
			return nil, err
		}
	}
	some = some[:min(len(some), l.limit)]
	slices.SortStableFunc(some, func(a, b int64) int {
		return slices.Index(tr.kinds, kindOf(a)) - slices.Index(tr.kinds, kindOf(b))
	})
	return some, nil
}

// pool reads the latest documents of a source, the first time it is asked for.
func (l *look) pool(ctx context.Context, s source) (*pool, error) {
	if p := l.pools[s]; p != nil {
		return p, nil
	}
	p := &pool{all: true}
	l.pools[s] = p
	if s.whole {
		// who is not found by a beginning is not found by the whole word
		if begins, err := l.pool(ctx, source{s.index, false}); err != nil || begins.all && len(begins.found) == 0 {
			return p, err
		}
	}
	var err error
	if p.query, err = l.match(ctx, l.r, s.index, s.whole); err != nil || p.query == "" {
		return p, err
	}
	query, most := p.query, l.limit
	switch {
	case l.client != "":
		query = l.among(allKinds) + " AND " + query
	case s.index == "names":
		most = max(mostPooled, l.limit)
	}
	p.found, err = l.latest(ctx, s, query, most)
	p.all = len(p.found) < most
	return p, err
}

// latest returns the latest documents that a query finds, the last first.
func (l *look) latest(ctx context.Context, s source, query string, most int) ([]int64, error) {
	return list(ctx, l.r, one[int64], "SELECT rowid FROM "+s.index+" WHERE "+s.index+" MATCH ? ORDER BY rowid DESC LIMIT ?", query, most)
}

// among is the query for everything of these kinds within the client.
func (l *look) among(kinds []HitKind) string {
	parts := make([]string, len(kinds))
	for i, k := range kinds {
		parts[i] = quote(k.class(l.client))
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

func quote(word string) string { return `"` + word + `"` }

// match is the query of an index for every word, or "" where one stands nowhere.
func (t typed) match(ctx context.Context, r vault.Reader, index string, whole bool) (string, error) {
	parts := make([]string, len(t.words))
	for i, w := range t.words {
		chars := utf8.RuneCountInString(w)
		switch {
		case whole:
			parts[i] = quote(w)
		case slices.Contains(begun[index], chars):
			parts[i] = quote(w) + "*"
		default:
			ends, err := endings(ctx, r, index, w, longer(index, chars))
			if err != nil || ends == "" {
				return "", err
			}
			parts[i] = ends
		}
	}
	return strings.Join(parts, " AND "), nil
}

// longer is the next number of characters of which beginnings have an index of
// their own, or more than any word has.
func longer(index string, chars int) int {
	for _, n := range begun[index] {
		if n > chars {
			return n
		}
	}
	return mostWord + 1
}

// endings returns the query for the words that begin like one whose beginning
// has no index of its own: for their own beginnings of so many characters, of
// which there are no more than letters, and for the shorter ones whole. FTS5
// would read all places of all of them before it gives the first; a query for
// each that there is gives the latest at once.
func endings(ctx context.Context, r vault.Reader, index, beginning string, chars int) (string, error) {
	found, err := list(ctx, r, one[string], `WITH RECURSIVE e (t) AS (
			SELECT (SELECT term FROM `+index+`_in WHERE term >= ?1 AND term < ?2 LIMIT 1)
			UNION ALL
			-- on behind every place of that word, or every word that begins so
			SELECT (SELECT term FROM `+index+`_in WHERE term >= substr(t, 1, ?3) || iif(length(t) < ?3, char(1), char(1114111)) AND term < ?2 LIMIT 1)
			FROM e WHERE t IS NOT NULL
		) SELECT substr(t, 1, ?3) FROM e WHERE t IS NOT NULL LIMIT ?4`, beginning, beginning+"\U0010ffff", chars, mostEnds)
	if err != nil || len(found) == 0 {
		return "", err
	}
	if len(found) == mostEnds {
		return quote(beginning) + "*", nil
	}
	for i, word := range found {
		found[i] = quote(word)
		if utf8.RuneCountInString(word) == chars {
			found[i] += "*"
		}
	}
	return "(" + strings.Join(found, " OR ") + ")", nil
}
