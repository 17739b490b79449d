package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"casebook/internal/desk"
	"casebook/internal/ui/browse"
	"casebook/internal/ui/gate"
	"casebook/internal/ui/idle"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/keys"
	"casebook/internal/ui/notify"
	"casebook/internal/ui/say"
	"casebook/internal/ui/settings"
)

// title is all that the window's title says: other programs can read it.
const title = "Casebook"

// Window is the program's one window.
type Window struct {
	deps     Deps
	window   fyne.Window
	settings *settings.Settings
	jobs     *jobs.Jobs
	lasting  *jobs.Jobs // work that ends with the vault
	board    *keys.Board
	browser  *browse.Browser
	toast    *say.Toast
	notifier *notify.Notifier

	gate  *gate.Gate
	idle  *idle.Watch
	bench *bench // nil while no vault is open
	root  *fyne.Container
}

// New returns the window, not yet shown.
func New(d Deps) *Window {
	d = d.orReal()
	w := &Window{deps: d, settings: settings.New(d.App.Preferences()), root: container.NewStack()}
	d.App.Settings().SetTheme(w.settings.Theme())
	w.window = d.App.NewWindow(title)
	w.window.SetPadded(false)
	w.window.SetMaster()
	w.jobs = jobs.New(d.Loop, d.Runner)
	w.lasting = jobs.New(d.Loop, d.Lasting)
	w.toast = say.NewToast(d.After)
	w.notifier = notify.New(d.App)
	w.notifier.Turn(w.settings.Notify())
	w.board = keys.NewBoard(func() bool { return w.window.Canvas().Overlays().Top() != nil })
	w.browser = browse.New(w.window, func(text string) { w.toast.Say(text, nil) })
	w.gate = gate.New(gate.Options{
		Pick: w.browser.Pick,
		Jobs: w.jobs, Window: w.window, DefaultDir: d.DefaultDir, Hint: d.Hint,
		Open: d.Open, Create: d.Create, ByKeyring: d.ByKeyring, OpenFile: d.OpenFile, Demo: d.Demo, Opened: w.opened,
	})
	w.bind()
	w.window.SetMainMenu(w.board.MainMenu())
	w.idle = idle.New(container.NewStack(w.root, w.toast), d.Now)
	w.window.SetContent(w.idle)
	w.listen()
	w.window.SetCloseIntercept(w.Quit)
	w.window.SetOnDropped(func(_ fyne.Position, files []fyne.URI) { w.Drop(files) })
	w.window.Resize(w.settings.WindowSize())
	return w
}

// listen takes the keys that nothing in the window has a use for.
func (w *Window) listen() {
	c := w.window.Canvas()
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape && w.browser.Escape() {
			return
		}
		if ev.Name == fyne.KeyEscape && w.bench != nil && w.board.Can(keys.Palette) {
			w.bench.escape()
			return
		}
		w.idle.Touch()
		w.board.TypedKey(ev)
	})
	c.SetOnTypedRune(func(r rune) {
		w.idle.Touch()
		if w.bench != nil {
			w.board.Letter(w.bench.scope(), r)
		}
	})
	// Ctrl+= is typed as Ctrl++ on some keyboards.
	if s, ok := keys.Shortcut("Ctrl++").(*desktop.CustomShortcut); ok {
		c.AddShortcut(s, func(fyne.Shortcut) { w.board.Run(keys.ZoomIn) })
	}
}

// Run shows the window and returns when it has been closed.
func (w *Window) Run() {
	w.Start()
	w.window.ShowAndRun()
}

// Show shows the window without running the app: for tests.
func (w *Window) Show() { w.window.Show() }

// Fyne returns the toolkit's window.
func (w *Window) Fyne() fyne.Window { return w.window }

// Start shows what the window begins with: the desk if the passphrase came with
// it, else unlocking, else the first screen.
func (w *Window) Start() {
	w.shut(w.deps.Dir)
	if w.deps.Dir != "" && len(w.deps.Passphrase) > 0 {
		w.gate.Open(w.deps.Dir, w.deps.Passphrase)
	}
}

func (w *Window) replace(o fyne.CanvasObject) {
	w.root.Objects = []fyne.CanvasObject{o}
	w.root.Refresh()
}

// shut shows the gate: unlocking of that vault, or the first screen.
func (w *Window) shut(dir string) {
	w.replace(w.gate.Object())
	if dir == "" {
		w.gate.Choose()
		return
	}
	w.gate.Unlock(dir)
}

// opened puts the desk in the place of the gate.
func (w *Window) opened(d *desk.Desk, dir string) {
	w.bench = newBench(w, d, dir)
	w.replace(w.bench.whole)
	w.idle.Touch()
	w.bench.start()
	w.bench.watchIdle()
}

// Lock closes the vault and goes back to the gate; nothing of the desk stays
// in the window.
func (w *Window) Lock() { w.lock("") }

// lock locks and says why, where nobody asked for it.
func (w *Window) lock(why string) {
	b := w.bench
	if b == nil {
		return
	}
	w.putAway()
	w.shut(b.dir)
	w.gate.Say(why)
	w.jobs.Go(b.forever, "", b.close, nil)
}

// putAway takes the desk out of the window and stops what it is doing.
func (w *Window) putAway() {
	w.bench.stop()
	w.bench = nil
	w.toast.Forget()
	w.jobs.CancelAll()
	w.lasting.CancelAll()
	w.browser.Escape()
	for over := w.window.Canvas().Overlays(); over.Top() != nil; { // sheets and questions show what is in the vault
		over.Remove(over.Top())
	}
}

// Quit closes the vault and then the window.
func (w *Window) Quit() {
	w.settings.SetWindowSize(w.window.Canvas().Size())
	b := w.bench
	if b == nil {
		w.window.SetCloseIntercept(nil)
		w.window.Close()
		return
	}
	w.putAway()
	w.jobs.Go(b.forever, "", b.close, func(jobs.Job) {
		w.window.SetCloseIntercept(nil)
		w.window.Close()
	})
}
