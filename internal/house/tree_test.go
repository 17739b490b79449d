package house_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the import path of the repository's root.
const module = "casebook"

// goFile is one parsed Go file of the repository.
type goFile struct {
	name string // from the root, with slashes: internal/civil/date.go
	fset *token.FileSet
	ast  *ast.File
}

// dir is the package's folder from the root, which is also its name in the table of rooms.
func (f goFile) dir() string { return path.Dir(f.name) }

func (f goFile) isTest() bool { return strings.HasSuffix(f.name, "_test.go") }

func (f goFile) line(n ast.Node) int { return f.fset.Position(n.Pos()).Line }

// lines is how many lines a piece of the file spans.
func (f goFile) lines(n ast.Node) int { return f.fset.Position(n.End()).Line - f.line(n) + 1 }

func (f goFile) at(n ast.Node) string { return fmt.Sprintf("%s:%d", f.name, f.line(n)) }

// imports is every path the file imports, whatever its build tags.
func (f goFile) imports() []string {
	var paths []string
	for _, spec := range f.ast.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		paths = append(paths, p)
	}
	return paths
}

// localName is what the file calls an imported package, "" where it does not import it.
func (f goFile) localName(importPath string) string {
	for _, spec := range f.ast.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		if p != importPath {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return importName(p)
	}
	return ""
}

// importName is the last element of an import path that is not a major version.
func importName(p string) string {
	base := path.Base(p)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		base = path.Base(path.Dir(p))
	}
	return base
}

// notOurs are folders with nothing to check: what git or a build leaves, and bad input for tests.
var notOurs = []string{".git", "build", "dist", "testdata", "failed"}

// root is the repository's folder: tests run in their package's.
const root = "../.."

// source parses every Go file of the repository.
func source(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	for name, text := range texts(t, notOurs) {
		if strings.HasSuffix(name, ".go") {
			files = append(files, parse(t, name, text))
		}
	}
	if len(files) < 2 {
		t.Fatal("found no source to check")
	}
	slices.SortFunc(files, func(a, b goFile) int { return strings.Compare(a.name, b.name) })
	return files
}

// texts reads every text file of the repository outside the folders named, by name from the root.
func texts(t *testing.T, skip []string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains(skip, d.Name()):
			return filepath.SkipDir
		case !d.Type().IsRegular() || slices.Contains(skip, d.Name()):
			return nil // .git is a file in a second work tree
		}
		text, err := os.ReadFile(p)
		if err != nil || bytes.IndexByte(text, 0) >= 0 {
			return err
		}
		name, err := filepath.Rel(root, p)
		all[filepath.ToSlash(name)] = text
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func parse(t *testing.T, name string, text []byte) goFile {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return goFile{name: name, fset: fset, ast: f}
}

// snippet is a piece of invented source, name and text, for showing that a check can fail.
type snippet struct{ name, text string }

func snippets(t *testing.T, list ...snippet) []goFile {
	t.Helper()
	var files []goFile
	for _, s := range list {
		files = append(files, parse(t, s.name, []byte(s.text)))
	}
	return files
}

// report fails the test with every finding and, once, the reason for the rule.
func report(t *testing.T, findings []string, why string) {
	t.Helper()
	if len(findings) > 0 {
		t.Errorf("%s\n    why: %s", strings.Join(findings, "\n    "), why)
	}
}

// wantFindings compares what a check said with pieces of it that must be there, in order.
func wantFindings(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d findings %q, want %d: %q", len(got), got, len(want), want)
	}
	for i, w := range want {
		if !strings.Contains(got[i], w) {
			t.Errorf("finding %q does not say %q", got[i], w)
		}
	}
}
