package desk_test

import (
	"strings"
	"sync"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/demo"
	"casebook/internal/desk"
)

// Two pulls of one mailbox at once are one after the other: what the first keeps
// the second knows (I13).
func TestTwoPullsAreOneAfterTheOther(t *testing.T) {
	d, _ := newDesk(t)
	mails := demo.Mails(3, today, nil)
	server, err := demo.Serve(mails)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	if err := d.AddAccount(t.Context(), server.Account(), server.Password); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	results := make([][]desk.Pulled, 3)
	for i := range results {
		all.Go(func() {
			done, err := d.Pull(t.Context(), "", nil)
			if err != nil {
				t.Error(err)
			}
			results[i] = done
		})
	}
	all.Wait()
	fresh, known := 0, 0
	for _, r := range results {
		fresh, known = fresh+r[0].New, known+r[0].Known
	}
	if fresh != len(mails) || known != 2*len(mails) {
		t.Errorf("%d new and %d known of %d", fresh, known, len(mails))
	}
}

// What came before a server went away is read all the same: it stands in the
// lists with its subject, before anybody opens the vault again.
func TestWhatCameBeforeTheServerWentIsRead(t *testing.T) {
	d, _ := newDesk(t)
	text := "Subject: large\r\n\r\n" + strings.Repeat("A long letter.\r\n", 600_000)
	large, err := demo.Serve([]demo.Mail{{Raw: []byte("Subject: small\r\n\r\nHello.\r\n"), Received: noon}, {Raw: []byte(text), Received: noon}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { large.Close() })
	if err := d.AddAccount(t.Context(), large.Account(), large.Password); err != nil {
		t.Fatal(err)
	}
	_, err = d.Pull(t.Context(), "", func(p desk.Progress) {
		if p.Done > 0 {
			large.Close()
		}
	})
	wantKind(t, err, casefile.Unreachable)
	rows, err := d.Messages(t.Context(), "")
	if err != nil || len(rows) != 1 || rows[0].Subject != "small" {
		t.Errorf("there are %+v, %v", rows, err)
	}
}

// Bytes in which nothing can be read are a message like any other: kept, counted,
// and to be decided (I9).
func TestWhatCannotBeReadIsAMessage(t *testing.T) {
	d, _ := newDesk(t)
	rubbish := "\x00\x01\x02\xff\xfe\x03\x00\x04"
	server, err := demo.Serve([]demo.Mail{{Raw: []byte(rubbish), Received: noon}, {Raw: []byte("Subject: small\r\n\r\nHello.\r\n"), Received: noon}}, demo.Plainly())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	if err := d.AddAccount(t.Context(), server.Account(), server.Password); err != nil {
		t.Fatal(err)
	}
	done, err := d.Pull(t.Context(), "", nil)
	if err != nil || done[0].New != 2 || done[0].Unreadable != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	rows, err := d.Messages(t.Context(), casefile.MessageUnreadable)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d messages, %v", len(rows), err)
	}
	if raw, err := d.Raw(t.Context(), rows[0].ID); err != nil || string(raw) != rubbish {
		t.Errorf("it is %q, %v", raw, err)
	}
	if queue, err := d.Queue(t.Context()); err != nil || len(queue) != 2 {
		t.Errorf("%d wait for a decision, %v", len(queue), err)
	}
}
