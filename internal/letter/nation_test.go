package letter_test

import (
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/letter"
)

// TestNationsOfALetter: a letter names no law and promises no price that was
// not found for the nation of the client (law/rules.md B01, B07, B08, B24, B26).
func TestNationsOfALetter(t *testing.T) {
	environment := decidedAs(casefile.InformationRequest, casefile.Declined)
	environment.About.Environment = true
	for name, c := range map[string]struct {
		kind   casefile.LetterKind
		c      casefile.Case
		nation string
		want   string
		not    string
	}{
		"EIR":                    {casefile.Acknowledgement, environment, "england", "Environmental Information Regulations 2004", "law on environmental information"},
		"EIR in Scotland":        {casefile.Acknowledgement, environment, "scotland", "law on environmental information", "Environmental Information Regulations 2004"},
		"review":                 {casefile.Reply, environment, "wales", "Regulation 11 of the Environmental Information Regulations 2004", "within 20 working days"},
		"review in Scotland":     {casefile.Reply, environment, "scotland", "Go to the Scottish Information Commissioner", "Regulation 11"},
		"copy":                   {casefile.Reply, decidedAs(casefile.EducationRecord, casefile.Granted), "wales", "no more than it costs us to supply it", "data protection law lets us charge"},
		"copy in Scotland":       {casefile.Reply, decidedAs(casefile.EducationRecord, casefile.Granted), "scotland", "where data protection law lets us charge for one", "than it costs us"},
		"copy in N. Ireland":     {casefile.Reply, decidedAs(casefile.EducationRecord, casefile.Granted), "northern-ireland", "If a copy costs anything, we tell you before we make it.", "costs nothing"},
		"question in N. Ireland": {casefile.Clarification, decidedAs(casefile.InformationRequest, casefile.Granted), "northern-ireland", "The time for our answer starts on the day we hear from you.", "The sooner"},
	} {
		t.Run(name, func(t *testing.T) {
			in := input(t, c.kind, c.c)
			in.Client.Nation = c.nation
			doc, err := letter.Draw(fonts(t), in)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(strings.Fields(text(doc)), " ")
			if !strings.Contains(got, c.want) || strings.Contains(got, c.not) {
				t.Errorf("want %q and not %q in\n%s", c.want, c.not, got)
			}
		})
	}
}
