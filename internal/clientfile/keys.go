package clientfile

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// A key's place is its dotted path, and a table that repeats counts as one:
// "system.keep_months".

// known is every key a client file can hold, with what it takes.
var known = keysOf(reflect.TypeFor[casefile.Client](), "")

// Keys returns every key a client file can hold, as a dotted path, with what
// sort of value it takes in words.
func Keys() map[string]string { return maps.Clone(known) }

func keysOf(t reflect.Type, prefix string) map[string]string {
	keys := map[string]string{}
	for i := range t.NumField() {
		field := t.Field(i)
		name := prefix + field.Tag.Get("toml")
		keys[name] = takes(field.Type)
		inner := field.Type
		if inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && inner != reflect.TypeFor[civil.Date]() {
			maps.Copy(keys, keysOf(inner, name+"."))
		}
	}
	return keys
}

// takes says in words what sort of value a field holds.
func takes(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[civil.Date]():
		return `a day in quotation marks, such as "2026-10-09"`
	case t.Kind() == reflect.String:
		return "text in quotation marks"
	case t.Kind() == reflect.Bool:
		return "true or false, without quotation marks"
	case t.Kind() == reflect.Int:
		return "a whole number, without quotation marks"
	case t == reflect.TypeFor[[]civil.Date]():
		return `a list of days in quotation marks, such as ["2026-10-09"]`
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return `a list of texts, such as ["one", "two"]`
	case t.Kind() == reflect.Slice:
		return "a table of its own for each, under a heading in double square brackets"
	}
	return "a table, under a heading in square brackets"
}

// wanted says what the key takes, if there is such a key.
func wanted(key []string) (string, bool) {
	want, ok := known[strings.Join(key, ".")]
	return want, ok
}

// nearest returns the known key that a misspelt one was perhaps meant to be, or
// nothing: first among the keys of the same table, then among all.
func nearest(key []string) string {
	if len(key) == 0 {
		return ""
	}
	table, last := strings.Join(key[:len(key)-1], "."), key[len(key)-1]
	best, bestCost := "", 1+max(2, len(last)/3)
	for _, candidate := range slices.Sorted(maps.Keys(known)) {
		parent, name := splitKey(candidate)
		cost := Distance(last, name)
		if parent != table {
			cost++
		}
		if cost < bestCost {
			best, bestCost = candidate, cost
		}
	}
	if parent, name := splitKey(best); parent == table {
		return name
	}
	return best
}

func splitKey(key string) (table, name string) {
	if i := strings.LastIndexByte(key, '.'); i >= 0 {
		return key[:i], key[i+1:]
	}
	return "", key
}

// Distance is how many letters must be put in, left out or changed to make b
// of a (Levenshtein).
func Distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := corner
			if a[i] != b[j] {
				cost = 1 + min(corner, row[j], row[j+1])
			}
			corner, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
