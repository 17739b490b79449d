// Package cli is the command line: one file a subcommand, each a thin call of
// the desk. Its words and the fields of its JSON are fixed; scripts, IT
// departments and people whom the window does not serve rely on them.
//
// Results go to standard output, as JSON lines with --json; sentences for
// people go to standard error. Exit 0: done. 1: something the person can mend,
// in one line. 2: wrong usage.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/page"

	"github.com/alecthomas/kong"
)

// Program is what the command line is given by app.
type Program struct {
	Version string
	Now     func() time.Time
	Fonts   *page.Fonts
	Actor   string
	Machine string // as in desk.Options
	State   string // as in desk.Options
	In      io.Reader
	Out     io.Writer
	Err     io.Writer
	// Terminal is where somebody watches how far a long command is; nil: nobody
	// does.
	Terminal io.Writer
	// Create makes an empty vault.
	Create func(dir string, passphrase []byte) error
	// Window opens the window, on that vault if its folder is given and
	// unlocked if a passphrase is.
	Window func(ctx context.Context, dir string, passphrase []byte) error
	// Demo runs the main job on invented mail.
	Demo func(ctx context.Context, o DemoOptions) error
	// Web is the way to sign-in services; the zero value will do.
	Web desk.Web
}

// DemoOptions say what the demonstration does.
type DemoOptions struct {
	Window     bool
	Out        string // where letters, records and tables are written
	Cases      int    // how many cases to invent besides those in the mailbox
	Seed       int64
	Keep       string // where the vault is left
	Passphrase []byte
	Progress   io.Writer
}

// commands is the grammar.
type commands struct {
	Vault          string `help:"The folder that is the vault." placeholder:"DIR" env:"CASEBOOK_VAULT"`
	PassphraseFile string `help:"A file whose first line is the passphrase." placeholder:"FILE" env:"CASEBOOK_PASSPHRASE_FILE"`
	RecoveryFile   string `help:"A file with the recovery key, in place of the passphrase." placeholder:"FILE" env:"CASEBOOK_RECOVERY_FILE"`
	JSON           bool   `name:"json" help:"Print JSON lines."`

	Version kong.VersionFlag `help:"Print the version."`

	Open0 windowCmd `cmd:"" name:"window" default:"1" help:"Open the window (what casebook does with no command)."`

	Init       initCmd       `cmd:"" help:"Make a vault."`
	Client     clientCmd     `cmd:"" help:"Clients: the controllers you act for."`
	Account    accountCmd    `cmd:"" help:"Mailboxes."`
	Pull       pullCmd       `cmd:"" help:"Fetch every new message."`
	Messages   messagesCmd   `cmd:"" help:"List the messages."`
	Message    messageCmd    `cmd:"" help:"Show one message, its raw bytes, or what is attached to it."`
	Sent       sentCmd       `cmd:"" help:"List letters that seem to have left with sent mail, and confirm or dismiss them."`
	Import     importCmd     `cmd:"" help:"Take in mail from files: .eml, .mbox, or .msg of Outlook."`
	Triage     triageCmd     `cmd:"" help:"Say what mail files seem to ask (needs no vault)."`
	File       fileCmd       `cmd:"" help:"Decide a message: open a case, add it to one, or set it aside."`
	Open       openCmd       `cmd:"" help:"Open a case that came another way."`
	Cases      casesCmd      `cmd:"" help:"List the cases, what is due first on top."`
	Show       showCmd       `cmd:"" help:"Show one case, its dates and how they were worked out."`
	Do         doCmd         `cmd:"" help:"Do one action on a case (docs/ACTIONS.md)."`
	Letter     letterCmd     `cmd:"" help:"Draw a letter, or issue and freeze it."`
	Record     recordCmd     `cmd:"" help:"Draw the record of a case."`
	Export     exportCmd     `cmd:"" help:"Write the register, the complaints or the deadlines."`
	Deadline   deadlineCmd   `cmd:"" help:"Work out dates: JSON lines in, JSON lines out (needs no vault)."`
	Law        lawCmd        `cmd:"" help:"Bank holidays and school calendars: what is in force, and loading newer ones."`
	Dispose    disposeCmd    `cmd:"" help:"Destroy what need not be kept any more, or list it (docs/RETENTION.md)."`
	Hold       holdCmd       `cmd:"" help:"Keep a case from disposal."`
	Verify     verifyCmd     `cmd:"" help:"Check the vault."`
	Rebuild    rebuildCmd    `cmd:"" help:"Make the lists and the search again from the events."`
	Backup     backupCmd     `cmd:"" help:"Write a backup into one file, or set the automatic one."`
	Restore    restoreCmd    `cmd:"" help:"Make a vault of a backup, in a folder of its own."`
	Passphrase passphraseCmd `cmd:"" help:"Change the passphrase."`
	Recovery   recoveryCmd   `cmd:"" help:"Make and print a new recovery key: it opens the vault if the passphrase is forgotten."`
	Decrypt    decryptCmd    `cmd:"" help:"Hand the owner a plain SQLite file, which nothing protects."`
	Demo       demoCmd       `cmd:"" help:"See the whole job done on invented mail."`

	later
}

