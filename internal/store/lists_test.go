package store_test

import (
	"reflect"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/store"

	"github.com/google/go-cmp/cmp"
)

// office is a vault with a few cases in every state.
func office(t *testing.T) (*bench, map[string]string) {
	b := newBench(t)
	b.client("oakfield", "england")
	b.client("ashfield", "scotland")
	ids := map[string]string{}
	add := func(name string, kind casefile.Kind, client, received string, more ...casefile.Payload) {
		id, _ := b.openCase(kind, client, name, received)
		ids[name] = id
		for _, p := range more {
			b.keep(store.Act{Events: []casefile.Event{b.event(casefile.CaseStream, id, "2026-10-01", p)}})
		}
	}
	add("Late", casefile.Erasure, "oakfield", "2026-08-03")
	add("Closed", casefile.Erasure, "oakfield", "2026-08-03", &casefile.CaseClosed{Reason: "withdrawn"})
	add("Soon", casefile.Access, "ashfield", "2026-09-10", &casefile.HandlerAssigned{Handler: "Sam"})
	add("Waiting", casefile.Access, "oakfield", "2026-09-28", &casefile.IdentityAsked{Reason: "The name differs"})
	add("Complaint", casefile.Complaint, "ashfield", "2026-09-20", &casefile.NoteAdded{Text: "Rang about the gymnasium"})
	add("Nowhere", casefile.Portability, "unknown-client", "2026-09-20")
	return b, ids
}

func names(rows []store.CaseRow) []string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Person)
	}
	return out
}

func TestCases(t *testing.T) {
	b, ids := office(t)
	mail := b.mail(41, "Jo <jo@example.org>\nPayslips\nThe lost payslips of 2019")
	b.keep(store.Act{Events: []casefile.Event{b.event(casefile.MessageStream, mail, "2026-10-02", &casefile.MessageFiledTo{Case: ids["Soon"]})}})
	late, _, err := b.Case(t.Context(), ids["Late"])
	if err != nil {
		t.Fatal(err)
	}
	top, err := b.Cases(t.Context(), store.CaseQuery{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	day := civil.MustParse
	tests := []struct {
		name  string
		query store.CaseQuery
		want  []string
	}{
		{"all", store.CaseQuery{}, []string{"Nowhere", "Late", "Soon", "Complaint", "Waiting", "Closed"}},
		{"due by a day", store.CaseQuery{DueBy: day("2026-10-12")}, []string{"Nowhere", "Late", "Soon"}},
		{"due long ago", store.CaseQuery{DueBy: day("2026-01-01")}, []string{"Nowhere"}},
		{"of a client", store.CaseQuery{Client: "ashfield"}, []string{"Soon", "Complaint"}},
		{"of a handler", store.CaseQuery{Handler: "Sam"}, []string{"Soon"}},
		{"of a kind", store.CaseQuery{Kind: casefile.Erasure}, []string{"Late", "Closed"}},
		{"in a state", store.CaseQuery{State: casefile.StateIdentity}, []string{"Waiting"}},
		{"that are closed", store.CaseQuery{State: casefile.StateClosed}, []string{"Closed"}},
		{"a page", store.CaseQuery{Limit: 2, After: &top[0]}, []string{"Late", "Soon"}},
		{"a word of a note", store.CaseQuery{Text: "gymnas"}, []string{"Complaint"}},
		{"words of a message", store.CaseQuery{Text: "PAYSLIPS 2019"}, []string{"Soon"}},
		{"a reference", store.CaseQuery{Text: string(late.Reference)}, []string{"Late"}},
		{"a reference as typed", store.CaseQuery{Text: " " + string(late.Reference[:2]) + string(late.Reference[3:])}, []string{"Late"}},
		{"a person and a client", store.CaseQuery{Text: "late", Client: "ashfield"}, nil},
		{"what means something to the index", store.CaseQuery{Text: `late" OR "soon`}, nil},
		{"no word at all", store.CaseQuery{Text: `"*(`}, nil},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			rows, err := b.Cases(t.Context(), c.query)
			if diff := cmp.Diff(c.want, names(rows)); err != nil || diff != "" {
				t.Error(diff, err)
			}
		})
	}
	_, _, err = b.Case(t.Context(), "")
	wantKind(t, err, casefile.NotFound)
	_, _, err = b.Case(t.Context(), "26-7KQ4MX")
	wantKind(t, err, casefile.NotFound)
}

// A case whose dates cannot be worked out says so at the top of the list, until
// its client is known.
func TestDatesFollowTheClient(t *testing.T) {
	b, ids := office(t)
	row := func() store.CaseRow {
		rows, err := b.Cases(t.Context(), store.CaseQuery{Kind: casefile.Portability})
		if err != nil || len(rows) != 1 {
			t.Fatalf("the list is %v, %v", rows, err)
		}
		return rows[0]
	}
	if r := row(); r.ID != ids["Nowhere"] || !r.Due.IsZero() || r.Next == "" {
		t.Errorf("without a client the row is %+v", r)
	}
	b.client("unknown-client", "northern-ireland")
	if r := row(); r.Due != civil.MustParse("2026-10-20") || r.NextDue != r.Due {
		t.Errorf("with a client the row is %+v", r)
	}
	b.sound()
}

