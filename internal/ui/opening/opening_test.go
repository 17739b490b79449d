package opening_test

import (
	"slices"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/ui/opening"
)

// The answers become a case as they were given, and nothing is invented for
// what was left open.
func TestOf(t *testing.T) {
	o := opening.Of(map[string]string{
		"client": "trust", "kind": "erasure", "received": "2026-10-01", "channel": "telephone",
		"person": "Ada Brook", "address": "1 Mill Lane\n\n  Harbour \n", "email": "Ada@Brook.example", "asked": "Delete it all.",
	})
	if o.Client != "trust" || len(o.Kinds) != 1 || o.Kinds[0] != casefile.Erasure || o.Channel != casefile.ByPhone {
		t.Errorf("%+v", o)
	}
	if o.Received.String() != "2026-10-01" || o.Person.Email != "ada@brook.example" || o.Asked != "Delete it all." {
		t.Errorf("%+v", o)
	}
	if want := []string{"1 Mill Lane", "Harbour"}; !slices.Equal(o.Person.Address, want) {
		t.Errorf("address %q, want %q", o.Person.Address, want)
	}
	if bare := opening.Of(map[string]string{}); !bare.Received.IsZero() || bare.Person.Address != nil {
		t.Errorf("%+v", bare)
	}
}

// Every kind of which a case can be opened is offered, and one client alone is
// chosen already.
func TestFields(t *testing.T) {
	one := opening.Fields([]casefile.Client{{ID: "trust", Name: "Harbour Trust"}})
	if one[0].Value != "trust" || len(one[1].Choices) != len(casefile.OpenKinds()) {
		t.Errorf("client %q, %d kinds", one[0].Value, len(one[1].Choices))
	}
	two := opening.Fields([]casefile.Client{{ID: "a"}, {ID: "b"}})
	if two[0].Value != "" || len(two[0].Choices) != 2 {
		t.Errorf("of two clients %q is chosen", two[0].Value)
	}
	for _, f := range two {
		if f.Required && f.Kind == "" && f.Missing == "" {
			t.Errorf("%s does not say what is missing", f.Name)
		}
	}
}
