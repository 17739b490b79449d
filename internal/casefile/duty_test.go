package casefile_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

func dutyIDs(l casefile.LetterKind, k casefile.Kind, o casefile.Outcome) []string {
	var out []string
	for _, d := range casefile.Duties(l, k, o) {
		out = append(out, d.ID)
	}
	return out
}

// TestDuties reads rows of the table against law/rules.md part C.
func TestDuties(t *testing.T) {
	refusal := []string{"reasons", "complain-to-us", "complain-to-regulator", "court"}
	for _, c := range []struct {
		letter  casefile.LetterKind
		kind    casefile.Kind
		outcome casefile.Outcome
		has     []string
		hasNot  []string
	}{
		{casefile.Acknowledgement, casefile.Access, "", []string{"received", "matter", "due", "handler", "next", "contact", "routes"}, []string{"reasons", "decision"}},
		{casefile.Acknowledgement, casefile.Enquiry, "", []string{"received", "next", "routes"}, []string{"due"}},
		{casefile.Acknowledgement, casefile.Complaint, "", []string{"complaint-acknowledged", "next", "handler", "due"}, []string{"complain-to-us"}},
		{
			casefile.Reply, casefile.Access, casefile.Granted, []string{
				"access-confirmed", "access-copy", "access-purposes", "access-categories", "access-recipients", "access-retention", "access-rights",
				"complain-to-us", "complain-to-regulator", "access-sources", "access-automated", "access-transfers", "access-exemptions",
			}, []string{"reasons", "access-search"},
		},
		{casefile.Reply, casefile.Access, casefile.Partly, append([]string{"access-purposes", "access-exemptions"}, refusal...), nil},
		{casefile.Reply, casefile.Access, casefile.Declined, append([]string{"access-exemptions"}, refusal...), []string{"access-purposes"}},
		{casefile.Reply, casefile.Access, casefile.NothingHeld, append([]string{"access-confirmed", "access-search"}, refusal...), []string{"access-copy"}},
		{casefile.Reply, casefile.Rectification, casefile.Granted, []string{"rectified", "statement", "recipients-told", "routes"}, refusal},
		{casefile.Reply, casefile.Erasure, casefile.Granted, []string{"erased", "backups", "suppression", "recipients-told"}, []string{"erasure-kept"}},
		{casefile.Reply, casefile.Erasure, casefile.Declined, append([]string{"erasure-kept"}, refusal...), []string{"erased"}},
		{casefile.Reply, casefile.Restriction, casefile.Granted, []string{"restricted", "restriction-uses", "restriction-lifted"}, refusal},
		{casefile.Reply, casefile.Portability, casefile.Granted, []string{"ported", "port-scope", "port-direct"}, refusal},
		{casefile.Reply, casefile.Objection, casefile.Declined, append([]string{"objection-covers", "objection-balance"}, refusal...), nil},
		{casefile.Reply, casefile.MarketingOptOut, casefile.Granted, []string{"marketing-stopped", "suppression", "marketing-absolute"}, refusal},
		{casefile.Reply, casefile.AutomatedDecision, casefile.Granted, []string{"adm-information", "adm-representations", "adm-human", "adm-contest"}, refusal},
		{casefile.Reply, casefile.ConsentWithdrawal, casefile.Granted, []string{"consent-ended", "consent-earlier", "consent-services", "consent-easy"}, refusal},
		{casefile.Reply, casefile.Complaint, casefile.Declined, []string{"complaint-issues", "complaint-remedy", "complaint-stage", "complain-to-regulator"}, []string{"complain-to-us", "reasons"}},
		{casefile.IdentityRequest, casefile.Objection, "", []string{"identity-why", "identity-what", "identity-clock", "identity-destroyed"}, nil},
		{casefile.AuthorityAsking, casefile.Access, "", []string{"authority-what", "authority-choice", "authority-clock"}, nil},
		{casefile.FeeNotice, casefile.Access, "", []string{"fee-amount", "fee-reason", "fee-clock", "complain-to-us", "complain-to-regulator"}, nil},
		{casefile.Clarification, casefile.Access, "", []string{"clarify-what", "clarify-why", "clarify-clock", "clarify-search"}, nil},
		{casefile.ExtensionNotice, casefile.Erasure, "", []string{"extension-reasons", "extension-date"}, nil},
		{casefile.Progress, casefile.Complaint, "", []string{"progress-done", "progress-next"}, nil},
	} {
		got := dutyIDs(c.letter, c.kind, c.outcome)
		for _, id := range c.has {
			if !slices.Contains(got, id) {
				t.Errorf("%s %s %s lacks %s", c.letter, c.kind, c.outcome, id)
			}
		}
		for _, id := range c.hasNot {
			if slices.Contains(got, id) {
				t.Errorf("%s %s %s has %s", c.letter, c.kind, c.outcome, id)
			}
		}
	}
}

// TestRefusalOfEveryRight: whatever right it is, a refusal says why and where
// to go (UK GDPR Art 12(4)).
func TestRefusalOfEveryRight(t *testing.T) {
	for _, k := range casefile.OpenKinds() {
		for _, o := range []casefile.Outcome{casefile.Partly, casefile.Declined, casefile.NothingHeld} {
			got := dutyIDs(casefile.Reply, k.Kind, o)
			for _, id := range []string{"reasons", "complain-to-us", "complain-to-regulator", "court"} {
				if k.Right && !slices.Contains(got, id) {
					t.Errorf("%s %s lacks %s", k.Kind, o, id)
				}
			}
		}
	}
}

