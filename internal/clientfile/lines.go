package clientfile

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// entry is one line of the file that names a key or opens a table. It is read
// only to say where a mistake is, never to take a value from.
type entry struct {
	line  int // from 1
	table string
	nth   int // which table of that name, from 1
	key   string
}

func entries(data []byte) []entry {
	var found []entry
	counts := map[string]int{}
	table := ""
	for i, raw := range bytes.Split(data, []byte("\n")) {
		text := strings.TrimSpace(string(raw))
		if heading, ok := strings.CutPrefix(text, "["); ok {
			table, _, _ = strings.Cut(strings.Trim(heading, "[ "), "]")
			counts[table]++
			found = append(found, entry{line: i + 1, table: table, nth: counts[table]})
			continue
		}
		if key, _, ok := strings.Cut(text, "="); ok && !strings.HasPrefix(text, "#") {
			found = append(found, entry{i + 1, table, counts[table], strings.Trim(key, ` "'`)})
		}
	}
	return found
}

// lineOf returns the line of a field as [casefile.CheckClient] names it: "kind",
// "dpo" or "system 2 trigger". It is 0 where the file has no such line.
func lineOf(data []byte, field string) int {
	words := strings.Fields(field)
	want := entry{key: field}
	if len(words) == 3 {
		nth, err := strconv.Atoi(words[1])
		if err != nil {
			return 0
		}
		want = entry{table: words[0], nth: nth, key: words[2]}
	}
	for _, e := range entries(data) {
		if e.key == want.key && e.table == want.table && (want.table == "" || e.nth == want.nth) {
			return e.line
		}
		if len(words) == 1 && e.key == "" && e.table == field {
			return e.line
		}
	}
	return 0
}

// keyOnLine returns the whole key that a line gives a value to.
func keyOnLine(data []byte, line int) toml.Key {
	for _, e := range entries(data) {
		if e.line == line && e.key != "" {
			return strings.Split(strings.TrimPrefix(e.table+"."+e.key, "."), ".")
		}
	}
	return nil
}

// dayKeys are the keys that take days, as last parts of their paths.
var dayKeys = []string{"date", "closed", "open"}

// noDay returns the first key that takes a day, or days, and whose line holds
// no text, with the line; where there is none, what most often is meant.
func noDay(data []byte) (string, int) {
	lines := strings.Split(string(data), "\n")
	for _, e := range entries(data) {
		_, value, _ := strings.Cut(lines[e.line-1], "=")
		if slices.Contains(dayKeys, e.key) && !strings.Contains(value, `"`) && strings.Trim(value, " []\r") != "" {
			return e.table + "." + e.key, e.line
		}
	}
	return "notice.date", 0
}

// isSyntax reports whether the file stumbles over the writing itself rather than
// over a value of the wrong sort: then it cannot be read without our types
// either.
func isSyntax(data []byte) bool {
	var anything map[string]any
	return toml.Unmarshal(data, &anything) != nil
}

// isTwice reports whether a key or a table is there twice.
//
// The reader has no other way of telling than its words.
func isTwice(e *toml.DecodeError) bool { return strings.Contains(e.Error(), "already") }

// advice says what most often is wrong with a line that is not TOML.
func advice(data []byte, line int) string {
	lines := strings.Split(string(data), "\n")
	if line < 1 || line > len(lines) {
		return "See casebook client template for what one looks like."
	}
	text := lines[line-1]
	switch {
	case strings.ContainsAny(text, "“”‘’"):
		return `Use straight quotation marks (") in place of curly ones.`
	case strings.Contains(text, ":") && !strings.Contains(text, "="):
		return `Write key = "value", with an equals sign.`
	case strings.Count(text, `"`)%2 == 1:
		return "A quotation mark is missing on that line."
	}
	return `Write key = "value", with text in quotation marks; see casebook client template.`
}
