package cases

import (
	"context"

	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/ui/cases/present"
	"casebook/internal/ui/control"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/say"
)

// unsent returns the letter that could go among the drafts: the one that lies on
// the table, or the last of the case that is shown.
func (s *Screen) unsent() (casefile.Letter, bool) {
	switch {
	case s.letter != nil && s.letter.issued == "", s.detail == nil:
		return casefile.Letter{}, false
	case s.letter != nil:
		return s.letter.page.Unsent(s.letter.issued)
	}
	return s.detail.page.Unsent("")
}

// draftUnsent puts it there, beside the paper, where it is said what came of it.
func (s *Screen) draftUnsent() {
	letter, lies := s.unsent()
	if !lies {
		return
	}
	if s.letter == nil {
		l := s.newLetter(letter.Kind, letter.Kind.Label())
		l.issued = letter.ID
		l.fetch(l.putDraft)
		return
	}
	s.letter.putDraft()
}

// putDraft puts the letter among the drafts of the mailbox that allows it.
func (l *letterDesk) putDraft() { l.putDraftIn("") }

// putDraftIn does so after allowing drafts to a mailbox, if one is named.
func (l *letterDesk) putDraftIn(allow string) {
	if l.s.busy {
		return
	}
	l.s.busy = true
	l.waiting("Putting it among the drafts …")
	ref, id := l.page.Reference(), l.issued
	var did present.Drafting
	l.job = l.s.Jobs.Go(l.s.ctx, "Putting a letter among the drafts", func(ctx context.Context, _ jobs.Report) (err error) {
		did, err = present.PutDraft(ctx, l.s.Desk, ref, id, allow)
		return err
	}, func(j jobs.Job) {
		l.s.busy = false
		switch {
		case j.State == jobs.Cancelled:
			l.s.Say("That was stopped. The draft may be there already: doing it again looks first.", nil)
			l.backToIssue()
		case j.State == jobs.Failed && l.live():
			l.draftFailed(j.Err)
		case j.State == jobs.Failed:
			l.s.Fail(j.Err)
		case did.Put.Folder == "" && l.live():
			l.askAllow(did.Closed)
		case did.Put.Folder == "":
			l.s.Fail(notPut(ref, did.Closed))
		case did.Put.Folder != "":
			l.lies = did.Put
			l.s.Say(control.OneLine(present.DraftWords(did.Put)), nil)
			l.s.again(ref)
			l.s.Changed()
			if allow != "" {
				l.s.Pull() // the mailbox is watched again, as it is now
			}
		}
	})
}

// notPut says to a person who has left the letter that no mailbox takes it.
func notPut(ref casefile.Reference, closed []casefile.Account) error {
	e := &casefile.Error{
		Kind: casefile.Refused, Field: "drafts", What: "The letter of " + string(ref) + " was not put among the drafts: no mailbox may hold drafts yet.",
		Do: "Press M on the case to allow it and put the letter there.",
	}
	if len(closed) == 0 {
		e.What = "The letter of " + string(ref) + " was not put among the drafts: there is no mailbox."
		e.Do = "Add one under Clients and press M on the case, or send the letter yourself and record that it was sent."
	}
	return e
}

// backToIssue shows again how the letter stands, if it still lies on the table.
func (l *letterDesk) backToIssue() {
	if l.live() {
		l.afterIssue()
	}
}

// draftFailed says what went wrong and offers to do it again.
func (l *letterDesk) draftFailed(err error) {
	e := casefile.AsError(err)
	panel := say.NewPanel(say.Problem)
	panel.Say(e.What, e.Do)
	again := l.mainButton("Try again", l.putDraft)
	l.put(again, panel, control.Row(again, l.button("Not now", l.afterIssue)))
}

// askAllow offers to let a mailbox hold drafts, where none does.
func (l *letterDesk) askAllow(closed []casefile.Account) {
	back := l.button("Not now", l.afterIssue)
	if len(closed) == 0 {
		l.put(back, control.NewColumn(fynetheme.SizeNamePadding, control.Strong("There is no mailbox to put it in."),
			control.NewProse("Add one under Clients, or send the letter yourself and record that it was sent.")), control.Row(back))
		return
	}
	what, whose := "No mailbox may hold drafts yet", "the drafts of one of them"
	buttons := control.NewFlow()
	for _, a := range closed {
		buttons.Add(l.button("Allow it for "+control.OneLine(a.Name), func() { l.putDraftIn(a.Name) }))
	}
	if len(closed) == 1 {
		what, whose = control.OneLine(closed[0].Name)+" may not hold drafts yet", "its drafts"
		buttons = control.NewFlow(l.mainButton("Allow it and put it there", func() { l.putDraftIn(closed[0].Name) }))
	}
	buttons.Add(back)
	// A mailbox is not written to because somebody pressed Return once too often.
	l.put(back, control.NewColumn(fynetheme.SizeNamePadding, control.Strong(what),
		control.NewProse("May Casebook put finished replies among "+whose+"? Nothing else is ever written to a mailbox, and you send them yourself. "+
			"You can forbid it again in the mailbox's row under Clients.")), buttons)
}
