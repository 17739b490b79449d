// Command casebook tracks data protection requests and complaints for
// outsourced data protection officers: mail in, dates worked out, letters out.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"casebook/internal/cli"
	"casebook/internal/desk"
	_ "casebook/internal/locale" // before the toolkit begins
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // a timer that runs out sends the second
	defer stop()
	fonts, err := letterFonts()
	if err != nil {
		os.Stderr.WriteString("casebook: the fonts of the letters cannot be read\n")
		os.Exit(1)
	}
	machine, _ := os.Hostname() // without a name, the vault is taken to be where it was
	p := composer{now: time.Now, actor: actor(), machine: machine, fonts: fonts}
	os.Exit(cli.Run(ctx, cli.Program{
		Version: version, Now: p.now, Fonts: fonts, Actor: p.actor, Machine: p.machine, State: stateDir(),
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Terminal: terminal(os.Stderr),
		Create: desk.Create, Window: p.window, Demo: p.demo,
	}, os.Args[1:]))
}

// terminal is that file where somebody sees it: a terminal, and no file or pipe.
func terminal(f *os.File) io.Writer {
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return f
}