func TestEveryDutyIsWhole(t *testing.T) {
	never := regexp.MustCompile(`Art 77|Art 22([^A-D]|$)`)
	for _, l := range casefile.LetterKinds() {
		for _, k := range casefile.OpenKinds() {
			for _, o := range append(casefile.Outcomes(), "") {
				seen := map[string]bool{}
				for _, d := range casefile.Duties(l, k.Kind, o) {
					if d.ID == "" || d.Law == "" || d.Words == "" || never.MatchString(d.Law) {
						t.Errorf("%s %s %s: %+v", l, k.Kind, o, d)
					}
					for _, f := range d.Needs {
						if info := f.Info(); info.Words == "" || info.Do == "" {
							t.Errorf("%s needs %q, which is no fact", d.ID, f)
						}
					}
					if seen[d.ID] {
						t.Errorf("%s %s %s has %s twice", l, k.Kind, o, d.ID)
					}
					seen[d.ID] = true
				}
			}
		}
	}
	for _, k := range casefile.Kinds() {
		if !k.Opens && casefile.Duties(casefile.Reply, k.Kind, casefile.Granted) != nil {
			t.Errorf("%s, of which no case is opened, has a reply", k.Kind)
		}
	}
}

// TestNothingIsKnownOfNothing: on an empty case no fact is known, so that no
// letter can slip through.
func TestNothingIsKnownOfNothing(t *testing.T) {
	for _, f := range casefile.Facts() {
		if f.Fact.Known(casefile.Case{}, casefile.Client{}, nil) {
			t.Errorf("%s is known of an empty case", f.Fact)
		}
		if f.Fact.Known(casefile.Case{}, casefile.Client{}, map[string]string{string(f.Fact): " \n"}) {
			t.Errorf("%s is known by a blank", f.Fact)
		}
		if !f.Fact.Known(casefile.Case{}, casefile.Client{}, map[string]string{string(f.Fact): "x"}) {
			t.Errorf("%s is not known when given", f.Fact)
		}
	}
}

func TestMissing(t *testing.T) {
	c := casefile.Case{
		Kind: casefile.Access, Received: civil.On(civil.MustParse("2026-09-09")),
		Decision: &casefile.Decision{Outcome: casefile.Granted, What: "All of it."},
	}
	client := casefile.Client{
		DPO: casefile.Officer{Email: "dpo@x.example"}, Purposes: []casefile.Purpose{{Purpose: "Teaching"}},
		Systems: []casefile.System{{Name: "A", Retention: "a year"}, {Name: "B"}},
		Data:    []string{"Names"}, Recipient: []casefile.Recipient{{Name: "The council"}}, Sources: []string{"You"},
	}
	names := func(given map[string]string) string {
		var out []string
		for _, f := range casefile.Missing(casefile.Reply, c, client, given) {
			out = append(out, string(f.Fact))
		}
		return strings.Join(out, " ")
	}
	if got := names(nil); got != "retention automated transfers" {
		t.Errorf("missing: %s", got)
	}
	if got := names(map[string]string{"retention": "a year", "automated": "None.", "transfers": "None."}); got != "" {
		t.Errorf("missing: %s", got)
	}
	missing := casefile.Missing(casefile.Reply, c, client, nil)
	e := casefile.Lacks(missing, casefile.Duties(casefile.Reply, c.Kind, casefile.Granted))
	if e.Kind != casefile.Refused || e.Field != "retention" || e.Law != "UK GDPR Art 15(1)(d)" || !strings.Contains(e.What, missing[2].Words) {
		t.Errorf("%+v", e)
	}
	c.Decision = nil
	if got := names(nil); !strings.HasPrefix(got, "outcome done") {
		t.Errorf("missing: %s", got)
	}
}

func TestDPOContact(t *testing.T) {
	for _, c := range []struct {
		client casefile.Client
		want   string
	}{
		{casefile.Client{DPO: casefile.Officer{Email: "a@b.example", Phone: "1"}, Phone: "2"}, "a@b.example|1"},
		{casefile.Client{Phone: "2", Address: []string{"Street"}}, "2"},
		{casefile.Client{DPO: casefile.Officer{Address: []string{"Desk", "Street"}}, Address: []string{"Road"}}, "Desk, Street"},
		{casefile.Client{Address: []string{"Road", "Town"}}, "Road, Town"},
		{casefile.Client{}, ""},
	} {
		if got := strings.Join(c.client.DPOContact(), "|"); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestExemptionWords(t *testing.T) {
	got := casefile.ExemptionWords([]string{"TP", "lpp : two e-mails", "MU/ME", "Something else: x"})
	want := []string{
		"Information about other people (Data Protection Act 2018, Schedule 2, paragraph 16)",
		"Legal advice and other legally privileged communications (Data Protection Act 2018, Schedule 2, paragraph 19): two e-mails",
		"A request that is manifestly unfounded or excessive (UK GDPR Article 12(5))",
		"Something else: x",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	seen := map[string]bool{}
	for _, e := range casefile.Exemptions() {
		if e.Words == "" || e.Law == "" || seen[e.Code] {
			t.Errorf("%+v", e)
		}
		seen[e.Code] = true
	}
}
