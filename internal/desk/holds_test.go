package desk_test

import (
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

// However a name or an address is written, what is the person's is held: in
// whatever composition of letters, by the sender, by whom it goes to, by what a
// file is called.
//
// law: DPA 2018 s.173
func TestHoldsHoweverANameIsWritten(t *testing.T) {
	d, _ := newDesk(t)
	const zoe = "Zo\u00eb \u0141ucja Bront\u00eb" // composed; below it is decomposed, wide, plain
	mails := map[string]struct {
		head, body string
		held       bool
	}{
		"from, decomposed": {"From: =?utf-8?q?Bronte=CC=88=2C_Zoe=CC=88?= <x@example.net>\r\nTo: dpo@example.net\r\n", "Hello.", true},
		"to":               {"From: x@example.net\r\nTo: dpo@example.net, Zoe.B@Example.ORG\r\n", "Hello.", true},
		"copied to":        {"From: x@example.net\r\nTo: dpo@example.net\r\nCc: \"Z. Bronte\" <y@example.net>\r\n", "Hello.", true},
		"in the text":      {"From: x@example.net\r\nTo: dpo@example.net\r\n", "I saw ZOE BRONTE there.", true},
		"wide letters":     {"From: x@example.net\r\nTo: dpo@example.net\r\n", "\uff3a\uff4f\uff45 \uff22\uff52\uff4f\uff4e\uff54\uff45", true},
		"an address in it": {"From: x@example.net\r\nTo: dpo@example.net\r\n", "Write to ZOE.B@example.org.", true},
		"no blank":         {"From: x@example.net\r\nTo: dpo@example.net\r\n", "I saw Zoe\u200b\u0141ucja\u200bBront\u00eb there.", true},
		"somebody else":    {"From: Emily Wood <x@example.net>\r\nTo: dpo@example.net\r\n", "Nothing of Zoe.", false},
	}
	ids := map[string]string{}
	for name, m := range mails {
		file := mailFile(t, "a.eml", m.head+"Subject: Hello\r\nDate: Mon, 5 Oct 2026 10:00:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"+m.body+"\r\n")
		ids[name] = imported(t, d, file)[0].IDs[0]
		if err := d.SetAside(t.Context(), ids[name], "No request"); err != nil {
			t.Fatal(err)
		}
	}
	cases := []struct {
		casefile.Person
		held bool
	}{
		{casefile.Person{Name: "Bronte\u0308, Zoe\u0308"}, true},
		{casefile.Person{Name: "ZOE LUCJA BRONTE"}, true},
		{casefile.Person{Name: "Z. Bronte"}, true},
		{casefile.Person{Name: "X", Email: "Zoe.B@example.org"}, true},
		{casefile.Person{Name: "Zo\u00eb\u200bBront\u00eb"}, true},
		{casefile.Person{Name: "Zo\u00ad\u00eb Bron\ufefft\u00eb"}, true},
		{casefile.Person{Name: "ZoeBronte"}, true},
		{casefile.Person{Name: "X", Email: "zoe\u200b.b@example.org"}, true},
		{casefile.Person{Name: "Emily Wood"}, false},
	}
	refs := make([]casefile.Reference, len(cases))
	for i, c := range cases {
		refs[i] = open(t, d, desk.Opening{Kinds: []casefile.Kind{casefile.Erasure}, Person: c.Person})
		do(t, d, refs[i], "close", casefile.Values{"reason": "Answered"})
	}
	open(t, d, desk.Opening{Person: casefile.Person{Name: zoe, Email: "zoe.b@example.org"}, Received: civil.On(d.Today())})
	for name, id := range ids {
		_, err := d.Dispose(t.Context(), desk.Approval{Messages: []string{id}, Early: true, Reason: "Not needed"})
		if casefile.IsKind(err, casefile.Refused) != mails[name].held || !mails[name].held && err != nil {
			t.Errorf("%s: %v, want that it is held: %v", name, err, mails[name].held)
		}
	}
	for i, c := range cases {
		_, err := d.Dispose(t.Context(), desk.Approval{Cases: []casefile.Reference{refs[i]}, Early: true, Reason: "Not needed"})
		if casefile.IsKind(err, casefile.Refused) != c.held || !c.held && err != nil {
			t.Errorf("%s: %v, want that it is held: %v", c.Name, err, c.held)
		}
	}
}
