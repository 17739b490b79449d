package letter_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/letter"
)

// witness is text that must stand in a letter if it does what a duty asks,
// written down from law/rules.md part C and not from the wording's own marks.
// One of the alternatives is enough; the text is compared without regard to
// case.
var witness = map[string][]string{
	"received":              {"9 September 2026"},
	"matter":                {"copy of the personal data", "personal data", "consent", "marketing", "decision made by a computer", "complain", "educational record", "information that we hold"},
	"contact":               {"dpo@fellside.example"},
	"next":                  {"we look", "we search", "we collect", "we find out", "we stop", "we will find out"},
	"handler":               {"Priya Venn is dealing with"},
	"routes":                {"section 165"},
	"due":                   {"12 October 2026", "9 October 2026", "16 October 2026"},
	"reasons":               {"Some of what you asked for is about other people"},
	"complain-to-us":        {"Complain to us. Section 164A of the Data Protection Act 2018"},
	"complain-to-regulator": {"Complain to the Information Commissioner’s Office (ICO). Section 165"},
	"court":                 {"Go to court."},
	"identity-why":          {"from an address that we do not know"},
	"identity-what":         {"we look at it and do not copy it"},
	"identity-clock":        {"starts on the day we have what we need"},
	"identity-destroyed":    {"we destroy it"},
	"authority-what":        {"A note signed by Jan"},
	"authority-choice":      {"send our answer to them"},
	"authority-clock":       {"starts on the day we have what we need"},
	"fee-amount":            {"a fee of £12.50"},
	"fee-reason":            {"four times since May"},
	"fee-clock":             {"starts on the day we have your payment"},
	"clarify-what":          {"Which years do you mean?"},
	"clarify-why":           {"large amount of information"},
	"clarify-clock":         {"stops the clock from today, 2 October 2026"},
	"clarify-search":        {"reasonable and proportionate search"},
	"extension-reasons":     {"read one by one"},
	"extension-date":        {"by 10 December 2026 at the latest"},
	"progress-done":         {"asked the kitchen supervisor"},
	"progress-next":         {"12 October 2026", "9 October 2026", "16 October 2026", "as soon as", "write to you again"},
	"access-confirmed":      {"holds and uses personal data about you", "found none"},
	"access-copy":           {"electronic form"},
	"access-purposes":       {"Keeping pupils safe"},
	"access-categories":     {"Attendance, behaviour and results"},
	"access-recipients":     {"Department for Education"},
	"access-retention":      {"until the pupil’s 25th birthday"},
	"access-rights":         {"correct the data, to erase it, to restrict what we do with it, and you can object"},
	"access-sources":        {"the pupil’s last school"},
	"access-automated":      {"by a computer alone"},
	"access-transfers":      {"stores some of it in Ireland"},
	"access-exemptions":     {"Nothing. You have all", "Schedule 2, paragraph 16"},
	"access-search":         {"reasonable and proportionate search"},
	"rectified":             {"is now Flat 2, 7 Harbour Row"},
	"statement":             {"a statement"},
	"recipients-told":       {"everybody we have passed this data on to"},
	"erased":                {"the booking system and the mailing list"},
	"backups":               {"backup"},
	"suppression":           {"come back by mistake", "on a list of those we must not send marketing to"},
	"erasure-kept":          {"Article 17(3)"},
	"restricted":            {"is locked"},
	"restriction-uses":      {"for reasons of important public interest"},
	"restriction-lifted":    {"before we lift the restriction"},
	"ported":                {"structured, commonly used format that a machine can read"},
	"port-scope":            {"gave us yourself"},
	"port-direct":           {"technically feasible"},
	"objection-covers":      {"a task in the public interest, for a recognised legitimate interest, or for our own"},
	"objection-balance":     {"weighed"},
	"marketing-stopped":     {"no more direct marketing", "stopped the direct marketing"},
	"marketing-absolute":    {"has no exceptions"},
	"adm-information":       {"given by the booking system"},
	"adm-representations":   {"put your side"},
	"adm-human":             {"A person who can change the decision"},
	"adm-contest":           {"contest the result"},
	"adm-scope":             {"in which no person has a meaningful part"},
	"consent-ended":         {"your consent ended on 9 September 2026"},
	"consent-earlier":       {"stays lawful"},
	"consent-services":      {"ends with it"},
	"consent-easy":          {"as easy as giving it"},

	"foi-information":     {"The minutes of the board from 2021 to 2025 are enclosed."},
	"foi-clock":           {"The time for our answer starts on the day we hear from you"},
	"foi-not-held":        {"do not hold the information"},
	"foi-exemption":       {"Some of what you asked for is about other people"},
	"foi-balance":         {"openness about the board outweighs"},
	"foi-review":          {"Ask us for a review."},
	"foi-commissioner":    {"ask the ICO for a decision"},
	"record-given":        {"The record lies ready at the school office."},
	"record-fee":          {"no more than it costs us to supply it"},
	"record-again":        {"we look at it again"},
	"record-pupil":        {"pupils have rights of their own"},
	"breach-nature":       {"A list with your name and your son’s meals was sent"},
	"breach-consequences": {"Somebody may write to you who knows what your son eats."},
	"breach-measures":     {"The list was deleted by those who had it."},
	"breach-advice":       {"Do not answer messages about meals"},

	"complaint-acknowledged": {"this letter acknowledges it"},
	"complaint-issues":       {"The till prints numbers of meals only"},
	"complaint-remedy":       {"We have apologised"},
	"complaint-stage":        {"Chief Operating Officer"},
}

