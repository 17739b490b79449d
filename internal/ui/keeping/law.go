package keeping

import (
	"context"
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/desk"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/say"
	"casebook/internal/ui/side"
)

// lawRow is quiet: there is a year to see to it.
func (s State) lawRow() rowlist.Row {
	r := rowlist.Row{ID: lawRow, Title: "Bank holidays and calendars", Sub: "Known for long enough"}
	if n := len(s.Notices); n > 0 {
		r.State, r.Sub = rowlist.Info, casefile.Counted(n, "thing", "things")+" to see to in time"
	}
	return r
}

// LawFacts say by what law dates are worked out, and how far it is known.
func (s State) LawFacts() []side.Fact {
	law := s.Shelf.Law
	from := "came with the program"
	if law.Loaded {
		from = "loaded on " + law.Since.Letter()
	}
	facts := []side.Fact{{Name: "Rules", Words: edition(law.Rules)}, {Name: "Bank holidays", Words: edition(law.Holidays) + ", " + from}}
	last := map[civil.Date]int{} // the line of an end: nations that share it stand together
	for _, n := range clock.Nations {
		end := law.Covers[n].To
		if i, told := last[end]; told {
			facts[i].Words += ", " + n.Name()
			continue
		}
		last[end] = len(facts)
		facts = append(facts, side.Fact{Name: "Until " + short(end), Words: n.Name()})
	}
	for _, c := range law.Calendars {
		facts = append(facts, side.Fact{Name: "Until " + short(c.Covers.To), Words: c.Name})
	}
	return facts
}

// edition names a version: most are called by their day.
func edition(version string) string {
	if d, err := civil.Parse(version); err == nil {
		return "of " + d.Letter()
	}
	return version
}

func (s *Screen) askLaw() {
	s.clear()
	var above []fyne.CanvasObject
	if len(s.known.Notices) > 0 {
		panel := say.NewPanel(say.Hint)
		panel.Say("", join("\n", s.known.Notices...)) // in ordinary weight: there is time
		above = append(above, panel)
	}
	s.Ask(side.Question{
		Heading: "Bank holidays and calendars", Submit: "Load the file",
		Lead:  "Dates are worked out from these. When a newer file is loaded, the dates of every case are worked out again; those that move are shown and recorded.",
		Above: append(above, side.NewFacts(s.known.LawFacts())),
		Fields: []form.Field{{
			Name: "file", Label: "A file of bank holidays or of school calendars", Kind: form.File, Required: true,
			Hint: "casebook law template prints one to begin with.", Missing: "Choose the file",
		}},
		Then: s.loadLaw,
	})
	shown := s.lawShown()
	s.refill = func() {
		if s.lawShown() != shown {
			s.askLaw()
		}
	}
}

// lawShown is what the page says of the law.
func (s *Screen) lawShown() string { return fmt.Sprint(s.known.LawFacts(), s.known.Notices) }

// LoadedWords say what a file of law changed.
func LoadedWords(c desk.LawChange) string {
	switch {
	case !c.Changed:
		return "That file is in force already."
	case len(c.Moved) == 0:
		return "The file is in force. No date moved."
	}
	return "The file is in force. " + casefile.Counted(len(c.Moved), "date moved", "dates moved") + "; the timeline of the case says which."
}

func (s *Screen) loadLaw(v map[string]string) []form.Problem {
	var change desk.LawChange
	return s.Work(side.Work{
		Title: "Dating every case anew",
		Do: func(ctx context.Context, _ jobs.Report) error {
			b, err := desk.ReadFile("file", v["file"], desk.MaxSettings)
			if err != nil {
				return err
			}
			change, err = s.Props.Desk.LoadLaw(ctx, filepath.Base(v["file"]), b)
			return err
		},
		Then: func() {
			s.Props.Say(LoadedWords(change), nil)
			s.refill = func() {
				s.askLaw()
				s.Enter()
			}
		},
	})
}
