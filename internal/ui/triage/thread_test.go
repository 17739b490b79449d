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

// held is work that waits to be done.
type held struct{ work []func() }

func (h *held) Start(work func()) { h.work = append(h.work, work) }

// step does what has waited longest.
func (h *held) step(t *testing.T) {
	t.Helper()
	if len(h.work) == 0 {
		t.Fatal("nothing is to be done")
	}
	next := h.work[0]
	h.work = h.work[1:]
	next()
}

// A message is shown before others are read for the number of its thread, and
// what is said meanwhile stays; the number of a message that was left is dropped.
func TestMessageIsShownBeforeItsThreadIsCounted(t *testing.T) {
	h := &held{}
	s := openOn(t, h, thread...)
	shown := func() string { return strings.Join(uitest.Texts(s.canvas), "\n") }
	h.step(t) // the list
	h.step(t) // the message
	if all := shown(); !strings.Contains(all, "all of this thread (T)") || !strings.Contains(all, " is cheap.") && !strings.Contains(all, " are cheap.") {
		t.Fatalf("before the count it shows\n%s", all)
	}
	uitest.Type(s.canvas, "1")
	const missing = "It is not known "
	if all := shown(); !strings.Contains(all, missing) {
		t.Fatalf("it does not say what is missing:\n%s", all)
	}
	h.step(t) // the count
	if all := shown(); !strings.Contains(all, "all 3 of this thread (T)") || !strings.Contains(all, missing) {
		t.Errorf("after the count it shows\n%s", all)
	}
	s.screen.Focus(s.canvas)
	uitest.Press(s.canvas, fyne.KeyDown)
	h.step(t) // the next message
	uitest.Press(s.canvas, fyne.KeyDown)
	h.step(t) // the count of the one that was left
	if all := shown(); strings.Contains(all, "all 3 of this thread (T)") {
		t.Errorf("it shows the number of the thread for one that was left:\n%s", all)
	}
	h.step(t)
	h.step(t)
	s.says("all 3 of this thread (T)")
	s.unfailed()
}

// A key that is pressed before the selected message is shown decides nothing: it
// would decide the one that stood there before.
func TestKeysWaitForTheMessage(t *testing.T) {
	h := &held{}
	s := openOn(t, h, mailtest.Standard()...)
	all := len(s.state("new"))
	h.step(t) // the list
	h.step(t) // the first message
	for _, key := range []string{"1", "3", "h", "s"} {
		uitest.Press(s.canvas, fyne.KeyDown)
		h.work = nil // the next message is slow to come
		uitest.Type(s.canvas, key)
		uitest.Press(s.canvas, fyne.KeyReturn)
		if len(h.work) > 0 || len(s.state("new")) != all {
			t.Fatalf("%s and Return decide a message that is not shown", key)
		}
	}
	s.unfailed()
}