// expected is the witness of a duty; a decision is witnessed by its own words,
// and so is the reason where nothing is held.
func expected(duty string, k casefile.Kind, o casefile.Outcome) []string {
	if duty == "decision" || duty == "reasons" && o == casefile.NothingHeld {
		return []string{done[k]}
	}
	return witness[duty]
}

// TestEveryDutyIsDischarged reads each finished letter for what each duty of
// its row asks.
func TestEveryDutyIsDischarged(t *testing.T) {
	f := fonts(t)
	every(func(name string, l casefile.LetterKind, k casefile.Kind, o casefile.Outcome) {
		t.Run(name, func(t *testing.T) {
			in := input(t, l, decidedAs(k, o))
			doc, err := letter.Draw(f, in)
			if err != nil {
				t.Fatal(err)
			}
			printed := strings.ToLower(flow(doc))
			duties := casefile.Duties(l, k, o)
			if len(duties) == 0 {
				t.Fatal("the letter has no duties")
			}
			for _, d := range duties {
				if !slices.ContainsFunc(expected(d.ID, k, o), func(s string) bool { return strings.Contains(printed, strings.ToLower(s)) }) {
					t.Errorf("nothing printed does what %q (%s) asks", d.ID, d.Law)
				}
			}
			if strings.Contains(printed, "reply due") != (k != casefile.Enquiry && k != casefile.Breach) {
				t.Error("the block has a due date where none is set, or none where one is")
			}
			for _, fixed := range []string{"Our reference26-7KQ4MX", "Received9 September 2026", "Marsh Lane Academy Trust Limited", "Łucja Wójcik-Ødegård"} {
				if !strings.Contains(printed, strings.ToLower(fixed)) {
					t.Errorf("the letter does not print %q", fixed)
				}
			}
		})
	})
}

// TestTrace sees that the words said to discharge a duty are on the paper.
func TestTrace(t *testing.T) {
	f := fonts(t)
	in := input(t, casefile.Reply, decidedAs(casefile.Access, casefile.Partly))
	doc, err := letter.Draw(f, in)
	if err != nil {
		t.Fatal(err)
	}
	trace, err := letter.Trace(in)
	if err != nil {
		t.Fatal(err)
	}
	printed := flow(doc)
	for _, d := range trace {
		if len(d.Paragraphs) == 0 {
			t.Errorf("%s: no paragraph", d.Duty.ID)
		}
		for _, p := range d.Paragraphs {
			p = strings.NewReplacer("\u00a0", " ", "\u2011", "-").Replace(p)
			if !strings.Contains(printed, strings.Join(strings.Fields(p), " ")) {
				t.Errorf("%s: %q is not printed", d.Duty.ID, p)
			}
		}
	}
}

