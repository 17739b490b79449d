package cli_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebook/internal/cli"
	"casebook/internal/demo"
	"casebook/internal/desk"
	"casebook/internal/page"
	"casebook/internal/signin/idptest"

	"fyne.io/fyne/v2/theme"
	"github.com/rogpeppe/go-internal/testscript"
)

// noon is when the tests of this package take place: Monday 12 October 2026.
var noon = time.Date(2026, time.October, 12, 11, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	// What opens a browser on this machine opens one of the tests' own.
	opener := func() {
		if _, err := idptest.Browse(os.Args[1]); err != nil {
			os.Exit(1)
		}
	}
	testscript.Main(m, map[string]func(){"casebook": func() {
		p := program()
		p.In, p.Out, p.Err = os.Stdin, os.Stdout, os.Stderr
		os.Exit(cli.Run(context.Background(), p, os.Args[1:]))
	}, "xdg-open": opener, "open": opener})
}

// program is Casebook as app puts it together, without a window.
func program() cli.Program {
	fonts, err := page.NewFonts(theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content(), theme.DefaultTextItalicFont().Content())
	if err != nil {
		panic(err)
	}
	now := func() time.Time { return noon }
	return cli.Program{
		Version: "test", Now: now, Fonts: fonts, Actor: "Priya",
		Create: desk.CreateQuick,
		Window: func(context.Context, string, []byte) error { return errors.New("a test has no window") },
		Demo: func(ctx context.Context, o cli.DemoOptions) error {
			if err := desk.CreateQuick(o.Keep, o.Passphrase); err != nil {
				return err
			}
			d, err := desk.Open(ctx, o.Keep, o.Passphrase, desk.Options{Now: now, Actor: "Priya", Fonts: fonts})
			if err != nil {
				return err
			}
			show := &demo.Show{Desk: d, Out: o.Out, Seed: o.Seed, Cases: o.Cases, Words: o.Progress}
			return errors.Join(show.Run(ctx), d.Close())
		},
	}
}

// The command line, as scripts that can be read.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("CASEBOOK_VAULT", filepath.Join(e.WorkDir, "vault"))
			e.Setenv("CASEBOOK_PASSPHRASE_FILE", filepath.Join(e.WorkDir, "pass"))
			return os.WriteFile(filepath.Join(e.WorkDir, "pass"), []byte("correct horse battery\n"), 0o600)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"let": let, "unhex": unhex},
	})
}

// unhex writes bytes that no text can hold into a file: unhex file d0cf11e0.
func unhex(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: unhex file digits")
	}
	b, err := hex.DecodeString(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o600))
}

// let sets an environment variable to a field of the first line of JSON on
// standard output: let CASE case.
func let(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: let VARIABLE field")
	}
	line, _, _ := strings.Cut(ts.ReadFile("stdout"), "\n")
	var fields map[string]any
	ts.Check(json.Unmarshal([]byte(line), &fields))
	value, ok := fields[args[1]].(string)
	if !ok {
		ts.Fatalf("there is no text %q in %s", args[1], line)
	}
	ts.Setenv(args[0], value)
}

// shell runs commands on one vault.
type shell struct {
	testing.TB
	dir string
}

// newShell makes an empty vault.
func newShell(t testing.TB) *shell {
	t.Helper()
	s := &shell{t, t.TempDir()}
	if err := os.WriteFile(s.path("pass"), []byte("correct horse battery\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.run("init")
	return s
}

func (s *shell) path(name string) string { return filepath.Join(s.dir, name) }

// try runs one command and returns what it printed and its exit code.
func (s *shell) try(args ...string) (out, err string, code int) {
	s.Helper()
	var stdout, stderr bytes.Buffer
	p := program()
	p.In, p.Out, p.Err = strings.NewReader(""), &stdout, &stderr
	code = cli.Run(s.Context(), p, append(args, "--vault", s.path("vault"), "--passphrase-file", s.path("pass")))
	return stdout.String(), stderr.String(), code
}

// run runs a command that must succeed and returns what it printed.
func (s *shell) run(args ...string) string {
	s.Helper()
	out, err, code := s.try(args...)
	if code != 0 {
		s.Fatalf("casebook %s: exit %d: %s", strings.Join(args, " "), code, err)
	}
	return out
}

// lines runs a command with --json and returns its lines.
func (s *shell) lines(args ...string) []map[string]any {
	s.Helper()
	var lines []map[string]any
	for line := range strings.Lines(s.run(append(args, "--json")...)) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			s.Fatalf("%s: %v", line, err)
		}
		lines = append(lines, fields)
	}
	return lines
}
