package letter_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/letter"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden keeps the words of some letters as they are read, so that a
// change of wording is seen as such.
func TestGolden(t *testing.T) {
	child := decidedAs(casefile.Access, casefile.Partly)
	child.Subject = casefile.Subject{Name: "Jan Wójcik", Relation: casefile.Parent, Child: true}
	child.Person.Address = nil
	dpo := decidedAs(casefile.Complaint, casefile.Granted)
	dpo.Received, dpo.ReceivedByDPO = civil.On(civil.MustParse("2026-09-11")), civil.On(civil.MustParse("2026-09-09"))
	for name, in := range map[string]letter.Input{
		"acknowledgement-access":    input(t, casefile.Acknowledgement, decidedAs(casefile.Access, casefile.Granted)),
		"acknowledgement-complaint": input(t, casefile.Acknowledgement, dpo),
		"reply-access-child":        input(t, casefile.Reply, child),
		"reply-access-nothing-held": input(t, casefile.Reply, decidedAs(casefile.Access, casefile.NothingHeld)),
		"reply-erasure-refused":     input(t, casefile.Reply, decidedAs(casefile.Erasure, casefile.Declined)),
		"reply-marketing-granted":   input(t, casefile.Reply, decidedAs(casefile.MarketingOptOut, casefile.Granted)),
		"reply-complaint-partly":    input(t, casefile.Reply, decidedAs(casefile.Complaint, casefile.Partly)),
		"clarification":             input(t, casefile.Clarification, decidedAs(casefile.Access, casefile.Granted)),
		"extension":                 input(t, casefile.ExtensionNotice, decidedAs(casefile.Portability, casefile.Granted)),
		"identity-request":          input(t, casefile.IdentityRequest, decidedAs(casefile.Objection, casefile.Granted)),
		"reply-foi-refused":         input(t, casefile.Reply, decidedAs(casefile.InformationRequest, casefile.Declined)),
		"reply-education-record":    input(t, casefile.Reply, decidedAs(casefile.EducationRecord, casefile.Partly)),
		"reply-breach":              input(t, casefile.Reply, decidedAs(casefile.Breach, casefile.Granted)),
		"progress-complaint":        input(t, casefile.Progress, decidedAs(casefile.Complaint, casefile.Granted)),
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := letter.Draw(fonts(t), in)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name, text(doc))
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the words of the letter changed; look at them, then run with -update:\n%s", got)
	}
}
