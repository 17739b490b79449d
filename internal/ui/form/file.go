package form

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebook/internal/ui/control"
	"casebook/internal/ui/theme"
)

// PathKind is what a field of paths is to be filled with.
type PathKind string

// The kinds of path.
const (
	OpenFile PathKind = ""       // a file that is there
	NewFile  PathKind = "new"    // a file to be written
	Folder   PathKind = "folder" // a folder
)

// Path is what a dialog is to look for.
type Path struct {
	Kind PathKind
	Now  string // what stands in the field
	// Name is what a new file is called if nothing stands there, or a folder
	// inside one that is not empty.
	Name string
}

// Picker shows a dialog that looks for a path, and hands on what was chosen; if
// nothing was, it does not call then.
type Picker func(p Path, then func(path string))

// fileInput is a path that can be typed, and a button that looks for one where
// the form was given a way to.
type fileInput struct {
	entry *control.Entry
	whole fyne.CanvasObject
}

func newFile(field Field, e env) input {
	f := &fileInput{entry: control.NewEntry()}
	f.entry.OnKey = e.key
	f.whole = f.entry
	if e.pick != nil {
		browse := control.NewButton("Browse", func() {
			e.pick(Path{Kind: field.Path, Now: f.value(), Name: field.NewName}, f.picked)
		})
		browse.OnKey = escapeOnly(e.key)
		f.whole = container.New(&wide{}, f.entry, browse)
	}
	return f
}

// picked takes what was chosen and gives the keyboard to the field.
func (f *fileInput) picked(path string) {
	f.set(path)
	if c := fyne.CurrentApp().Driver().CanvasForObject(f.entry); c != nil {
		c.Focus(f.entry)
		f.entry.CursorColumn = len([]rune(path))
		f.entry.Refresh()
	}
}

func (f *fileInput) object() fyne.CanvasObject { return f.whole }
func (f *fileInput) focus() fyne.Focusable     { return f.entry }
func (f *fileInput) value() string             { return strings.TrimSpace(f.entry.Text) }
func (f *fileInput) set(v string)              { f.entry.SetText(v) }
func (f *fileInput) changed(do func())         { f.entry.OnChanged = func(string) { do() } }
func (f *fileInput) wrong() (string, string)   { return "", "" }

// wide gives the last thing its own width and the first the rest.
type wide struct{}

func (*wide) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(a.Width+gap(theme.SizeGap)+b.Width, max(a.Height, b.Height))
}

func (*wide) Layout(o []fyne.CanvasObject, size fyne.Size) {
	b := o[1].MinSize().Width
	o[0].Resize(fyne.NewSize(max(size.Width-b-gap(theme.SizeGap), 0), size.Height))
	o[1].Move(fyne.NewPos(size.Width-b, 0))
	o[1].Resize(fyne.NewSize(b, size.Height))
}