// call is one run of a command.
type call struct {
	Program
	ctx   context.Context
	flags *commands
}

// Run reads the arguments, does what they say and returns the exit code.
func Run(ctx context.Context, p Program, args []string) int {
	var flags commands
	exit := -1
	p.Out = results{p.Out}
	parser, err := kong.New(&flags,
		kong.Name("casebook"),
		kong.Description("Data protection requests and complaints: dates, cases, letters, safe keeping.\n\nResults go to standard output, sentences for people to standard error. The exit code is 0 where it is done, 1 where a person can mend it (one line says how), 2 where the command is written wrong."),
		kong.Writers(p.Out, p.Err),
		kong.Exit(func(code int) { exit = code }),
		kong.UsageOnError(),
		kong.Vars{"version": p.Version, "kinds": kindNames()},
	)
	if err != nil {
		fmt.Fprintln(p.Err, "casebook:", err)
		return 1
	}
	if len(args) > 0 && args[0] == "help" { // as people type it
		args = append(slices.Clone(args[1:]), "--help")
	}
	parsed, err := parser.Parse(args)
	if exit >= 0 { // --help has been printed
		return exit
	}
	if err == nil {
		err = parsed.Run(&call{Program: p, ctx: ctx, flags: &flags})
	} else {
		err = usage(err)
	}
	return p.report(err)
}

// usage is what kong found wrong with the command line.
func usage(err error) error {
	return &casefile.Error{Kind: casefile.Usage, What: sentence(err.Error()), Do: "See casebook" + commandOf(err) + " --help.", Err: err}
}

// commandOf is the command in which kong found a fault, as it is typed after the
// program's name; "" where it found none.
func commandOf(err error) string {
	e, ok := errors.AsType[*kong.ParseError](err)
	if !ok || e.Context == nil {
		return ""
	}
	words := ""
	for _, step := range e.Context.Path {
		if step.Command != nil && step.Command.Name != "window" {
			words += " " + step.Command.Name
		}
	}
	return words
}

// report prints an error for the person and returns the exit code.
func (p Program) report(err error) int {
	if err == nil {
		return 0
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(p.Err, "casebook: stopped; what was finished is kept.")
		return 1
	}
	e := casefile.AsError(err)
	fmt.Fprintln(p.Err, "casebook:", plain(e.Error()))
	if e.Kind == casefile.Internal && e.Err != nil {
		fmt.Fprintln(p.Err, "casebook: for the report:", plain(e.Err.Error()))
	}
	return e.ExitCode()
}

// sentence gives a message a capital and a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.HasSuffix(s, "?") {
		s += "."
	}
	return s
}

