package ui

import (
	"casebook/internal/ui/keys"
	"casebook/internal/ui/say"
	"casebook/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// zoomStep is one press of Ctrl+= or Ctrl+-.
const zoomStep = 0.1

// bind says what every global command does.
func (w *Window) bind() {
	unlocked := func() bool { return w.bench != nil }
	for id, do := range map[keys.ID]func(){
		keys.Search:     func() { w.bench.search() },
		keys.Palette:    func() { w.bench.commands() },
		keys.NewCase:    func() { w.bench.newCase() },
		keys.ImportMail: func() { w.bench.askImport() },
		keys.Lock:       w.Lock,
		keys.Pull:       func() { w.bench.pull(true) },
		keys.NextPane:   func() { w.bench.nextPane() },
		keys.Undo:       w.undo,
	} {
		w.board.Bind(id, keys.Act{Do: do, Enabled: unlocked})
	}
	for i := range keys.Views() {
		w.board.Bind(keys.View(i+1), keys.Act{Do: func() { w.bench.goTo(i) }, Enabled: unlocked})
	}
	for id, do := range map[keys.ID]func(){
		keys.Quit:      w.Quit,
		keys.Settings:  w.looks,
		keys.ShowKeys:  w.showKeys,
		keys.About:     w.about,
		keys.ZoomIn:    func() { w.zoom(w.settings.Zoom() + zoomStep) },
		keys.ZoomOut:   func() { w.zoom(w.settings.Zoom() - zoomStep) },
		keys.ZoomReset: func() { w.zoom(theme.DefaultZoom) },
	} {
		w.board.Bind(id, keys.Act{Do: do})
	}
}

// undo takes the last decision back, or says that there is none.
func (w *Window) undo() {
	if !w.toast.Undo() {
		w.toast.Say("There is nothing to take back.", nil)
	}
}

func (w *Window) zoom(factor float64) {
	w.settings.SetZoom(factor)
	w.deps.App.Settings().SetTheme(w.settings.Theme())
}

func (w *Window) showKeys() {
	w.sheet("Keys", keysWidth, func(shut func()) (sheetParts, func(fyne.Canvas)) {
		row, b := closeRow("Close", shut)
		return sheetParts{keys.Overlay(), row}, func(c fyne.Canvas) { c.Focus(b) }
	})
}

const keysWidth, aboutWidth = 660, 440

func (w *Window) about() {
	words := "Casebook " + w.deps.Version + ". It works on this computer alone: it talks to the mailboxes you add and to nothing else."
	licence := "Letters and window are set in Noto Sans, under the SIL Open Font Licence."
	w.sheet("About Casebook", aboutWidth, func(shut func()) (sheetParts, func(fyne.Canvas)) {
		row, b := closeRow("Close", shut)
		return sheetParts{prose(words), prose(licence), row}, func(c fyne.Canvas) { c.Focus(b) }
	})
}

// sheet lays something over the window until it shuts itself. Content returns
// what stands on it and what gives the keyboard to its first field.
func (w *Window) sheet(heading string, width float32, content func(shut func()) (sheetParts, func(fyne.Canvas))) {
	var pop *widget.PopUp
	parts, focus := content(func() { pop.Hide() })
	say.Sheet(func(p *widget.PopUp) {
		pop = p
		p.Show()
	}, w.window.Canvas(), heading, width, parts...)
	focus(w.window.Canvas())
}
