package casefile_test

import (
	"testing"

	"casebook/internal/casefile"
)

// Who is the same person is decided by address or by name, whichever way it is
// written, within one client.
func TestSamePeople(t *testing.T) {
	of := func(client, name, email, subject string) casefile.Case {
		return casefile.Case{Client: client, Person: casefile.Person{Name: name, Email: email}, Subject: casefile.Subject{Name: subject}}
	}
	for _, test := range []struct {
		one, other casefile.Case
		want       bool
	}{
		{of("a", "Ann Lee", "ann@example.org", ""), of("a", "LEE, Mrs Ann", "", ""), true},
		{of("a", "Ann Lee", "ann@example.org", ""), of("a", "A. L.", "Ann@Example.org", ""), true},
		{of("a", "Ann Lee", "ann@example.org", ""), of("a", "X", "ann+shop@example.org", ""), true},
		{of("a", "Ann Lee", "", ""), of("a", "Solicitors", "", "Ann Lee"), true},
		{of("a", "Ann Lee", "", ""), of("a", "Ann Mary Lee", "", ""), true},
		{of("a", "Ann Mary Lee", "", ""), of("a", "Lee, Ann", "", ""), true},
		{of("a", "Ann M. Lee", "", ""), of("a", "Ann Mary Lee", "", ""), true},
		{of("a", "Ann M. Lee", "", ""), of("a", "A. Lee", "", ""), true},
		{of("a", "Ann Lee", "", ""), of("a", "Ann", "", ""), true},
		{of("a", "  ann\u00a0 LEE ", "", ""), of("a", "Ann Lee", "", ""), true},
		{of("a", "Ann Lee-Smith", "", ""), of("a", "Ann Mary Lee", "", ""), true},
		{of("a", "Sean O'Brien", "", ""), of("a", "Sean OBrien", "", ""), true},
		{of("a", "Sean O\u2019Brien", "", ""), of("a", "O Brien, Sean", "", ""), true},
		{of("a", "Eva Mueller", "", ""), of("a", "Eva Muller", "", ""), true},
		{of("a", "Bo Li", "", ""), of("a", "Li, Bo Xi", "", ""), true},
		{of("a", "Zoltan\u200bQuorvaxil", "", ""), of("a", "Zoltan Quorvaxil", "", ""), true},
		{of("a", "Zol\u00adtan\u200b Quor\u2060vaxil", "", ""), of("a", "Zoltan Quorvaxil", "", ""), true},
		{of("a", "Zol\u00adtan\u200bQuor\u200dvaxil", "", ""), of("a", "Zoltan Quorvaxil", "", ""), true},
		{of("a", "\ufeffZoltan\u3164Quorvaxil\u2063", "", ""), of("a", "Zoltan Quorvaxil", "", ""), true},
		{of("a", "Zoltan\u200bQuorvaxil", "", ""), of("a", "Zoltan Peter Quorvaxil", "", ""), true},
		{of("a", "ZoltanQuorvaxil", "", ""), of("a", "Zoltan Quorvaxil", "", ""), true},
		{of("a", "Dr ZoltanQuorvaxil", "", ""), of("a", "Quorvaxil, Zoltan P.", "", ""), true},
		{of("a", "QuorvaxilZoltan", "", ""), of("a", "Zoltan Quorvaxil", "", ""), true},
		{of("a", "ZoltanaErik", "", ""), of("a", "Zoltana Erik", "", ""), true},
		{of("a", "X", "ann\u200b@example.org", ""), of("a", "Y", "\ufeffAnn@example.org", ""), true},
		{of("a", "Zoltan\u200bQuorvaxil", "", ""), of("a", "Zoltan Hill", "", ""), false},
		{of("a", "A. L.", "", ""), of("a", "Al Gold", "", ""), false},
		{of("a", "Anna van der Berg", "", ""), of("a", "Jan van der Meer", "", ""), false},
		{of("a", "Ann Lee", "", ""), of("a", "Ann Leeson", "", ""), false},
		{of("a", "Ann Lee", "", ""), of("a", "Tom Lee", "", ""), false},
		{of("a", "Ann Lee", "", ""), of("a", "Data Protection Officer", "", ""), false},
		{of("a", "Ann Lee", "", ""), of("a", "A. L.", "", ""), false},
		{of("a", "Ann Lee", "ann@example.org", ""), of("a", "X", "joann@example.org", ""), false},
		{of("a", "Ann Lee", "", ""), of("b", "Ann Lee", "", ""), false},
		{of("a", "Ann Lee", "", ""), of("a", "", "", ""), false},
		{of("a", "", "", ""), of("a", "", "", ""), false},
	} {
		for _, pair := range [][2]casefile.Case{{test.one, test.other}, {test.other, test.one}} {
			if got := pair[0].SamePeople(pair[1]); got != test.want {
				t.Errorf("%+v and %+v: the same is %v", pair[0].Person, pair[1].Person, got)
			}
		}
	}
}

