package house_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// textRule is something no text file of the repository may hold.
type textRule struct {
	pattern *regexp.Regexp
	ext     string   // only in files that end so, "" for all
	except  []string // files that may
	why     string
}

// The patterns are put together from pieces so that this file does not match itself.
var textRules = []textRule{
	{
		pattern: regexp.MustCompile(`/(ro` + `ot|ho` + `me/[a-z]+|Us` + `ers/[a-z]+|wo` + `rk/(wt|shared|main)|tmp/bash` + `_jobs)\b`),
		why:     "a path of someone's machine is true nowhere else",
	},
	{
		pattern: regexp.MustCompile(`\b(proxy|sum)\.go` + `lang\.org|deb\.de` + `bian\.org|archive\.ub` + `untu\.com|registry\.np` + `mjs\.org|py` + `pi\.org|crates\.` + `io\b`),
		why:     "where packages come from is the machine's setting, not the project's",
	},
	{
		pattern: regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X|not imple` + `mented)\b`),
		ext:     ".go",
		why:     "what is not done is in the tracker, or done now",
	},
	{
		pattern: regexp.MustCompile(`\b[a-z]+\.(Sk` + `ip|Skip` + `f|Skip` + `Now)\(`),
		ext:     "_test.go",
		why:     "a test that can be left out in silence shows nothing; what it needs is installed by make test",
	},
}

func TestTextHoldsNothingStray(t *testing.T) {
	all := texts(t, []string{".git", "build", "dist", "failed"})
	for _, r := range textRules {
		report(t, r.check(all), r.why)
	}
}

func (r textRule) check(all map[string][]byte) []string {
	var found []string
	for name, text := range all {
		if !strings.HasSuffix(name, r.ext) || slices.Contains(r.except, name) {
			continue
		}
		for _, at := range r.pattern.FindAllIndex(text, -1) {
			line := 1 + bytes.Count(text[:at[0]], []byte("\n"))
			found = append(found, fmt.Sprintf("%s:%d holds %s", name, line, text[at[0]:at[1]]))
		}
	}
	slices.Sort(found)
	return found
}

func TestStrayTextIsFound(t *testing.T) {
	paths, hosts, marks, skips := textRules[0], textRules[1], textRules[2], textRules[3]
	for _, c := range []struct {
		rule       textRule
		name, text string
		want       int
	}{
		{paths, "docs/a.md", "look in /ho" + "me/ada/casebook and /ro" + "ot/.cache", 2},
		{paths, "docs/a.md", "the vault is in ~/.local/share/casebook; the root of it", 0},
		{hosts, "scripts/a", "GOPROXY=https://proxy.go" + "lang.org", 1},
		{hosts, "scripts/a", "https://go.dev/dl/", 0},
		{marks, "internal/desk/a.go", "// TO" + "DO: later\n// FIX" + "ME", 2},
		{marks, "docs/a.md", "TO" + "DO", 0},
		{skips, "internal/desk/a_test.go", "\tt.Sk" + "ip(\"no dovecot\")", 1},
		{skips, "internal/desk/a_test.go", "\tif tok.Skip { s.Skipped() }", 0},
	} {
		got := c.rule.check(map[string][]byte{c.name: []byte(c.text)})
		if len(got) != c.want {
			t.Errorf("%q: found %q, want %d", c.text, got, c.want)
		}
	}
	got := marks.check(map[string][]byte{"a.go": []byte("package a\n\n// TO" + "DO")})
	wantFindings(t, got, "a.go:3 holds TO"+"DO")
}
