//go:build unix

package cli_test

import (
	"os"
	"strings"
	"syscall"
	"testing"
)

// A pipe that nobody writes to is refused, not waited for; a secret may come out
// of one.
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
	go func() {
		if err := os.WriteFile(pipe, []byte("correct horse battery\n"), 0o600); err != nil {
			t.Error(err)
		}
	}()
	s.run("cases", "--passphrase-file", pipe)
}
