package desk_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/demo"
	"casebook/internal/desk"
	"casebook/internal/dovecottest"
	"casebook/internal/page"

	"fyne.io/fyne/v2/theme"
)

// later opens the vault so many years and a month after the other tests.
func later(t *testing.T, dir, state string, years int) *desk.Desk {
	t.Helper()
	fonts, err := page.NewFonts(theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content(), theme.DefaultTextItalicFont().Content())
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return noon.AddDate(years, 1, 0) }
	d, err := desk.Open(t.Context(), dir, passphrase, desk.Options{Now: now, Actor: "Priya", Fonts: fonts, State: state})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func do(t *testing.T, d *desk.Desk, ref casefile.Reference, action string, v casefile.Values) {
	t.Helper()
	if err := d.Do(t.Context(), ref, action, v); err != nil {
		t.Fatal(err)
	}
}

func sound(t *testing.T, d *desk.Desk) {
	t.Helper()
	checks, err := d.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if !c.OK {
			t.Errorf("%s: %s", c.Name, c.Detail)
		}
	}
}

func copyFolder(t *testing.T, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

// A closed case and its mail are disposed of when their time has come, and do
// not come back: not by a pull of another numbering, and not in an older copy
// of the vault, whichever ledger it finds.
func TestDisposedOfForGood(t *testing.T) {
	d, dir := newDesk(t)
	mails := pullInto(t, d)
	id, _ := asking(t, d)
	refs, err := d.File(t.Context(), id, desk.Filing{Kinds: []casefile.Kind{casefile.Erasure, casefile.Access}})
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range refs {
		do(t, d, ref, "close", casefile.Values{"reason": "Answered"})
	}
	fresh, err := d.Messages(t.Context(), casefile.MessageNew)
	if err != nil {
		t.Fatal(err)
	}
	aside := fresh[0].ID
	if err := d.SetAside(t.Context(), aside, "An advertisement"); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	older, oldest := copyFolder(t, dir), copyFolder(t, dir)
	state := t.TempDir()
	d = later(t, dir, state, 3)
	dispose(t, d, refs, aside)
	sound(t, d)
	gone(t, d, refs, id, aside)
	pullAgain(t, d, mails, id, aside)
	sound(t, d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}

	d = later(t, older, state, 3) // the older copy finds the ledger in the state folder
	gone(t, d, refs, id, aside)
	do(t, d, open(t, d, desk.Opening{}), "note", casefile.Values{"text": "Work goes on."})
	sound(t, d)
	ledger, err := os.ReadFile(filepath.Join(dir, "disposals"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(oldest, "disposals"), ledger, 0o600); err != nil {
		t.Fatal(err)
	}
	d = later(t, oldest, "", 3) // and this one in its own folder
	gone(t, d, refs, id, aside)
	sound(t, d)
}

// dispose looks at the list, approves it, and prints the certificates.
func dispose(t *testing.T, d *desk.Desk, refs []casefile.Reference, aside string) {
	t.Helper()
	due, err := d.Due(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(due.Cases) != len(refs) || len(due.Messages) != 1 || due.Messages[0].ID != aside {
		t.Fatalf("due are %+v, want the cases %v and the message set aside", due, refs)
	}
	for _, c := range due.Cases {
		if c.Due.IsZero() || len(c.Holds) > 0 || !strings.Contains(c.Rule.Words, "3 years") {
			t.Errorf("due is %+v", c)
		}
	}
	done, err := d.Dispose(t.Context(), desk.Approval{Cases: refs, Due: true, Approver: "The head"})
	if err != nil || len(done.Cases) != len(refs) || done.Messages != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	for _, ref := range refs {
		first, err := d.Certificate(t.Context(), ref)
		if err != nil {
			t.Fatal(err)
		}
		again, err := d.Certificate(t.Context(), ref)
		if err != nil || string(first.PDF) != string(again.PDF) {
			t.Errorf("the certificate is another one the second time, %v", err)
		}
	}
}

// gone checks that cases and messages are known to be gone and nothing more.
func gone(t *testing.T, d *desk.Desk, refs []casefile.Reference, messages ...string) {
	t.Helper()
	for _, ref := range refs {
		_, err := d.Case(t.Context(), ref)
		wantKind(t, err, casefile.Refused)
		wantKind(t, d.Do(t.Context(), ref, "note", casefile.Values{"text": "x"}), casefile.Refused)
		_, err = d.Dispose(t.Context(), desk.Approval{Cases: []casefile.Reference{ref}})
		wantKind(t, err, casefile.Refused)
		if p, err := d.Disposed(t.Context(), ref); err != nil || p.Proof.(*casefile.CaseDisposed).Approver != "The head" {
			t.Errorf("the proof is %+v, %v", p, err)
		}
	}
	for _, id := range messages {
		_, err := d.Message(t.Context(), id)
		wantKind(t, err, casefile.NotFound)
	}
	rows, err := d.Cases(t.Context(), desk.CaseQuery{})
	if err != nil || slices.ContainsFunc(rows, func(r desk.CaseRow) bool { return slices.Contains(refs, r.Reference) }) {
		t.Errorf("the list shows %+v, %v", rows, err)
	}
}

// pullAgain pulls the same mail as another mailbox, twice: every message has
// another place, and what was disposed of is passed over.
func pullAgain(t *testing.T, d *desk.Desk, mails []demo.Mail, messages ...string) {
	t.Helper()
	before, err := d.Messages(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	server, err := demo.Serve(mails)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	a := server.Account()
	a.Name = "The same under another numbering"
	for i := range a.Folders {
		a.Folders[i].Since = today.AddMonths(-24)
	}
	if err := d.AddAccount(t.Context(), a, server.Password); err != nil {
		t.Fatal(err)
	}
	for round := range 2 {
		done, err := d.Pull(t.Context(), a.Name, nil)
		if err != nil {
			t.Fatal(err)
		}
		if want := len(messages); round == 0 && done[0].Known != want || round == 1 && done[0].New != 0 {
			t.Errorf("round %d: %+v, want %d that are known", round, done[0].Result, want)
		}
	}
	after, err := d.Messages(t.Context(), "")
	if err != nil || len(after) != len(before) {
		t.Errorf("%d messages, there were %d, %v", len(after), len(before), err)
	}
}

// What was disposed of does not come back where the server numbers the folder
// anew, in the same account: every message has a new place then. That holds for
// one that comes in pieces too. What is set aside stays so, and what is filed.
func TestDisposedOfAndNumberedAnew(t *testing.T) {
	d, _ := newDesk(t)
	server := dovecottest.Start(t)
	put := func(folder, subject, text string) {
		server.Put(folder, []byte("Subject: "+subject+"\r\n\r\n"+text+"\r\n"), noon.Add(-time.Hour), "")
	}
	for _, subject := range []string{"waits", "aside", "filed", "gone", "gone"} {
		put("INBOX", subject, "Hello.")
	}
	put("Junk", "gone", "Hello.")
	put("INBOX", "gone", strings.Repeat("A long letter.\r\n", 600_000)) // larger than is held in memory
	if err := d.AddAccount(t.Context(), mailboxOf(t, server, "office"), server.Password); err != nil {
		t.Fatal(err)
	}
	first := pulled(t, d, desk.PullOptions{})["office INBOX"]
	rows, err := d.Messages(t.Context(), casefile.MessageNew)
	if err != nil || len(rows) != 5 { // three of the seven have the same bytes
		t.Fatalf("%d messages, %v", len(rows), err)
	}
	var aside, ended []string
	for _, r := range rows {
		switch r.Subject {
		case "gone":
			ended = append(ended, r.ID)
		case "aside":
			aside = append(aside, r.ID)
		case "filed":
			if err := d.FileTo(t.Context(), r.ID, open(t, d, desk.Opening{})); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := d.SetAsideAll(t.Context(), desk.Which{IDs: append(aside, ended...)}, "No request"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Dispose(t.Context(), desk.Approval{Messages: ended, Early: true, Reason: "Not needed", Approver: "The head"}); err != nil {
		t.Fatal(err)
	}
	stays := func(when string) desk.Pulled {
		done := pulled(t, d, desk.PullOptions{})["office INBOX"]
		rows, err := d.Messages(t.Context(), "")
		states := map[string]casefile.MessageState{}
		for _, r := range rows {
			states[r.Subject] = r.State
		}
		want := map[string]casefile.MessageState{"waits": casefile.MessageNew, "aside": casefile.MessageSetAside, "filed": casefile.MessageFiled}
		if err != nil || len(rows) != 3 || !maps.Equal(states, want) || done.Fresh() != 0 {
			t.Errorf("%s: %v, %+v, %v", when, states, done.Result, err)
		}
		for _, id := range ended {
			_, err := d.Message(t.Context(), id)
			wantKind(t, err, casefile.NotFound)
		}
		return done
	}
	stays("pulled again")
	server.RenewUIDValidity("INBOX")
	server.RenewUIDValidity("Junk")
	if again := stays("numbered anew"); again.UIDValidity == first.UIDValidity || again.Again != 3 || again.Known != 3 {
		t.Errorf("it was not numbered anew: %+v", again)
	}
	if again := stays("pulled once more"); again.Bytes != 0 {
		t.Errorf("what was passed over is fetched again: %+v", again.Result)
	}
	done, err := d.ImportFiles(t.Context(), desk.Import{Files: []string{mailFile(t, "gone.eml", "Subject: gone\r\n\r\nHello.\r\n")}}, nil)
	if err != nil || done[0].New != 0 || done[0].Known != 1 {
		t.Errorf("it comes back in a file: %+v, %v", done, err)
	}
	stays("came in a file")
	put("Sent", "gone", "Hello.") // and somebody sends it on
	put("Junk", "aside", "Hello.")
	stays("lies elsewhere too")
	sound(t, d)
}

// An open access case holds what else there is of the person, and nothing of
// anybody else.
//
// law: DPA 2018 s.173
func TestOpenAccessCaseHolds(t *testing.T) {
	d, dir := newDesk(t)
	ann := casefile.Person{Name: "Ann Lee", Email: "ann@example.org"}
	hers := open(t, d, desk.Opening{Kinds: []casefile.Kind{casefile.Erasure}, Person: ann})
	other := open(t, d, desk.Opening{Kinds: []casefile.Kind{casefile.Erasure}, Person: casefile.Person{Name: "Jo Wood"}})
	elsewhere := open(t, d, desk.Opening{Kinds: []casefile.Kind{casefile.Erasure}, Person: ann, Client: "thrive"})
	placed := open(t, d, desk.Opening{Kinds: []casefile.Kind{casefile.Erasure}, Person: casefile.Person{Name: "Mo Hill"}})
	for _, ref := range []casefile.Reference{hers, other, elsewhere, placed} {
		do(t, d, ref, "close", casefile.Values{"reason": "Answered"})
	}
	do(t, d, placed, "hold", casefile.Values{"reason": "A claim"})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = later(t, dir, "", 3)
	access := open(t, d, desk.Opening{Person: casefile.Person{Name: "Mrs LEE, Ann"}, Received: civil.On(d.Today())})
	due, err := d.Due(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	held := map[casefile.Reference]string{}
	for _, c := range due.Cases {
		held[c.Reference] = ""
		if len(c.Holds) > 0 {
			held[c.Reference] = string(c.Holds[0].By) + " " + c.Holds[0].Law
		}
	}
	want := map[casefile.Reference]string{
		hers: string(access) + " DPA 2018 s.173", other: "", elsewhere: "", placed: string(placed) + " DPA 2018 s.173",
	}
	for ref, by := range want {
		if held[ref] != by {
			t.Errorf("%s is held by %q, want %q", ref, held[ref], by)
		}
	}
	_, err = d.Dispose(t.Context(), desk.Approval{Cases: []casefile.Reference{other, hers}})
	wantKind(t, err, casefile.Refused)
	if e := casefile.AsError(err); !strings.Contains(e.What, string(access)) || !strings.Contains(e.Do, "closed") {
		t.Errorf("the refusal says %q", e)
	}
	if _, err := d.Case(t.Context(), other); err != nil {
		t.Error("one of two cases went although the other is held")
	}
	do(t, d, access, "close", casefile.Values{"reason": "Answered"})
	do(t, d, placed, "hold-lift", casefile.Values{"reason": "Settled"})
	if _, err := d.Dispose(t.Context(), desk.Approval{Cases: []casefile.Reference{hers, other, elsewhere, placed}}); err != nil {
		t.Fatal(err)
	}
	sound(t, d)
}

// What is not due goes only early, with a reason, and a proof of identity once
// it is recorded that it was seen.
func TestEarlyDisposal(t *testing.T) {
	d, _ := withMail(t)
	id, _ := asking(t, d)
	refs, err := d.File(t.Context(), id, desk.Filing{Kinds: []casefile.Kind{casefile.Erasure, casefile.Access}})
	if err != nil {
		t.Fatal(err)
	}
	one := desk.Approval{Messages: []string{id}, Identity: true}
	_, err = d.Dispose(t.Context(), one)
	wantKind(t, err, casefile.Invalid)
	one.Reason = "A copy of a passport"
	_, err = d.Dispose(t.Context(), one)
	wantKind(t, err, casefile.Refused)
	for _, ref := range refs {
		do(t, d, ref, "identity-ask", casefile.Values{"reason": "The address is new"})
		do(t, d, ref, "identity-receive", casefile.Values{"seen": "passport"})
	}
	if _, err := d.Dispose(t.Context(), one); err != nil {
		t.Fatal(err)
	}
	f, err := d.Case(t.Context(), refs[0])
	if err != nil || len(f.Messages) != 0 || f.Case.Identity.Received.IsZero() {
		t.Fatalf("the case is %+v, %v", f.Case, err)
	}
	_, err = d.Dispose(t.Context(), desk.Approval{Cases: refs})
	wantKind(t, err, casefile.Refused)
	for _, ref := range refs {
		do(t, d, ref, "close", casefile.Values{"reason": "Opened by mistake"})
	}
	_, err = d.Dispose(t.Context(), desk.Approval{Cases: refs})
	wantKind(t, err, casefile.Refused)
	if _, err := d.Dispose(t.Context(), desk.Approval{Cases: refs, Early: true, Reason: "Opened by mistake"}); err != nil {
		t.Fatal(err)
	}
	sound(t, d)
}

// Back up, act, dispose, restore, act: the restored vault holds nobody who was
// disposed of, says why, and gives no number twice.
func TestRestoreDisposesAgain(t *testing.T) {
	d, dir := newDesk(t)
	pullInto(t, d)
	id, _ := asking(t, d)
	refs, err := d.File(t.Context(), id, desk.Filing{Kinds: []casefile.Kind{casefile.Erasure}})
	if err != nil {
		t.Fatal(err)
	}
	do(t, d, refs[0], "close", casefile.Values{"reason": "Answered"})
	backup := filepath.Join(t.TempDir(), "one.backup")
	if err := d.Backup(t.Context(), backup, nil); err != nil {
		t.Fatal(err)
	}
	open(t, d, desk.Opening{})
	_, err = d.Dispose(t.Context(), desk.Approval{Cases: refs, Early: true, Reason: "The contract ended", Approver: "The head"})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, vaults := range [][]string{nil, {dir}} {
		to := filepath.Join(t.TempDir(), "restored")
		with := desk.Restoring{Options: desk.Options{Now: func() time.Time { return noon }, Actor: "Priya"}, Vaults: vaults}
		if err := desk.Restore(t.Context(), backup, to, desk.Passphrase(passphrase), with); err != nil {
			t.Fatal(err)
		}
		r := openDesk(t, to)
		gone(t, r, refs, id)
		do(t, r, open(t, r, desk.Opening{}), "note", casefile.Values{"text": "Work goes on."})
		sound(t, r)
		_ = os.Remove(backup + ".disposals") // the second time only the vault's own is left
	}
}

// The cases that are due are known without the mail, the next one with its day,
// and of each until when it is kept.
func TestWhatIsDueNext(t *testing.T) {
	d, dir := newDesk(t)
	if next, err := d.NextDue(t.Context()); err != nil || next.Reference != "" {
		t.Errorf("nothing was closed, next is %+v, %v", next, err)
	}
	first, second := open(t, d, desk.Opening{}), open(t, d, desk.Opening{})
	do(t, d, first, "close", casefile.Values{"reason": "Answered"})
	kept, err := d.Kept(t.Context(), first)
	if err != nil || kept.Due.IsZero() {
		t.Fatalf("%+v, %v", kept, err)
	}
	next, err := d.NextDue(t.Context())
	if err != nil || next.Reference != first || next.Due != kept.Due {
		t.Errorf("next is %+v, %v, want %s on %s", next, err, first, kept.Due)
	}
	if kept, err = d.Kept(t.Context(), second); err != nil || len(kept.Holds) == 0 || kept.Holds[0].Why != "The case is not closed." {
		t.Errorf("of an open case: %+v, %v", kept, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = later(t, dir, "", 3)
	all, err := d.Due(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cases, err := d.DueCases(t.Context())
	if err != nil || len(cases) != 1 || cases[0].Reference != first || len(all.Cases) != 1 || all.Cases[0].Due != cases[0].Due {
		t.Errorf("due are %+v, %v, of the whole list %+v", cases, err, all.Cases)
	}
	if next, err := d.NextDue(t.Context()); err != nil || next.Reference != "" {
		t.Errorf("nothing else was closed, next is %+v, %v", next, err)
	}
}

// Whoever stops a disposal that has happened does not stop its record.
func TestDisposalIsNotStoppedHalfway(t *testing.T) {
	d, dir := newDesk(t)
	ref := open(t, d, desk.Opening{})
	do(t, d, ref, "close", casefile.Values{"reason": "Answered"})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	armed := false
	d, err := desk.Open(t.Context(), dir, passphrase, desk.Options{
		Now: func() time.Time { return noon.AddDate(3, 1, 0) }, Actor: "Priya",
		Watch: func(writing bool) {
			if armed && !writing {
				stop()
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	armed = true
	if _, err := d.Dispose(ctx, desk.Approval{Cases: []casefile.Reference{ref}}); err != nil {
		t.Fatal(err)
	}
	if ctx.Err() == nil {
		t.Fatal("nobody stopped it")
	}
	if _, err := os.Stat(filepath.Join(dir, "disposals")); err != nil {
		t.Errorf("no ledger: %v", err)
	}
	sound(t, d)
}

// A case does not take with it the mail of somebody else who has asked for
// their data, and what is filed to no case is no proof of identity of one.
//
// law: DPA 2018 s.173
func TestMailOfOthersIsHeld(t *testing.T) {
	d, _ := newDesk(t)
	mail := mailFile(t, "a.eml", "From: Jo Wood <jo@example.org>\r\nTo: dpo@example.net\r\nSubject: Erase me\r\nDate: Mon, 5 Oct 2026 10:00:00 +0100\r\n\r\nErase my data. Ann Lee has seen it all.\r\n")
	loose := mailFile(t, "b.eml", "From: Ann Lee <ann@example.org>\r\nTo: dpo@example.net\r\nSubject: Hello\r\nDate: Mon, 5 Oct 2026 10:00:00 +0100\r\n\r\nA word from me.\r\n")
	done := imported(t, d, mail, loose)
	jo := casefile.Person{Name: "Jo Wood", Email: "jo@example.org"}
	refs, err := d.File(t.Context(), done[0].IDs[0], desk.Filing{Kinds: []casefile.Kind{casefile.Erasure}, Client: "nunthorpe", Person: jo})
	if err != nil {
		t.Fatal(err)
	}
	do(t, d, refs[0], "close", casefile.Values{"reason": "Answered"})
	access := open(t, d, desk.Opening{Person: casefile.Person{Name: "Ann Lee", Email: "ann@example.org"}})
	his := desk.Approval{Cases: refs, Early: true, Reason: "The contract has ended"}
	_, err = d.Dispose(t.Context(), his)
	wantKind(t, err, casefile.Refused)
	if e := casefile.AsError(err); !strings.Contains(e.What, string(access)) {
		t.Errorf("the refusal says %q", e)
	}
	for _, one := range []desk.Approval{
		{Messages: []string{done[1].IDs[0]}, Early: true, Reason: "Not needed"},
		{Messages: []string{done[1].IDs[0]}, Identity: true, Reason: "Not needed"},
	} {
		_, err = d.Dispose(t.Context(), one)
		wantKind(t, err, casefile.Refused)
	}
	do(t, d, access, "close", casefile.Values{"reason": "Answered"})
	if _, err := d.Dispose(t.Context(), his); err != nil {
		t.Fatal(err)
	}
	sound(t, d)
}

// One letter changed at the beginning of a ledger brings nobody back, and the
// ledger is made whole again.
func TestDamagedLedgerCounts(t *testing.T) {
	d, dir := newDesk(t)
	ref := open(t, d, desk.Opening{Kinds: []casefile.Kind{casefile.Erasure}})
	do(t, d, ref, "close", casefile.Values{"reason": "Answered"})
	file := filepath.Join(t.TempDir(), "a.backup")
	if err := d.Backup(t.Context(), file, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Dispose(t.Context(), desk.Approval{Cases: []casefile.Reference{ref}, Early: true, Reason: "The contract has ended"}); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{3, 25} { // in its name, in the vault's
		for _, ledger := range []string{filepath.Join(dir, "disposals"), file + ".disposals"} {
			b, err := os.ReadFile(ledger)
			if err != nil {
				t.Fatal(err)
			}
			b[at] ^= 1
			if err := os.WriteFile(ledger, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		to := filepath.Join(t.TempDir(), "restored")
		o := desk.Options{Now: func() time.Time { return noon }, Actor: "Priya"}
		if err := desk.Restore(t.Context(), file, to, desk.Passphrase(passphrase), desk.Restoring{Options: o}); err != nil {
			t.Fatal(err)
		}
		for _, vault := range []string{to, dir} {
			again := later(t, vault, "", 0)
			if _, err := again.Disposed(t.Context(), ref); err != nil {
				t.Error(err)
			}
			_, err := again.Case(t.Context(), ref)
			wantKind(t, err, casefile.Refused)
			if err := again.Close(); err != nil {
				t.Fatal(err)
			}
		}
		for _, ledger := range []string{filepath.Join(dir, "disposals"), file + ".disposals"} {
			if b, err := os.ReadFile(ledger); err != nil || !strings.HasPrefix(string(b), "casebook disposals 1 ") {
				t.Errorf("%s begins %.30q, %v", filepath.Base(ledger), b, err)
			}
		}
	}
}

// A damaged line in a ledger, and one that ends too early, keep nobody from
// opening the vault; verify says so, and a rebuild makes the ledger again.
func TestVerifyTellsOfADamagedLedger(t *testing.T) {
	d, dir := newDesk(t)
	state := t.TempDir()
	refs := make([]casefile.Reference, 3)
	for i := range refs {
		refs[i] = open(t, d, desk.Opening{Kinds: []casefile.Kind{casefile.Erasure}, Person: casefile.Person{Name: "Jo Wood"}})
		do(t, d, refs[i], "close", casefile.Values{"reason": "Answered"})
	}
	file := filepath.Join(t.TempDir(), "a.backup")
	if err := d.Backup(t.Context(), file, nil); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = later(t, dir, state, 3)
	if _, err := d.Dispose(t.Context(), desk.Approval{Cases: refs}); err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(dir, "disposals")
	for where, ledger := range map[string]string{
		"in the vault's folder": own, "in the state folder": firstFile(t, state), "beside a backup": file + ".disposals",
	} {
		whole, err := os.ReadFile(ledger)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(whole), "\n")
		for fault, damaged := range map[string]string{
			"damaged lines: 1 of 3":                    lines[0] + lines[1] + "A" + lines[2][1:] + lines[3],
			"ends within a line":                       string(whole[:len(whole)-20]),
			"does not begin as a ledger of this vault": "x" + string(whole),
		} {
			if err := os.WriteFile(ledger, []byte(damaged), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := ledgerFault(t, d); !strings.Contains(got, where) || !strings.Contains(got, fault) {
				t.Errorf("%s: verify says %q, want %q", where, got, fault)
			}
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			d = later(t, dir, state, 3) // opening puts the lost lines back, and leaves what is damaged to be seen
			if got := ledgerFault(t, d); fault == "damaged lines: 1 of 3" && !strings.Contains(got, "damaged lines") {
				t.Errorf("%s: after opening verify says %q", where, got)
			}
			if err := d.Rebuild(t.Context()); err != nil {
				t.Fatal(err)
			}
			sound(t, d)
		}
	}
	if err := os.WriteFile(own, []byte(strings.Join(strings.SplitAfter(read(t, own), "\n")[:3], "")), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := ledgerFault(t, d); !strings.Contains(got, "lacks disposals: 1") {
		t.Errorf("verify says %q", got)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// firstFile returns the one file in a folder.
func firstFile(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Fatal(entries, err)
	}
	return filepath.Join(dir, entries[0].Name())
}

// ledgerFault returns what verify says of the ledgers, and sees that all else is
// sound.
func ledgerFault(t *testing.T, d *desk.Desk) string {
	t.Helper()
	checks, err := d.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, c := range checks {
		switch {
		case c.OK:
		case c.Name == "ledgers of disposals" && c.Remade:
			said = c.Detail
		default:
			t.Errorf("%s: %s", c.Name, c.Detail)
		}
	}
	return said
}

// A message that nobody has decided may be a request: it does not go early, as
// a proof of identity or otherwise.
func TestAnUndecidedMessageDoesNotGo(t *testing.T) {
	d, _ := withMail(t)
	rows, err := d.Messages(t.Context(), casefile.MessageNew)
	if err != nil || len(rows) == 0 {
		t.Fatal(err)
	}
	id := rows[0].ID
	for name, a := range map[string]desk.Approval{
		"early": {Messages: []string{id}, Early: true, Reason: "spam"}, "identity": {Messages: []string{id}, Identity: true, Reason: "a passport"},
	} {
		if _, err := d.Dispose(t.Context(), a); !casefile.IsKind(err, casefile.Refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := d.SetAside(t.Context(), id, "spam"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Dispose(t.Context(), desk.Approval{Messages: []string{id}, Early: true, Reason: "spam"}); err != nil {
		t.Errorf("after it was set aside: %v", err)
	}
}

// What arises between looking and destroying is not too late: what holds a case
// is asked when nothing can be recorded any more until it is gone.
func TestNothingArisesWhileDisposing(t *testing.T) {
	d, dir := newDesk(t)
	ann := casefile.Person{Name: "Ann Lee"}
	ref := open(t, d, desk.Opening{Kinds: []casefile.Kind{casefile.Erasure}, Person: ann})
	do(t, d, ref, "close", casefile.Values{"reason": "Answered"})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	asked := make(chan error, 1)
	var armed atomic.Bool
	var order sync.Mutex
	at := map[string]casefile.HLC{}
	ask := func() {
		_, err := d.Open(t.Context(), desk.Opening{
			Kinds: []casefile.Kind{casefile.Access}, Client: "nunthorpe", Person: ann, Channel: casefile.ByPost, Received: civil.On(d.Today()),
		})
		asked <- err
	}
	d, err := desk.Open(t.Context(), dir, passphrase, desk.Options{
		Actor: "Priya",
		Now: func() time.Time { // the day is asked to see what is due
			if armed.CompareAndSwap(true, false) {
				go ask()
				asked <- <-asked
			}
			return noon.AddDate(3, 1, 0)
		},
		Kept: func(events []casefile.Event) {
			order.Lock()
			defer order.Unlock()
			for _, e := range events {
				at[e.Type] = e.HLC
			}
		},
		Watch: func(writing bool) { // from here on others wait
			if writing && armed.CompareAndSwap(true, false) {
				go ask()
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	armed.Store(true)
	if _, err := d.Dispose(t.Context(), desk.Approval{Cases: []casefile.Reference{ref}}); err != nil {
		t.Fatal(err)
	}
	if err := <-asked; err != nil {
		t.Fatal(err)
	}
	order.Lock()
	defer order.Unlock()
	if at["case.opened"] < at["case.disposed"] {
		t.Error("the case went although the person had asked for their data")
	}
}

// A case that holds another and its mail does so once.
func TestOneHoldIsSaidOnce(t *testing.T) {
	dir, _, ref, _ := twoCopies(t)
	in(t, dir, "one", "", 0, func(d *desk.Desk) {
		open(t, d, desk.Opening{Person: casefile.Person{Name: "Ann Lee"}, Received: civil.On(d.Today())})
		kept, err := d.Kept(t.Context(), ref)
		if err != nil || len(kept.Holds) != 1 {
			t.Errorf("held by %+v, %v", kept.Holds, err)
		}
	})
}
