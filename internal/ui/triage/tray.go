package triage

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/rowlist"
)

// Tray is what a person set aside, the last one first.
type Tray struct {
	Messages []desk.Aside // the last of them
	Count    int          // of all
	Days     int          // how long they are kept
}

// mostAside is how many messages of the tray are listed: more is found sooner
// by searching.
const mostAside = 500

// SetTray takes what was read.
func (p *Presenter) SetTray(t Tray) { p.aside = t }

// InTray reports whether the list is the tray of what was set aside.
func (p *Presenter) InTray() bool { return p.inTray }

// Turn shows the tray, or what is to be decided.
func (p *Presenter) Turn(toTray bool) { p.inTray = toTray }

// Counts are what stands beside the two names over the list.
func (p *Presenter) Counts() (waiting, aside string) {
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	return number(len(p.queue.Messages)), number(p.aside.Count)
}

// trayRows are the messages set aside under the days on which they were.
func (p *Presenter) trayRows() []rowlist.Row {
	if len(p.aside.Messages) == 0 {
		return nil // counted already, perhaps, but not read: Empty says so
	}
	var rows []rowlist.Row
	var last civil.Date
	heading := 0
	for i, m := range p.aside.Messages {
		if day := civil.Of(m.At); i == 0 || day != last {
			last, heading = day, len(rows)
			rows = append(rows, rowlist.Row{Title: p.asideDay(day), Heading: true})
		}
		r := rowlist.Row{ID: m.ID, Title: sender(m.From), Sub: m.Subject}
		if len(m.Whole) > 1 {
			r.Right = asideWords[m.With]
		}
		if m.Subject == "" {
			r.Sub = "(no subject)"
		}
		rows = append(rows, r)
		rows[heading].Right = strconv.Itoa(len(rows) - heading - 1)
	}
	if more := p.aside.Count - len(p.aside.Messages); more > 0 {
		rows = append(rows, rowlist.Row{Title: fmt.Sprintf("and %d earlier: Search (Ctrl+F) finds them", more), Heading: true})
	}
	return rows
}

// asideDay names a day above what was set aside on it.
func (p *Presenter) asideDay(day civil.Date) string {
	switch p.queue.Today.Sub(day) {
	case 0:
		return "Set aside today"
	case 1:
		return "Set aside yesterday"
	}
	return "Set aside on " + day.Long()
}

// asideWords say with what a message was set aside.
var asideWords = map[casefile.AsideWith]string{casefile.AsideSender: "whole sender", casefile.AsideThread: "whole thread"}

// Aside returns the message shown as it lies in the tray, if it does.
func (p *Presenter) Aside() (desk.Aside, bool) {
	for _, m := range p.aside.Messages {
		if m.ID == p.ID() {
			return m, p.ID() != ""
		}
	}
	return desk.Aside{}, false
}

// asideCard puts into words how a message was set aside.
func (p *Presenter) asideCard(m desk.Aside) Card {
	at := m.At.In(civil.London())
	day := civil.Of(m.At)
	c := Card{Head: p.asideDay(day) + " at " + at.Format("15:04")}
	c.add("As", asideAs(m, p.item.Proposal))
	c.add("By", m.By)
	c.add("Received", m.Received.Date().Long())
	if p.aside.Days > 0 {
		c.add("Kept", "until "+day.AddDays(p.aside.Days).Long()+"; then it is put up for disposal under Vault")
	}
	return c
}

// asideAs says as what a message was set aside.
func asideAs(m desk.Aside, was casefile.Proposal) string {
	words := "No request"
	if m.Reason != "" && m.Reason != notAsked {
		first, n := utf8.DecodeRuneInString(m.Reason)
		words = string(unicode.ToUpper(first)) + m.Reason[n:]
	}
	if kinds := guessed(was); len(kinds) > 0 {
		words += " (proposed: " + strings.ToLower(kindWords(kinds)) + ")"
	}
	of := map[casefile.AsideWith]string{casefile.AsideSender: "its sender", casefile.AsideThread: "its thread"}[m.With]
	switch others := len(m.Whole) - 1; {
	case of == "" || others < 1:
		return words + "; set aside alone"
	case others == 1:
		return words + "; set aside with 1 other of " + of
	default:
		return words + fmt.Sprintf("; set aside with %d others of ", others) + of
	}
}

// trayEmpty says what would lie in the tray.
func (p *Presenter) trayEmpty() string {
	if p.aside.Count > 0 {
		return "Reading what was set aside …"
	}
	return "Nothing is set aside. What you set aside with 3, S or T lies here and can be put back."
}

// PutBack takes messages out of the tray: they are to be decided again.
func (p *Presenter) PutBack(ids ...string) {
	gone := map[string]bool{}
	for _, id := range ids {
		gone[id] = true
	}
	var left []desk.Aside
	for _, m := range p.aside.Messages {
		if !gone[m.ID] {
			left = append(left, m)
		}
	}
	p.aside.Count -= len(p.aside.Messages) - len(left)
	p.aside.Messages = left
}
