package house_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

// documentedPercent is the least share of exported things with a comment, outside the window.
const documentedPercent = 95

func TestExportedThingsAreDocumented(t *testing.T) {
	report(t, undocumented(source(t)), "units, errors and the clause behind a thing are written where it is declared")
}

// undocumented names every exported thing without a comment, when they are too many.
func undocumented(files []goFile) []string {
	var bare []string
	total := 0
	for _, f := range files {
		if f.isTest() || strings.HasPrefix(f.name, "internal/ui/") || f.ast.Name.Name == "main" {
			continue
		}
		for _, d := range f.ast.Decls {
			for name, doc := range exported(d) {
				total++
				if !doc {
					bare = append(bare, fmt.Sprintf("%s %s has no comment", f.at(d), name))
				}
			}
		}
	}
	if len(bare)*100 <= total*(100-documentedPercent) {
		return nil
	}
	return append(bare, fmt.Sprintf("%d of %d exported things have no comment; at least %d in 100 must have one", len(bare), total, documentedPercent))
}

// exported is every exported name of a declaration, and whether a comment stands with it.
func exported(d ast.Decl) map[string]bool {
	names := map[string]bool{}
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d))) {
			names[d.Name.Name] = d.Doc != nil
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			exportedSpec(d, s, names)
		}
	}
	return names
}

func exportedSpec(d *ast.GenDecl, s ast.Spec, names map[string]bool) {
	switch s := s.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() {
			names[s.Name.Name] = d.Doc != nil || s.Doc != nil || s.Comment != nil
		}
	case *ast.ValueSpec:
		for _, n := range s.Names {
			// A comment on a group speaks for its constants and variables, not for types.
			if n.IsExported() {
				names[n.Name] = s.Doc != nil || s.Comment != nil || d.Doc != nil && (d.Tok == token.CONST || d.Tok == token.VAR)
			}
		}
	}
}

// receiver is the name of a method's type.
func receiver(d *ast.FuncDecl) string {
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

func TestUndocumentedIsFound(t *testing.T) {
	const src = `package a

// Documented is.
type Documented struct{}

type Bare struct{}

func (Documented) Method() {}

func (d *hidden[T]) Method() {}

type hidden[T any] struct{}

// Kinds.
const (
	One = 1
	Two = 2
)

var Loose int
`
	got := undocumented(snippets(t, snippet{"internal/desk/a.go", src}))
	wantFindings(t, got, "Bare has no comment", "Method has no comment", "Loose has no comment", "3 of 6 exported things")
	wantFindings(t, undocumented(snippets(t, snippet{"internal/ui/inbox/a.go", src}, snippet{"internal/desk/a_test.go", src})))
}

func TestOneInTwentyMayBeBare(t *testing.T) {
	src := "package a\n" + strings.Repeat("\n// F does.\nfunc F() {}\n", 19)
	wantFindings(t, undocumented(snippets(t, snippet{"internal/desk/a.go", src + "\nfunc G() {}\n"})))
}
