package report_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/page"
	"casebook/internal/report"
)

// Everybody below is invented.

func fonts(tb testing.TB) *page.Fonts {
	tb.Helper()
	f, err := page.NewFonts(theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content(),
		theme.DefaultTextItalicFont().Content())
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func day(s string) civil.Date { return civil.MustParse(s) }

func client() casefile.Client {
	return casefile.Client{
		ID: "marsh-lane", Name: "Marsh Lane Academy Trust Limited", Trading: "Marsh Lane Academies", Nation: "england",
		Kind: "academy-trust", Address: []string{"14 Marsh Lane", "Ousby"},
		DPO:       casefile.Officer{Provider: "Fellside Data Protection Limited", Email: "dpo@fellside.example"},
		Reviewer:  casefile.Officer{Role: "Chief Operating Officer"},
		Complaint: casefile.ComplaintRoute{Review: true},
	}
}

func complaint() casefile.Case {
	return casefile.Case{
		ID: "c1", Reference: "26-M2XT9C", Kind: casefile.Complaint, Channel: casefile.ByEmail, Handler: "Priya Venn",
		Person:  casefile.Person{Name: "Ade Okafor", Email: "ade@post.example"},
		Subject: casefile.Subject{Name: "Ife Okafor", Relation: casefile.Parent, Child: true},
		Asked: "My daughter's name was on a list of pupils with unpaid meals beside the hatch on Monday.\n\n" +
			"Other parents read it. I want it taken down, I want to know who has seen it, and I want it never to happen again.",
		Received: civil.On(day("2026-09-09")), ReceivedByDPO: civil.On(day("2026-09-11")),
		Issues: []casefile.Issue{
			{
				Number: 1, Raised: day("2026-09-11"), What: "A list of pupils with unpaid meals hung beside the hatch.", Upheld: casefile.IsUpheld,
				Finding: "The kitchen printed the list from the till, which can print one by class for the cook. It hung for two days.",
				Changed: "The till prints numbers of meals only. The kitchen staff had the short course on 29 September.", Found: day("2026-09-30"),
			},
			{
				Number: 2, Raised: day("2026-09-11"), What: "Nobody said which parents had read the list.", Upheld: casefile.NotUpheld,
				Finding: "Nobody kept a record of who came to the hatch. We cannot say, and have told Mr Okafor so.", Found: day("2026-09-30"),
			},
		},
		Enquiries: []casefile.Asking{
			{On: day("2026-09-16"), Of: "the kitchen supervisor", Found: "She put the list up on 7 September, as she does each term."},
			{On: day("2026-09-18"), Of: "Tillwise Limited", Found: "The list by class can be switched off for a school."},
		},
		Decision: &casefile.Decision{
			On: day("2026-10-01"), Outcome: casefile.Partly, By: "Priya Venn",
			What: "We have apologised to Mr Okafor and to the other families, and switched the list off.",
		},
		Letters: []casefile.Letter{
			{
				ID: "l1", Kind: casefile.Acknowledgement, Issued: day("2026-09-14"), Pages: 1,
				SHA256: "4be1f0c2a9d87e6655aa0b1c2d3e4f5061728394a5b6c7d8e9f00112233445566",
				Sent:   &casefile.Sending{On: day("2026-09-14"), How: casefile.ByEmail, To: "ade@post.example"},
			},
			{
				ID: "l2", Kind: casefile.Reply, Issued: day("2026-10-02"), Pages: 2,
				SHA256: "99aaf0c2a9d87e6655aa0b1c2d3e4f5061728394a5b6c7d8e9f00112233445566",
				Sent:   &casefile.Sending{On: day("2026-10-02"), How: casefile.ByEmail, To: "ade@post.example"},
			},
		},
		Linked: []casefile.Linked{{Case: "26-7KQ4MX", Relation: "access request that came with it"}},
		Closed: &casefile.Closing{On: day("2026-10-09"), Reason: "outcome sent"},
	}
}

func erasure() casefile.Case {
	return casefile.Case{
		ID: "c2", Reference: "26-0HQ7RA", Kind: casefile.Erasure, Channel: casefile.ByPost, Handler: "Sam Hale",
		Person:   casefile.Person{Name: "Nia Prosser", Address: []string{"3 Weir Cottages", "Ousby"}},
		Asked:    "Please delete everything you have about me.",
		Received: civil.On(day("2026-08-31")),
		Identity: casefile.Awaited{Asked: day("2026-09-01"), Received: day("2026-09-03"), Reason: "A new address."},
		Searches: []casefile.Search{{On: day("2026-09-20"), System: "Booking system", Found: "4 bookings"}},
		Decision: &casefile.Decision{
			On: day("2026-10-06"), Outcome: casefile.Partly, By: "Sam Hale", What: "The bookings are erased.",
			Reasons: "The law makes us keep the receipts.", Exemptions: []string{"LEGAL"},
		},
		Letters: []casefile.Letter{{
			ID: "l3", Kind: casefile.Reply, Issued: day("2026-10-06"), SHA256: "00",
			Sent: &casefile.Sending{On: day("2026-10-07"), How: casefile.ByPost, To: "3 Weir Cottages"},
		}},
	}
}

// obligations are what the clock makes of a case.
func obligations(tb testing.TB, c casefile.Case) []clock.Obligation {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "assets", "law", "holidays.json"))
	if err != nil {
		tb.Fatal(err)
	}
	law, err := clock.DefaultLaw(data)
	if err != nil {
		tb.Fatal(err)
	}
	due, err := clock.Due(clock.Facts{
		Kind: string(c.Kind), Nation: "england", Received: c.Received, ReceivedByDPO: c.ReceivedByDPO,
		Identity: clock.Wait{Asked: c.Identity.Asked, Received: c.Identity.Received},
		Sent:     c.FirstSent(casefile.Reply), Acknowledged: c.FirstSent(casefile.Acknowledgement), Outcome: c.FirstSent(casefile.Reply),
	}, law)
	if err != nil {
		tb.Fatal(err)
	}
	return due
}

func row(tb testing.TB, c casefile.Case) report.Row {
	tb.Helper()
	return report.Row{Case: c, Client: client(), Obligations: obligations(tb, c)}
}

func input(tb testing.TB, c casefile.Case) report.Input {
	tb.Helper()
	return report.Input{
		Case: c, Client: client(), Obligations: obligations(tb, c), On: day("2026-10-09"),
		Timeline: []casefile.TimelineEntry{
			{On: civil.On(day("2026-09-11")), Words: "Complaint case opened", Detail: c.Asked, Actor: "Priya Venn"},
			{On: civil.On(day("2026-09-12")), Words: "Note", Detail: "Rang the office.", Actor: "Priya Venn", Withdrawn: true},
			{On: civil.On(day("2026-10-02")), Words: "Letter sent by e-mail", Actor: "Priya Venn"},
		},
		Messages: []report.Message{{On: civil.On(day("2026-09-09")), From: "ade@post.example", Subject: "My daughter's name on your wall"}},
	}
}
