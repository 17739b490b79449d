package ui

import (
	"context"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/keys"
	"casebook/internal/ui/palette"
	"casebook/internal/ui/rowlist"
)

// mostHits is how many finds the search shows.
const mostHits = 60

// search finds cases and messages while it is being typed.
func (b *bench) search() {
	palette.Open(b.w.window.Canvas(), palette.Options{
		Hint: "Search cases, people and messages", Idle: "Type a name, a reference or words of a message.",
		Nothing: "No case, letter or message holds that. Try fewer letters, or a reference.",
		Failed:  "The search failed. Try again.", Find: b.find, Chosen: b.found,
		Loop: b.w.deps.Loop, Runner: b.w.deps.Runner,
	})
}

// find runs beside the window.
func (b *bench) find(ctx context.Context, query string) ([]rowlist.Row, error) {
	if strings.TrimSpace(query) == "" {
		return nil, nil
	}
	hits, err := b.desk.Search(ctx, query, "", mostHits)
	if err != nil {
		return nil, err
	}
	rows := make([]rowlist.Row, len(hits))
	for i, h := range hits {
		rows[i] = hitRow(h)
	}
	return rows, nil
}

// Prefixes of the rows of both palettes, so that what is chosen can be told.
const (
	caseRow    = "case:"
	messageRow = "message:"
	asideRow   = "aside:"
	sentRow    = "sent:"
	commandRow = "command:"
)

// lying says where a message lies that is in no case: the id of its row, and the
// words for it.
func lying(h desk.Hit) (id, words string) {
	switch {
	case h.Outgoing:
		return sentRow + h.ID, "sent"
	case h.State == casefile.MessageSetAside:
		return asideRow + h.ID, "set aside"
	}
	return messageRow + h.ID, "to triage"
}

func hitRow(h desk.Hit) rowlist.Row {
	r := rowlist.Row{ID: caseRow + string(h.Reference), Title: h.Person, Right: string(h.Reference), Sub: h.Passage}
	if h.Kind == desk.LetterHit {
		r.Sub = "Letter: " + h.Subject
		r.State = rowlist.Info
	}
	if h.Kind == desk.MessageHit {
		if h.Reference == "" {
			r.ID, r.Right = lying(h)
		}
		if r.Sub == "" {
			r.Sub = h.Subject
		}
		r.State = rowlist.Info
	}
	if r.Title == "" {
		r.Title = "No name"
	}
	return r
}

// found shows what was chosen.
func (b *bench) found(r rowlist.Row) {
	if ref, ok := strings.CutPrefix(r.ID, caseRow); ok {
		b.openCase(casefile.Reference(ref))
	}
	if id, ok := strings.CutPrefix(r.ID, messageRow); ok {
		b.goTo(viewIndex(triageView))
		b.triage.Select(id)
	}
	if id, ok := strings.CutPrefix(r.ID, asideRow); ok {
		b.goTo(viewIndex(triageView))
		b.triage.SelectAside(id)
	}
	if strings.HasPrefix(r.ID, sentRow) {
		b.goTo(viewIndex(clientsView)) // what was sent waits there to be confirmed
	}
	if id, ok := strings.CutPrefix(r.ID, commandRow); ok {
		b.w.board.Run(keys.ID(id))
	}
}

func viewIndex(view string) int { return slices.Index(keys.Views(), view) }

// commands finds a command or an open case by part of its name.
func (b *bench) commands() {
	rows := b.commandRows()
	palette.Open(b.w.window.Canvas(), palette.Options{
		Hint: "Type a command, a name or a reference", Nothing: "Nothing is called that.", Failed: "The search failed. Try again.",
		Find: palette.Static(func() []rowlist.Row { return rows }), Chosen: b.found,
		Loop: b.w.deps.Loop, Runner: b.w.deps.Runner,
	})
}

// commandRows are the commands that can be run here, then the open cases.
func (b *bench) commandRows() []rowlist.Row {
	var rows []rowlist.Row
	for _, c := range b.w.board.Entries(b.scope(), keys.Global) {
		rows = append(rows, rowlist.Row{ID: commandRow + string(c.ID), Title: c.Label, Right: c.Key, Sub: c.Help})
	}
	for _, c := range b.known.cases {
		if c.State != casefile.StateClosed {
			rows = append(rows, rowlist.Row{
				ID: caseRow + string(c.Reference), Title: c.Person, Right: string(c.Reference),
				Sub: c.Kind.Label() + " · received " + c.Received.Long(),
			})
		}
	}
	return rows
}
