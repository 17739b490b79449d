package palette

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"casebook/internal/ui/rowlist"
)

// Static is a Provider over rows that are known beforehand, such as commands.
// It keeps their order among equals and shows all of them for an empty query.
func Static(rows func() []rowlist.Row) Provider {
	return func(_ context.Context, query string) ([]rowlist.Row, error) {
		return Match(query, rows()), nil
	}
}

// Match returns the rows in which every word of the query begins a word of the
// title, the second line or the right (best first), or at least stands in one.
func Match(query string, rows []rowlist.Row) []rowlist.Row {
	words := strings.Fields(strings.ToLower(query))
	type scored struct {
		row   rowlist.Row
		score int
	}
	var found []scored
	for _, r := range rows {
		if s, ok := score(words, r); ok {
			found = append(found, scored{r, s})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(a.score, b.score) })
	out := make([]rowlist.Row, len(found))
	for i, f := range found {
		out[i] = f.row
	}
	return out
}

// Penalties: a word that begins the title costs nothing.
const (
	inTitle   = 1 // begins a later word of the title
	inOther   = 2 // begins a word of the second line or the right
	inMiddle  = 4 // stands inside a word
	notAtHead = 1
)

func score(words []string, r rowlist.Row) (int, bool) {
	title := strings.ToLower(r.Title)
	other := strings.ToLower(r.Sub + " " + r.Right + " " + r.ID)
	total := 0
	for _, w := range words {
		switch {
		case strings.HasPrefix(title, w):
		case begins(title, w):
			total += inTitle
		case begins(other, w):
			total += inOther
		case strings.Contains(title, w):
			total += inMiddle
		case strings.Contains(other, w):
			total += inMiddle + notAtHead
		default:
			return 0, false
		}
	}
	return total, true
}

// begins says whether a word of the text starts with w.
func begins(text, w string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], w)
		if i < 0 {
			return false
		}
		at := from + i
		if at == 0 || strings.ContainsRune(" ·-/.,(", rune(text[at-1])) {
			return true
		}
		from = at + len(w)
	}
}
