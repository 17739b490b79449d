package casefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// maxLawFile is far more than any table needs, in bytes.
const maxLawFile = 4 << 20

// lawHelp is what to do about a file of law that is of another form.
const lawHelp = "See casebook law template for what one looks like."

// ReadLawFile reads a file of law. Whatever is wrong with it is an error that
// names the place in the file.
func ReadLawFile(file []byte, today civil.Date) (*LawLoaded, error) {
	file = bytes.TrimPrefix(file, []byte("\xef\xbb\xbf"))
	tree, err := lawTree(file)
	if err != nil {
		return nil, err
	}
	if err := checkDays("", "", tree); err != nil {
		return nil, err
	}
	p := &LawLoaded{Kind: BankHolidays}
	_, holidays := tree["nations"]
	_, calendars := tree["calendars"]
	switch {
	case holidays == calendars:
		return nil, fieldError("file", "The file is neither a table of bank holidays nor one of school calendars.", lawHelp)
	case calendars:
		p.Kind = SchoolCalendars
	}
	// From here on the tree is what counts: a key that was there twice is there
	// once, and what is parsed is what is kept.
	if p.File, err = canonicalJSON(tree); err != nil {
		return nil, internalf("writing a file of law: %w", err)
	}
	if err := p.readVersion(tree, today); err != nil {
		return nil, err
	}
	if _, err = (LawState{}).Load(p, today); err != nil {
		return nil, lawProblem(err)
	}
	return p, nil
}

// lawTree reads the file as JSON.
func lawTree(file []byte) (map[string]any, error) {
	switch {
	case len(file) > maxLawFile:
		return nil, fieldError("file", "The file is too large to be a table of law.", lawHelp)
	case !utf8.Valid(file):
		return nil, fieldError("file", "The file is not a text file in UTF-8.", "Save it again as UTF-8 text.")
	}
	var tree map[string]any
	err := json.Unmarshal(file, &tree)
	if bad, ok := errors.AsType[*json.SyntaxError](err); ok {
		line := 1 + bytes.Count(file[:min(int(bad.Offset), len(file))], []byte("\n"))
		return nil, fieldError("file", fmt.Sprintf("The file is not written as JSON: line %d.", line),
			"Check the commas, brackets and quotation marks on that line and the one before.")
	}
	if err != nil || tree == nil {
		return nil, fieldError("file", "The file holds no JSON object.", lawHelp)
	}
	return tree, nil
}

// dayKeys are the keys whose texts are days.
var dayKeys = map[string]bool{"from": true, "to": true, "date": true, "sessions": true, "closed": true}

// checkDays finds the first day in the file that is none.
func checkDays(place, key string, v any) error {
	switch v := v.(type) {
	case string:
		if _, err := civil.Parse(v); dayKeys[key] && err != nil {
			return fieldError(place, fmt.Sprintf("The file gives %s as %q, which is not a day.", place, clipped(v)), "Write days like 2026-10-09.")
		}
	case []any:
		for i, e := range v {
			if err := checkDays(fmt.Sprintf("%s[%d]", place, i), key, e); err != nil {
				return err
			}
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			at := k
			if place != "" {
				at = place + "." + k
			}
			if err := checkDays(at, k, v[k]); err != nil {
				return err
			}
		}
	}
	return nil
}

