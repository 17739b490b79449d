package desk_test

import (
	"path/filepath"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/demo"
	"casebook/internal/desk"
)

// withMail pulls the invented mail into a new vault.
func withMail(t *testing.T) (*desk.Desk, []demo.Mail) {
	t.Helper()
	d, _ := newDesk(t)
	return d, pullInto(t, d)
}

// pullInto pulls the invented mail, which is for the shipped clients.
func pullInto(t *testing.T, d *desk.Desk) []demo.Mail {
	t.Helper()
	clients, err := desk.ShippedClients()
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
	return mails
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

// Where the vault knows no client, that is what is asked for, not what the
// message itself shows.
func TestFileAsksForTheClient(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "vault")
	if err := desk.CreateQuick(dir, passphrase); err != nil {
		t.Fatal(err)
	}
	d := openDesk(t, dir)
	pullInto(t, d)
	rows, err := d.Messages(t.Context(), casefile.MessageNew)
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, r := range rows {
		p, err := d.Proposal(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !p.Asks() || p.Client.Value != "" {
			continue
		}
		asked++
		_, err = d.File(t.Context(), r.ID, desk.Filing{})
		if !casefile.IsKind(err, casefile.Invalid) || casefile.AsError(err).Field != "client" {
			t.Errorf("got %v, want the client to be asked for", err)
		}
	}
	if asked == 0 {
		t.Error("no message leaves the client open")
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

// Of several client files none is recorded where one has a mistake in it; all
// of them take the place of what was known.
func TestAddClientsAllOrNone(t *testing.T) {
	d, _ := newDesk(t)
	known, err := d.Clients(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	file := func(id, extra string) desk.ClientFile {
		return desk.ClientFile{Name: id + ".toml", Data: []byte(`id = "` + id + `"
name = "` + id + ` Limited"
kind = "company"
nation = "wales"
address = ["1 High Street"]
` + extra + "[dpo]\nname = \"M. Rowe\"\n")}
	}
	_, err = d.AddClients(t.Context(), file("oak", ""), file("ash", "natoin = \"wales\"\n"))
	wantKind(t, err, casefile.Invalid)
	if now, err := d.Clients(t.Context()); err != nil || len(now) != len(known) {
		t.Errorf("%d clients were recorded all the same, %v", len(now)-len(known), err)
	}
	added, err := d.AddClients(t.Context(), file("oak", ""), file("ash", ""))
	if err != nil || len(added) != 2 || added[1].ID != "ash" {
		t.Errorf("added %+v, %v", added, err)
	}
	again, err := d.AddClient(t.Context(), "oak.toml", file("oak", "phone = \"0161 496 0000\"\n").Data)
	now, listed := d.Clients(t.Context())
	if err != nil || listed != nil || again.Phone == "" || len(now) != len(known)+2 {
		t.Errorf("there are %d clients, %v, %v", len(now), err, listed)
	}
}

// A mail file is read and judged without a vault.
func TestReaderNeedsNoVault(t *testing.T) {
	r, err := desk.NewReader()
	if err != nil {
		t.Fatal(err)
	}
	raw := "From: Ann Lee <ann@post.example>\r\nTo: office@nunthorpe.example\r\nSubject: My data\r\n" +
		"Date: Thu, 3 Sep 2026 09:00:00 +0100\r\n\r\nPlease send me a copy of all the personal data you hold about me.\r\n"
	m, p := r.Read([]byte(raw))
	if m.From.Email != "ann@post.example" || !p.Asks() || p.Kinds[0].Kind != casefile.Access || len(p.Kinds[0].Why) == 0 {
		t.Errorf("read %+v, proposed %+v", m, p)
	}
	if m, p := r.Read([]byte("\x00\xff")); p.Asks() {
		t.Errorf("of rubbish is proposed %+v (%+v)", p, m)
	}
}
