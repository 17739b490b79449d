package letter_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2/theme"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/letter"
	"casebook/internal/page"
)

// The people and the trust below are invented.

func fonts(tb testing.TB) *page.Fonts { return once(tb, sharedFonts) }

func wording(tb testing.TB) *letter.Wording { return once(tb, sharedWording) }

// What is read once for all tests: none of it is changed by them.
var (
	sharedFonts = sync.OnceValues(func() (*page.Fonts, error) {
		return page.NewFonts(theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content(),
			theme.DefaultTextItalicFont().Content())
	})
	sharedWording = sync.OnceValues(func() (*letter.Wording, error) { return letter.ParseWording(assets.Wording()) })
	sharedLaw     = sync.OnceValues(func() (clock.Law, error) {
		data, err := os.ReadFile(filepath.Join("..", "..", "assets", "law", "holidays.json"))
		if err != nil {
			return clock.Law{}, err
		}
		law, err := clock.DefaultLaw(data)
		if err != nil {
			return law, err
		}
		law.Schools, err = school()
		return law, err
	})
)

// school has a calendar with two weeks in September on which it was closed.
func school() (map[string]*clock.School, error) {
	span := func(from, to string) civil.Range {
		return civil.Range{From: civil.MustParse(from), To: civil.MustParse(to)}
	}
	s, err := clock.NewSchool(clock.Calendar{
		Name: "Ousby School", Sessions: []civil.Range{span("2026-09-02", "2026-09-09"), span("2026-09-21", "2026-12-18")},
	}, clock.Except{})
	return map[string]*clock.School{"Ousby School": s}, err
}