func TestObligations(t *testing.T) {
	b, _ := office(t)
	rows, err := b.Obligations(t.Context(), civil.MustParse("2026-10-12"))
	if err != nil || len(rows) < 2 {
		t.Fatalf("the duties are %+v, %v", rows, err)
	}
	for i, o := range rows {
		if o.Due.After(civil.MustParse("2026-10-12")) || o.Reference == "" || o.Name == "" || i > 0 && o.Due.Before(rows[i-1].Due) {
			t.Errorf("duty %d is %+v", i, o)
		}
	}
}

func TestMessages(t *testing.T) {
	b, ids := office(t)
	first := b.mail(1, "Jo <jo@example.org>\nOne\nText")
	second := b.mail(2, "Jo <jo@example.org>\nTwo\nText")
	third := b.mail(3, "Kim <kim@example.org>\nThree\nText")
	b.keep(store.Act{Events: []casefile.Event{
		b.event(casefile.MessageStream, first, "2026-10-12", &casefile.MessageFiledTo{Case: ids["Soon"]}),
		b.event(casefile.MessageStream, first, "2026-10-12", &casefile.MessageFiledTo{Case: ids["Late"]}),
		b.event(casefile.MessageStream, second, "2026-10-12", &casefile.MessageDeclined{Reason: "an advertisement"}),
		b.event(casefile.MessageStream, third, "2026-10-12", &casefile.MessageCopied{
			Copy: casefile.Copy{Account: "dpo", Folder: "Archive", UIDValidity: 9, UID: 70, InternalDate: noon},
		}),
	}})
	test := func(want []string, q store.MessageQuery) {
		t.Helper()
		rows, err := b.Messages(t.Context(), q)
		var got []string
		for _, r := range rows {
			got = append(got, r.ID)
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(diff, err)
		}
	}
	test([]string{third, second, first}, store.MessageQuery{})
	test([]string{third}, store.MessageQuery{State: casefile.MessageNew})
	test([]string{second}, store.MessageQuery{State: casefile.MessageSetAside})
	test([]string{first}, store.MessageQuery{Case: ids["Late"]})
	last, err := b.Message(t.Context(), third)
	if err != nil {
		t.Fatal(err)
	}
	test([]string{second, first}, store.MessageQuery{Limit: 2, After: &last})
	test(nil, store.MessageQuery{SHA256: "00"})

	m, err := b.Message(t.Context(), first)
	if err != nil || !cmp.Equal(m.Cases, []string{ids["Soon"], ids["Late"]}) || len(m.References) != 2 || m.From.Name != "Jo" {
		t.Errorf("the first message is %+v, %v", m, err)
	}
	m, err = b.Message(t.Context(), third)
	if err != nil || len(m.Copies) != 2 || m.Copies[1].Folder != "Archive" || m.Subject != "Three" {
		t.Errorf("the third message is %+v, %v", m, err)
	}
	if m, _ := b.Message(t.Context(), second); m.Reason != "an advertisement" {
		t.Errorf("the second message is %+v", m)
	}
	_, err = b.Message(t.Context(), "")
	wantKind(t, err, casefile.NotFound)
	for folder, want := range map[string][]uint32{"INBOX": {1, 2, 3}, "Archive": nil, "inbox": nil} {
		if held, err := b.Held(t.Context(), "dpo", folder, 7); err != nil || !cmp.Equal(held, want) {
			t.Errorf("held in %s: %v, %v", folder, held, err)
		}
	}
	if _, known, err := b.MessageBySHA(t.Context(), "00"); known || err != nil {
		t.Errorf("unknown bytes are known: %v, %v", known, err)
	}
}

