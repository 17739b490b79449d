package cli

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/desk"
)

type lawCmd struct {
	Load lawLoadCmd `cmd:"" help:"Put a table of bank holidays or school calendars in force; every case is dated anew."`
	Show lawShowCmd `cmd:"" help:"Show what is in force, and since when."`

	Template lawTemplateCmd `cmd:"" help:"Print a whole table to begin with (needs no vault)."`
}

type lawLoadCmd struct {
	File   string `arg:"" help:"The table (JSON)."`
	Force  bool   `help:"Take it although it is older, has ended, or leaves cases without dates."`
	DryRun bool   `help:"Only say which dates it would move."`
}

// lawLine is what loading a file of law did, as a program reads it.
type lawLine struct {
	Kind    casefile.LawKind     `json:"kind"`
	Version string               `json:"version"`
	Changed bool                 `json:"changed"`
	Moved   []casefile.MovedDate `json:"moved"`
	Undated []casefile.Reference `json:"undated"`
}

func (l *lawLoadCmd) Run(c *call) error {
	file, err := desk.ReadFile("file", l.File, desk.MaxSettings)
	if err != nil {
		return err
	}
	var how []desk.LawOption
	if l.Force {
		how = append(how, desk.ForceLaw)
	}
	if l.DryRun {
		how = append(how, desk.TryLaw)
	}
	return c.withDesk(func(d *desk.Desk) error {
		did, err := d.LoadLaw(c.ctx, l.File, file, how...)
		if err != nil {
			return err
		}
		line := lawLine{
			Kind: did.Kind, Version: did.Version, Changed: did.Changed,
			Moved: append([]casefile.MovedDate{}, did.Moved...), Undated: append([]casefile.Reference{}, did.Undated...),
		}
		return c.print(line, l.words(did))
	})
}

// words says what loading did: "3 dates moved: 26-7KQ4MX Send the reply: Mon
// 5 Oct 2026 -> Tue 6 Oct 2026; ...".
func (l *lawLoadCmd) words(did desk.LawChange) string {
	switch {
	case !did.Changed:
		return "The " + lawWords[did.Kind] + " say that already; nothing was changed."
	case l.DryRun:
		return "Nothing was changed. With this file " + movedWords(did.Redated)
	}
	text := fmt.Sprintf("The %s of %s are in force.", lawWords[did.Kind], did.Version)
	if n := len(did.Undated); n > 0 {
		text += fmt.Sprintf("\n%d cases have no dates now.", n)
	}
	return text + "\n" + movedWords(did.Redated)
}

// lawWords name what a file of law holds.
var lawWords = map[casefile.LawKind]string{casefile.BankHolidays: "bank holidays", casefile.SchoolCalendars: "school calendars"}

func movedWords(r casefile.Redated) string {
	if len(r.Moved) == 0 {
		return "no date moved."
	}
	lines := make([]string, len(r.Moved))
	for i, m := range r.Moved {
		lines[i] = string(m.Case) + " " + m.Words()
	}
	if len(lines) == 1 {
		return "1 date moved: " + lines[0]
	}
	return fmt.Sprintf("%d dates moved: %s", len(lines), strings.Join(lines, "\n    "))
}

type lawShowCmd struct{}

// inForceLine is the law in force as a program reads it.
type inForceLine struct {
	Rules      string                 `json:"rules"`
	RulesSince civil.Date             `json:"rules_since"`
	Holidays   string                 `json:"holidays"`
	Since      civil.Date             `json:"holidays_since"`
	Loaded     bool                   `json:"loaded"`
	Covers     map[string]coveredLine `json:"covers"`
	Calendars  []calendarLine         `json:"calendars"`
	History    []lawEntryLine         `json:"history"`
}

type coveredLine struct {
	From civil.Date `json:"from"`
	To   civil.Date `json:"to"`
}

type calendarLine struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	Version string     `json:"version"`
	Since   civil.Date `json:"since"`
	coveredLine
}

type lawEntryLine struct {
	On    civil.Date           `json:"on"`
	Actor string               `json:"actor"`
	Words string               `json:"words"`
	Moved []casefile.MovedDate `json:"moved"`
}

func (*lawShowCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		law, err := d.Law(c.ctx)
		if err != nil {
			return err
		}
		var text strings.Builder
		lawText(&text, law)
		if err := c.print(inForceJSON(law), strings.TrimSuffix(text.String(), "\n")); err != nil {
			return err
		}
		return c.notices(d)
	})
}

func inForceJSON(law desk.LawInForce) inForceLine {
	line := inForceLine{
		Rules: law.Rules, RulesSince: law.RulesSince, Holidays: law.Holidays, Since: law.Since, Loaded: law.Loaded,
		Covers: map[string]coveredLine{}, Calendars: []calendarLine{}, History: []lawEntryLine{},
	}
	for n, r := range law.Covers {
		line.Covers[string(n)] = coveredLine{r.From, r.To}
	}
	for _, k := range law.Calendars {
		line.Calendars = append(line.Calendars, calendarLine{k.ID, k.Name, k.Version, k.Since, coveredLine{k.Covers.From, k.Covers.To}})
	}
	for _, e := range law.History {
		line.History = append(line.History, lawEntryLine{e.On.Date(), e.Actor, e.Words, append([]casefile.MovedDate{}, e.Moved...)})
	}
	return line
}

func lawText(w io.Writer, law desk.LawInForce) {
	source := "came with Casebook"
	if law.Loaded {
		source = "loaded from a file"
	}
	fmt.Fprintf(w, "Rules of %s, in this vault since %s\n", law.Rules, law.RulesSince.Long())
	fmt.Fprintf(w, "Bank holidays of %s, %s, in this vault since %s\n", law.Holidays, source, law.Since.Long())
	for _, n := range slices.Sorted(maps.Keys(law.Covers)) {
		fmt.Fprintf(w, "    %-16s  %s to %s\n", clock.Nation.Name(n), law.Covers[n].From.Long(), law.Covers[n].To.Long())
	}
	for _, k := range law.Calendars {
		fmt.Fprintf(w, "School calendar %s (%s) of %s, since %s\n    %s to %s\n",
			k.ID, k.Name, k.Version, k.Since.Long(), k.Covers.From.Long(), k.Covers.To.Long())
	}
	for _, e := range law.History {
		fmt.Fprintf(w, "%s  %s; %s\n", e.On.Date(), e.Words, movedWords(e.Redated))
	}
}

// notices tells a person what should be seen to; a program that reads JSON is
// not told.
func (c *call) notices(d *desk.Desk) error {
	if c.flags.JSON {
		return nil
	}
	all, err := d.Notices(c.ctx)
	for _, n := range all {
		c.say("%s", n)
	}
	return err
}
