package page_test

import (
	"slices"
	"strings"
	"testing"

	"casebook/internal/page"
)

// textLines sets one paragraph and returns its lines.
func textLines(t *testing.T, text string) []string {
	t.Helper()
	doc := mustLetter(t, letterWith(page.Plain("Start"), page.Plain(text)))
	var out []string
	for i, p := range doc.Pages {
		out = append(out, body(p, i)...)
	}
	return out[slices.Index(out, "Start")+1:]
}

func TestLineBreaks(t *testing.T) {
	pad := strings.Repeat("mm ", 17) // leaves room for four of them
	long := strings.Repeat("abcdefghij", 30)
	tests := []struct {
		name, text string
		want       []string
	}{
		{"one line", "a  b\tc ", []string{"a b c"}},
		{"line ends", "a\nb\r\nc\u2028d", []string{"a", "b", "c", "d"}},
		{"blank lines become one", "a\n\n\n\nb\n\n", []string{"a", "", "b"}},
		{"nothing", " \n ", nil},
		{"after a hyphen", pad + "mmmm well-established mm mm", []string{pad + "mmmm well-", "established mm mm"}},
		{"never in a reference", pad + "mmmm 26-7KQ4MXAAAA mm mm", []string{pad + "mmmm", "26-7KQ4MXAAAA mm mm"}},
		{"never at a non-breaking space", pad + "mmm Fri 9\u00a0Oct\u00a02026mm mm", []string{pad + "mmm Fri", "9 Oct 2026mm mm"}},
		{"never in what is held", pad + "mmm " + page.Hold("Fri 9 Oct 2026") + " mm mm", []string{pad + "mmm", "Fri 9 Oct 2026 mm mm"}},
		{"soft hyphens draw nothing", "da\u00adta\u200b pro\u2060tec\ufefftion", []string{"data protection"}},
		{"a long word", long, []string{long[:90], long[90:180], long[180:270], long[270:]}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := textLines(t, tt.text)
			for i := range tt.want {
				tt.want[i] = strings.TrimSpace(tt.want[i])
			}
			got = slices.DeleteFunc(got, func(s string) bool { return s == "" })
			want := slices.DeleteFunc(slices.Clone(tt.want), func(s string) bool { return s == "" })
			if !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

func TestLongAddressOfTheWebPartsAtItsSigns(t *testing.T) {
	web := "https://records.example/" + strings.Repeat("pupils/years-and-classes/", 10)
	got := textLines(t, "See "+web+" for it.")
	if strings.Join(got, "") != "See "+web+" for it." {
		t.Fatalf("the address was changed: %q", got)
	}
	for _, line := range got[:len(got)-1] {
		if !strings.HasSuffix(line, "/") && !strings.HasSuffix(line, "-") {
			t.Errorf("line %q ends inside a word", line)
		}
	}
}

func TestNoRunt(t *testing.T) {
	got := textLines(t, strings.Repeat("nnnnn ", 25)+"is.")
	last := got[len(got)-1]
	if len(got) < 2 || !strings.Contains(last, " ") {
		t.Errorf("last line is %q", last)
	}
}

func TestMissingCharactersAreSeenAndListed(t *testing.T) {
	sheet := letterWith(page.Plain("to 日本 and \U0001F600 and \u202Eleft\x07"))
	sheet.Address[0] = "Ms 李"
	doc := mustLetter(t, sheet)
	if got, want := string(doc.Missing), "\x07\u202E日本李\U0001F600"; got != want {
		t.Errorf("missing %+q, want %+q", got, want)
	}
	var all []string
	for i, p := range doc.Pages {
		all = append(all, body(p, i)...)
	}
	joined := strings.Join(all, "\n")
	sign := string(theFonts.Fallback())
	for _, want := range []string{"Ms " + sign, "to " + sign + sign + " and " + sign + " and " + sign + "left" + sign} {
		if !strings.Contains(joined, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	for _, p := range doc.Pages {
		for _, r := range p.Runs {
			for _, c := range r.Text {
				if !theFonts.Has(r.Face, c) {
					t.Errorf("%U was left in a run", c)
				}
			}
		}
	}
}
