package cli_test

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"casebook/internal/cli"
)

// help returns what a command says of itself.
func help(t *testing.T, args ...string) string {
	t.Helper()
	var out, said bytes.Buffer
	p := program()
	p.Out, p.Err = &out, &said
	if code := cli.Run(t.Context(), p, args); code != 0 {
		t.Fatalf("%v: exit %d: %s", args, code, said.String())
	}
	return out.String()
}

var (
	verb     = regexp.MustCompile(`(?m)^  ([a-z]+(?: [a-z-]+)?)(?: |$)`)
	example  = regexp.MustCompile(`(?m)^\s+casebook (.*(?:\n(?:\s{4}\S.*))*)`)
	nothing  = regexp.MustCompile(`=(STRING|INT|BOOL)\b`)
	shellArg = regexp.MustCompile(`[^\s"=]+="[^"]*"|"[^"]*"|\S+`)
)

// Every command has help, in which every flag is described and named by what
// it takes, and every example is written right.
func TestHelp(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	verbs := verb.FindAllStringSubmatch(help(t, "help"), -1)
	if len(verbs) < 30 {
		t.Fatalf("the help lists %d commands", len(verbs))
	}
	tried := 0
	for _, v := range verbs {
		args := strings.Fields(v[1])
		text := help(t, append([]string{"help"}, args...)...)
		if text != help(t, append(args, "--help")...) {
			t.Errorf("help %s is not %s --help", v[1], v[1])
		}
		if bad := nothing.FindString(text); bad != "" {
			t.Errorf("casebook %s --help: %q", v[1], bad)
		}
		for _, found := range example.FindAllStringSubmatch(text, -1) {
			tried++
			var words []string
			for _, w := range shellArg.FindAllString(found[1], -1) {
				words = append(words, strings.ReplaceAll(w, `"`, ""))
			}
			// Without the passphrase nothing is done, but what is written is read.
			var said bytes.Buffer
			p := program()
			p.Out, p.Err = &said, &said
			words = append(words, "--vault", nowhere, "--passphrase-file", nowhere)
			if code := cli.Run(t.Context(), p, words); code != 1 {
				t.Errorf("casebook %s: exit %d: %s", found[1], code, said.String())
			}
		}
	}
	if tried < 15 {
		t.Errorf("%d examples were tried", tried)
	}
}
