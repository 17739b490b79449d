package house_test

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// callRule keeps a call or a statement to the rooms made for it.
type callRule struct {
	name   string
	within string   // the tree it holds in, "" for all
	only   []string // folders that may
	tests  bool     // whether tests are held to it as well
	find   func(goFile) []ast.Node
	why    string
}

var callRules = []callRule{
	{
		name: "reads the machine's clock", only: []string{"app"}, find: uses("time", "Now", "Since", "Until"),
		why: "the day is handed in once, by app: what the law says must be the same on every machine and on any day a test names",
	},
	{
		name: "calls fyne.Do", only: []string{"internal/ui/loop"}, tests: true, find: uses(fyne, "Do", "DoAndWait"),
		why: "fyne's test driver runs it on the calling goroutine; through ui/loop a test decides when it runs",
	},
	{
		name: "sends a notification", only: []string{"internal/ui/notify"}, tests: true, find: selects("SendNotification"),
		why: "a notification lies on a lock screen: one room sees to it that no name stands in one",
	},
	{
		name: "starts a goroutine", within: "internal/ui", only: []string{"internal/ui/jobs"}, tests: true, find: goStatements,
		why: "work beside the window is started by ui/jobs, which shows its progress, cancels it and lets a test wait for it",
	},
}

func TestCallsStayInTheirRooms(t *testing.T) {
	files := source(t)
	for _, r := range callRules {
		report(t, r.check(files), r.why)
	}
}

func (r callRule) check(files []goFile) []string {
	var found []string
	for _, f := range files {
		inside := r.within == "" || f.dir() == r.within || strings.HasPrefix(f.dir(), r.within+"/")
		if !inside || slices.Contains(r.only, f.dir()) || f.isTest() && !r.tests {
			continue
		}
		for _, n := range r.find(f) {
			found = append(found, fmt.Sprintf("%s %s, which is for %s", f.at(n), r.name, strings.Join(r.only, " and ")))
		}
	}
	return found
}

// uses finds every mention of a name of an imported package, called or passed on.
func uses(importPath string, names ...string) func(goFile) []ast.Node {
	return func(f goFile) []ast.Node {
		local := f.localName(importPath)
		return collect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok || local == "" || !slices.Contains(names, sel.Sel.Name) {
				return false
			}
			x, ok := sel.X.(*ast.Ident)
			return ok && x.Name == local
		})
	}
}

// selects finds every mention of a method or field by its name, on whatever value.
func selects(name string) func(goFile) []ast.Node {
	return func(f goFile) []ast.Node {
		return collect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			return ok && sel.Sel.Name == name
		})
	}
}

func goStatements(f goFile) []ast.Node {
	return collect(f, func(n ast.Node) bool {
		_, ok := n.(*ast.GoStmt)
		return ok
	})
}

func collect(f goFile, match func(ast.Node) bool) []ast.Node {
	var found []ast.Node
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if n != nil && match(n) {
			found = append(found, n)
		}
		return true
	})
	return found
}

func TestStrayCallsAreFound(t *testing.T) {
	const now = `package a
import "time"
func f() time.Time { return time.Now() }`
	const renamed = `package a
import clock "time"
var now = clock.Now`
	const since = `package a
import "time"
func f(t time.Time) time.Duration { return time.Since(t) }`
	const do = `package a
import "fyne.io/fyne/v2"
func f() { fyne.DoAndWait(func() {}) }`
	const notify = `package a
import "fyne.io/fyne/v2"
func f(a fyne.App) { a.SendNotification(nil) }`
	const goes = `package a
func f() { go f() }`

	clock, loop, notices, jobs := callRules[0], callRules[1], callRules[2], callRules[3]
	for _, c := range []struct {
		name string
		rule callRule
		snippet
		want int
	}{
		{"now in a room", clock, snippet{"internal/desk/a.go", now}, 1},
		{"now passed on under another name", clock, snippet{"internal/desk/a.go", renamed}, 1},
		{"since", clock, snippet{"internal/mailbox/a.go", since}, 1},
		{"now in app", clock, snippet{"app/a.go", now}, 0},
		{"now in a test", clock, snippet{"internal/desk/a_test.go", now}, 0},
		{"do in a screen", loop, snippet{"internal/ui/inbox/a.go", do}, 1},
		{"do in a screen's test", loop, snippet{"internal/ui/inbox/a_test.go", do}, 1},
		{"do in the loop", loop, snippet{"internal/ui/loop/a.go", do}, 0},
		{"a notice in a screen", notices, snippet{"internal/ui/inbox/a.go", notify}, 1},
		{"a notice in app", notices, snippet{"app/a.go", notify}, 1},
		{"a notice in its room", notices, snippet{"internal/ui/notify/a.go", notify}, 0},
		{"go in a screen", jobs, snippet{"internal/ui/inbox/a.go", goes}, 1},
		{"go in the window itself", jobs, snippet{"internal/ui/a.go", goes}, 1},
		{"go in the jobs", jobs, snippet{"internal/ui/jobs/a.go", goes}, 0},
		{"go in the demo", jobs, snippet{"internal/demo/a.go", goes}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.rule.check(snippets(t, c.snippet)); len(got) != c.want {
				t.Errorf("found %q, want %d", got, c.want)
			}
		})
	}
}
