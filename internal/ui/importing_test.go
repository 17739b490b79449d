package ui_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"casebook/internal/ui/mailtest"
)

// saved writes a letter to a file, as mail programs do.
func (s *stand) saved(name string, letters ...mailtest.Letter) string {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), name)
	var all []byte
	for _, l := range letters {
		if len(letters) > 1 {
			all = append(all, "From someone@example Mon Oct  5 09:12:00 2026\n"...)
		}
		all = append(append(all, l.Raw()...), '\n')
	}
	if err := os.WriteFile(path, all, 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// Files that are dropped on the window are taken in once; what cannot be is
// said.
func TestDroppedFiles(t *testing.T) {
	s := newStand(t)
	s.unlocked()
	eml, mbox := storage.NewFileURI(s.saved("one.eml", mailtest.Access)), storage.NewFileURI(s.saved("two.mbox", mailtest.Complaint, mailtest.Unknown))
	s.menu("Clients")
	s.Drop([]fyne.URI{eml, mbox})
	s.says("3 new messages.", "Show")
	s.shot("desk-dropped")
	s.tap("Show")
	s.says("Łucja Wright")
	s.Drop([]fyne.URI{eml})
	s.says("No new message. 1 here already.")
	s.Drop([]fyne.URI{storage.NewFileURI(filepath.Join(t.TempDir(), "nowhere.eml"))})
	s.says("A file cannot be read", "Dismiss")
	elsewhere, err := storage.ParseURI("https://firm.example/one.eml")
	if err != nil {
		t.Fatal(err)
	}
	s.Drop([]fyne.URI{elsewhere})
	s.says("Only files on this computer")
	s.Lock()
	s.Drop([]fyne.URI{eml})
	s.says("Unlock the vault first")
}

// The menu asks for a file for those who drop nothing; what is wrong with it is
// said at the field.
func TestImportByMenu(t *testing.T) {
	s := newStand(t)
	s.unlocked()
	s.menu("Import mail files")
	s.shot("desk-import")
	s.press(fyne.KeyReturn)
	s.says("Enter the file.")
	s.write(filepath.Join(t.TempDir(), "nowhere.eml"))
	s.press(fyne.KeyReturn)
	s.says("A file cannot be read")
	s.fill(map[int]string{0: s.saved("one.eml", mailtest.Access)})
	s.press(fyne.KeyReturn)
	s.says("1 new message.", "ACCESS for Nunthorpe Multi-Academy Trust")
	if s.c.Overlays().Top() != nil {
		t.Error("the question stays")
	}
}