func once[T any](tb testing.TB, read func() (T, error)) T {
	tb.Helper()
	v, err := read()
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

func regulator(tb testing.TB, on civil.Date) letter.Regulator {
	tb.Helper()
	rows, err := letter.ParseRegulators(assets.Regulator())
	if err != nil {
		tb.Fatal(err)
	}
	r, err := letter.RegulatorOn(rows, on)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func client() casefile.Client {
	return casefile.Client{
		ID: "marsh-lane", Name: "Marsh Lane Academy Trust Limited", Trading: "Marsh Lane Academies",
		Kind: "academy-trust", Nation: "england",
		Address: []string{"14 Marsh Lane", "Ousby", "Cumbria CA10 9ZZ"}, Phone: "01632 960 144",
		DPO:      casefile.Officer{Provider: "Fellside Data Protection Limited", Email: "dpo@fellside.example"},
		Reviewer: casefile.Officer{Role: "Chief Operating Officer"},
		Systems: []casefile.System{
			{Name: "Pupil register", Retention: "until the pupil’s 25th birthday"},
			{Name: "Mailboxes of staff", Retention: "two years from the date of the message"},
			{Name: "Safeguarding file", Retention: "until the pupil’s 25th birthday, and then reviewed"},
		},
		Purposes: []casefile.Purpose{
			{Purpose: "Teaching, and following how pupils get on"},
			{Purpose: "Keeping pupils safe"},
			{Purpose: "Meals, trips and the payments for them"},
		},
		Recipient: []casefile.Recipient{
			{Name: "Cumbria local authority", Why: "admissions and safeguarding"},
			{Name: "Department for Education", Why: "the school census"},
			{Name: "Tillwise Limited", Why: "runs the payments for meals"},
		},
		Sources:   []string{"the pupil’s last school", "the local authority"},
		Data:      []string{"Name, address and contact details", "Attendance, behaviour and results", "Meals and payments"},
		Special:   []string{"Health and dietary needs"},
		Transfers: "We keep the data in the United Kingdom. Our payments company stores some of it in Ireland, which United Kingdom law treats as safe.",
		Automated: "No decision about you was made by a computer alone.",
		Companies: []string{"Marsh Lane Academy Trust Limited", "Marsh Lane Nurseries Limited", "Marsh Lane Sports Limited"},
		Complaint: casefile.ComplaintRoute{Review: true},
	}
}

// decidedAs is a case of a kind in which everything a letter could need is
// recorded.
func decidedAs(kind casefile.Kind, outcome casefile.Outcome) casefile.Case {
	c := casefile.Case{
		ID: "c", Reference: "26-7KQ4MX", Kind: kind, Client: "marsh-lane", Channel: casefile.ByEmail, Handler: "Priya Venn",
		Person: casefile.Person{
			Name: "Łucja Wójcik-Ødegård", Email: "lucja@post.example",
			Address: []string{"Flat 2", "7 Harbour Row", "Ousby", "CA10 9ZY"},
		},
		Asked:    "Please deal with this as soon as you can. I have written twice already and have not heard from anybody.",
		Received: civil.On(civil.MustParse("2026-09-09")),
		Searches: []casefile.Search{
			{On: civil.MustParse("2026-09-14"), System: "Pupil register", Found: "12 pages"},
			{On: civil.MustParse("2026-09-15"), System: "Mailboxes of staff", Found: "161 messages"},
		},
		Identity:  casefile.Awaited{Asked: civil.MustParse("2026-09-10"), Received: civil.MustParse("2026-09-10"), Reason: "Your message came from an address that we do not know."},
		Enquiries: []casefile.Asking{{On: civil.MustParse("2026-09-16"), Of: "the kitchen supervisor", Found: "The list hung for two days."}},
		Issues: []casefile.Issue{
			{
				Number: 1, What: "A list of pupils with unpaid meals hung beside the hatch.", Upheld: casefile.IsUpheld,
				Finding: "The list was printed from the till and hung there for two days.", Changed: "The till prints numbers of meals only.",
			},
			{Number: 2, What: "Nobody said who had read it.", Finding: "Nobody kept a record of who came to the hatch.", Upheld: casefile.NotUpheld},
		},
		Incident: casefile.Incident{
			Consequences: "Somebody may write to you who knows what your son eats.", Measures: "The list was deleted by those who had it.",
		},
		Decision: &casefile.Decision{
			On: civil.MustParse("2026-10-01"), Outcome: outcome, By: "Priya Venn",
			What:    done[kind],
			Reasons: "Some of what you asked for is about other people, who do not want it shared. The law also makes us keep the attendance register.",
		},
	}
	if kind == casefile.Access && (outcome == casefile.Partly || outcome == casefile.Declined) {
		c.Decision.Exemptions = []string{"TP: three pages name other children", "LPP"}
	}
	return c
}

var done = map[casefile.Kind]string{
	casefile.Access:             "We searched the register and the mailboxes, and read what we found.",
	casefile.Rectification:      "Your address in the pupil register is now Flat 2, 7 Harbour Row.",
	casefile.Erasure:            "We looked at the booking system and the mailing list.",
	casefile.Restriction:        "Your entry in the booking system is locked.",
	casefile.Portability:        "The file holds your bookings since 2021, as CSV.",
	casefile.Objection:          "You wrote that the survey upsets your son. We had no stronger reason to keep sending it.",
	casefile.AutomatedDecision:  "The place on the trip was given by the booking system. Mr Hale looked at the list again.",
	casefile.ConsentWithdrawal:  "Photographs of your son were taken off the website.",
	casefile.MarketingOptOut:    "You were on the list for the holiday club, by e-mail and by post.",
	casefile.Complaint:          "We have apologised to you and to the other families.",
	casefile.InformationRequest: "The minutes of the board from 2021 to 2025 are enclosed.",
	casefile.EducationRecord:    "The record lies ready at the school office.",
	casefile.Breach:             "A list with your name and your son’s meals was sent to eleven other families.",
	casefile.Enquiry:            "We keep the register until a pupil’s 25th birthday, because claims can be made until then.",
}

// obligations are what the clock makes of a case.
func obligations(tb testing.TB, c casefile.Case) []clock.Obligation {
	tb.Helper()
	facts := clock.Facts{
		Kind: string(c.Kind), Nation: clock.Nation("england"), Received: c.Received, ReceivedByDPO: c.ReceivedByDPO,
		Identity: clock.Wait{Asked: c.Identity.Asked, Received: c.Identity.Received},
	}
	if c.Kind == casefile.EducationRecord || c.Kind == casefile.InformationRequest {
		facts.School = "Ousby School"
	}
	if c.Kind == casefile.Breach {
		facts.Received = civil.At(c.Received.Date().Midnight())
	}
	for _, p := range c.Pauses {
		facts.Pauses = append(facts.Pauses, clock.Pause{Asked: p.Asked, Answered: p.Answered})
	}
	if c.Extension != nil {
		facts.Extensions = []clock.Extension{{Noticed: c.Extension.Noticed, Ground: clock.Ground(c.Extension.Ground)}}
	}
	due, err := clock.Due(facts, once(tb, sharedLaw))
	if err != nil {
		tb.Fatal(err)
	}
	return due
}

// input is a letter for which everything is there.
func input(tb testing.TB, kind casefile.LetterKind, c casefile.Case) letter.Input {
	tb.Helper()
	on := civil.MustParse("2026-10-02")
	var values map[string]string
	switch kind {
	case casefile.Clarification:
		c.Pauses = []casefile.Pause{{Asked: on, Reason: "Which years do you mean?", Volume: "About 40,000 messages name you, over nine years."}}
	case casefile.ExtensionNotice:
		c.Extension = &casefile.Extension{Noticed: on, Ground: casefile.Complexity, Reasons: "The messages of six people have to be read one by one."}
	case casefile.IdentityRequest:
		c.Identity.Received = civil.Date{}
	case casefile.AuthorityAsking:
		c.Subject = casefile.Subject{Name: "Jan Wójcik", Relation: casefile.Solicitor}
		c.Authority = casefile.Awaited{Asked: on, Reason: "A note signed by Jan that you may ask for him."}
	case casefile.FeeNotice:
		c.Fee = casefile.Awaited{Asked: on, Pence: 1250, Reason: "You have asked for the same thing four times since May, and nothing has changed."}
		values = map[string]string{"fee-working": "Half an hour of a clerk’s time."}
	case casefile.Reply:
		values = map[casefile.Kind]map[string]string{
			casefile.InformationRequest: {"balance": "The public interest in openness about the board outweighs what little harm there is in part of it only."},
			casefile.Breach:             {"advice": "Do not answer messages about meals; ring the school."},
		}[c.Kind]
	case casefile.Acknowledgement, casefile.Progress:
	}
	return letter.Input{
		Values: values,
		Kind:   kind, Case: c, Client: client(), Obligations: obligations(tb, c),
		Wording: wording(tb), Regulator: regulator(tb, on), On: on,
	}
}

// every calls f for each letter, kind and outcome that exist; only a reply
// depends on the outcome.
func every(f func(name string, l casefile.LetterKind, k casefile.Kind, o casefile.Outcome)) {
	for _, l := range casefile.LetterKinds() {
		for _, k := range casefile.OpenKinds() {
			if !casefile.HasLetter(l, k.Kind) {
				continue
			}
			outcomes := casefile.Outcomes()
			if l != casefile.Reply {
				outcomes = outcomes[:1]
			}
			for _, o := range outcomes {
				f(strings.Join([]string{string(l), string(k.Kind), string(o)}, "/"), l, k.Kind, o)
			}
		}
	}
}

// text returns the words of a document as they are read, one line a line.
func text(doc page.Document) string {
	var b strings.Builder
	for _, p := range doc.Pages {
		y := -1.0
		for _, r := range p.Runs {
			if r.Y != y && y >= 0 {
				b.WriteByte('\n')
			}
			y = r.Y
			b.WriteString(r.Text)
		}
		b.WriteString("\n\f\n")
	}
	return b.String()
}

// flow is the text without its line ends.
func flow(doc page.Document) string { return strings.Join(strings.Fields(text(doc)), " ") }
