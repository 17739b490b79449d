package cli

import (
	"casebook/internal/casefile"
	"casebook/internal/desk"
)

type recordCmd struct {
	Case string `arg:"" help:"The reference of the case."`
	Out  string `required:"" help:"Write the PDF here." placeholder:"FILE.pdf"`
	forceFlag
}

func (r *recordCmd) Run(c *call) error {
	ref, err := casefile.ParseReference(r.Case)
	if err != nil {
		return err
	}
	out := r.pdf(r.Out)
	if err := out.ready(); err != nil {
		return err
	}
	return c.withDesk(func(d *desk.Desk) error {
		drawn, err := d.Record(c.ctx, ref)
		if err != nil {
			return err
		}
		return out.write(c.ctx, drawn.PDF)
	})
}

type exportCmd struct {
	What string `arg:"" enum:"register,complaints,deadlines" help:"register, complaints or deadlines."`
	Out  string `required:"" help:"Where to write it; the ending says how: .csv, or .ics for deadlines. A file that is there is replaced, so that it can be scheduled." placeholder:"FILE"`
}

func (e *exportCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		b, err := d.Export(c.ctx, e.What, e.Out)
		if err != nil {
			return err
		}
		return output{field: "out", name: e.Out, replace: true}.write(c.ctx, b) // IT departments schedule it
	})
}
