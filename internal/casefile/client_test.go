package casefile_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

func goodClient() casefile.Client {
	return casefile.Client{
		ID: "oakfield", Name: "Oakfield Trust Limited", Kind: "academy-trust", Nation: "england",
		Address: []string{"Oak Lane", "Oakfield"}, DPO: casefile.Officer{Name: "M. Rowe"},
	}
}

func TestCheckClient(t *testing.T) {
	if err := casefile.CheckClient(goodClient()); err != nil {
		t.Fatal(err)
	}
	for field, spoil := range map[string]func(c *casefile.Client){
		"id":              func(c *casefile.Client) { c.ID = "Oak Field" },
		"name":            func(c *casefile.Client) { c.Name = " " },
		"kind":            func(c *casefile.Client) { c.Kind = "guild" },
		"nation":          func(c *casefile.Client) { c.Nation = "France" },
		"address":         func(c *casefile.Client) { c.Address = nil },
		"dpo":             func(c *casefile.Client) { c.DPO = casefile.Officer{} },
		"system 1":        func(c *casefile.Client) { c.Systems = []casefile.System{{Name: "x", Trigger: "whenever"}} },
		"purpose 1 basis": func(c *casefile.Client) { c.Purposes = []casefile.Purpose{{Purpose: "x", Basis: []string{"habit"}}} },
	} {
		c := goodClient()
		spoil(&c)
		if err := casefile.CheckClient(c); err == nil || !strings.HasPrefix(casefile.AsError(err).Field, field) {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

func TestGaps(t *testing.T) {
	c := goodClient()
	c.Notices = []casefile.Notice{{Title: "Privacy notice", Date: civil.MustParse("2023-07-20"), Defects: []string{"It names an address that is not there."}}}
	gaps := strings.Join(c.Gaps(), "\n")
	for _, want := range []string{"20 July 2023", "s.164A", "not there", "No system", "No e-mail address"} {
		if !strings.Contains(gaps, want) {
			t.Errorf("nothing is said of %q in:\n%s", want, gaps)
		}
	}
}

// A client recorded again takes the place of what was known of it.
func TestFoldClient(t *testing.T) {
	h := &history{t: t, env: newEnv()}
	h.add("2026-09-01", &casefile.ClientRecorded{Client: goodClient()})
	renamed := goodClient()
	renamed.Trading = "Oakfield"
	h.add("2026-09-02", &casefile.ClientRecorded{Client: renamed})
	c, err := casefile.FoldClient(h.events)
	if err != nil || c.Called() != "Oakfield" {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestFoldMessage(t *testing.T) {
	h := &history{t: t, env: newEnv()}
	state := func(want casefile.MessageState) casefile.MessageRecord {
		t.Helper()
		m, err := casefile.FoldMessage(h.events)
		if err != nil || m.State != want {
			t.Errorf("the message is %s, %v; want %s", m.State, err, want)
		}
		return m
	}
	h.add("2026-09-01", &casefile.MessageReceived{SHA256: "ab", Size: 3, Copy: casefile.Copy{Folder: "INBOX", UID: 1}})
	state(casefile.MessageNew)
	h.add("2026-09-02", &casefile.MessageDeclined{Reason: "newsletter"})
	state(casefile.MessageSetAside)
	h.add("2026-09-02", &casefile.MessageReturned{})
	h.add("2026-09-02", &casefile.MessageFiledTo{Case: "case-1"})
	h.add("2026-09-03", &casefile.MessageCopied{Copy: casefile.Copy{Folder: "Archive", UID: 9}})
	m := state(casefile.MessageFiled)
	if len(m.Copies) != 2 || len(m.Cases) != 1 || m.Received.Date().String() != "2026-09-01" {
		t.Errorf("the message is %+v", m)
	}
}

// Of several places of a message the one that had it first says when it was
// received; a day before there was such mail is none.
func TestTheFirstToHaveItSaysWhen(t *testing.T) {
	for _, c := range []struct{ first, then, want string }{
		{"2026-09-10", "2026-08-03", "2026-08-03"},
		{"2026-08-03", "2026-09-10", "2026-08-03"},
		{"2026-09-10", "1970-01-01", "2026-09-10"},
		{"1970-01-01", "2026-09-10", "2026-09-10"},
	} {
		h := &history{t: t, env: newEnv()}
		h.add(c.first, &casefile.MessageReceived{SHA256: "ab", Size: 3, Copy: casefile.Copy{Folder: "INBOX", UID: 1}})
		h.add(c.then, &casefile.MessageCopied{Copy: casefile.Copy{Folder: "Archive", UID: 9}})
		if m, err := casefile.FoldMessage(h.events); err != nil || m.Received.Date().String() != c.want {
			t.Errorf("%s and %s: received %s, %v", c.first, c.then, m.Received, err)
		}
	}
}

// What is folded of the data at hand is what is folded of the data as written.
func TestFoldReceived(t *testing.T) {
	for _, role := range []casefile.FolderRole{casefile.InboxFolder, casefile.SentFolder, casefile.JunkFolder} {
		p := &casefile.MessageReceived{SHA256: "ab12", Size: 7, Copy: casefile.Copy{
			Account: "post", Folder: "Büro", Role: role, UIDValidity: 3, UID: 9,
			InternalDate: time.Date(2026, time.October, 6, 9, 0, 0, 0, time.UTC),
		}}
		e, err := casefile.NewEvent(casefile.Stream{Kind: casefile.MessageStream, ID: "m1"}, civil.At(p.Copy.InternalDate), p)
		if err != nil {
			t.Fatal(err)
		}
		want, err := casefile.FoldMessage([]casefile.Event{e})
		if err != nil {
			t.Fatal(err)
		}
		if got := casefile.FoldReceived(e, p); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", role, got, want)
		}
	}
}

// A message that cannot be read is one that cannot be read again once the
// decision on it is undone; and a filed message has no reason for not being.
func TestFoldMessageUndone(t *testing.T) {
	h := &history{t: t, env: newEnv()}
	h.add("2026-09-01", &casefile.MessageReceived{SHA256: "ab", Size: 3, Unreadable: true})
	h.add("2026-09-02", &casefile.MessageDeclined{Reason: "spam"})
	h.add("2026-09-03", &casefile.MessageFiledTo{Case: "case-1"})
	m, err := casefile.FoldMessage(h.events)
	if err != nil || !m.Decided() || m.Reason != "" {
		t.Errorf("filed, the message is %+v, %v", m, err)
	}
	h.add("2026-09-04", &casefile.MessageReturned{})
	m, err = casefile.FoldMessage(h.events)
	if err != nil || m.Decided() || m.State != casefile.MessageUnreadable || len(m.Cases) != 0 {
		t.Errorf("put back, the message is %+v, %v", m, err)
	}
}

func TestFoldAccount(t *testing.T) {
	h := &history{t: t, env: newEnv()}
	h.add("2026-09-01", &casefile.AccountRecorded{Account: casefile.Account{ID: "1", Name: "DPO", Host: "old.example"}})
	h.add("2026-09-02", &casefile.AccountRecorded{Account: casefile.Account{ID: "1", Name: "DPO", Host: "new.example"}})
	if a, err := casefile.FoldAccount(h.events); err != nil || a.Host != "new.example" {
		t.Errorf("got %+v, %v", a, err)
	}
}

func TestKinds(t *testing.T) {
	rights := 0
	for _, k := range casefile.Kinds() {
		if k.Label == "" {
			t.Errorf("%s has no label", k.Kind)
		}
		if k.Right {
			rights++
		}
		_, err := casefile.ParseKind(string(k.Kind))
		if (err == nil) != k.Opens {
			t.Errorf("%s: opens %v, but %v", k.Kind, k.Opens, err)
		}
	}
	if rights != 9 {
		t.Errorf("there are %d rights", rights)
	}
	if _, err := casefile.ParseKind("wish"); err == nil {
		t.Error("a wish was taken for a kind of case")
	}
}

func TestCounted(t *testing.T) {
	for n, want := range map[int]string{0: "0 cases", 1: "1 case", 2: "2 cases"} {
		if got := casefile.Counted(n, "case", "cases"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestInner(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "X": "x", "Send the reply": "send the reply", "ID check": "ID check", "Élan": "élan", "a": "a",
	} {
		if got := casefile.Inner(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestDaysWords(t *testing.T) {
	for left, want := range map[int]string{-12: "12 days late", -1: "1 day late", 0: "due today", 1: "1 day", 7: "7 days"} {
		if got := casefile.DaysWords(left); got != want {
			t.Errorf("%d: %q, want %q", left, got, want)
		}
	}
}

// Every event of a case says in words what happened, and every state, outcome,
// channel and letter has a name.
func TestTimelineHasWords(t *testing.T) {
	h := openCase(t, casefile.Access, "2026-09-03")
	for _, p := range []casefile.Payload{
		&casefile.PersonRecorded{}, &casefile.CaseLinked{}, &casefile.MessageAttached{}, &casefile.HandlerAssigned{},
		&casefile.NoteAdded{}, &casefile.IdentityAsked{}, &casefile.IdentityReceived{}, &casefile.AuthorityAsked{},
		&casefile.AuthorityReceived{}, &casefile.FeeAsked{}, &casefile.FeePaid{}, &casefile.ClarificationAsked{},
		&casefile.ClarificationAnswered{}, &casefile.ExtensionNoticed{}, &casefile.SearchRecorded{}, &casefile.IssueRaised{},
		&casefile.EnquiryMade{}, &casefile.FindingMade{}, &casefile.DecisionMade{Outcome: casefile.Granted},
		&casefile.LetterIssued{Letter: casefile.Reply}, &casefile.LetterSent{How: casefile.ByPost}, &casefile.CaseClosed{},
		&casefile.CaseReopened{}, &casefile.EventWithdrawn{}, &casefile.RequestReceived{By: casefile.ByDPO},
	} {
		h.add("2026-09-04", p)
	}
	lines, err := casefile.Timeline(h.events)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if l.Words == "" || strings.Contains(l.Words, "%") {
			t.Errorf("%s says %q", l.Type, l.Words)
		}
	}
	for _, o := range casefile.Outcomes() {
		if o.Words() == "" {
			t.Errorf("%s has no words", o)
		}
	}
	for _, c := range casefile.Channels() {
		if c.Words() == "" {
			t.Errorf("%s has no words", c)
		}
	}
	for _, s := range []casefile.State{casefile.StateOpen, casefile.StateIdentity, casefile.StateAuthority, casefile.StateFee, casefile.StatePaused, casefile.StateClosed} {
		if s.Words() == "" {
			t.Errorf("%s has no words", s)
		}
	}
}

func TestErrors(t *testing.T) {
	plain := casefile.AsError(errOther{})
	if plain.Kind != casefile.Internal || strings.Contains(plain.Error(), "secret") || plain.ExitCode() != 1 {
		t.Errorf("a fault in Casebook reads %q", plain.Error())
	}
	usage := &casefile.Error{Kind: casefile.Usage, What: "No.", Do: "Do.", Law: "Art 1", Err: errOther{}}
	if usage.ExitCode() != 2 || usage.Error() != "No. Do. (Art 1)" || !casefile.IsKind(usage, casefile.Usage) || casefile.IsKind(errOther{}, casefile.Usage) {
		t.Errorf("got %q, %d", usage.Error(), usage.ExitCode())
	}
	if casefile.AsError(nil) != nil {
		t.Error("no error became one")
	}
}

type errOther struct{}

func (errOther) Error() string { return "secret" }

// What a message asks for is what the client can be asked for.
func TestKindsFor(t *testing.T) {
	asked := casefile.Proposal{Kinds: []casefile.KindGuess{
		{Kind: casefile.EducationRecord}, {Kind: casefile.InformationRequest}, {Kind: casefile.Access}, {Kind: casefile.NoKind},
	}}
	school := []casefile.School{{Name: "Oak Primary", Type: "academy"}}
	for _, test := range []struct {
		name   string
		client casefile.Client
		want   []casefile.Kind
	}{
		{"company", casefile.Client{Kind: "company", Nation: "england"}, []casefile.Kind{casefile.Enquiry, casefile.Access}},
		{"maintained school", casefile.Client{Kind: "maintained-school", Nation: "england"}, []casefile.Kind{casefile.EducationRecord, casefile.InformationRequest, casefile.Access}},
		{"trust", casefile.Client{Kind: "academy-trust", Nation: "england"}, []casefile.Kind{casefile.Access, casefile.InformationRequest}},
		{"trust that describes its schools", casefile.Client{Kind: "academy-trust", Nation: "england", School: school}, []casefile.Kind{casefile.EducationRecord, casefile.InformationRequest, casefile.Access}},
		{"independent school in Scotland", casefile.Client{Kind: "independent-school", Nation: "scotland"}, []casefile.Kind{casefile.EducationRecord, casefile.Enquiry, casefile.Access}},
	} {
		if got := test.client.KindsFor(asked); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}
