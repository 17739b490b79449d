package casefile_test

import (
	"bytes"
	"strings"
	"testing"

	"casebook/internal/casefile"

	"pgregory.net/rapid"
)

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func anyReference(t *rapid.T) casefile.Reference {
	chance := rapid.SliceOfN(rapid.Byte(), 5, 5).Draw(t, "chance")
	ref, err := casefile.NewReference(today, bytes.NewReader(chance))
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func TestReferenceShape(t *testing.T) {
	ref, err := casefile.NewReference(today, strings.NewReader("abcde"))
	if err != nil || len(ref) != 9 || !strings.HasPrefix(string(ref), "26-") {
		t.Errorf("got %q, %v", ref, err)
	}
	if _, err := casefile.NewReference(today, strings.NewReader("abc")); err == nil {
		t.Error("a reference was drawn without enough chance")
	}
}

// Every single wrong character and every exchange of two is recognised.
func TestReferenceMistakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ref := string(anyReference(t))
		if back, err := casefile.ParseReference(ref); err != nil || string(back) != ref {
			t.Fatalf("%s does not come back: %q, %v", ref, back, err)
		}
		for i := range ref {
			if i == 2 {
				continue
			}
			for _, r := range alphabet {
				wrong := ref[:i] + string(r) + ref[i+1:]
				if _, err := casefile.ParseReference(wrong); wrong != ref && err == nil {
					t.Fatalf("%s was taken for %s", wrong, ref)
				}
			}
			for j := i + 1; j < len(ref); j++ {
				b := []byte(ref)
				b[i], b[j] = b[j], b[i]
				if _, err := casefile.ParseReference(string(b)); string(b) != ref && err == nil {
					t.Fatalf("%s was taken for %s", b, ref)
				}
			}
		}
	})
}

func TestReferenceAsTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ref := anyReference(t)
		s := string(ref)
		typed := []string{
			strings.ToLower(s), " " + s + " ", strings.Replace(s, "-", "", 1), strings.Replace(s, "-", "–", 1),
			strings.ReplaceAll(s, "0", "o"), strings.ReplaceAll(s, "1", "l"), s[:3] + " " + s[3:],
		}
		for _, s := range typed {
			if got, err := casefile.ParseReference(s); err != nil || got != ref {
				t.Fatalf("%q was read as %q, %v", s, got, err)
			}
		}
	})
}

func TestNotAReference(t *testing.T) {
	for _, s := range []string{"", "26", "26-", "26-KQ4MX", "26-7KQ4MXX", "2A-7KQ4MX", "26_7KQ4MX", "26-7KQ4UX", "hello"} {
		if ref, err := casefile.ParseReference(s); err == nil {
			t.Errorf("%q was taken for %q", s, ref)
		}
	}
}

func TestFindReferences(t *testing.T) {
	a, _ := casefile.NewReference(today, strings.NewReader("aaaaa"))
	b, _ := casefile.NewReference(today, strings.NewReader("bcdef"))
	text := "Re: [" + string(a) + "] your letter, and (" + strings.ToLower(string(b)) + "), " + string(a) + "; not 26-00000Z or 26-AAAAAA."
	got := casefile.FindReferences(text)
	if len(got) != 2 || got[0] != a || got[1] != b {
		t.Errorf("found %v, want %v and %v", got, a, b)
	}
}

// A text of nothing but references does not keep the program looking for each.
func TestAFloodOfReferences(t *testing.T) {
	var text strings.Builder
	for i := range 10_000 {
		ref, err := casefile.NewReference(today, bytes.NewReader([]byte{byte(i % 32), byte(i / 32 % 32), byte(i / 1024), 0, 0}))
		if err != nil {
			t.Fatal(err)
		}
		text.WriteString(string(ref) + " ")
	}
	if got := casefile.FindReferences(text.String()); len(got) != 100 || got[0] != casefile.Reference(text.String()[:9]) {
		t.Errorf("found %d", len(got))
	}
}

func FuzzParseReference(f *testing.F) {
	f.Add("26-7KQ4MX")
	f.Add("–I l")
	f.Fuzz(func(t *testing.T, s string) {
		if ref, err := casefile.ParseReference(s); err == nil {
			if again, err := casefile.ParseReference(string(ref)); err != nil || again != ref {
				t.Errorf("%q gives %q, which gives %q, %v", s, ref, again, err)
			}
		}
	})
}

// What seems at a glance to hold no reference holds none, nor one that is
// mistyped, nor one that begins in it and goes on in the next text.
func TestMayRefer(t *testing.T) {
	piece := rapid.SampledFrom([]string{" ", "\n", "26", "7kq4mx", "26-7KQ4MX", "26–7kq4m", "27", "lo", "location", "-", "−", "x", "é", "O1", "4", ".", "12 August", "reference"})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces"), "") })
	rapid.Check(t, func(t *rapid.T) {
		subject, body := text.Draw(t, "subject"), text.Draw(t, "body")
		if casefile.MayRefer(subject) || casefile.MayRefer(body) {
			return
		}
		for _, s := range []string{subject, body, subject + "\n" + body} {
			if found := append(casefile.FindReferences(s), casefile.MistypedReferences(s)...); len(found) > 0 {
				t.Fatalf("%q holds %v", s, found)
			}
		}
	})
	for _, nothing := range []string{"", "About file 7", "Please look at the 12 of mine.", "on 4 October 2026, at 10 am"} {
		if casefile.MayRefer(nothing) {
			t.Errorf("%q", nothing)
		}
	}
}
