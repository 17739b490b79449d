package cli

import "casebook/internal/casefile"

type demoCmd struct {
	NoWindow bool   `help:"Do the whole job and end, without a window."`
	Out      string `help:"Write letters, records and tables here (with --no-window)." placeholder:"DIR"`
	Cases    int    `help:"Invent so many more cases." placeholder:"N"`
	Seed     int64  `default:"1" help:"Another number draws other people; the same number draws the same." placeholder:"N"`
	Keep     string `help:"Leave the vault here, under the passphrase of --passphrase-file." placeholder:"DIR"`
}

func (d *demoCmd) Run(c *call) error {
	if d.NoWindow && d.Out == "" {
		return &casefile.Error{Kind: casefile.Usage, Field: "out", What: "It is not said where the letters go.", Do: "Give --out DIR."}
	}
	o := DemoOptions{Window: !d.NoWindow, Out: d.Out, Cases: d.Cases, Seed: d.Seed, Keep: d.Keep, Progress: c.Out}
	if d.Keep != "" {
		passphrase, err := c.passphrase()
		if err != nil {
			return err
		}
		o.Passphrase = passphrase
	}
	return c.Program.Demo(c.ctx, o)
}
