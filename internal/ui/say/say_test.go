package say_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/control"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/say"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

func TestPanel(t *testing.T) {
	uitest.App(t, theme.Light)
	p, h := say.NewPanel(say.Problem), say.NewPanel(say.Hint)
	c := uitest.Window(t, container.NewPadded(control.NewColumn(theme.SizeGap, p, h)), 460, 170).Canvas()
	if p.MinSize().Height != 0 {
		t.Error("an empty panel takes room")
	}
	p.Say("The server did not accept the password.",
		"Check it with the provider's web page, then type it again. Some providers want an app password here.")
	h.Say("", "Two messages wait for a decision.")
	c.Content().Refresh() // the real driver does this on its own
	uitest.Shot(t, "panel", c)
	uitest.Markup(t, "panel", c)
	if what, do := p.Said(); what == "" || do == "" || !strings.Contains(p.AccessibilityLabel(), what) {
		t.Errorf("said %q, %q", what, do)
	}
	p.Clear()
	if p.MinSize().Height != 0 || strings.Contains(test.RenderToMarkup(c), "password") {
		t.Error("a cleared panel is still there")
	}
}

func toast(t *testing.T) (*say.Toast, *jobs.Hand, fyne.Canvas) {
	uitest.App(t, theme.Light)
	hand := &jobs.Hand{}
	toast := say.NewToast(hand.After)
	c := uitest.Window(t, container.NewStack(widget.NewLabel("The window"), toast), 520, 160).Canvas()
	return toast, hand, c
}

func TestToastPasses(t *testing.T) {
	toast, hand, c := toast(t)
	toast.Say("Case 26-7KQ4MX opened.", nil)
	if hand.Longest() != say.Brief || !strings.Contains(test.RenderToMarkup(c), "26-7KQ4MX") {
		t.Errorf("stays %v", hand.Longest())
	}
	if strings.Contains(test.RenderToMarkup(c), ">Undo<") {
		t.Error("offers to undo nothing")
	}
	if toast.Undo() {
		t.Error("undid nothing")
	}
	toast.Say("Set aside.", func() { t.Error("undone by itself") })
	uitest.Markup(t, "toast", c)
	uitest.Shot(t, "toast", c)
	if hand.Longest() != say.WithUndo {
		t.Errorf("stays %v", hand.Longest())
	}
	if hand.Ring(); toast.Text() != "" || strings.Contains(test.RenderToMarkup(c), "Set aside") {
		t.Error("still there")
	}
	toast.Forget()
	if toast.Undo() {
		t.Error("undid what was forgotten")
	}
}

// What was done can be taken back after the message has gone, and after others.
func TestUndoOutlivesItsMessage(t *testing.T) {
	toast, hand, _ := toast(t)
	undone := 0
	toast.Say("Set aside.", func() { undone++ })
	hand.Ring()
	toast.Say("No new mail.", nil)
	if !toast.Undo() || undone != 1 || toast.Undo() {
		t.Errorf("undone %d times", undone)
	}
}

// A second message must not be ended by the first one's clock.
func TestToastReplaces(t *testing.T) {
	toast, hand, _ := toast(t)
	toast.Say("First.", nil)
	toast.Say("Second.", nil)
	if n := hand.Ring(); n != 1 {
		t.Errorf("%d clocks ran", n)
	}
}

func TestToastUndo(t *testing.T) {
	ways := map[string]func(*say.Toast, fyne.Canvas){
		"by call": func(t *say.Toast, _ fyne.Canvas) { t.Undo() },
		"by mouse": func(_ *say.Toast, c fyne.Canvas) {
			uitest.Tap(c, "Undo")
		},
		"by key": func(_ *say.Toast, c fyne.Canvas) {
			c.FocusNext()
			uitest.Press(c, fyne.KeyReturn)
		},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			toast, _, c := toast(t)
			undone := 0
			toast.Say("Set aside: not a request.", func() { undone++ })
			way(toast, c)
			if undone != 1 || toast.Text() != "" || toast.Undo() {
				t.Errorf("undone %d times, says %q", undone, toast.Text())
			}
		})
	}
}

func TestAsk(t *testing.T) {
	cases := []struct {
		name   string
		danger bool
		keys   []fyne.KeyName
		want   bool
	}{
		{"return says yes", false, []fyne.KeyName{fyne.KeyReturn}, true},
		{"return says no in danger", true, []fyne.KeyName{fyne.KeyReturn}, false},
		{"escape says no", false, []fyne.KeyName{fyne.KeyEscape}, false},
		{"enter after tab says yes in danger", true, []fyne.KeyName{fyne.KeyTab, fyne.KeyEnter}, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			uitest.App(t, theme.Light)
			before := control.NewEntry()
			cv := uitest.Window(t, before, 700, 360).Canvas()
			cv.Focus(before)
			answers := []bool{}
			say.Ask(cv, say.Question{
				What: "Dispose of 26-7KQ4MX?", Yes: "Dispose", Danger: c.danger,
				Detail: "Its messages and letters are deleted for good. A certificate stays.",
			}, func(yes bool) { answers = append(answers, yes) })
			if c.danger {
				uitest.Shot(t, "ask", cv)
			}
			for _, k := range c.keys {
				if k == fyne.KeyTab {
					cv.FocusNext()
					continue
				}
				uitest.Press(cv, k)
			}
			if len(answers) != 1 || answers[0] != c.want {
				t.Errorf("answered %v", answers)
			}
			if cv.Overlays().Top() != nil || cv.Focused() != fyne.Focusable(before) {
				t.Error("the window did not get its focus back")
			}
		})
	}
}

// Tab goes from field to field, never to words: Fyne stops at text that can be
// selected and shows no focus there.
func TestWordsAreNoTabStop(t *testing.T) {
	uitest.App(t, theme.Light)
	p := say.NewPanel(say.Problem)
	e := control.NewEntry()
	c := uitest.Window(t, control.NewColumn(theme.SizeGap, p, control.NewProse("Some words"), e), 300, 200).Canvas()
	p.Say("The disk is full.", "Make room, then try again.")
	c.Content().Refresh()
	c.FocusNext()
	if c.Focused() != fyne.Focusable(e) {
		t.Errorf("the first stop is %T", c.Focused())
	}
}
