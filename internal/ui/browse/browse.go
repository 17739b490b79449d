// Package browse looks for a file or a folder in the toolkit's own dialog, for
// the fields of forms that take a path.
//
// The toolkit's dialog for a new file empties one that is there as soon as it is
// chosen, before anybody has said yes to the form; so for a new file only its
// folder is looked for here, and its name is typed in the field.
package browse

import (
	"errors"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"casebook/internal/ui/form"
)

// kept is where the toolkit writes the last folder, in a file that is plain: it
// is taken out again. The session's is kept in memory alone.
const kept = "fyne:fileDialogLastFolder"

// Browser shows the dialog over one window and remembers where it was left, for
// as long as the program runs.
type Browser struct {
	window fyne.Window
	say    func(text string)
	last   string // the folder, "" before the first
	shown  *dialog.FileDialog
}

// New returns a browser over a window, with a way to say what went wrong.
func New(w fyne.Window, say func(text string)) *Browser {
	b := &Browser{window: w, say: say}
	b.forget()
	return b
}

// forget takes out of the settings what the toolkit wrote there.
func (b *Browser) forget() { fyne.CurrentApp().Preferences().RemoveValue(kept) }

// Pick shows the dialog and hands on the path that was chosen, if one was. It
// is a [form.Picker].
func (b *Browser) Pick(p form.Path, then func(path string)) {
	if b.shown != nil {
		return
	}
	chosen := func(path string) {
		b.last = path
		if p.Kind == form.OpenFile {
			b.last = filepath.Dir(path)
		}
		if p.Kind == form.NewFile || p.Kind == form.Folder && p.Name != "" && !empty(path) {
			path = filepath.Join(path, nameOf(p))
		}
		then(path)
	}
	if p.Kind == form.OpenFile {
		b.shown = dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
			switch {
			case err != nil:
				b.say(unopened(err))
			case r != nil: // else nothing was chosen
				path := local(r.URI())
				r.Close() // only its name is wanted
				chosen(path)
			}
		}, b.window)
		b.shown.SetFilter(regular{})
	} else {
		b.shown = dialog.NewFolderOpen(func(dir fyne.ListableURI, err error) {
			if dir != nil && err == nil {
				chosen(local(dir))
			}
		}, b.window)
	}
	b.show(p)
}

// regular lets only files through: the toolkit opens what is chosen at once, and
// would wait for a pipe.
type regular struct{}

// Matches is what the toolkit asks of each file; of folders it does not ask.
func (regular) Matches(u fyne.URI) bool {
	info, err := os.Stat(local(u))
	return err != nil || info.Mode().IsRegular()
}

// unopened says that a file cannot be opened.
func unopened(err error) string {
	name, why := "The file", ""
	if e, ok := errors.AsType[*os.PathError](err); ok {
		name, why = filepath.Base(e.Path), ": "+e.Err.Error()
	}
	return name + " cannot be opened" + why + ". Check that you may read it."
}

func (b *Browser) show(p form.Path) {
	b.shown.SetTitleText(titles[p.Kind])
	b.shown.SetConfirmText(confirms[p.Kind])
	b.shown.SetView(dialog.ListView)
	if at, err := storage.ListerForURI(storage.NewFileURI(b.start(p))); err == nil {
		b.shown.SetLocation(at)
	}
	b.shown.SetOnClosed(func() {
		b.shown = nil
		b.forget()
	})
	b.shown.Show()
	b.shown.Resize(b.size())
	if over := b.window.Canvas().Overlays().Top(); over != nil {
		over.Refresh() // puts it in the middle again
	}
}

var titles = map[form.PathKind]string{
	form.OpenFile: "Choose a file", form.NewFile: "Choose the folder for the new file", form.Folder: "Choose a folder",
}

// confirms are the words of the button that takes what is shown.
var confirms = map[form.PathKind]string{
	form.OpenFile: "Choose this file", form.NewFile: "Choose this folder", form.Folder: "Choose this folder",
}

// size leaves an edge of the window in sight.
func (b *Browser) size() fyne.Size {
	const width, height, edge = 760, 520, 48
	room := b.window.Canvas().Size()
	return fyne.NewSize(min(width, room.Width-edge), min(height, room.Height-edge))
}

// Escape closes the dialog and says whether it was there.
func (b *Browser) Escape() bool {
	if b.shown == nil {
		return false
	}
	b.shown.Dismiss()
	return true
}

// start is the folder to begin in: the one of what stands in the field, the last
// one of the session, the person's own.
func (b *Browser) start(p form.Path) string {
	for _, dir := range []string{p.Now, filepath.Dir(p.Now), b.last} {
		if info, err := os.Stat(dir); filepath.IsAbs(dir) && err == nil && info.IsDir() {
			return dir
		}
	}
	if home, err := os.UserHomeDir(); err == nil {
		return home
	}
	return string(filepath.Separator)
}

// nameOf is the name of a new file or folder: the one that stands in the field, or the
// usual one.
func nameOf(p form.Path) string {
	if info, err := os.Stat(p.Now); p.Now == "" || err == nil && info.IsDir() {
		return p.Name
	}
	return filepath.Base(p.Now)
}

// empty reports whether nothing is in a folder.
func empty(dir string) bool {
	inside, err := os.ReadDir(dir)
	return err == nil && len(inside) == 0
}

func local(u fyne.URI) string { return filepath.FromSlash(u.Path()) }
