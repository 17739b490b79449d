package casefile_test

import (
	"testing"

	"casebook/internal/casefile"
)

// A name is what a letter can begin with: letters, on one line.
func TestNamesThatAreNone(t *testing.T) {
	for _, name := range []string{"", "  ", "\u200b\u202e", "A\nB", "A\x1b[31m", "12"} {
		if err := casefile.CheckPerson(casefile.Person{Name: name}); err == nil {
			t.Errorf("%q is taken for a name", name)
		}
	}
	for _, name := range []string{"陳大文", "O'Neill <b>", "x@post.example", "محمد"} {
		if err := casefile.CheckPerson(casefile.Person{Name: name}); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}
