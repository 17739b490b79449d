package cli

import (
	"fmt"
	"io"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/desk"
)

type showCmd struct {
	Case string `arg:"" help:"The reference of the case."`
	Why  bool   `help:"Print how each date was worked out."`
	If   bool   `name:"what-if" help:"Say what would become of the dates if something were done today."`
	AsOf string `help:"As if today were this day." placeholder:"DATE"`
}

// showLine is everything about a case as a program reads it.
type showLine struct {
	caseLine
	Obligations []obligationLine `json:"obligations"`
	Events      []eventLine      `json:"events"`
	// Undated is why no date can be worked out.
	Undated string `json:"undated,omitempty"`
	// Cautious is what has yet to be recorded where a date is the earliest that
	// it can be.
	Cautious string       `json:"cautious,omitempty"`
	WhatIf   []whatIfLine `json:"what_if,omitempty"` // with --what-if
}

// obligationLine is a dated duty.
type obligationLine struct {
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	State     string       `json:"state"`
	Due       string       `json:"due"`
	WorkTo    string       `json:"work_to"`
	NoticeBy  string       `json:"notice_by"`
	DaysLeft  *int         `json:"days_left"`
	Extension string       `json:"extension,omitempty"`
	MetOn     string       `json:"met_on"`
	Working   []clock.Step `json:"working"`
}

type eventLine struct {
	ID        string `json:"id"`
	Type      string `json:"type"`
	On        string `json:"on"`
	Actor     string `json:"actor"`
	Words     string `json:"words"`
	Detail    string `json:"detail,omitempty"`
	Withdrawn bool   `json:"withdrawn"`
}

func (s *showCmd) Run(c *call) error {
	ref, err := casefile.ParseReference(s.Case)
	if err != nil {
		return err
	}
	return c.withDesk(func(d *desk.Desk) error {
		today, err := asOf(s.AsOf, d.Today())
		if err != nil {
			return err
		}
		if gone, err := d.Disposed(c.ctx, ref); err == nil {
			return c.print(goneJSON(gone), goneWords(gone)+"\n"+gone.Gone().Until)
		}
		f, err := d.Case(c.ctx, ref)
		if err != nil {
			return err
		}
		var text strings.Builder
		s.text(&text, f, today)
		line := showJSON(f, today)
		if s.If && f.Undated == nil {
			if line.WhatIf, err = whatIf(c.ctx, d, ref, today, &text); err != nil {
				return err
			}
		}
		return c.print(line, strings.TrimSuffix(text.String(), "\n"))
	})
}

func showJSON(f desk.CaseFile, today civil.Date) showLine {
	k := f.Case
	line := showLine{
		caseLine: caseLine{
			Case: string(k.Reference), Kind: string(k.Kind), Client: k.Client, Person: k.Person.Name, State: string(k.State()),
			Received: k.ReceivedOn().String(), Due: f.Due.String(), WorkTo: f.WorkTo.String(), Next: f.Next,
		},
		Obligations: []obligationLine{}, Events: []eventLine{},
	}
	if f.Undated != nil {
		line.Undated = f.Undated.Error()
	}
	if f.Cautious != nil {
		line.Cautious = f.Cautious.Error()
	}
	for _, o := range f.Obligations {
		l := obligationLine{
			ID: string(o.Rule), Name: o.Name, State: string(o.State), Due: o.Due.String(), WorkTo: o.WorkTo.String(),
			NoticeBy: o.NoticeBy.String(), Extension: string(o.Extension), MetOn: o.MetOn.String(), Working: o.Working,
		}
		if !o.DueAt.IsZero() {
			// Where the law counts hours, the instant, as the deadline command writes it.
			l.Due = o.DueAt.In(civil.London()).Format("2006-01-02T15:04:05-07:00")
			l.WorkTo = l.Due
		}
		if days, ok := clock.DaysLeft(o, today); ok {
			l.DaysLeft = &days
		}
		line.Obligations = append(line.Obligations, l)
	}
	for _, e := range f.Timeline {
		line.Events = append(line.Events, eventLine{
			ID: e.Event, Type: e.Type, On: e.On.String(), Actor: e.Actor, Words: e.Words, Detail: e.Detail, Withdrawn: e.Withdrawn,
		})
	}
	return line
}

func (s *showCmd) text(w io.Writer, f desk.CaseFile, today civil.Date) {
	k := f.Case
	fmt.Fprintf(w, "%s  %s  %s\n%s", k.Reference, k.Kind.Label(), f.Client.Name, k.Person.Name)
	if !k.Subject.IsSelf() {
		fmt.Fprintf(w, " (%s)", k.Subject.Relation)
		if k.Subject.Name != "" {
			fmt.Fprintf(w, " about %s", k.Subject.Name)
		}
	}
	fmt.Fprintf(w, "\nReceived %s. %s.\n\n", k.ReceivedOn().Long(), k.State().Words())
	if f.Undated != nil {
		fmt.Fprintln(w, f.Undated)
	}
	if f.Cautious != nil {
		fmt.Fprintln(w, f.Cautious)
	}
	for _, o := range f.Obligations {
		fmt.Fprintf(w, "%s: %s\n", o.Name, obligationWords(o, today))
		if s.Why {
			for _, step := range o.Working {
				fmt.Fprintf(w, "    %s\n", workingWords(step))
			}
		}
	}
	fmt.Fprintln(w)
	for _, e := range f.Timeline {
		text := e.Words
		if e.Withdrawn {
			text = "[taken back] " + text
		}
		if e.Event != "" {
			text += "  (entry " + e.Event + ")" // what the actions that take one ask for
		}
		fmt.Fprintf(w, "%s  %s\n", e.On.Date(), text)
	}
}

func workingWords(s clock.Step) string {
	if s.Law == "" {
		return s.Text()
	}
	return fmt.Sprintf("%s (%s)", s.Text(), s.Law)
}

// obligationWords says when a duty is due and whether it was met.
func obligationWords(o clock.Obligation, today civil.Date) string {
	switch {
	case !o.MetOn.IsZero() && clock.MetLate(o):
		return "done on " + o.MetOn.Long() + ", " + strings.TrimPrefix(casefile.DaysWords(o.Due.Sub(o.MetOn)), "due ")
	case !o.MetOn.IsZero():
		return "done on " + o.MetOn.Long() + ", in time"
	case o.Due.IsZero():
		return string(o.State)
	}
	text := casefile.DueWords(o) + " (" + casefile.DaysWords(o.Due.Sub(today)) + ")"
	if o.WorkTo.Before(o.Due) {
		text += ", work to " + o.WorkTo.Long()
	}
	return text
}
