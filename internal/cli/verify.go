package cli

import (
	"fmt"

	"casebook/internal/desk"
)

type verifyCmd struct{}

func (*verifyCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		checks, err := d.Verify(c.ctx)
		if err != nil {
			return err
		}
		for _, k := range checks {
			word := "ok    "
			if !k.OK {
				word = "FAILED"
			}
			line := map[string]any{"check": k.Name, "ok": k.OK, "count": k.Count, "detail": k.Detail}
			if err := c.print(line, fmt.Sprintf("%s  %s (%d) %s", word, k.Name, k.Count, k.Detail)); err != nil {
				return err
			}
		}
		if err := c.sayBackups(d); err != nil {
			return err
		}
		if err := desk.Verdict(checks); err != nil {
			return err
		}
		return c.notices(d)
	})
}

type rebuildCmd struct {
	ClockIsRight bool `help:"Say that this machine's clock is right, though entries bear a later day: it was wrong then."`
}

func (a *rebuildCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		if a.ClockIsRight {
			if err := d.ConfirmClock(c.ctx); err != nil {
				return err
			}
		}
		if err := d.Rebuild(c.ctx); err != nil {
			return err
		}
		c.say("The lists and the search were made again.")
		return nil
	})
}
