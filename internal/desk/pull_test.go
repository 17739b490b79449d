package desk_test

import (
	"sync"
	"testing"

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
