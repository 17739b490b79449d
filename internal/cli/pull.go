package cli

import (
	"errors"
	"fmt"

	"casebook/internal/desk"
)

type pullCmd struct {
	Account string `help:"Only this mailbox."`
}

// pullLine is what a pull of one folder did.
type pullLine struct {
	Account     string `json:"account"`
	Folder      string `json:"folder"`
	New         int    `json:"new"`
	Known       int    `json:"known"`
	Gone        int    `json:"gone"`
	SetAside    int    `json:"set_aside"`
	BeforeStart int    `json:"before_start"`
	Unreadable  int    `json:"unreadable"`
	Bytes       int64  `json:"bytes"`
}

func (p *pullCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		done, err := d.Pull(c.ctx, p.Account, nil)
		for _, r := range done {
			line := pullLine{
				Account: r.Account, Folder: r.Folder, New: r.New, Known: r.Known, Gone: len(r.Gone),
				SetAside: len(r.SetAside), BeforeStart: r.BeforeStart, Unreadable: r.Unreadable, Bytes: r.Bytes,
			}
			text := fmt.Sprintf("%s, %s: %d new, %d already here, %d before the start date", line.Account, line.Folder, line.New, line.Known, line.BeforeStart)
			if line.Gone > 0 {
				text += fmt.Sprintf(", %d no longer on the server (kept here)", line.Gone)
			}
			if line.Unreadable > 0 {
				text += fmt.Sprintf(", %d that cannot be read (kept)", line.Unreadable)
			}
			for _, s := range r.SetAside {
				text += fmt.Sprintf("\n    message %d could not be fetched: %s", s.UID, s.Reason)
			}
			err = errors.Join(err, c.print(line, text))
		}
		return err
	})
}