// A message is a person's by any of its addresses, and names them in its text by
// the address, the whole name, or the most of it.
func TestMessageOfPeople(t *testing.T) {
	ann := casefile.Case{Person: casefile.Person{Name: "Ann Mary Lee", Email: "ann@example.org"}}
	for _, test := range []struct {
		a    casefile.Address
		want bool
	}{
		{casefile.Address{Email: "ANN@example.org"}, true},
		{casefile.Address{Name: "Lee, Ann", Email: "other@example.net"}, true},
		{casefile.Address{Email: "ann.lee@example.net"}, true},
		{casefile.Address{Email: "lee@example.net"}, false},
		{casefile.Address{Name: "Bo Hill", Email: "bo@example.net"}, false},
		{casefile.Address{}, false},
	} {
		if got := ann.AmongPeople(casefile.Address{Email: "dpo@example.net"}, test.a); got != test.want {
			t.Errorf("%v is hers: %v", test.a, got)
		}
	}
	for text, want := range map[string]bool{
		"Write to Ann@Example.org.": true, "to ann+list@example.org": true, "Dear Mrs Lee, or may I say Ann": true, "ANN MARY LEE": true,
		"Ann said it": false, "Lee": false, "": false,
	} {
		if got := ann.NamedIn(casefile.ReadText(text)); got != want {
			t.Errorf("%q names her: %v", text, got)
		}
	}
	brien := casefile.Case{Person: casefile.Person{Name: "S. O'Brien"}}
	for text, want := range map[string]bool{"Mr OBrien": true, "o\u2019brien": true, "Brien": true, "S.": false} {
		if got := brien.NamedIn(casefile.ReadText(text)); got != want {
			t.Errorf("%q names him: %v", text, got)
		}
	}
}

// A name in a text is found whatever stands, or does not stand, between and
// inside its words that nobody sees.
func TestNameWithoutItsBlank(t *testing.T) {
	for text, want := range map[string]bool{
		"about Zoltan\u200bQuorvaxil.": true, "about ZoltanQuorvaxil.": true, "Zol\u00adtan Quorva\u200cxil": true, "Zol tan Quor vaxil": true,
		"zoltan.quorvaxil@other.example": true, "zoltanquorvaxil@other.example": true,
		"Quor\u200bvaxil": false, "Zoltan": false, "Zoltan Quorva xilophone": false, "superzoltanquorvaxil": false, "": false,
	} {
		for _, name := range []string{"Zoltan Quorvaxil", "Zoltan\u200bQuorvaxil", "ZoltanQuorvaxil"} {
			c := casefile.Case{Person: casefile.Person{Name: name}}
			if got := c.NamedIn(casefile.ReadText(text)); got != want && (want || name == "Zoltan Quorvaxil") {
				t.Errorf("%q names %q: %v", text, name, got)
			}
		}
	}
}
