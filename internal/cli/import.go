package cli

import (
	"errors"
	"fmt"
	"strings"

	"casebook/internal/desk"
)

type importCmd struct {
	Files    []string `arg:"" name:"file" help:"Mail files: .eml, .mbox, or .msg of Outlook. What is no mail is left out and named, and the exit code is 1; where one is not there or cannot be opened, nothing is taken in."`
	Received string   `help:"The day on which all of it was received; else each message says it." placeholder:"DATE"`
}

// importLine is what became of one file.
type importLine struct {
	File       string   `json:"file"`
	New        int      `json:"new"`
	Known      int      `json:"known"`
	Unreadable int      `json:"unreadable"`
	Bytes      int64    `json:"bytes"`
	IDs        []string `json:"ids"`
	// Refused is what a file is that is no mail.
	Refused string `json:"refused,omitempty"`
	// Undated are new messages that bear no usable date: received today.
	Undated []string `json:"undated,omitempty"`
	// OtherDay are messages that were here already, received on another day.
	OtherDay []string `json:"other_day,omitempty"`
}

func (i *importCmd) Run(c *call) error {
	files := desk.Import{Files: i.Files}
	if i.Received != "" {
		at, err := moment("received", i.Received)
		if err != nil {
			return err
		}
		files.Received = at
	}
	return c.withDesk(func(d *desk.Desk) error {
		w := c.watching()
		done, err := d.ImportFiles(c.ctx, files, w.imports)
		w.end()
		for _, f := range done {
			line := importLine{File: f.File, New: f.New, Known: f.Known, Unreadable: f.Unreadable, Bytes: f.Bytes, IDs: append([]string{}, f.IDs...), Refused: f.Refused, Undated: f.Undated, OtherDay: f.OtherDay}
			text := fmt.Sprintf("%s: %d new, %d already here", f.File, f.New, f.Known)
			if f.Unreadable > 0 {
				text += fmt.Sprintf(", %d that cannot be read (kept)", f.Unreadable)
			}
			if f.Refused != "" {
				text = fmt.Sprintf("%s: left out, no mail (%s)", f.File, f.Refused)
			}
			err = errors.Join(err, c.print(line, text))
			c.warnOfDays(line)
		}
		return err
	})
}

// warnOfDays says of which messages the day is not what it should be, as a
// period may run from it.
func (c *call) warnOfDays(l importLine) {
	const decide = "give the day when you decide it: casebook file ID --as KIND --received DATE."
	if len(l.Undated) > 0 {
		c.say("%s: no usable date, so received today is recorded: %s. If it came earlier, "+decide, plain(l.File), few(l.Undated))
	}
	if len(l.OtherDay) > 0 {
		c.say("%s: here already and received on another day than --received, which stays: %s. If the new day is right, "+decide, plain(l.File), few(l.OtherDay))
	}
}

// few names the first ids of a list and says how many more there are.
func few(ids []string) string {
	const most = 3
	if len(ids) <= most {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:most], ", "), len(ids)-most)
}
