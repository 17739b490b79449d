package desk_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/demo"
	"casebook/internal/desk"
	"casebook/internal/page"

	"fyne.io/fyne/v2/theme"
)

// noon is when the tests take place: Monday 12 October 2026.
var (
	noon  = time.Date(2026, time.October, 12, 11, 0, 0, 0, time.UTC)
	today = civil.Of(noon)
)

var passphrase = []byte("correct horse battery")

// newDesk opens a new vault that knows the shipped clients.
func newDesk(t *testing.T) (*desk.Desk, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "vault")
	if err := desk.CreateQuick(dir, passphrase); err != nil {
		t.Fatal(err)
	}
	d := openDesk(t, dir)
	clients, err := desk.ShippedClients()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range clients {
		if err := d.RecordClient(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	return d, dir
}

func openDesk(t *testing.T, dir string) *desk.Desk {
	t.Helper()
	fonts, err := page.NewFonts(theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content(), theme.DefaultTextItalicFont().Content())
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), dir, passphrase, desk.Options{Now: func() time.Time { return noon }, Actor: "Priya", Fonts: fonts})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// withMail pulls the invented mail into a new vault.
func withMail(t *testing.T) (*desk.Desk, []demo.Mail) {
	t.Helper()
	d, _ := newDesk(t)
	clients, err := d.Clients(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mails := demo.Mails(3, today, clients)
	server, err := demo.Serve(mails)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	if err := d.AddAccount(t.Context(), server.Account(), server.Password); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Pull(t.Context(), "", nil); err != nil {
		t.Fatal(err)
	}
	return d, mails
}

// asking returns the first message to be decided that asks for something and
// names its client.
func asking(t *testing.T, d *desk.Desk) (string, casefile.Proposal) {
	t.Helper()
	rows, err := d.Messages(t.Context(), casefile.MessageNew)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		p, err := d.Proposal(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if p.Asks() && p.Client.Value != "" && p.Automatic == casefile.ByPerson {
			return r.ID, p
		}
	}
	t.Fatal("no message asks for anything")
	return "", casefile.Proposal{}
}

func wantKind(t *testing.T, err error, kind casefile.ErrorKind) {
	t.Helper()
	if !casefile.IsKind(err, kind) {
		t.Errorf("got %v, want an error of kind %s", err, kind)
	}
}

func TestPullKeepsEveryMessage(t *testing.T) {
	d, mails := withMail(t)
	rows, err := d.Messages(t.Context(), "")
	if err != nil || len(rows) != len(mails) {
		t.Fatalf("%d of %d messages are kept, %v", len(rows), len(mails), err)
	}
	sent := map[string]bool{}
	for _, m := range mails {
		sent[string(m.Raw)] = true
	}
	for _, r := range rows {
		raw, err := d.Raw(t.Context(), r.ID)
		if err != nil || !sent[string(raw)] {
			t.Errorf("message %s is not what the server sent, %v", r.ID, err)
		}
	}
	done, err := d.Pull(t.Context(), "Demo mailbox", nil)
	if err != nil || done[0].New != 0 || done[0].Known != len(mails) {
		t.Errorf("the second pull says %+v, %v", done, err)
	}
	_, err = d.Pull(t.Context(), "Another mailbox", nil)
	wantKind(t, err, casefile.NotFound)
}

// A mailbox that has vanished keeps no other from being pulled.
func TestPullGoesOnAfterAMailboxThatVanished(t *testing.T) {
	d, _ := newDesk(t)
	mails := demo.Mails(3, today, nil)[:3]
	for _, name := range []string{"A first mailbox", "Another mailbox"} {
		server, err := demo.Serve(mails)
		if err != nil {
			t.Fatal(err)
		}
		account := server.Account()
		account.Name = name
		if err := d.AddAccount(t.Context(), account, server.Password); err != nil {
			t.Fatal(err)
		}
		if name == "A first mailbox" {
			server.Close()
		} else {
			t.Cleanup(func() { server.Close() })
		}
	}
	done, err := d.Pull(t.Context(), "", nil)
	wantKind(t, err, casefile.Unreachable)
	if len(done) != 2 || done[0].New != 0 || done[1].New != len(mails) {
		t.Errorf("the pull says %+v", done)
	}
}

// Accepting a proposal opens a linked case for each kind, and putting the
// message back undoes it.
func TestFileAndPutBack(t *testing.T) {
	d, _ := withMail(t)
	id, p := asking(t, d)
	refs, err := d.File(t.Context(), id, desk.Filing{Kinds: []casefile.Kind{casefile.Access, casefile.Complaint}, Handler: "Priya"})
	if err != nil || len(refs) != 2 {
		t.Fatalf("opened %v, %v", refs, err)
	}
	f, err := d.Case(t.Context(), refs[1])
	if err != nil {
		t.Fatal(err)
	}
	if f.Case.Person.Name != p.Person.Name || f.Case.Kind != casefile.Complaint || f.Case.Handler != "Priya" ||
		len(f.Messages) != 1 || len(f.Case.Linked) != 1 || f.Case.Linked[0].Case != refs[0] || len(f.Case.Issues) != 1 {
		t.Errorf("the complaint is %+v", f.Case)
	}
	_, err = d.File(t.Context(), id, desk.Filing{})
	wantKind(t, err, casefile.Conflict)
	wantKind(t, d.SetAside(t.Context(), id, ""), casefile.Conflict)

	if err := d.PutBack(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	v, err := d.Message(t.Context(), id)
	if err != nil || v.Row.State != casefile.MessageNew || v.Proposal.Person.Name != p.Person.Name {
		t.Errorf("after putting back the message is %+v, %v", v.Row, err)
	}
	for _, ref := range refs {
		f, err := d.Case(t.Context(), ref)
		if err != nil || f.Case.State() != casefile.StateClosed || len(f.Case.Messages) != 0 {
			t.Errorf("%s is %s with %d messages, %v", ref, f.Case.State(), len(f.Case.Messages), err)
		}
	}
	if _, err := d.File(t.Context(), id, desk.Filing{}); err != nil {
		t.Errorf("it cannot be filed again: %v", err)
	}
}

// A case on which work was done outlives the message that was put back.
func TestPutBackKeepsWork(t *testing.T) {
	d, _ := withMail(t)
	for name, work := range map[string]func(ref casefile.Reference) error{
		"letter": func(ref casefile.Reference) error {
			_, err := d.Issue(t.Context(), ref, casefile.Acknowledgement, nil)
			return err
		},
		"note": func(ref casefile.Reference) error {
			return d.Do(t.Context(), ref, "note", casefile.Values{"text": "She rang."})
		},
	} {
		id, _ := asking(t, d)
		refs, err := d.File(t.Context(), id, desk.Filing{})
		if err != nil {
			t.Fatal(err)
		}
		if err := work(refs[0]); err != nil {
			t.Fatal(err)
		}
		if err := d.PutBack(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if f, err := d.Case(t.Context(), refs[0]); err != nil || f.Case.Closed != nil {
			t.Errorf("%s: the case is %s, %v", name, f.Case.State(), err)
		}
		if err := d.SetAside(t.Context(), id, "decided"); err != nil {
			t.Fatal(err)
		}
	}
}

// A case that came by post outlives a message that was filed to it and put
// back, and the message can be filed to it and put back again.
func TestPutBackFromAnotherCase(t *testing.T) {
	d, _ := withMail(t)
	id, _ := asking(t, d)
	wantKind(t, d.PutBack(t.Context(), id), casefile.Conflict)
	ref := open(t, d, desk.Opening{})
	for range 2 {
		if err := d.FileTo(t.Context(), id, ref); err != nil {
			t.Fatal(err)
		}
		if err := d.PutBack(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	f, err := d.Case(t.Context(), ref)
	if err != nil || f.Case.Closed != nil || len(f.Case.Messages) != 0 {
		t.Errorf("the case is %s with %d messages, %v", f.Case.State(), len(f.Case.Messages), err)
	}
	taken := 0
	for _, line := range f.Timeline {
		if line.Type == "event.withdrawn" {
			taken++
		}
	}
	if taken != 2 {
		t.Errorf("%d entries were taken back", taken)
	}
}

// A message that is decided twice at once is decided once.
func TestFiledOnce(t *testing.T) {
	d, _ := withMail(t)
	id, _ := asking(t, d)
	const people = 4
	results := make(chan error, people)
	for range people {
		go func() {
			_, err := d.File(t.Context(), id, desk.Filing{Kinds: []casefile.Kind{casefile.Access}})
			results <- err
		}()
	}
	filed := 0
	for range people {
		if err := <-results; err == nil {
			filed++
		} else {
			wantKind(t, err, casefile.Conflict)
		}
	}
	if cases, err := d.Cases(t.Context(), desk.CaseQuery{}); filed != 1 || err != nil || len(cases) != 1 {
		t.Errorf("it was filed %d times, to %d cases, %v", filed, len(cases), err)
	}
}

func TestFileToAndSetAside(t *testing.T) {
	d, _ := withMail(t)
	id, _ := asking(t, d)
	ref := open(t, d, desk.Opening{})
	if err := d.FileTo(t.Context(), id, ref); err != nil {
		t.Fatal(err)
	}
	wantKind(t, d.FileTo(t.Context(), id, ref), casefile.Conflict)
	f, err := d.Case(t.Context(), ref)
	if err != nil || len(f.Messages) != 1 || f.Messages[0].ID != id {
		t.Errorf("the case has %+v, %v", f.Messages, err)
	}
	other, _ := asking(t, d)
	if err := d.SetAside(t.Context(), other, "newsletter"); err != nil {
		t.Fatal(err)
	}
	if v, err := d.Message(t.Context(), other); err != nil || v.Row.State != casefile.MessageSetAside {
		t.Errorf("the message is %s, %v", v.Row.State, err)
	}
	if err := d.PutBack(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	if v, err := d.Message(t.Context(), other); err != nil || v.Row.State != casefile.MessageNew {
		t.Errorf("the message is %s, %v", v.Row.State, err)
	}
}

// open opens a case, with what the opening leaves out filled in.
func open(t *testing.T, d *desk.Desk, o desk.Opening) casefile.Reference {
	t.Helper()
	if len(o.Kinds) == 0 {
		o.Kinds = []casefile.Kind{casefile.Access}
	}
	if o.Received.IsZero() {
		o.Received = civil.On(today.AddDays(-5))
	}
	if o.Client == "" {
		o.Client = "nunthorpe"
	}
	if o.Person.Name == "" {
		o.Person.Name = "Łucja Wright"
	}
	refs, err := d.Intake.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return refs[0]
}

func TestOpenRefused(t *testing.T) {
	d, _ := newDesk(t)
	good := func() desk.Opening {
		return desk.Opening{
			Kinds: []casefile.Kind{casefile.Erasure}, Client: "thrive", Person: casefile.Person{Name: "A. Okafor"},
			Received: civil.On(today),
		}
	}
	for field, spoil := range map[string]func(o *desk.Opening){
		"kind":     func(o *desk.Opening) { o.Kinds = nil },
		"client":   func(o *desk.Opening) { o.Client = "" },
		"received": func(o *desk.Opening) { o.Received = civil.Moment{} },
		"person":   func(o *desk.Opening) { o.Person.Name = "" },
		"address":  func(o *desk.Opening) { o.Person.Address = []string{"1", "2", "3", "4", "5"} },
	} {
		o := good()
		spoil(&o)
		_, err := d.Intake.Open(t.Context(), o)
		if e := casefile.AsError(err); e == nil || e.Field != field || e.Do == "" {
			t.Errorf("%s: got %v", field, err)
		}
	}
	o := good()
	o.Received = civil.On(today.AddDays(1))
	_, err := d.Intake.Open(t.Context(), o)
	wantKind(t, err, casefile.Invalid)
	o = good()
	o.Client = "nobody"
	_, err = d.Intake.Open(t.Context(), o)
	wantKind(t, err, casefile.NotFound)
	if cases, err := d.Cases(t.Context(), desk.CaseQuery{}); err != nil || len(cases) != 0 {
		t.Errorf("%d cases were opened all the same, %v", len(cases), err)
	}
}

// What would leave a case without dates is refused, and nothing is recorded.
func TestMistypedDayIsRefused(t *testing.T) {
	d, _ := newDesk(t)
	ref := open(t, d, desk.Opening{})
	before, err := d.Case(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	for action, v := range map[string]casefile.Values{
		"received":    {"by": "controller", "on": "1926-10-05"},
		"clarify-ask": {"on": "2026-01-02", "reason": "x", "volume": "y"},
	} {
		err := d.Do(t.Context(), ref, action, v)
		wantKind(t, err, casefile.Invalid)
		if e := casefile.AsError(err); !strings.Contains(e.Do, "Nothing was recorded") {
			t.Errorf("%s: %v", action, err)
		}
	}
	after, err := d.Case(t.Context(), ref)
	if err != nil || after.Undated != nil || len(after.Timeline) != len(before.Timeline) || after.Due != before.Due {
		t.Errorf("the case is due on %v with %d entries, %v", after.Due, len(after.Timeline), err)
	}
	_, err = d.Intake.Open(t.Context(), desk.Opening{
		Kinds: []casefile.Kind{casefile.Access}, Client: "thrive", Person: casefile.Person{Name: "A. Okafor"},
		Received: civil.On(civil.MustParse("1926-10-05")),
	})
	wantKind(t, err, casefile.Invalid)
}

// A case whose dates cannot be worked out, here because its client moved to a
// nation without a table, is shown, exported, and says what is wrong.
func TestUndatedCaseIsShown(t *testing.T) {
	d, _ := newDesk(t)
	ref := open(t, d, desk.Opening{})
	f, err := d.Case(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	f.Client.Nation = "atlantis"
	if err := d.RecordClient(t.Context(), f.Client); err != nil {
		t.Fatal(err)
	}
	f, err = d.Case(t.Context(), ref)
	if err != nil || f.Undated == nil || f.Next != casefile.Undated.Next || len(f.Timeline) == 0 || !f.Due.IsZero() {
		t.Errorf("the case is due on %v, next %q, undated %v, %v", f.Due, f.Next, f.Undated, err)
	}
	if b, err := d.Export(t.Context(), "register", "r.csv"); err != nil || !strings.Contains(string(b), string(ref)) {
		t.Errorf("the register is %s, %v", b, err)
	}
	_, err = d.Letter(t.Context(), ref, casefile.Acknowledgement, nil)
	wantKind(t, err, casefile.Invalid)
	if err := d.Do(t.Context(), ref, "note", casefile.Values{"text": "The client's nation is wrong."}); err != nil {
		t.Errorf("nothing can be done on it: %v", err)
	}
}

// An issued letter is these bytes for good, also when the case has moved on.
func TestIssuedLetterIsFrozen(t *testing.T) {
	d, _ := newDesk(t)
	ref := open(t, d, desk.Opening{})
	issued, err := d.Issue(t.Context(), ref, casefile.Acknowledgement, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Do(t.Context(), ref, "person", casefile.Values{"name": "Łucja Green"}); err != nil {
		t.Fatal(err)
	}
	again, err := d.Issued(t.Context(), ref, issued.Letter)
	if err != nil || !bytes.Equal(issued.PDF, again) {
		t.Errorf("the letter changed, %v", err)
	}
	draft, err := d.Letter(t.Context(), ref, casefile.Acknowledgement, nil)
	if err != nil || bytes.Equal(draft.PDF, again) {
		t.Errorf("a new draft does not know the new name, %v", err)
	}
	_, err = d.Issued(t.Context(), ref, "nothing")
	wantKind(t, err, casefile.NotFound)
}

func TestLetterRefusedWhileFactsAreMissing(t *testing.T) {
	d, _ := newDesk(t)
	ref := open(t, d, desk.Opening{})
	_, err := d.Issue(t.Context(), ref, casefile.Reply, nil)
	if e := casefile.AsError(err); e == nil || e.Law == "" {
		t.Errorf("got %v", err)
	}
	letters, err := d.Letters(t.Context(), ref)
	if err != nil || len(letters) < 2 {
		t.Fatalf("%v, %v", letters, err)
	}
	for _, l := range letters {
		if l.Ready != (len(l.Missing) == 0) {
			t.Errorf("%s: ready %v, lacks %v", l.Kind, l.Ready, l.Missing)
		}
	}
}

func TestOffersSayWhyNot(t *testing.T) {
	d, _ := newDesk(t)
	ref := open(t, d, desk.Opening{Kinds: []casefile.Kind{casefile.Erasure}})
	offers, err := d.Offers(t.Context(), ref)
	if err != nil || len(offers) != len(casefile.Actions()) {
		t.Fatalf("%d offers, %v", len(offers), err)
	}
	for _, o := range offers {
		err := d.Do(t.Context(), ref, o.ID, casefile.Values{})
		if o.Refusal != nil && !casefile.IsKind(err, casefile.Refused) && !casefile.IsKind(err, casefile.Invalid) {
			t.Errorf("%s is refused in the list and gives %v", o.ID, err)
		}
		if o.ID == "clarify-ask" && (o.Refusal == nil || o.Refusal.Law != "UK GDPR Art 12A(5)") {
			t.Errorf("clarification of an erasure: %+v", o.Refusal)
		}
	}
}

func TestExports(t *testing.T) {
	d, _ := newDesk(t)
	ref := open(t, d, desk.Opening{Kinds: []casefile.Kind{casefile.Complaint}, Asked: "You were late."})
	for what, file := range map[string]string{"register": "r.csv", "complaints": "c.CSV", "deadlines": "d.csv"} {
		b, err := d.Export(t.Context(), what, file)
		if err != nil || !strings.Contains(string(b), string(ref)) {
			t.Errorf("%s: %v in\n%s", what, err, b)
		}
	}
	_, err := d.Export(t.Context(), "secrets", "x.csv")
	wantKind(t, err, casefile.Invalid)
	_, err = d.Export(t.Context(), "register", "x.docx")
	wantKind(t, err, casefile.Invalid)
}

func TestSearchFindsCasesAndMail(t *testing.T) {
	d, _ := withMail(t)
	id, p := asking(t, d)
	refs, err := d.File(t.Context(), id, desk.Filing{})
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{p.Person.Name, string(refs[0])} {
		hits, err := d.Search(t.Context(), words, "", 10)
		if err != nil || len(hits) == 0 {
			t.Errorf("%q finds %d, %v", words, len(hits), err)
		}
	}
}

// What was handed to a viewer is gone when the vault is closed.
func TestSpoolIsEmptied(t *testing.T) {
	d, dir := newDesk(t)
	path, err := d.Spool("../letter.pdf", []byte("%PDF"))
	if err != nil || !strings.HasPrefix(path, dir) {
		t.Fatalf("%s, %v", path, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
}

func TestVerifyAndRebuild(t *testing.T) {
	d, _ := withMail(t)
	id, _ := asking(t, d)
	if _, err := d.File(t.Context(), id, desk.Filing{}); err != nil {
		t.Fatal(err)
	}
	if err := d.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	checks, err := d.Verify(t.Context())
	if err != nil || len(checks) == 0 {
		t.Fatal(err)
	}
	for _, c := range checks {
		if !c.OK {
			t.Errorf("%s: %s", c.Name, c.Detail)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	_, dir := newDesk(t)
	tests := []struct {
		name string
		dir  string
		pass string
		want casefile.ErrorKind
	}{
		{"in use", dir, string(passphrase), casefile.Locked},
		{"not a vault", t.TempDir(), string(passphrase), casefile.NotFound},
		{"missing", filepath.Join(t.TempDir(), "nowhere"), string(passphrase), casefile.NotFound},
	}
	for _, test := range tests {
		_, err := desk.Open(t.Context(), test.dir, []byte(test.pass), desk.Options{Now: time.Now})
		if e := casefile.AsError(err); e == nil || e.Kind != test.want || e.Do == "" {
			t.Errorf("%s: %v (%v)", test.name, err, e)
		}
	}
	if err := desk.CreateQuick(dir, passphrase); err == nil {
		t.Error("a vault was made over a vault")
	}
}

func TestClockAnswersLines(t *testing.T) {
	c, err := desk.NewClock()
	if err != nil {
		t.Fatal(err)
	}
	if out := c.Answer("  \n", today); out != nil {
		t.Errorf("an empty line has the answer %s", out)
	}
	out := string(c.Answer(`{"id":"a","rule":"rights","kind":"erasure","nation":"scotland","received":"2026-10-30"}`, today))
	if !strings.Contains(out, `"due":"2026-12-01"`) || !strings.HasSuffix(out, "\n") {
		t.Errorf("got %s", out)
	}
}
