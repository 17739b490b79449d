package shim_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// goList asks the go command about a package or module.
func goList(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list"}, args...)...).Output()
	if err != nil {
		t.Fatalf("go list %v: %v", args, err)
	}
	return strings.TrimSpace(string(out))
}

// called finds in the library's source how it calls each method: the field it
// takes the word from, and the function it takes the word for.
var called = regexp.MustCompile(`\(\*\(\*(func\(\*libc\.TLS[^)]*\)(?: \w+)?)\)\(unsafe\.Pointer\(&struct\{ uintptr \}\{\(\*Tsqlite3_(?:vfs|io_methods)\)[^\n{}]*?\.(Fx\w+)\}\)\)\)`)

// Nothing checks that SQLite calls a method with the parameters it has, so the
// calls in the library's source are compared with the signatures here, for
// every system it is made for (pitfall 8: it promises no stable API).
func TestSignaturesAreTheLibrarys(t *testing.T) {
	types, methods := declared(t)
	dir := goList(t, "-f", "{{.Dir}}", "modernc.org/sqlite/lib")
	found := map[string]bool{}
	for _, name := range sources(t, dir) {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range called.FindAllStringSubmatch(string(b), -1) {
			method, ours := m[2], methods[m[2]]
			if ours == "" || cmp.Equal(bare(m[1]), types[ours]) {
				found[method] = found[method] || ours != ""
				continue
			}
			t.Errorf("%s calls %s as %s, and we hand it %s", filepath.Base(name), method, bare(m[1]), types[ours])
		}
	}
	for method := range methods {
		if !found[method] {
			t.Errorf("no call of %s was found", method)
		}
	}
}

// sources are the files of the library for the systems Casebook is made for.
func sources(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"sqlite.go", "sqlite_g_*.go", "sqlite_linux_amd64.go", "sqlite_linux_arm64.go", "sqlite_darwin_*.go", "sqlite_windows.go"} {
		got, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, got...)
	}
	if len(names) < 5 {
		t.Fatalf("the library's source is not in %s", dir)
	}
	return names
}

// bare is a signature with plain types and without names.
func bare(signature string) string {
	return strings.NewReplacer("Tsqlite3_int64", "int64", "Ti64", "int64", "Tsqlite3_filename", "uintptr", "(r int32)", "int32").Replace(signature)
}

// declared reads methods.go for the signatures, and vfs.go for which method
// has which.
func declared(t *testing.T) (types, methods map[string]string) {
	t.Helper()
	types, methods = map[string]string{}, map[string]string{}
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "methods.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.TypeSpec); ok {
			types[s.Name.Name] = flat(s.Type.(*ast.FuncType))
		}
		return true
	})
	b, err := os.ReadFile("vfs.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(Fx\w+)(?::| =)\s+word\[(\w+)\]`).FindAllStringSubmatch(string(b), -1) {
		methods[m[1]] = m[2]
	}
	if len(methods) != 13+16 {
		t.Errorf("%d methods are filled in", len(methods))
	}
	return types, methods
}

// flat spells a function type as the library's source does.
func flat(f *ast.FuncType) string {
	var params []string
	for _, p := range f.Params.List {
		kind := "*libc.TLS"
		if id, ok := p.Type.(*ast.Ident); ok {
			kind = id.Name
		}
		params = append(params, slices.Repeat([]string{kind}, len(p.Names))...)
	}
	out := "func(" + strings.Join(params, ", ") + ")"
	if f.Results != nil {
		out += fmt.Sprintf(" %s", f.Results.List[0].Type)
	}
	return out
}

// The transpiled library and the C library under it belong together (pitfall
// 8): another libc than the one the driver was made with corrupts memory.
func TestLibcIsTheDriversOwn(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(goList(t, "-m", "-f", "{{.Dir}}", "modernc.org/sqlite"), "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	ours := goList(t, "-m", "-f", "{{.Path}} {{.Version}}", "modernc.org/libc")
	if !strings.Contains(string(b), ours+"\n") {
		t.Errorf("this module has %s, and the driver another", ours)
	}
}

// An address becomes a pointer in one place, which the compiler must not
// inline: before a copy of fixed length it breaks off (pitfall 7).
func TestOneConversionOfAddresses(t *testing.T) {
	files, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var uses []string
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(b), "unsafe.Add("); n > 0 && !strings.HasSuffix(name, "_test.go") {
			uses = append(uses, fmt.Sprintf("%s: %d", filepath.Base(name), n))
		}
	}
	if diff := cmp.Diff([]string{"memory.go: 1"}, uses); diff != "" {
		t.Error(diff)
	}
	b, err := os.ReadFile("memory.go")
	if err != nil || !strings.Contains(string(b), "//go:noinline\nfunc at(") {
		t.Errorf("the conversion may be inlined, %v", err)
	}
}