// clipped is a text from a file as far as a message repeats it.
func clipped(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// readVersion takes the version from the file. It is a day, so that the older
// of two is known; school calendars that give none are of the day they came.
func (p *LawLoaded) readVersion(tree map[string]any, today civil.Date) error {
	v, given := tree["version"].(string)
	switch {
	case given && v != "":
		if _, err := civil.Parse(v); err != nil {
			return fieldError("version", fmt.Sprintf("The file's version is %q, which is not a day.", clipped(v)),
				"Give the day on which the table was made, like 2026-10-09.")
		}
		p.Version = v
	case p.Kind == SchoolCalendars:
		p.Version = today.String()
	}
	return nil
}

// lawProblem returns what is wrong in a file of law as an error for people.
func lawProblem(err error) error {
	wrong, ok := errors.AsType[*clock.Error](err)
	if !ok {
		return err
	}
	return &Error{
		Kind: Invalid, Field: wrong.Field, What: "The file cannot be used: " + wrong.Message + ".",
		Do: "Mend the file and load it again; nothing was changed.", Err: err,
	}
}

// Same reports whether the file says what is in force already.
func (s LawState) Same(p *LawLoaded, shipped clock.Law) bool {
	now := s.InForce(shipped)
	after, err := s.Load(p, civil.Date{})
	if err != nil {
		return false
	}
	then := after.InForce(shipped)
	if p.Kind == BankHolidays {
		return now.Holidays != nil && now.Holidays.Version() == p.Version && now.Holidays.Equal(after.Table)
	}
	return maps.EqualFunc(now.Calendars, then.Calendars, func(a, b clock.Calendar) bool {
		return a.Name == b.Name && slices.Equal(a.Sessions, b.Sessions) && slices.Equal(a.Closed, b.Closed)
	})
}

// Refuses returns why a file should not take the place of what is in force:
// it is older, or has ended. A person may load it all the same.
func (s LawState) Refuses(p *LawLoaded, shipped clock.Law, today civil.Date) error {
	if p.Kind == BankHolidays {
		return s.refusesTable(p, shipped, today)
	}
	loaded, err := clock.ParseCalendars(p.File)
	if err != nil {
		return lawProblem(err)
	}
	for _, id := range slices.Sorted(maps.Keys(loaded)) {
		if now := s.Calendars[id]; p.Version < now.Version {
			return older("The calendar "+id, p.Version, now.Version)
		}
		last := loaded[id].Sessions[0].To
		for _, r := range loaded[id].Sessions {
			last = civil.Later(last, r.To)
		}
		if last.Before(today) {
			return ended("calendars."+id, "The calendar "+id, last)
		}
	}
	return nil
}

func (s LawState) refusesTable(p *LawLoaded, shipped clock.Law, today civil.Date) error {
	h, err := clock.ParseHolidays(p.File)
	if err != nil {
		return lawProblem(err)
	}
	if now := s.InForce(shipped).Holidays; now != nil {
		switch {
		case p.Version < now.Version():
			return older("The table", p.Version, now.Version())
		case p.Version == now.Version():
			return &Error{
				Kind: Refused, Field: "version", What: "Another table of the version " + p.Version + " is in force.",
				Do: "Give the new one a later version, or repeat with --force.",
			}
		}
	}
	for _, n := range clock.Nations {
		if last := h.Covers(n).To; last.Before(today) {
			return ended("nations."+string(n)+".to", "The table of "+n.Name(), last)
		}
		if noHoliday(h, n) {
			return &Error{
				Kind: Refused, Field: "nations." + string(n) + ".days", What: "The table of " + n.Name() + " has not one bank holiday.",
				Do: "Load a whole table, or repeat with --force.",
			}
		}
	}
	return nil
}

// noHoliday reports whether a nation's part of a table covers a year and more
// without a bank holiday: its days were left out, and dates would come too early.
func noHoliday(h *clock.Holidays, n clock.Nation) bool {
	covers := h.Covers(n)
	if covers.To.Sub(covers.From) < 366 {
		return false
	}
	for d := covers.From; !d.After(covers.To); d = d.AddDays(1) {
		if h.Holiday(n, d) != "" {
			return false
		}
	}
	return true
}

func older(what, version, now string) error {
	return &Error{
		Kind: Refused, Field: "version", What: fmt.Sprintf("%s is of %s, older than the one in force, of %s.", what, version, now),
		Do: "Load a newer one, or repeat with --force to go back to it.",
	}
}

func ended(field, what string, last civil.Date) error {
	return &Error{
		Kind: Refused, Field: field, What: fmt.Sprintf("%s ends on %s, which has passed.", what, last.Letter()),
		Do: "Load one that goes on, or repeat with --force.",
	}
}

// Lost returns the refusal of a change after which cases have no dates.
func (r Redated) Lost() error {
	if len(r.Undated) == 0 {
		return nil
	}
	some := fmt.Sprint(r.Undated[0])
	if n := len(r.Undated); n > 1 {
		some = fmt.Sprintf("%s and %d more", some, n-1)
	}
	return &Error{
		Kind: Refused, Field: "file", What: "With this file no dates can be worked out for " + some + ".",
		Do: "Load one that covers them, or repeat with --force.",
	}
}
