package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
)

// Drop takes in mail files that are let fall on the window.
func (w *Window) Drop(files []fyne.URI) {
	if w.bench == nil {
		w.toast.Say("Unlock the vault first: mail files are taken in then.", nil)
		return
	}
	var paths []string
	for _, f := range files {
		if f.Scheme() != "file" {
			w.toast.Say("Only files on this computer can be taken in.", nil)
			return
		}
		paths = append(paths, filepath.FromSlash(f.Path()))
	}
	if len(paths) > 0 {
		w.bench.importFiles(desk.Import{Files: paths}, w.bench.fail)
	}
}

const importWidth = 480

// askImport asks for a mail file: the way without a mouse.
func (b *bench) askImport() {
	b.w.sheet("Import mail files", importWidth, func(shut func()) (sheetParts, func(fyne.Canvas)) {
		var f *form.Form
		f = form.New([]form.Field{
			{
				Name: "file", Label: "File", Kind: form.File, Required: true, Missing: "Enter the file",
				Hint: "A message (.eml), a mailbox (.mbox) or what Outlook saves (.msg).",
			},
			{Name: "received", Label: "Received", Kind: form.Date, Past: true, Hint: "If left empty, each message says when."},
		}, form.Options{
			Submit: "Import", OnCancel: shut, Today: b.desk.Today, Pick: b.w.browser.Pick,
			OnSubmit: func(v map[string]string) []form.Problem {
				files := desk.Import{Files: []string{v["file"]}}
				if d, err := civil.Parse(v["received"]); err == nil {
					files.Received = civil.On(d)
				}
				b.importFiles(files, func(err error) {
					if err == nil {
						shut()
						return
					}
					e := casefile.AsError(err)
					f.Complain([]form.Problem{{Field: e.Field, What: e.What, Do: e.Do}})
				})
				return nil
			},
		})
		return sheetParts{prose("They can also be dropped on the window. What is here already is not taken in twice."), f}, f.Focus
	})
}

// importFiles takes in mail files and says what came of it: how it ended to
// then, which gets nil where it worked.
func (b *bench) importFiles(files desk.Import, then func(error)) {
	var done []desk.Imported
	b.w.jobs.Go(b.forever, "Taking in mail files", func(ctx context.Context, report jobs.Report) (err error) {
		done, err = b.desk.ImportFiles(ctx, files, func(p desk.ImportProgress) {
			report(jobs.Progress{Done: p.Messages, Words: takingIn(p)})
		})
		return err
	}, func(j jobs.Job) {
		if b.stopped {
			return
		}
		if j.State == jobs.Cancelled || errors.Is(j.Err, context.Canceled) {
			then(nil)
			b.w.toast.Say("Stopped; what was taken in is kept.", nil)
		} else {
			then(j.Err)
			if j.State == jobs.Done {
				b.w.toast.Offer(importWords(done), "Show", func() { b.goTo(viewIndex(triageView)) })
			}
		}
		b.changed()
		b.w.jobs.Forget()
	})
}

// takingIn says how far an import is.
func takingIn(p desk.ImportProgress) string {
	words := fmt.Sprintf("Taking in file %d of %d", p.File, p.Files)
	if p.Messages == 1 {
		return words + ", 1 message"
	}
	return words + fmt.Sprintf(", %d messages", p.Messages)
}

// importWords says what came of an import.
func importWords(done []desk.Imported) string {
	var sum desk.Imported
	for _, f := range done {
		sum.New, sum.Known, sum.Unreadable = sum.New+f.New, sum.Known+f.Known, sum.Unreadable+f.Unreadable
	}
	words := newMessages(sum.New)
	if sum.New == 0 {
		words = "No new message."
	}
	if sum.Known > 0 {
		words += fmt.Sprintf(" %d here already.", sum.Known)
	}
	switch {
	case sum.Unreadable == 1:
		words += " One of them cannot be read and is kept as it came."
	case sum.Unreadable > 1:
		words += fmt.Sprintf(" %d of them cannot be read and are kept as they came.", sum.Unreadable)
	}
	return words
}
