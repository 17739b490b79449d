package page_test

import (
	"testing"

	"fyne.io/fyne/v2/theme"

	"casebook/internal/page"
)

func TestNewFontsRefuses(t *testing.T) {
	good := theme.DefaultTextFont().Content()
	for name, bad := range map[string][]byte{
		"nothing": nil, "a picture": []byte("\x89PNG"), "cut short": good[:400], "OpenType": []byte("OTTO\x00\x01"),
	} {
		if _, err := page.NewFonts(good, bad, good); err == nil {
			t.Errorf("%s was taken for a font", name)
		}
	}
}

func TestHas(t *testing.T) {
	for r, want := range map[rune]bool{
		'a': true, 'Ł': true, '—': true, '日': false, '\U0001F600': false, 0: false, -1: false, 0xFFFF: false,
	} {
		if got := theFonts.Has(page.Bold, r); got != want {
			t.Errorf("Has(%U) is %v", r, got)
		}
	}
	if theFonts.Has(page.Face(9), 'a') || theFonts.Bytes(9) != nil || theFonts.Outlines(9) != nil {
		t.Error("an unknown face has something")
	}
}

func TestWidth(t *testing.T) {
	one, ten := theFonts.Width(page.Regular, 10, "n"), theFonts.Width(page.Regular, 20, "nnnnn")
	if d := ten - 10*one; d > 1e-9 || d < -1e-9 || one < 1 || one > 4 {
		t.Errorf("widths %g and %g", one, ten)
	}
	if theFonts.Width(page.Bold, 10, "name") <= theFonts.Width(page.Regular, 10, "name") {
		t.Error("bold is no wider")
	}
}

func TestTones(t *testing.T) {
	last := -1
	for _, tone := range []page.Tone{page.Ink, page.Quiet, page.Faint, page.Tint} {
		if int(tone.Grey()) <= last {
			t.Errorf("tone %d is no lighter", tone)
		}
		last = int(tone.Grey())
	}
	if page.Tone(77).Grey() != page.Ink.Grey() || page.Face(77).String() == "" {
		t.Error("unknown values have no form")
	}
}

func BenchmarkLetter(b *testing.B) {
	sheet := letterWith(fullBody()...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := theFonts.Letter(sheet); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkForm(b *testing.B) {
	sheet := form()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := theFonts.Form(sheet); err != nil {
			b.Fatal(err)
		}
	}
}
