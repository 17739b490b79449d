//go:build linux

package cli_test

import (
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"

	"casebook/internal/cli"
)

// full is an output that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// What a file is called does nothing to the terminal, in an error either.
func TestErrorsAreNoCommandsOfATerminal(t *testing.T) {
	s := newShell(t)
	_, said, code := s.try("import", s.path("\x1b[2J\u009b2J\u202egone.eml"))
	if code == 0 || !strings.Contains(said, "gone.eml") || strings.ContainsAny(said, "\x1b\u009b\u202e") {
		t.Errorf("exit %d: %q", code, said)
	}
}

// A result that cannot be printed is told without saying that nothing was done.
func TestResultThatCannotBePrinted(t *testing.T) {
	s := newShell(t)
	s.run("client", "add", "../../assets/clients/thrive.toml")
	var stderr strings.Builder
	p := program()
	p.In, p.Out, p.Err = strings.NewReader(""), full{}, &stderr
	code := cli.Run(t.Context(), p, []string{
		"open", "--client", "thrive", "--kind", "access", "--received", "2026-10-01", "--person", "A. Okafor",
		"--vault", s.path("vault"), "--passphrase-file", s.path("pass"),
	})
	if got := stderr.String(); code != 1 || !strings.Contains(got, "could not be printed") || strings.Contains(got, "nothing was changed") {
		t.Errorf("exit %d: %s", code, got)
	}
	if n := len(s.lines("cases")); n != 1 {
		t.Errorf("%d cases are open", n)
	}
}

// A letter that was issued and could not be written out is not lost.
func TestIssuedLetterThatCannotBeWritten(t *testing.T) {
	s := newShell(t)
	s.run("client", "add", "../../assets/clients/thrive.toml")
	ref := s.lines("open", "--client", "thrive", "--kind", "access", "--received", "2026-10-01", "--person", "A. Okafor")[0]["case"].(string)
	_, said, code := s.try("letter", ref, "acknowledgement", "--issue", "--out", "/dev/full")
	_, after, told := strings.Cut(said, "casebook letter "+ref+" ")
	if code != 1 || !told {
		t.Fatalf("exit %d: %s", code, said)
	}
	id, _, _ := strings.Cut(after, " ")
	s.run("letter", ref, id, "--out", s.path("letter.pdf"))
	if text := pdfText(t, s.path("letter.pdf")); !strings.Contains(text, ref) {
		t.Errorf("the letter reads %s", text)
	}
}

// What --out names is written to where it leads, and no link or pipe becomes a
// file.
func TestOutFollowsLinks(t *testing.T) {
	s := newShell(t)
	s.run("export", "register", "--out", s.path("register.csv"))
	if err := errors.Join(os.Truncate(s.path("register.csv"), 0), os.Symlink(s.path("register.csv"), s.path("link.csv"))); err != nil {
		t.Fatal(err)
	}
	s.run("export", "register", "--out", s.path("link.csv"))
	if info, err := os.Lstat(s.path("link.csv")); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info, err)
	}
	if b, err := os.ReadFile(s.path("register.csv")); err != nil || !strings.Contains(string(b), "Case,Kind") {
		t.Errorf("the register holds %q, %v", b, err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	pipe := s.path("pipe.csv")
	if err := os.Symlink("/proc/self/fd/"+strconv.Itoa(int(w.Fd())), pipe); err != nil {
		t.Fatal(err)
	}
	s.run("export", "register", "--out", pipe)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r); err != nil || !strings.Contains(string(b), "Case,Kind") {
		t.Errorf("the pipe was given %q, %v", b, err)
	}
}
