package office

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/report"

	ics "github.com/arran4/golang-ical"
)

// The columns of a table of deadlines that go into a calendar. The others stay
// out of it: a calendar is shared, and shown on screens.
const (
	columnCase   = "Case"
	columnDuty   = "Duty"
	columnDue    = "Due"
	columnWorkTo = "Work to"
)

const (
	productID = "-//Casebook//Deadlines//EN"
	// uidEnd makes the ids of events unlike those of other programs; it names
	// no host.
	uidEnd = "@casebook.invalid"
	// alarmBefore is how long before the day begins the alarm is due: nine in
	// the morning, three days ahead.
	alarmBefore = "-P2DT15H"
)

// writeICS writes the duties as all-day events with an alarm (RFC 5545). An event
// keeps its UID for ever, so that a calendar which reads a later file moves it
// and does not double it.
func writeICS(t report.Table, at time.Time) ([]byte, error) {
	at = at.UTC().Truncate(time.Second)
	cal := ics.NewCalendar()
	cal.SetProductId(productID)
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName("Casebook deadlines")
	seen := map[string]int{}
	for row := range t.Rows {
		if err := addEvent(cal, t, row, at, seen); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if err := cal.SerializeTo(&b, ics.WithNewLineWindows); err != nil {
		return nil, casefile.AsError(fmt.Errorf("office: writing a calendar: %w", err))
	}
	return b.Bytes(), nil
}

func addEvent(cal *ics.Calendar, t report.Table, row int, at time.Time, seen map[string]int) error {
	reference, duty := plain(t.Cell(row, columnCase)), plain(t.Cell(row, columnDuty))
	due, err := time.Parse(time.DateOnly, t.Cell(row, columnDue))
	if err != nil {
		return casefile.AsError(fmt.Errorf("office: row %d of %q has no day: %w", row+1, t.Title, err))
	}
	e := cal.AddEvent(uid(reference, duty, seen))
	e.SetDtStampTime(at)
	// A file written later has a higher number, so that its day wins (minutes
	// fit the 32 bits that some calendars give it).
	e.SetSequence(int(at.Unix() / 60))
	e.AddProperty(ics.ComponentPropertyDtStart, due.Format("20060102"), ics.WithValue("DATE"))
	e.AddProperty(ics.ComponentPropertyDtEnd, due.AddDate(0, 0, 1).Format("20060102"), ics.WithValue("DATE"))
	summary := strings.TrimSpace(reference + " " + duty)
	e.SetSummary(summary)
	if workTo, err := time.Parse(time.DateOnly, t.Cell(row, columnWorkTo)); err == nil && !workTo.Equal(due) {
		e.SetDescription("Work to " + workTo.Format("Mon 2 Jan 2006") + "; the last lawful day is " + due.Format("Mon 2 Jan 2006") + ".")
	}
	e.SetTimeTransparency(ics.TransparencyTransparent)
	e.SetClass(ics.ClassificationConfidential)
	alarm := e.AddAlarm()
	alarm.SetAction(ics.ActionDisplay)
	alarm.SetTrigger(alarmBefore)
	alarm.SetProperty(ics.ComponentPropertyDescription, summary)
	return nil
}

// uid names the event of a duty: by its case and its name, and where a case has
// several of one name, by which of them it is.
func uid(reference, duty string, seen map[string]int) string {
	id := strings.ToLower(reference + "-" + strings.Join(strings.FieldsFunc(duty, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	}), "-"))
	if seen[id]++; seen[id] > 1 {
		id += "-" + strconv.Itoa(seen[id])
	}
	return id + uidEnd
}

// plain keeps a property on one line.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }
