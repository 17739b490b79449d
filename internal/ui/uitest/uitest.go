// Package uitest is how the window's packages are tested without a display: an
// app with our theme, golden files, and pictures for a person to look at.
//
// Goldens are rewritten by `go test -update`; `go test -shots DIR` writes PNG
// files of everything a test passes to Shot.
package uitest

import (
	"bytes"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"casebook/internal/ui/theme"
)

var (
	update = flag.Bool("update", false, "rewrite the golden files")
	shots  = flag.String("shots", "", "write pictures of the window into this folder")
)

// App starts a test app in the given mode; it ends with the test.
func App(t testing.TB, mode theme.Mode) fyne.App {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(mode, 1))
	return a
}

// Window shows content in a window of a size without outer padding.
func Window(t testing.TB, content fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, content)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

// Markup compares the window's tree of texts, colours and places with
// testdata/name.xml.
func Markup(t testing.TB, name string, c fyne.Canvas) {
	t.Helper()
	Golden(t, filepath.Join("testdata", name+".xml"), []byte(test.RenderToMarkup(c)))
}

// Image compares the window's pixels with testdata/name.png.
func Image(t testing.TB, name string, c fyne.Canvas) {
	t.Helper()
	compare(t, filepath.Join("testdata", name+".png"), encode(t, c), samePixels)
}

// Golden compares text with a file, or writes the file under -update.
func Golden(t testing.TB, path string, got []byte) {
	t.Helper()
	compare(t, path, got, sameText)
}

func compare(t testing.TB, path string, got []byte, same func(a, b []byte) bool) {
	t.Helper()
	if *update {
		write(t, path, got)
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -update and look at what it writes", err)
	}
	if !same(got, want) {
		failed := filepath.Join("testdata", "failed", filepath.Base(path))
		write(t, failed, got)
		t.Errorf("%s differs; what came out is in %s", path, failed)
	}
}

// sameText overlooks how a checkout ends its lines.
func sameText(a, b []byte) bool {
	unix := func(x []byte) []byte { return bytes.ReplaceAll(x, []byte("\r\n"), []byte("\n")) }
	return bytes.Equal(unix(a), unix(b))
}

// samePixels overlooks how a picture was packed.
func samePixels(a, b []byte) bool {
	x, errX := png.Decode(bytes.NewReader(a))
	y, errY := png.Decode(bytes.NewReader(b))
	if errX != nil || errY != nil || x.Bounds() != y.Bounds() {
		return false
	}
	for py := range x.Bounds().Dy() {
		for px := range x.Bounds().Dx() {
			if x.At(px, py) != y.At(px, py) {
				return false
			}
		}
	}
	return true
}

// Shot writes a picture of the window when -shots is given.
func Shot(t testing.TB, name string, c fyne.Canvas) {
	t.Helper()
	if *shots != "" {
		write(t, filepath.Join(*shots, name+".png"), encode(t, c))
	}
}

// Press sends a key to whatever has the focus, as the real driver would.
func Press(c fyne.Canvas, keys ...fyne.KeyName) {
	for _, k := range keys {
		ev := &fyne.KeyEvent{Name: k}
		if f := c.Focused(); f != nil {
			f.TypedKey(ev)
		} else if f := c.OnTypedKey(); f != nil {
			f(ev)
		}
	}
}

// Type sends text to whatever has the focus.
func Type(c fyne.Canvas, text string) {
	for _, r := range text {
		if f := c.Focused(); f != nil {
			f.TypedRune(r)
		}
	}
}

func encode(t testing.TB, c fyne.Canvas) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, c.Capture()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func write(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
