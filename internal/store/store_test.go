package store_test

import (
	"bytes"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/store"

	"github.com/google/go-cmp/cmp"
)

// From mail to a case with a date, and all of it read back after reopening.
func TestMailToCase(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	b.client("oakfield", "england")
	raw := "Zoë Quince <zoe@example.org>\nMy data\nPlease send me everything you hold, José's file too."
	message := b.mail(41, raw)
	id, ref := b.openCase(casefile.Access, "oakfield", "Zoë Quince", "2026-09-03")
	b.keep(store.Act{Actor: "Sam", Events: []casefile.Event{
		b.event(casefile.CaseStream, id, "2026-10-12", &casefile.MessageAttached{Message: message}),
		b.event(casefile.MessageStream, message, "2026-10-12", &casefile.MessageFiledTo{Case: id}),
	}})
	if err := b.SetSecret(ctx, "dpo", []byte("hunter2")); err != nil {
		t.Fatal(err)
	}
	b.reopen()

	c, events, err := b.Case(ctx, string(ref))
	if err != nil || c.ID != id || len(events) != 3 || events[2].Actor != "Sam" || c.Messages[0] != message {
		t.Fatalf("the case is %+v of %d events, %v", c, len(events), err)
	}
	if byID, _, err := b.Case(ctx, id); err != nil || byID.Reference != ref {
		t.Errorf("by its id the case is %v, %v", byID.Reference, err)
	}
	rows, err := b.Cases(ctx, store.CaseQuery{DueBy: civil.MustParse("2026-10-05")})
	want := []store.CaseRow{{
		ID: id, Reference: ref, Kind: casefile.Access, Client: "oakfield", Person: "Zoë Quince", State: casefile.StateOpen,
		Received: civil.MustParse("2026-09-03"), Due: civil.MustParse("2026-10-05"), WorkTo: civil.MustParse("2026-10-05"),
		Next: "Send the reply", NextDue: civil.MustParse("2026-10-05"),
	}}
	if diff := cmp.Diff(want, rows, cmp.Comparer(func(a, b civil.Date) bool { return a == b })); diff != "" || err != nil {
		t.Error(diff, err)
	}
	m, err := b.Message(ctx, message)
	if err != nil || m.State != casefile.MessageFiled || m.Subject != "My data" || m.From.Email != "zoe@example.org" ||
		len(m.Copies) != 1 || m.Copies[0].UID != 41 || !m.Copies[0].InternalDate.Equal(noon) || m.References[0] != ref || m.Cases[0] != id {
		t.Errorf("the message is %+v, %v", m, err)
	}
	if got, err := b.Blob(ctx, m.SHA256); err != nil || !bytes.Equal(got, []byte(raw)) {
		t.Errorf("its bytes are %q, %v", got, err)
	}
	if got, known, err := b.MessageBySHA(ctx, m.SHA256); got != message || !known || err != nil {
		t.Errorf("by its bytes the message is %s, %v, %v", got, known, err)
	}
	if held, err := b.Held(ctx, "dpo", "INBOX", 7); err != nil || !cmp.Equal(held, []uint32{41}) {
		t.Errorf("held are %v, %v", held, err)
	}
	if hits, err := b.Search(ctx, "jose file", "oakfield", 0); err != nil || len(hits) != 1 || hits[0].ID != message || hits[0].Reference != ref {
		t.Errorf("found %+v, %v", hits, err)
	}
	if secret, err := b.Secret(ctx, "dpo"); err != nil || string(secret) != "hunter2" {
		t.Errorf("the password is %q, %v", secret, err)
	}
	b.sound()
}
