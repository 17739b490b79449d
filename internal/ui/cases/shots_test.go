package cases_test

import (
	"flag"
	"testing"

	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

// TestJourney goes through the screen as a person would, in two palettes and
// two sizes; its pictures are looked at with -shots.
func TestJourney(t *testing.T) {
	sizes := map[string][2]float32{"": {width, height}, "-small": {1024 - 164, 672}}
	modes := []theme.Mode{theme.Light, theme.Dark}
	if f := flag.Lookup("shots"); f.Value.String() == "" {
		modes, sizes = modes[:1], map[string][2]float32{"": sizes[""]}
	}
	for _, mode := range modes {
		for name, size := range sizes {
			o, refs := office(t)
			b := open(t, o, mode, size[0], size[1])
			shot := func(what string) { uitest.Shot(t, what+"-"+string(mode)+name, b.c) }
			b.ShowView("open")
			shot("first")
			for who, ref := range refs {
				b.Open(ref)
				shot("case-" + who)
			}
			b.Open(refs["later"])
			b.press("w")
			shot("why")
			b.press("d")
			b.tap("Record the decision")
			shot("decide-wrong")
			b.Escape()
			b.tap("Actions")
			shot("actions")
			b.Escape()
			b.tap("Clarification asked, clock paused")
			shot("entry")
			b.tap("Take this entry back  U")
			shot("take-back")
			b.Escape()
			b.tap("Letters")
			shot("letters")
			b.tap("Details")
			shot("details")
			b.tap("Acknowledgement")
			shot("draft")
			b.tap("Issue the letter")
			shot("issued")
			b.Escape()
			shot("after-issue")
			b.press("l")
			shot("lacking")
			b.Escape()
			b.Open(refs["complaint"])
			b.press("r")
			shot("record")
			if len(b.failed) > 0 {
				t.Errorf("failed: %v", b.failed)
			}
		}
	}
}
