package cli

import (
	"errors"
	"fmt"

	"casebook/internal/desk"
)

type importCmd struct {
	Files    []string `arg:"" name:"file" help:"Mail files: .eml, .mbox, or .msg of Outlook. What is no mail is left out and named, and the exit code is 1."`
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
		done, err := d.ImportFiles(c.ctx, files, nil)
		for _, f := range done {
			line := importLine{File: f.File, New: f.New, Known: f.Known, Unreadable: f.Unreadable, Bytes: f.Bytes, IDs: append([]string{}, f.IDs...), Refused: f.Refused}
			text := fmt.Sprintf("%s: %d new, %d already here", f.File, f.New, f.Known)
			if f.Unreadable > 0 {
				text += fmt.Sprintf(", %d that cannot be read (kept)", f.Unreadable)
			}
			if f.Refused != "" {
				text = fmt.Sprintf("%s: left out, no mail (%s)", f.File, f.Refused)
			}
			err = errors.Join(err, c.print(line, text))
		}
		return err
	})
}
