//go:build unix

package cli_test

import (
	"strings"
	"syscall"
	"testing"
)

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
