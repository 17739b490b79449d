// Package daterow is the field for a date: an entry that reads what people
// write ("31/3", "today", "+1m") and says beside it which day that is.
//
// It gives a civil.Date, a day without a clock or zone. Fyne's own date field
// gives a moment, which is another day in another zone.
package daterow

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"casebook/internal/civil"
)

// ErrDate is returned for what is not a date.
var ErrDate = errors.New("daterow: not a date")

var (
	steps   = regexp.MustCompile(`^([+-])\s*([0-9]{1,4})\s*([dwmy]?)$`)
	figures = regexp.MustCompile(`^([0-9]{1,2})[/. ]([0-9]{1,2})(?:[/. ]([0-9]{2}|[0-9]{4}))?$`)
	named   = regexp.MustCompile(`^([0-9]{1,2})\s*([a-z]{3,9})\.?(?:\s*,?\s*([0-9]{2}|[0-9]{4}))?$`)
)

var months = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
	"jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

var words = map[string]int{"today": 0, "yesterday": -1, "tomorrow": 1}

// Parse reads a date as people in Britain write it, day before month:
//
//	2026-03-31   31/3/2026   31.3.26   31 Mar 2026   31 March
//	31/3         the 31 March nearest to today
//	today  yesterday  tomorrow  +2d  -1w  +1m  +1y
//
// A weekday before the date ("Tue 31 Mar") must be the right one. It returns
// ErrDate for anything else, for days that do not exist, and for years before
// 1900 or after 2199, which are slips of the finger.
func Parse(text string, today civil.Date) (civil.Date, error) {
	d, err := read(text, today)
	if err != nil {
		return civil.Date{}, err
	}
	if year, _, _ := d.Split(); year < 1900 || year > 2199 {
		return civil.Date{}, ErrDate
	}
	return d, nil
}

func read(text string, today civil.Date) (civil.Date, error) {
	s := strings.ToLower(strings.Join(strings.Fields(text), " "))
	if n, ok := words[s]; ok {
		return today.AddDays(n), nil
	}
	if d, err := civil.Parse(s); err == nil {
		return d, nil
	}
	if m := steps.FindStringSubmatch(s); m != nil {
		return step(m, today)
	}
	day, rest, hasDay := weekday(s)
	d, err := written(rest, today)
	if err != nil || (hasDay && d.Weekday() != day) {
		return civil.Date{}, ErrDate
	}
	return d, nil
}

// step reads a sign, a number and a unit; without a unit it counts days.
func step(m []string, today civil.Date) (civil.Date, error) {
	n, err := strconv.Atoi(m[1] + m[2])
	if err != nil {
		return civil.Date{}, ErrDate
	}
	switch m[3] {
	case "w":
		return today.AddDays(7 * n), nil
	case "m":
		return today.AddMonths(n), nil
	case "y":
		return today.AddMonths(12 * n), nil
	}
	return today.AddDays(n), nil
}

// weekday takes a leading day of the week off, whole or as three letters.
func weekday(s string) (time.Weekday, string, bool) {
	first, rest, found := strings.Cut(s, " ")
	first = strings.TrimRight(first, ",.")
	if !found || len(first) < 3 {
		return 0, s, false
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.HasPrefix(strings.ToLower(d.String()), first) {
			return d, rest, true
		}
	}
	return 0, s, false
}

func written(s string, today civil.Date) (civil.Date, error) {
	if m := figures.FindStringSubmatch(s); m != nil {
		month, _ := strconv.Atoi(m[2])
		return build(m[1], time.Month(month), m[3], today)
	}
	m := named.FindStringSubmatch(s)
	if m == nil {
		return civil.Date{}, ErrDate
	}
	month, ok := months[m[2][:3]]
	if !ok || !strings.HasPrefix(strings.ToLower(month.String()), m[2]) && m[2] != "sept" {
		return civil.Date{}, ErrDate
	}
	return build(m[1], month, m[3], today)
}

func build(dayText string, month time.Month, yearText string, today civil.Date) (civil.Date, error) {
	day, _ := strconv.Atoi(dayText)
	if yearText == "" {
		return nearest(day, month, today)
	}
	year, _ := strconv.Atoi(yearText)
	if len(yearText) == 2 {
		year += 2000
	}
	return made(year, month, day)
}

// nearest returns the day and month in the year that brings them closest to
// today, before or after. 29 February looks four years around.
func nearest(day int, month time.Month, today civil.Date) (civil.Date, error) {
	var best civil.Date
	this, _, _ := today.Split()
	for year := this - 4; year <= this+4; year++ {
		d, err := made(year, month, day)
		if err == nil && (best.IsZero() || apart(d, today) < apart(best, today)) {
			best = d
		}
	}
	if best.IsZero() {
		return best, ErrDate
	}
	return best, nil
}

func made(year int, month time.Month, day int) (civil.Date, error) {
	d, err := civil.New(year, month, day)
	if err != nil {
		return civil.Date{}, ErrDate
	}
	return d, nil
}

func apart(a, b civil.Date) int { return max(a.Sub(b), b.Sub(a)) }
