package casefile

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// LawID is the id of the one stream that says which law is in force in a vault.
const LawID = "law"

// TheLaw is the stream of the law.
var TheLaw = Stream{Kind: LawStream, ID: LawID}

// LawKind says what a file of law holds.
type LawKind string

// The kinds of law that can be loaded from a file.
const (
	BankHolidays    LawKind = "holidays"  // as clock.ParseHolidays reads them
	SchoolCalendars LawKind = "calendars" // as clock.ParseCalendars reads them
)

// lawPayloads are the events of the law.
var lawPayloads = []func() Payload{empty[LawLoaded], empty[LawChanged]}

// LawLoaded is a file of law that a person loaded. A table of holidays takes
// the place of the one before; a school calendar that of the one of its id.
type LawLoaded struct {
	Kind    LawKind         `json:"kind"`
	Version string          `json:"version"`
	File    json.RawMessage `json:"file"`
	Forced  bool            `json:"forced,omitempty"` // although it is older, or leaves cases without dates
	Redated
}

// EventType implements [Payload].
func (LawLoaded) EventType() (string, int) { return "law.loaded", 1 }

// LawChanged is a program with other rules, or with another table of holidays
// inside it, that opened the vault. The first in a vault says with which it
// began. One that names no other versions tells what dates moved for another
// reason, such as a table that was taken back.
type LawChanged struct {
	Rules    string `json:"rules"`    // their version
	Holidays string `json:"holidays"` // the version of the table inside the program
	Redated
}

// EventType implements [Payload].
func (LawChanged) EventType() (string, int) { return "law.changed", 1 }

// Redated is the recorded result of a change of law: no date is ever changed
// in silence.
type Redated struct {
	Moved []MovedDate `json:"moved"`
	// Undated are the cases of which no date can be worked out any more.
	Undated []Reference `json:"undated,omitempty"`
}

// Sort puts what moved in the order of references; the dates of one case stay
// in theirs.
func (r *Redated) Sort() {
	slices.SortStableFunc(r.Moved, func(a, b MovedDate) int { return cmp.Compare(a.Case, b.Case) })
	slices.Sort(r.Undated)
}

// MovedDate is one date that a change of law moved.
type MovedDate struct {
	Case Reference    `json:"case"`
	Rule clock.RuleID `json:"rule"`
	Name string       `json:"name"` // the duty, for people
	Date DateKind     `json:"date"`
	From civil.Date   `json:"from"` // no day: there was none
	To   civil.Date   `json:"to"`   // no day: there is none any more
}

// DateKind says which date of a duty is meant.
type DateKind string

// The dates of a duty. Where the three are one day it is told once, as due.
const (
	DueDate      DateKind = "due"
	WorkToDate   DateKind = "work_to"
	NoticeByDate DateKind = "notice_by"
)

// Words returns the move as a colleague would tell it:
// "Send the reply: Mon 5 Oct 2026 -> Tue 6 Oct 2026".
func (m MovedDate) Words() string {
	lead := map[DateKind]string{WorkToDate: ", the day to work to", NoticeByDate: ", the last day to tell of an extension"}
	return m.Name + lead[m.Date] + ": " + dayWords(m.From) + " -> " + dayWords(m.To)
}

func dayWords(d civil.Date) string {
	if d.IsZero() {
		return "no date"
	}
	return d.Long()
}

// MovedDates returns which dates of a case are others after a change of law.
func MovedDates(ref Reference, before, after []clock.Obligation) []MovedDate {
	var out []MovedDate
	told := map[clock.Move]bool{}
	for _, kind := range []DateKind{DueDate, WorkToDate, NoticeByDate} {
		for _, m := range clock.Moved(onlyDate(kind, before), onlyDate(kind, after)) {
			if told[m] {
				continue
			}
			told[m] = true
			out = append(out, MovedDate{Case: ref, Rule: m.Rule, Name: m.Name, Date: kind, From: m.From, To: m.To})
		}
	}
	return out
}

// onlyDate returns the obligations with that date in the place of the due one.
func onlyDate(kind DateKind, all []clock.Obligation) []clock.Obligation {
	if kind == DueDate {
		return all
	}
	out := make([]clock.Obligation, len(all))
	for i, o := range all {
		out[i] = o
		out[i].Due = o.WorkTo
		if kind == NoticeByDate {
			out[i].Due = o.NoticeBy
		}
	}
	return out
}

// LawState is what the stream of the law says: what was loaded, and with which
// law inside it the program last opened the vault.
type LawState struct {
	Rules, Holidays           string     // the versions inside the program, as last recorded; "" where never
	RulesSince, HolidaysSince civil.Date // the days on which they came

	Table      *clock.Holidays // the table that was loaded; nil: none
	TableSince civil.Date
	tableOver  string // the version inside the program when it was loaded

	Calendars      map[string]clock.Calendar // by id
	CalendarsSince map[string]civil.Date

	History []LawEntry
	Newer   int // entries that only a newer version of Casebook can read
}

