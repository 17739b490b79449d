package cli

import "casebook/internal/casefile"

// later are the commands whose words are fixed and whose work is not built.
// Each says so and ends with 2.
type later struct {
	Case   laterCmd `cmd:"" hidden:"" help:"Import open cases from a spreadsheet (not built yet)."`
	Bundle laterCmd `cmd:"" hidden:"" help:"The regulator's bundle (not built yet)."`
}

// laterCmd takes whatever is written after it.
type laterCmd struct {
	Rest []string `arg:"" optional:"" passthrough:""`
}

func (*laterCmd) Run(*call) error { return notBuilt("This command") }

func notBuilt(what string) error {
	return &casefile.Error{Kind: casefile.Usage, What: what + " is not built yet.", Do: "See casebook --help for what is."}
}
