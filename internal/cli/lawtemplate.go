package cli

import (
	"fmt"

	"casebook/internal/desk"
)

type lawTemplateCmd struct {
	Kind string `arg:"" optional:"" default:"holidays" enum:"holidays,calendars" help:"holidays or calendars."`
}

func (t *lawTemplateCmd) Run(c *call) error {
	_, err := fmt.Fprint(c.Out, desk.LawTemplates()[t.Kind])
	return err
}
