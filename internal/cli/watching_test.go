package cli_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"casebook/internal/cli"
)

// Who sits at a terminal is told how far a long command is, in a line that is
// gone afterwards; a script's output has none of it.
func TestWhoWatchesIsTold(t *testing.T) {
	s := newShell(t)
	if err := os.WriteFile(s.path("one.eml"), []byte(letters[0].raw), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"import", []string{"import", s.path("one.eml")}, "File 1 of 1: 1 messages"},
		{"backup", []string{"backup", s.path("one.backup")}, " MB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, terminal bytes.Buffer
			p, at := program(), noon
			p.Now = func() time.Time {
				at = at.Add(time.Second)
				return at
			}
			p.In, p.Out, p.Err, p.Terminal = strings.NewReader(""), &out, &bytes.Buffer{}, &terminal
			if code := cli.Run(t.Context(), p, append(c.args, "--vault", s.path("vault"), "--passphrase-file", s.path("pass"))); code != 0 {
				t.Fatalf("exit %d", code)
			}
			told := terminal.String()
			if !strings.Contains(told, c.want) {
				t.Errorf("the terminal was told %q, not %q", told, c.want)
			}
			lines := strings.Split(strings.TrimSuffix(told, "\r"), "\r")
			if last := lines[len(lines)-1]; strings.TrimSpace(last) != "" || strings.Contains(told, "\n") {
				t.Errorf("what stands there at the end is %q", last)
			}
			if strings.Contains(out.String(), "\r") {
				t.Errorf("the output is %q", out.String())
			}
		})
	}
}