// kindNames are the kinds of which a case can be opened, as they are typed.
func kindNames() string {
	var names []string
	for _, k := range casefile.OpenKinds() {
		names = append(names, string(k.Kind))
	}
	return strings.Join(names, ", ")
}

// open opens the vault that the flags name.
func (c *call) open() (*desk.Desk, error) {
	if err := c.needVault(); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	return desk.OpenWith(c.ctx, c.flags.Vault, key, c.options())
}

func (c *call) options() desk.Options {
	return desk.Options{
		Now: c.Now, Actor: c.Actor, Machine: c.Machine, Program: "a command", Version: c.Version, State: c.State, Fonts: c.Fonts, Web: c.Web,
	}
}

// key returns what the flags open a vault or a backup with.
func (c *call) key() (desk.Key, error) {
	if c.flags.RecoveryFile != "" {
		b, err := c.read("recovery-file", c.flags.RecoveryFile, io.ReadAll)
		return desk.Recovery(string(b)), err
	}
	passphrase, err := c.passphrase()
	return desk.Passphrase(passphrase), err
}

// needVault returns an error where the flags name no vault.
func (c *call) needVault() error {
	if c.flags.Vault == "" {
		return &casefile.Error{Kind: casefile.Usage, Field: "vault", What: "It is not said which vault.", Do: "Give --vault DIR."}
	}
	return nil
}

// vaultKey returns the passphrase of the vault that the flags name.
func (c *call) vaultKey() ([]byte, error) {
	if err := c.needVault(); err != nil {
		return nil, err
	}
	return c.passphrase()
}

// passphrase returns the first line of the passphrase file.
func (c *call) passphrase() ([]byte, error) {
	if c.flags.PassphraseFile == "" {
		return nil, &casefile.Error{Kind: casefile.Usage, Field: "passphrase-file", What: "There is no passphrase.", Do: "Give --passphrase-file FILE."}
	}
	return c.secret("passphrase-file", c.flags.PassphraseFile)
}

func unreadable(field string, err error) error {
	return &casefile.Error{
		Kind: casefile.Invalid, Field: field, What: "A file cannot be read: " + plainReason(err) + ".",
		Do: "Check its name and that you may read it.", Err: err,
	}
}

// plainReason says why a file cannot be read or written, with the name that
// the person gave.
func plainReason(err error) string {
	if pe, ok := errors.AsType[*os.PathError](err); ok {
		return pe.Path + ": " + pe.Err.Error()
	}
	return err.Error()
}

// withDesk opens the vault, runs f on it and closes it.
func (c *call) withDesk(f func(d *desk.Desk) error) error {
	d, err := c.open()
	if err != nil {
		return err
	}
	return errors.Join(f(d), d.Close())
}

// print writes v as a JSON line, or text for people.
func (c *call) print(v any, text string) error {
	if !c.flags.JSON {
		_, err := fmt.Fprintln(c.Out, plain(text))
		return err
	}
	enc := json.NewEncoder(c.Out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// plain takes out of a text what a terminal obeys, or what turns its order
// round: names and notes come from files and letters of anybody.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsControl(r):
			return '\uFFFD'
		}
		return r
	}, text)
}

// say writes a sentence for people.
func (c *call) say(format string, args ...any) { fmt.Fprintf(c.Err, format+"\n", args...) }

// done says what was done, if it was.
func (c *call) done(err error, words string) error {
	if err == nil {
		c.say("%s", words)
	}
	return err
}

// results is standard output. That it cannot be written to is no fault of the
// vault, and by then what the command does is done.
type results struct{ io.Writer }

func (r results) Write(b []byte) (int, error) {
	n, err := r.Writer.Write(b)
	if err != nil {
		err = &casefile.Error{
			Kind: casefile.Unreachable, What: "The result could not be printed: " + plainReason(err) + ".",
			Do: "What the command does is done; look before you run it again.", Err: err,
		}
	}
	return n, err
}
