package desk_test

import (
	"fmt"
	"slices"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/demo"
	"casebook/internal/desk"
)

// Which messages belong together is known once a few were read each time, and
// is then what would be set aside.
func TestThreadOf(t *testing.T) {
	d, _ := newDesk(t)
	var mails []demo.Mail
	for i := range 100 {
		raw := fmt.Appendf(nil, "From: a@post.example\r\nMessage-ID: <%d@post.example>\r\nReferences: <%d@post.example>\r\nSubject: %d\r\n\r\nHello.\r\n", i, i%7, i)
		mails = append(mails, demo.Mail{Raw: raw, Received: noon})
	}
	server, err := demo.Serve(mails)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	if err := d.AddAccount(t.Context(), server.Account(), server.Password); err != nil {
		t.Fatal(err)
	}
	pulled(t, d, desk.PullOptions{})
	rows := count(t, d, casefile.MessageNew, 100)
	id := rows[50].ID
	if ids, known, err := d.ThreadOf(t.Context(), id, rows); known || len(ids) > 0 || err != nil {
		t.Errorf("known at once: %v, %d, %v", known, len(ids), err)
	}
	ids, known, err := d.ThreadOf(t.Context(), id, rows)
	if !known || err != nil {
		t.Fatalf("not known the second time: %v", err)
	}
	meant, err := d.Meant(t.Context(), desk.Which{Thread: id})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	slices.Sort(meant.IDs)
	if !slices.Equal(ids, meant.IDs) || len(ids) < 14 || len(ids) > 15 {
		t.Errorf("%d belong together, %d would be set aside", len(ids), len(meant.IDs))
	}
	if _, known, err := d.ThreadOf(t.Context(), "another", rows); known || err != nil {
		t.Errorf("a message that is not among them: %v, %v", known, err)
	}
	if err := d.SetAside(t.Context(), rows[0].ID, "No request"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Dispose(t.Context(), desk.Approval{Messages: []string{rows[0].ID}, Early: true, Reason: "Not needed", Approver: "The head"}); err != nil {
		t.Fatal(err)
	}
	rows = count(t, d, casefile.MessageNew, 99)
	for _, want := range []bool{false, true} {
		if _, known, err := d.ThreadOf(t.Context(), id, rows); known != want || err != nil {
			t.Errorf("after a message was disposed of it is known: %v, want %v; %v", known, want, err)
		}
	}
}
