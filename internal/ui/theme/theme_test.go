package theme_test

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/ui/theme"
)

func TestContrast(t *testing.T) {
	for _, mode := range theme.Modes() {
		for _, variant := range []fyne.ThemeVariant{fynetheme.VariantLight, fynetheme.VariantDark} {
			th := theme.New(mode, 1)
			for _, p := range theme.Pairs() {
				got := ratio(th.Color(p.Front, variant), th.Color(p.Back, variant))
				if got < p.Ratio {
					t.Errorf("%s: %s on %s is %.2f, want %.1f", mode, p.Front, p.Back, got, p.Ratio)
				}
			}
		}
	}
}

// A focused menu line or button is its ground with the focus colour laid over.
func TestContrastUnderFocus(t *testing.T) {
	grounds := []fyne.ThemeColorName{
		fynetheme.ColorNameButton, fynetheme.ColorNameMenuBackground,
		fynetheme.ColorNameInputBackground,
	}
	for _, mode := range theme.Modes() {
		th := theme.New(mode, 1)
		focus := th.Color(fynetheme.ColorNameFocus, 0)
		ink := th.Color(fynetheme.ColorNameForeground, 0)
		for _, g := range grounds {
			if got := ratio(ink, over(focus, th.Color(g, 0))); got < theme.TextRatio {
				t.Errorf("%s: text on focused %s is %.2f", mode, g, got)
			}
		}
	}
}

// What the mouse is over has the hover colour laid over its own.
func TestContrastUnderTheMouse(t *testing.T) {
	pairs := []theme.Pair{
		{fynetheme.ColorNameForegroundOnPrimary, fynetheme.ColorNamePrimary, theme.TextRatio},
		{fynetheme.ColorNameForegroundOnError, fynetheme.ColorNameError, theme.TextRatio},
		{fynetheme.ColorNameForeground, fynetheme.ColorNameButton, theme.TextRatio},
		{fynetheme.ColorNameForeground, fynetheme.ColorNameMenuBackground, theme.TextRatio},
	}
	for _, mode := range theme.Modes() {
		th := theme.New(mode, 1)
		hover := th.Color(fynetheme.ColorNameHover, 0)
		for _, p := range pairs {
			if got := ratio(th.Color(p.Front, 0), over(hover, th.Color(p.Back, 0))); got < p.Ratio {
				t.Errorf("%s: %s on %s under the mouse is %.2f", mode, p.Front, p.Back, got)
			}
		}
	}
}

// Neighbouring states must differ from one another, not only from the paper.
func TestStatesDiffer(t *testing.T) {
	for _, mode := range theme.Modes() {
		th := theme.New(mode, 1)
		seen := map[color.Color]fyne.ThemeColorName{}
		for _, s := range theme.States() {
			c := th.Color(s, 0)
			if other, taken := seen[c]; taken {
				t.Errorf("%s: %s and %s have one colour", mode, s, other)
			}
			seen[c] = s
		}
	}
}

func TestEveryFyneColourIsOurs(t *testing.T) {
	for _, mode := range theme.Modes() {
		test.AssertAllColorNamesDefined(t, theme.New(mode, 1), string(mode))
	}
}

func TestSystemFollowsTheDesktop(t *testing.T) {
	th := theme.New(theme.System, 1)
	light := th.Color(fynetheme.ColorNameBackground, fynetheme.VariantLight)
	dark := th.Color(fynetheme.ColorNameBackground, fynetheme.VariantDark)
	if light != theme.New(theme.Light, 1).Color(fynetheme.ColorNameBackground, fynetheme.VariantDark) {
		t.Error("system in a light desktop is not the light palette")
	}
	if dark != theme.New(theme.Dark, 1).Color(fynetheme.ColorNameBackground, fynetheme.VariantLight) {
		t.Error("system in a dark desktop is not the dark palette")
	}
}

func TestSizes(t *testing.T) {
	cases := []struct {
		name fyne.ThemeSizeName
		zoom float64
		want float32
	}{
		{fynetheme.SizeNameText, 1, 14},
		{fynetheme.SizeNameText, 1.5, 21},
		{fynetheme.SizeNameHeadingText, 1, 18},
		{theme.SizeSmall, 1, 12},
		{theme.SizeRow, 1, 46},
		{theme.SizeRow, 2, 92},
		{theme.SizeRing, 2, 2},
		{fynetheme.SizeNameSeparatorThickness, 2, 1},
		{fynetheme.SizeNameText, 99, 28},
		{fynetheme.SizeNameText, 0, 14},
		{fynetheme.SizeNameText, 0.1, 11.2},
	}
	for _, c := range cases {
		if got := theme.New(theme.Light, c.zoom).Size(c.name); math.Abs(float64(got-c.want)) > 0.01 {
			t.Errorf("%s at zoom %v is %v, want %v", c.name, c.zoom, got, c.want)
		}
	}
}

func TestUnknownModeIsSystem(t *testing.T) {
	if got := theme.New("sepia", 1).Mode(); got != theme.System {
		t.Errorf("mode is %q", got)
	}
}

// ratio is WCAG 2.2's contrast ratio of two opaque colours.
func ratio(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	lin := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(n.R) + 0.7152*lin(n.G) + 0.0722*lin(n.B)
}

func over(front, back color.Color) color.Color {
	f := color.NRGBAModel.Convert(front).(color.NRGBA)
	b := color.NRGBAModel.Convert(back).(color.NRGBA)
	blend := func(x, y uint8) uint8 {
		a := float64(f.A) / 255
		return uint8(float64(x)*a + float64(y)*(1-a))
	}
	return color.NRGBA{R: blend(f.R, b.R), G: blend(f.G, b.G), B: blend(f.B, b.B), A: 255}
}
