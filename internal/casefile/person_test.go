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

// Somebody else's data is never taken for the person's own.
func TestSubjectNeedsARelation(t *testing.T) {
	for s, good := range map[casefile.Subject]bool{
		{}:               true,
		{Name: "Bo Lee"}: false,
		{Name: "Bo Lee", Relation: casefile.Solicitor}:  true,
		{Relation: casefile.Parent}:                     true,
		{Name: "Bo\nLee", Relation: casefile.Solicitor}: false,
	} {
		if err := casefile.CheckSubject(s); (err == nil) != good {
			t.Errorf("%+v: %v", s, err)
		}
	}
}
