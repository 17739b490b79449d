package main

import (
	"context"

	"casebook/internal/casefile"
	"casebook/internal/cli"
)

// window opens the window.
func (p composer) window(context.Context, string, []byte) error {
	return &casefile.Error{Kind: casefile.Usage, What: "The window is not built yet.", Do: "Use the commands: casebook --help."}
}

// demoWindow opens the window on the demonstration.
func (p composer) demoWindow(ctx context.Context, _ string, _ []byte, _ cli.DemoOptions) error {
	return p.window(ctx, "", nil)
}
