package house_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestRoomsImportOnlyWhatTheirRowAllows(t *testing.T) {
	files := source(t)
	report(t, withoutRow(files), "a new package is a decision about the house: give it a row in rooms_test.go and a line in docs/ARCHITECTURE.md")
	for _, f := range files {
		r, _, _ := rowOf(f.dir())
		report(t, forbiddenImports(f), fmt.Sprintf("%s: %s", f.dir(), r.why))
	}
}

func TestReservedImports(t *testing.T) {
	files := source(t)
	for _, r := range reserved {
		report(t, reservedImports(files, r.path, r.only), r.why)
	}
}

func TestEveryRowGivesItsReason(t *testing.T) {
	for name, r := range rooms {
		if r.why == "" {
			t.Errorf("the row of %s gives no reason", name)
		}
	}
}

func TestArchitectureNamesEveryRoom(t *testing.T) {
	text := string(texts(t, notOurs)["docs/ARCHITECTURE.md"])
	report(t, undrawn(source(t), text), "docs/ARCHITECTURE.md is the map of the house: a room that is not on it is not found")
}

// undrawn names the rooms that the drawing of the house leaves out.
func undrawn(files []goFile, drawing string) []string {
	var found []string
	for _, f := range files {
		name := strings.TrimPrefix(f.dir(), "internal/")
		name, _, _ = strings.Cut(name, "/")
		finding := name + "/ is not in docs/ARCHITECTURE.md"
		if !strings.Contains(drawing, "\n  "+name+"/") && !strings.Contains(drawing, "\n"+name+"/") && !slices.Contains(found, finding) {
			found = append(found, finding)
		}
	}
	return found
}

func TestUndrawnRoomIsFound(t *testing.T) {
	files := snippets(t, snippet{"app/main.go", "package main"}, snippet{"internal/civil/a.go", "package civil"}, snippet{"internal/ui/inbox/a.go", "package inbox"})
	wantFindings(t, undrawn(files, "house:\n```\napp/  main\ninternal/\n  civil/ days\n```\n"), "ui/ is not")
}

// rowOf finds a folder's row: its own, or the one of the tree it is in ("internal/ui/...").
func rowOf(dir string) (room, string, bool) {
	if r, ok := rooms[dir]; ok {
		return r, dir, true
	}
	for name, r := range rooms {
		if strings.HasSuffix(name, "/...") && covers([]string{name}, dir) {
			return r, name, true
		}
	}
	return room{}, "", false
}

func withoutRow(files []goFile) []string {
	var found []string
	for _, f := range files {
		if _, _, ok := rowOf(f.dir()); !ok && !slices.Contains(found, f.dir()+" has no row") {
			found = append(found, f.dir()+" has no row")
		}
	}
	return found
}

// forbiddenImports lists a file's imports that its room's row does not allow.
func forbiddenImports(f goFile) []string {
	r, _, ok := rowOf(f.dir())
	if !ok {
		return nil // withoutRow has said so
	}
	var found []string
	for _, p := range f.imports() {
		if !allowed(f, r, p) {
			found = append(found, fmt.Sprintf("%s imports %s", f.name, p))
		}
	}
	return found
}

func allowed(f goFile, r room, path string) bool {
	if dir, ok := strings.CutPrefix(path, module+"/"); ok {
		return allowedOurs(f, r, dir)
	}
	if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
		return true // the standard library
	}
	if f.isTest() && (covers(forTests, path) || covers(forOurTests[f.dir()], path)) {
		return true
	}
	return covers(r.outside, path)
}

func allowedOurs(f goFile, r room, dir string) bool {
	switch {
	case slices.Contains(testOnly, dir):
		// One of them may rest on another.
		return (f.isTest() || slices.Contains(testOnly, f.dir())) && !r.law && (f.isTest() || covers(r.ours, dir))
	case f.isTest() && (dir == f.dir() || !r.law || covers(forOurTests[f.dir()], dir)):
		return true // only the law's tests are held to its row: it is tested without a database
	}
	return covers(restsOn(r), dir)
}

// restsOn is what a row names and, for the rooms above the adapters among those, what they rest on.
func restsOn(r room) []string {
	all := slices.Clone(r.ours)
	for _, dir := range r.ours {
		if below := rooms[dir]; below.law {
			all = append(all, restsOn(below)...)
		}
	}
	return all
}

// covers says whether path is in the list or under one of its trees ("x/...").
func covers(list []string, path string) bool {
	for _, l := range list {
		tree, isTree := strings.CutSuffix(l, "/...")
		if path == tree || isTree && path != fyneApp && strings.HasPrefix(path, tree+"/") {
			return true
		}
	}
	return false
}