// without is the wording with every paragraph left out that a duty marks.
func without(tb testing.TB, duty string) *letter.Wording {
	tb.Helper()
	folder := fstest.MapFS{}
	names, err := fs.Glob(assets.Wording(), "*.txt")
	if err != nil {
		tb.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(assets.Wording(), name)
		if err != nil {
			tb.Fatal(err)
		}
		paras := slices.DeleteFunc(strings.Split(string(data), "\n\n"), func(p string) bool { return marks(p, duty) })
		folder[name] = &fstest.MapFile{Data: []byte(strings.Join(paras, "\n\n"))}
	}
	w, err := letter.ParseWording(folder)
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

// marks reports whether a paragraph of a file is marked with a duty.
func marks(paragraph, duty string) bool {
	for _, line := range strings.Split(paragraph, "\n") {
		_, list, ok := strings.Cut(line, "[duty ")
		list, _, _ = strings.Cut(list, "]")
		if ok && slices.Contains(strings.Split(list, ", "), duty) {
			return true
		}
	}
	return false
}

func TestNoLetterWithoutItsParagraphs(t *testing.T) {
	f := fonts(t)
	cut := map[string]*letter.Wording{}
	for _, id := range casefile.DutyIDs() {
		cut[id] = without(t, id)
	}
	every(func(name string, l casefile.LetterKind, k casefile.Kind, o casefile.Outcome) {
		in := input(t, l, decidedAs(k, o))
		for _, d := range casefile.Duties(l, k, o) {
			in.Wording = cut[d.ID]
			_, err := letter.Draw(f, in)
			var e *casefile.Error
			if !errors.As(err, &e) || e.Kind != casefile.Refused || e.Field != "wording" {
				t.Errorf("%s without the paragraphs of %s: %v", name, d.ID, err)
			}
		}
	})
}

// strip takes a fact away.
var strip = map[casefile.Fact]func(*letter.Input){
	casefile.FactReceived:   func(in *letter.Input) { in.Case.Received = civil.Moment{} },
	casefile.FactDue:        func(in *letter.Input) { in.Obligations = nil },
	casefile.FactContact:    func(in *letter.Input) { in.Client.DPO.Email, in.Client.Phone, in.Client.Address = "", "", nil },
	casefile.FactOutcome:    func(in *letter.Input) { in.Case.Decision = nil },
	casefile.FactDone:       func(in *letter.Input) { in.Case.Decision.What = " " },
	casefile.FactReasons:    func(in *letter.Input) { in.Case.Decision.Reasons = "" },
	casefile.FactPurposes:   func(in *letter.Input) { in.Client.Purposes = nil },
	casefile.FactCategories: func(in *letter.Input) { in.Client.Data = nil },
	casefile.FactRecipients: func(in *letter.Input) { in.Client.Recipient = nil },
	casefile.FactRetention:  func(in *letter.Input) { in.Client.Systems[1].Retention = "" },
	casefile.FactSources:    func(in *letter.Input) { in.Client.Sources = nil },
	casefile.FactAutomated:  func(in *letter.Input) { in.Client.Automated = "" },
	casefile.FactTransfers:  func(in *letter.Input) { in.Client.Transfers = "" },
	casefile.FactIdentity:   func(in *letter.Input) { in.Case.Identity.Reason = "" },
	casefile.FactAuthority:  func(in *letter.Input) { in.Case.Authority.Reason = "" },
	casefile.FactFee:        func(in *letter.Input) { in.Case.Fee.Pence = 0 },
	casefile.FactFeeReason:  func(in *letter.Input) { in.Case.Fee.Reason = "" },
	casefile.FactFeeWorking: func(in *letter.Input) { in.Values = nil },
	casefile.FactUnclear:    func(in *letter.Input) { in.Case.Pauses[0].Reason = "" },
	casefile.FactVolume:     func(in *letter.Input) { in.Case.Pauses[0].Volume = "" },
	casefile.FactGround:     func(in *letter.Input) { in.Case.Extension.Ground = "" },
	casefile.FactDelay:      func(in *letter.Input) { in.Case.Extension.Reasons = "" },
	casefile.FactNewDue: func(in *letter.Input) {
		in.Obligations = slices.Clone(in.Obligations)
		in.Obligations[0].Extension = clock.Refused // as the clock answers a late notice
	},
	casefile.FactBalance:      func(in *letter.Input) { delete(in.Values, "balance") },
	casefile.FactConsequences: func(in *letter.Input) { in.Case.Incident.Consequences = "" },
	casefile.FactMeasures:     func(in *letter.Input) { in.Case.Incident.Measures = "" },
	casefile.FactAdvice:       func(in *letter.Input) { delete(in.Values, "advice") },
	casefile.FactIssues:       func(in *letter.Input) { in.Case.Issues = nil },
	casefile.FactFindings:     func(in *letter.Input) { in.Case.Issues[1].Finding = "" },
	casefile.FactProgress:     func(in *letter.Input) { in.Case.Enquiries, in.Case.Searches = nil, nil },
}

func TestNoLetterWithoutItsFacts(t *testing.T) {
	f := fonts(t)
	every(func(name string, l casefile.LetterKind, k casefile.Kind, o casefile.Outcome) {
		for _, d := range casefile.Duties(l, k, o) {
			for _, fact := range d.Needs {
				in := input(t, l, decidedAs(k, o))
				strip[fact](&in)
				_, err := letter.Draw(f, in)
				e := casefile.AsError(err)
				if err == nil || e.Kind != casefile.Refused || !strings.Contains(e.What, fact.Info().Words) || e.Do == "" {
					t.Errorf("%s without %s: %v", name, fact, err)
				}
			}
		}
	})
}

// TestGivenFacts sees that what a caseworker gives to a letter is printed in
// the place of what the client lacks.
func TestGivenFacts(t *testing.T) {
	f := fonts(t)
	in := input(t, casefile.Reply, decidedAs(casefile.Access, casefile.Granted))
	in.Client.Systems[0].Retention = ""
	in.Values = map[string]string{"retention": "Register: nine years\nMail: two years", "note": "Ring me on Tuesday.", "enclosed": "A folder\nA disc"}
	doc, err := letter.Draw(f, in)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Register: nine years", "Mail: two years", "Ring me on Tuesday.", "A disc"} {
		if !strings.Contains(flow(doc), want) {
			t.Errorf("%q is not printed", want)
		}
	}
}

func TestWrongValues(t *testing.T) {
	f := fonts(t)
	for key, value := range map[string]string{
		"retenton": "x", "due": "2030-01-01", "outcome": "granted", "ground": "holidays", "effective": "soon", "next-contact": "31/12/2026",
	} {
		in := input(t, casefile.Reply, decidedAs(casefile.Erasure, casefile.Granted))
		in.Values = map[string]string{key: value}
		_, err := letter.Draw(f, in)
		if e := casefile.AsError(err); err == nil || e.Kind != casefile.Invalid || e.Field != key {
			t.Errorf("%s=%s: %v", key, value, err)
		}
	}
}

func ExampleList() {
	in := letter.Input{Case: casefile.Case{Kind: casefile.Complaint}}
	for _, a := range letter.List(in) {
		fmt.Println(a.Kind, a.Ready)
	}
	// Output:
	// acknowledgement false
	// progress false
	// reply false
}
