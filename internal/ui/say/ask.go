package say

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/control"
)

// Question is asked before an act that cannot be undone.
type Question struct {
	What   string // "Dispose of 26-7KQ4MX?"
	Detail string // what will be true afterwards
	Yes    string // the act as a verb: "Dispose"
	No     string // "Cancel" if empty
	Danger bool   // No has the focus, and Yes is drawn in red
}

// askWidth is the width of a question: some sixty letters.
const askWidth = 440

// Ask shows a question over the window and calls then once with the answer.
// The focus is on Yes, or on No where there is danger; Return presses what has
// it, Escape answers no. Afterwards the focus is where it was.
func Ask(c fyne.Canvas, q Question, then func(yes bool)) {
	a := &asking{canvas: c, then: then}
	no := q.No
	if no == "" {
		no = "Cancel"
	}
	noButton := control.NewButton(no, func() { a.answer(false) })
	yesButton := control.NewMain(q.Yes, func() { a.answer(true) })
	if q.Danger {
		yesButton.Importance = widget.DangerImportance
	}
	for _, b := range []*control.Button{noButton, yesButton} {
		b.OnKey = a.escape
	}
	Sheet(a.show, c, q.What, askWidth, control.NewProse(q.Detail), control.Buttons(noButton, yesButton))
	if q.Danger {
		c.Focus(noButton)
	} else {
		c.Focus(yesButton)
	}
}

type asking struct {
	canvas fyne.Canvas
	pop    *widget.PopUp
	then   func(bool)
}

func (a *asking) show(pop *widget.PopUp) {
	a.pop = pop
	pop.Show()
}

func (a *asking) escape(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	a.answer(false)
	return true
}

func (a *asking) answer(yes bool) {
	if a.then == nil {
		return
	}
	then := a.then
	a.then = nil
	a.pop.Hide()
	then(yes)
}
