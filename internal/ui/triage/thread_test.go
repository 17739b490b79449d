package triage_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/uitest"
)

// The link says how many messages the thread has before it is pressed, and is
// not there for a message that stands alone; the number falls as they are decided.
func TestThreadSaysItsNumber(t *testing.T) {
	alone := mailtest.Letter{From: "Pat <pat@pens.example>", Subject: "Pens", At: "2026-09-01 08:00", Text: "Pens are cheap."}
	s := open(t, append([]mailtest.Letter{alone}, thread...)...)
	seen := map[string]int{}
	for range 4 {
		shown := strings.Join(uitest.Texts(s.canvas), "\n")
		switch {
		case strings.Contains(shown, "all 3 of this thread (T)"):
			seen["three"]++
			uitest.Shot(t, "triage-thread", s.canvas)
		case !strings.Contains(shown, "this thread"):
			seen["alone"]++
			uitest.Shot(t, "triage-alone", s.canvas)
		}
		uitest.Press(s.canvas, fyne.KeyDown)
	}
	if fmt.Sprint(seen) != "map[alone:1 three:3]" {
		t.Errorf("the links are %v", seen)
	}
	s.screen.Select(s.state("new")[0].ID)
	uitest.Type(s.canvas, "3")
	s.says("all 2 of this thread (T)")
	s.unfailed()
}
