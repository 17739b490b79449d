package cli

import (
	"fmt"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

type verifyCmd struct{}

func (*verifyCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		checks, err := d.Verify(c.ctx)
		if err != nil {
			return err
		}
		failed, remade := 0, 0
		for _, k := range checks {
			word := "ok    "
			if !k.OK {
				word = "FAILED"
				failed++
				if k.Remade {
					remade++
				}
			}
			line := map[string]any{"check": k.Name, "ok": k.OK, "count": k.Count, "detail": k.Detail}
			if err := c.print(line, fmt.Sprintf("%s  %s (%d) %s", word, k.Name, k.Count, k.Detail)); err != nil {
				return err
			}
		}
		if err := c.sayBackups(d); err != nil {
			return err
		}
		if failed > 0 && failed == remade {
			return &casefile.Error{
				Kind: casefile.Damaged, What: "What is recorded is whole; the lists or a ledger are not what they should be.",
				Do: "Make them again with casebook rebuild.",
			}
		}
		if failed > 0 {
			return &casefile.Error{Kind: casefile.Damaged, What: "The vault is damaged.", Do: "Restore the last backup, and keep this copy until then."}
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
