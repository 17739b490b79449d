//go:build unix

package cli_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"casebook/internal/cli"
)

// byPipe makes a pipe and runs a command that takes its passphrase out of it. The
// end that is opened here is open both ways, so that opening waits for nobody;
// where the command waits all the same, the pipe ends after a while.
func (s *shell) byPipe(ctx context.Context, secret string, args ...string) (errs string, code int) {
	s.Helper()
	pipe := s.path("pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		s.Fatal(err)
	}
	held, err := os.OpenFile(pipe, os.O_RDWR, 0)
	if err != nil {
		s.Fatal(err)
	}
	if _, err := held.WriteString(secret); err != nil {
		s.Fatal(err)
	}
	// Held until the command ends: what comes after the line must not be waited for.
	let := time.AfterFunc(time.Minute, func() { held.Close() })
	defer let.Stop()
	defer held.Close()
	var stderr bytes.Buffer
	p := program()
	p.In, p.Out, p.Err = strings.NewReader(""), &bytes.Buffer{}, &stderr
	code = cli.Run(ctx, p, append(args, "--vault", s.path("vault"), "--passphrase-file", pipe))
	return stderr.String(), code
}

// A passphrase may come out of a pipe, which is read once and not to its end.
func TestPassphraseOutOfAPipe(t *testing.T) {
	s := newShell(t)
	if errs, code := s.byPipe(t.Context(), "correct horse battery\nand more", "cases"); code != 0 {
		t.Errorf("exit %d: %s", code, errs)
	}
}

// A command that waits for a pipe can be stopped.
func TestStoppedWhileWaitingForAPipe(t *testing.T) {
	s := newShell(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if errs, code := s.byPipe(ctx, "", "cases"); code != 1 || !strings.Contains(errs, "stopped") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

// A pipe that nobody writes to is refused, not waited for.
func TestPipeIsNoFile(t *testing.T) {
	s := newShell(t)
	pipe := s.path("pipe.eml")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"import", pipe},
		{"client", "add", pipe},
		{"client", "import", pipe},
		{"law", "load", pipe},
		{"triage", pipe},
	} {
		if _, err, code := s.try(args...); code == 0 || !strings.Contains(err, "a pipe or a device, not a file: "+pipe) {
			t.Errorf("%v: exit %d, %s", args, code, err)
		}
	}
}

// A command that writes into a pipe nobody reads can be stopped.
func TestStoppedWhileNobodyReads(t *testing.T) {
	s := newShell(t)
	pipe := s.path("register.csv")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	read := func() {
		if f, err := os.OpenFile(pipe, os.O_RDWR, 0); err == nil {
			f.Close()
		}
	}
	let := time.AfterFunc(time.Minute, read) // where it cannot be stopped
	defer let.Stop()
	ctx, stop := context.WithCancel(t.Context())
	halt := time.AfterFunc(time.Second, stop) // by then it waits, or is stopped before
	defer halt.Stop()
	var stderr bytes.Buffer
	p := program()
	p.In, p.Out, p.Err = strings.NewReader(""), &bytes.Buffer{}, &stderr
	code := cli.Run(ctx, p, []string{"export", "register", "--out", pipe, "--vault", s.path("vault"), "--passphrase-file", s.path("pass")})
	if code != 1 || !strings.Contains(stderr.String(), "stopped") { // before it writes, or while
		t.Errorf("exit %d: %s", code, stderr.String())
	}
	read() // lets go what still waits
}
