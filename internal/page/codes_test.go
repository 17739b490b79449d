package page_test

import (
	"math"
	"testing"

	"casebook/internal/page"
)

// Every group of a code is as wide as the others, whatever its letters, large,
// numbered, and within the page.
func TestCodesAreOfOneWidth(t *testing.T) {
	f := theFonts
	groups := []string{"WWWWW", "11111", "G20RM", "50W4Y", "GP38H"}
	doc, err := f.Form(page.FormSheet{Title: "Key", Reference: "Vault A", Codes: groups})
	if err != nil {
		t.Fatal(err)
	}
	var large []page.Run
	for _, r := range doc.Pages[0].Runs {
		if r.Size >= 20 && len(r.Text) == 1 {
			large = append(large, r)
		}
	}
	if len(large) != 5*len(groups) {
		t.Fatalf("%d characters are set large, want %d", len(large), 5*len(groups))
	}
	middle := func(i int) float64 { return large[i].X + large[i].Width/2 }
	pitch := middle(1) - middle(0)
	for g, group := range groups {
		for i, want := range group {
			r := large[5*g+i]
			if r.Text != string(want) {
				t.Errorf("group %d has %q, want %q", g+1, r.Text, want)
			}
			if i > 0 && math.Abs(middle(5*g+i)-middle(5*g+i-1)-pitch) > 0.01 {
				t.Errorf("group %d: character %d stands elsewhere", g+1, i+1)
			}
			if r.Width > pitch || r.X+r.Width > page.A4Width-20 {
				t.Errorf("%q overlaps or leaves the page", r.Text)
			}
		}
	}
	if math.Abs(middle(0)-middle(15)) > 0.01 || large[15].Y <= large[0].Y {
		t.Error("the fourth group does not stand under the first")
	}
}
