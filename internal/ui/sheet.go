package ui

import (
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/theme"
)

// sheetParts are what stands on a sheet, from the top.
type sheetParts = []fyne.CanvasObject

func prose(text string) fyne.CanvasObject { return control.NewProse(text) }

// closeRow is a row with one button, which Escape presses too.
func closeRow(label string, shut func()) (row fyne.CanvasObject, b *control.Button) {
	b = control.NewMain(label, shut)
	b.OnKey = func(ev *fyne.KeyEvent) bool {
		if ev.Name == fyne.KeyEscape {
			shut()
			return true
		}
		return false
	}
	return control.Buttons(b), b
}

// modeLabels are the palettes as people choose them.
var modeLabels = map[theme.Mode]string{
	theme.System: "As the desktop has it", theme.Light: "Light", theme.Dark: "Dark", theme.Contrast: "High contrast",
}

// zooms are the text sizes offered, in hundredths.
var zooms = []int{80, 90, 100, 110, 125, 150, 175, 200}

// locks are the waits offered before the vault locks itself, in minutes.
var locks = []int{2, 5, 10, 15, 30, 60}

// looks asks how the window is to look.
func (w *Window) looks() {
	w.sheet("Settings", aboutWidth, func(shut func()) (sheetParts, func(fyne.Canvas)) {
		f := form.New(w.lookFields(), form.Options{
			Submit: "Save", OnCancel: shut,
			OnSubmit: func(v map[string]string) []form.Problem {
				shut()
				w.take(v)
				return nil
			},
		})
		return sheetParts{f}, f.Focus
	})
}

func (w *Window) lookFields() []form.Field {
	colours := make([]form.Choice, 0, len(modeLabels))
	for _, m := range theme.Modes() {
		colours = append(colours, form.Choice{Value: string(m), Label: modeLabels[m]})
	}
	now := int(w.settings.Zoom()*100 + 0.5)
	sizes := zooms
	if !slices.Contains(sizes, now) {
		sizes = append(slices.Clone(zooms), now)
		slices.Sort(sizes)
	}
	text := make([]form.Choice, len(sizes))
	for i, z := range sizes {
		text[i] = form.Choice{Value: strconv.Itoa(z), Label: strconv.Itoa(z) + " %"}
	}
	minutes := int(w.settings.LockAfter().Minutes())
	waits := locks
	if !slices.Contains(waits, minutes) {
		waits = append(slices.Clone(locks), minutes)
		slices.Sort(waits)
	}
	lock := make([]form.Choice, len(waits))
	for i, n := range waits {
		lock[i] = form.Choice{Value: strconv.Itoa(n), Label: strconv.Itoa(n) + " minutes"}
		if n == 1 {
			lock[i].Label = "1 minute"
		}
	}
	notes := "no"
	if w.settings.Notify() {
		notes = "yes"
	}
	return []form.Field{
		{Name: "colours", Label: "Colours", Kind: form.Choose, Choices: colours, Required: true, Value: string(w.settings.Mode())},
		{Name: "text", Label: "Text size", Kind: form.Choose, Choices: text, Required: true, Value: strconv.Itoa(now)},
		{
			Name: "lock", Label: "Lock when nobody is here for", Kind: form.Choose, Choices: lock, Required: true, Value: strconv.Itoa(minutes),
			Hint: "What is open on the screen then needs the passphrase again.",
		},
		{
			Name: "notify", Label: "Desktop notifications of what is due", Kind: form.YesNo, Value: notes,
			Hint: "They show a case's reference and days, never a name.",
		},
	}
}

// take keeps what the settings form says.
func (w *Window) take(v map[string]string) {
	w.settings.SetMode(theme.Mode(v["colours"]))
	w.settings.SetNotify(v["notify"] == "yes")
	w.notifier.Turn(w.settings.Notify())
	if n, err := strconv.Atoi(v["lock"]); err == nil {
		w.settings.SetLockAfter(time.Duration(n) * time.Minute)
	}
	if n, err := strconv.Atoi(v["text"]); err == nil {
		w.zoom(float64(n) / 100)
	}
}