// A reply is known by the thread it belongs to, and by who writes.
func TestWhereAReplyBelongs(t *testing.T) {
	b, ids := office(t)
	ctx := t.Context()
	first := b.mail(1, "Jo <jo@example.org>\nPayslips\nText")
	b.mail(2, "Jo <jo@example.org>\nUnfiled\nText")
	person := &casefile.PersonRecorded{Person: casefile.Person{Name: "Jo", Email: "Jo@Example.org"}}
	var refs []casefile.Reference
	for _, name := range []string{"Soon", "Late", "Closed"} {
		b.keep(store.Act{Events: []casefile.Event{b.event(casefile.CaseStream, ids[name], "2026-10-12", person)}})
		c, _, err := b.Case(ctx, ids[name])
		if err != nil {
			t.Fatal(err)
		}
		refs = append(refs, c.Reference)
	}
	b.keep(store.Act{Events: []casefile.Event{b.event(casefile.MessageStream, first, "2026-10-12", &casefile.MessageFiledTo{Case: ids["Soon"]})}})
	if ref, err := b.CaseOfThread(ctx, "of Payslips"); err != nil || ref != refs[0] {
		t.Errorf("the thread is of case %q, %v", ref, err)
	}
	for _, id := range []string{"", "of Unfiled", "nobody's"} {
		if ref, err := b.CaseOfThread(ctx, id); err != nil || ref != "" {
			t.Errorf("the thread %q is of case %q, %v", id, ref, err)
		}
	}
	if open, err := b.OpenCasesOf(ctx, "JO@example.org"); err != nil || !cmp.Equal(open, refs[:2]) {
		t.Errorf("open cases are %v, %v", open, err)
	}
	if open, err := b.OpenCasesOf(ctx, ""); err != nil || len(open) != 0 {
		t.Errorf("nobody has %v, %v", open, err)
	}
}

func TestClientsAndAccounts(t *testing.T) {
	b, _ := office(t)
	clients, err := b.Clients(t.Context())
	if err != nil || len(clients) != 2 || clients[0].ID != "ashfield" || clients[1].Nation != "england" {
		t.Errorf("the clients are %+v, %v", clients, err)
	}
	_, err = b.Client(t.Context(), "nobody")
	wantKind(t, err, casefile.NotFound)
	a := casefile.Account{ID: "dpo", Name: "DPO mailbox", Host: "mail.example.org", Port: 993, TLS: casefile.Implicit, Folders: []casefile.Folder{{Name: "INBOX", Role: casefile.InboxFolder, Since: civil.MustParse("2026-07-01")}}}
	b.keep(store.Act{Events: []casefile.Event{b.event(casefile.AccountStream, "dpo", "2026-10-12", &casefile.AccountRecorded{Account: a})}})
	accounts, err := b.Accounts(t.Context())
	if err != nil || len(accounts) != 1 || !reflect.DeepEqual(accounts[0], a) {
		t.Errorf("the accounts are %+v, %v", accounts, err)
	}
	b.sound()
}

func TestSecrets(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	_, err := b.Secret(ctx, "dpo")
	wantKind(t, err, casefile.NotFound)
	for _, s := range []string{"one", "two", ""} {
		if err := b.SetSecret(ctx, "dpo", []byte(s)); err != nil {
			t.Fatal(err)
		}
		if got, err := b.Secret(ctx, "dpo"); err != nil || string(got) != s {
			t.Errorf("the password is %q, %v", got, err)
		}
	}
	b.sql("INSERT INTO secret SELECT 'other', sealed FROM secret")
	_, err = b.Secret(ctx, "other")
	wantKind(t, err, casefile.Damaged)
	if err := b.SetSecret(ctx, "dpo", nil); err != nil {
		t.Fatal(err)
	}
	_, err = b.Secret(ctx, "dpo")
	wantKind(t, err, casefile.NotFound)
}

func TestSettings(t *testing.T) {
	b := newBench(t)
	for _, want := range []string{"", "dark", "light"} {
		if want != "" {
			if err := b.SetSetting(t.Context(), "theme", want); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := b.Setting(t.Context(), "theme"); err != nil || got != want {
			t.Errorf("the setting is %q, %v", got, err)
		}
	}
}

func TestSearch(t *testing.T) {
	b, ids := office(t)
	mail := b.mail(41, "Zoë Quince <zoe@example.org>\nMy fils' dossier\nLe dossier d'élève, s'il vous plaît; <b>urgent</b>")
	loose := b.mail(42, "Bo <bo@example.org>\nAnother dossier\nNothing")
	b.keep(store.Act{Events: []casefile.Event{b.event(casefile.MessageStream, mail, "2026-10-12", &casefile.MessageFiledTo{Case: ids["Soon"]})}})
	test := func(text, client string, want ...string) {
		t.Helper()
		hits, err := b.Search(t.Context(), text, client, 10)
		var got []string
		for _, h := range hits {
			got = append(got, h.ID)
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %s %v", text, diff, err)
		}
	}
	test("eleve", "", mail)
	test("ÉLÈVE plait", "", mail)
	test("zoe", "ashfield", mail)
	test("zoe", "oakfield")
	test("dossier", "ashfield", mail)
	test("another doss", "", loose)
	test("gymnasium", "", ids["Complaint"])
	test("NEAR(zoe bo) AND text:x", "")
	test(" - ", "")
	hits, err := b.Search(t.Context(), "urgent", "", 0)
	if err != nil || len(hits) != 1 || hits[0].Kind != store.MessageHit || hits[0].Subject != "My fils' dossier" || hits[0].Reference == "" || hits[0].Passage == "" {
		t.Errorf("found %+v, %v", hits, err)
	}
}
