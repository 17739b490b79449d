package ui_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/uitest"
)

// folder makes a folder with a mail file and an old backup in it, and makes it
// the person's own.
func (s *stand) folder() string {
	s.t.Helper()
	dir := s.t.TempDir()
	s.t.Setenv("HOME", dir)
	s.t.Setenv("USERPROFILE", dir)
	for name, content := range map[string]string{"letter.eml": string(mailtest.Access.Raw()), "old.backup": "a backup"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
	return dir
}

// settled fails if the settings, which are a plain file, hold a path.
func (s *stand) settled() {
	s.t.Helper()
	if at := fyne.CurrentApp().Preferences().String("fyne:fileDialogLastFolder"); at != "" {
		s.t.Errorf("the settings hold %s", at)
	}
}

// A mail file is looked for with Browse: the field takes it and stays editable.
func TestBrowseForAFile(t *testing.T) {
	s := newStand(t)
	s.unlocked()
	dir := s.folder()
	s.menu("Import mail files")
	s.tap("Browse")
	s.says("Choose a file", "letter.eml", "Choose this file")
	s.shot("desk-browse")
	s.press(fyne.KeyEscape)
	s.hides("Choose this file")
	s.tap("Browse")
	s.tap("letter.eml")
	s.tap("Choose this file")
	s.hides("Choose this file")
	s.says(filepath.Join(dir, "letter.eml"))
	s.settled()
	s.press(fyne.KeyReturn)
	s.says("1 new message.")
}

// A file that cannot be opened is said to be so, and what is no file is not
// offered.
func TestBrowseForAFileThatCannotBeOpened(t *testing.T) {
	s := newStand(t)
	s.unlocked()
	dir := s.folder()
	os.Symlink(os.DevNull, filepath.Join(dir, "endless.eml")) // where a link may be made
	s.menu("Import mail files")
	s.tap("Browse")
	s.hides("endless.eml")
	s.tap("letter.eml")
	if err := os.Remove(filepath.Join(dir, "letter.eml")); err != nil {
		t.Fatal(err)
	}
	s.tap("Choose this file")
	s.says("letter.eml cannot be opened")
}

// For a new file its folder is looked for, and nothing there is touched; the
// folder that was chosen is where the next dialog begins.
func TestBrowseForANewFile(t *testing.T) {
	s := newStand(t)
	s.unlocked()
	dir := s.folder()
	if err := os.Mkdir(filepath.Join(dir, "Backups"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.menu("Vault")
	s.tap("Back up now")
	s.tap("Browse")
	s.says("Choose the folder for the new file")
	s.tap("Backups")
	s.tap("Choose this folder")
	file := filepath.Join(dir, "Backups", "casebook-2026-10-12.backup")
	s.says(file)
	s.settled()
	if kept, err := os.ReadFile(filepath.Join(dir, "old.backup")); err != nil || string(kept) != "a backup" {
		t.Errorf("the old backup is %q, %v", kept, err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("choosing a place has made the file")
	}
	s.menu("Import mail files")
	s.tap("Browse")
	if all := uitest.Texts(s.c); !slices.Contains(all, "Backups") || strings.Contains(strings.Join(all, " "), "letter") {
		t.Errorf("the next dialog shows %q", all)
	}
}

// A new vault's folder is looked for too.
func TestBrowseForAFolder(t *testing.T) {
	s := newStand(t)
	dir := s.folder()
	d := s.deps()
	d.DefaultDir = filepath.Join(dir, "vault")
	s.start(d)
	s.tap("Set up my vault")
	s.tap("Browse")
	s.says("Choose a folder")
	s.shot("gate-browse")
	s.tap("Cancel")
	s.says(d.DefaultDir)
	s.fill(map[int]string{0: ""})
	s.tap("Browse")
	s.tap("Choose this folder")
	s.says(filepath.Join(dir, "Casebook")) // there is something in the folder itself
	s.settled()
}