// LawEntry is one change of law as it was recorded.
type LawEntry struct {
	Event string
	On    civil.Moment
	Actor string
	Type  string
	Words string
	Redated
}

// FoldLaw returns what the events of the law's stream make.
func FoldLaw(events []Event) (LawState, error) {
	entries, err := read(events)
	if err != nil {
		return LawState{}, err
	}
	var s LawState
	for _, e := range entries {
		if !e.Known() {
			s.Newer++
		}
		if e.withdrawn {
			continue
		}
		line := LawEntry{Event: e.ID, On: e.On, Actor: e.Actor, Type: e.Type}
		switch p := e.payload.(type) {
		case *LawLoaded:
			if s, err = s.Load(p, e.On.Date()); err != nil {
				return LawState{}, damagedLaw(e.Event, err)
			}
			line.Words, line.Redated = p.words(), p.Redated
		case *LawChanged:
			line.Words, line.Redated = s.changed(p, e.On.Date()), p.Redated
		default:
			continue
		}
		s.History = append(s.History, line)
	}
	return s, nil
}

func damagedLaw(e Event, err error) error {
	return &Error{
		Kind: Damaged, What: "A table of law in this vault cannot be read.",
		Do:  "Run casebook verify, and restore a backup if it reports damage.",
		Err: internalf("event %s: %w", e.ID, err),
	}
}

// Load returns the state after that file was loaded on that day.
func (s LawState) Load(p *LawLoaded, on civil.Date) (LawState, error) {
	switch p.Kind {
	case BankHolidays:
		h, err := clock.ParseHolidays(p.File)
		if err != nil {
			return s, err
		}
		s.Table, s.TableSince, s.tableOver = h, on, s.Holidays
	case SchoolCalendars:
		loaded, err := clock.ParseCalendars(p.File)
		if err != nil {
			return s, err
		}
		s.Calendars, s.CalendarsSince = with(s.Calendars), with(s.CalendarsSince)
		for id, c := range loaded {
			c.Version = p.Version
			s.Calendars[id], s.CalendarsSince[id] = c, on
		}
	}
	return s, nil
}

// with returns a copy of m that can be written to.
func with[M ~map[K]V, K comparable, V any](m M) M {
	c := make(M, len(m)+1)
	maps.Copy(c, m)
	return c
}

// changed records which law the program brought, and returns it in words.
func (s *LawState) changed(p *LawChanged, on civil.Date) string {
	words := ""
	if p.Rules != s.Rules {
		s.Rules, s.RulesSince = p.Rules, on
		words = "The rules of " + p.Rules + " came with this version of Casebook"
	}
	if p.Holidays != s.Holidays {
		s.Holidays, s.HolidaysSince = p.Holidays, on
		if words == "" {
			words = "The bank holidays of " + p.Holidays + " came with this version of Casebook"
		}
	}
	if words == "" {
		words = "Dates are worked out differently from now on"
	}
	return words
}

func (p *LawLoaded) words() string {
	if p.Kind == SchoolCalendars {
		return "School calendars of " + p.Version + " were loaded"
	}
	return "The bank holidays of " + p.Version + " were loaded"
}

// Loaded reports whether the table that was loaded is in force over the one in
// the program. One that comes with a newer program takes its place.
func (s LawState) Loaded(shipped clock.Law) bool {
	if s.Table == nil {
		return false
	}
	return shipped.Holidays == nil || shipped.Holidays.Version() <= max(s.Table.Version(), s.tableOver)
}

// InForce returns the law inside the program with what was loaded laid over it.
func (s LawState) InForce(shipped clock.Law) clock.Law {
	if s.Loaded(shipped) {
		shipped.Holidays = s.Table
	}
	shipped.Calendars = s.Calendars
	return shipped
}

// MovesOf returns what changes of law did to one case, as lines of its
// timeline.
func (s LawState) MovesOf(ref Reference) []TimelineEntry {
	var out []TimelineEntry
	for _, e := range s.History {
		out = append(out, e.linesOf(ref)...)
	}
	return out
}

// ClientMoves returns what changes of a client did to one of its cases, as
// lines of its timeline.
func ClientMoves(events []Event, ref Reference) ([]TimelineEntry, error) {
	entries, err := read(events)
	if err != nil {
		return nil, err
	}
	var out []TimelineEntry
	for _, e := range entries {
		if p, ok := e.payload.(*ClientRedated); ok && !e.withdrawn {
			line := LawEntry{Event: e.ID, On: e.On, Actor: e.Actor, Type: e.Type, Words: "What is recorded of the client was changed", Redated: p.Redated}
			out = append(out, line.linesOf(ref)...)
		}
	}
	return out, nil
}

// linesOf returns what the change moved in one case.
func (e LawEntry) linesOf(ref Reference) []TimelineEntry {
	var out []TimelineEntry
	for _, m := range e.Moved {
		if m.Case == ref {
			out = append(out, TimelineEntry{Event: e.Event, On: e.On, Actor: e.Actor, Type: e.Type, Words: "Date moved. " + m.Words(), Detail: e.Words})
		}
	}
	return out
}
