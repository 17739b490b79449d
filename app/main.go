// Command casebook tracks data protection requests and complaints for
// outsourced data protection officers: mail in, dates worked out, letters out.
package main

import (
	"context"
	"os"
	"os/signal"
	"time"

	"casebook/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	fonts, err := letterFonts()
	if err != nil {
		os.Stderr.WriteString("casebook: the fonts of the letters cannot be read\n")
		os.Exit(1)
	}
	p := composer{now: time.Now, actor: actor(), fonts: fonts}
	os.Exit(cli.Run(ctx, cli.Program{
		Version: version, Now: p.now, Fonts: fonts, Actor: p.actor,
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Window: p.window, Demo: p.demo,
	}, os.Args[1:]))
}