func reservedImports(files []goFile, path string, only []string) []string {
	var found []string
	for _, f := range files {
		if f.isTest() || slices.Contains(only, f.dir()) {
			continue
		}
		for _, p := range f.imports() {
			if p == path || strings.HasPrefix(p, path+"/") {
				found = append(found, fmt.Sprintf("%s imports %s, which is for %s", f.name, p, strings.Join(only, " and ")))
			}
		}
	}
	return found
}

func TestForbiddenImportsAreFound(t *testing.T) {
	for _, c := range []struct {
		name, file, imports string
		want                []string
	}{
		{"the law and a database", "internal/clock/a.go", `import "casebook/internal/store"`, []string{"imports casebook/internal/store"}},
		{"the law and a library", "internal/casefile/a.go", `import "github.com/google/uuid"`, []string{"google/uuid"}},
		{"the law's tests and a database", "internal/casefile/a_test.go", `import "casebook/internal/store"`, []string{"internal/store"}},
		{"the law looking up", "internal/civil/a.go", `import "casebook/internal/clock"`, []string{"internal/clock"}},
		{"an adapter and another", "internal/pdf/a.go", `import "casebook/internal/office"`, []string{"internal/office"}},
		{"the window and an adapter", "internal/ui/inbox/a.go", `import "casebook/internal/mailbox"`, []string{"internal/mailbox"}},
		{"the window and the real driver", "internal/ui/inbox/a.go", `import "fyne.io/fyne/v2/app"`, []string{"fyne/v2/app"}},
		{"a command and an adapter", "internal/cli/a.go", `import "casebook/internal/vault"`, []string{"internal/vault"}},
		{"a command and the window", "internal/cli/a.go", `import "casebook/internal/ui"`, []string{"internal/ui"}},
		{"the mailbox and a server", "internal/mailbox/a.go", `import "github.com/emersion/go-imap/v2/imapserver"`, []string{"imapserver"}},
		{"code and a test's server", "internal/demo/a.go", `import "casebook/internal/dovecottest"`, []string{"dovecottest"}},
		{"two at once", "internal/page/a.go", `import ("fyne.io/fyne/v2"; "golang.org/x/image/font/sfnt"; "casebook/app")`, []string{"fyne/v2", "casebook/app"}},

		{"another law's tests and the PDF", "internal/page/a_test.go", `import "casebook/internal/pdf"`, []string{"internal/pdf"}},
		{"a letter's code and the PDF", "internal/letter/a.go", `import "casebook/internal/pdf"`, []string{"internal/pdf"}},
		{"a letter's tests and the PDF", "internal/letter/a_test.go", `import ("casebook/internal/pdf"; "casebook/assets")`, nil},
		{"the standard library", "internal/civil/a.go", `import ("time"; "encoding/json")`, nil},
		{"a room two below", "internal/letter/a.go", `import "casebook/internal/civil"`, nil},
		{"a table's dates", "internal/office/a.go", `import "casebook/internal/civil"`, nil},
		{"a screen and a widget", "internal/ui/inbox/a.go", `import ("casebook/internal/ui/loop"; "fyne.io/fyne/v2/widget")`, nil},
		{"a test and a real server", "internal/mailbox/a_test.go", `import ("casebook/internal/dovecottest"; "github.com/emersion/go-imap/v2/imapserver")`, nil},
		{"the composer", "app/a.go", `import ("fyne.io/fyne/v2/app"; "casebook/internal/ui/inbox")`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := snippets(t, snippet{c.file, "package a\n" + c.imports})[0]
			wantFindings(t, forbiddenImports(f), c.want...)
		})
	}
}

func TestMissingRowIsFound(t *testing.T) {
	files := snippets(
		t,
		snippet{"internal/helpers/a.go", "package helpers"},
		snippet{"internal/helpers/b.go", "package helpers"},
		snippet{"internal/ui/anything/a.go", "package anything"},
	)
	wantFindings(t, withoutRow(files), "internal/helpers")
}

func TestReservedImportsAreFound(t *testing.T) {
	files := snippets(
		t,
		snippet{"internal/store/a.go", `package store; import "database/sql"`},
		snippet{"internal/vault/a.go", `package vault; import "database/sql"`},
		snippet{"internal/desk/a.go", `package desk; import "database/sql/driver"`},
		snippet{"internal/store/a_test.go", `package store_test; import "database/sql"`},
	)
	wantFindings(t, reservedImports(files, "database/sql", []string{"internal/vault"}), "internal/store/a.go", "internal/desk/a.go")
}
