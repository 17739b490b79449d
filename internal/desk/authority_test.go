package desk_test

import (
	"testing"

	"casebook/internal/demo"
	"casebook/internal/desk"
)

// A private authority that is not needed any more is taken away, also together
// with the server; what else changes of a mailbox leaves it.
func TestAuthorityIsTakenAway(t *testing.T) {
	server, err := demo.Serve(nil, demo.Plainly())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	trusted, err := demo.Serve(nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { trusted.Close() })
	d, _ := newDesk(t)
	a := server.Account()
	a.CA = trusted.Account().CA
	if a.CA == "" {
		t.Fatal("the server has no authority of its own")
	}
	if err := d.AddAccount(t.Context(), a, server.Password); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		change desk.AccountChange
		want   string
	}{{desk.AccountChange{Since: today.AddDays(-9)}, a.CA}, {desk.AccountChange{NoCA: true}, ""}, {desk.AccountChange{CA: a.CA}, a.CA}, {desk.AccountChange{NoCA: true, Host: a.Host}, ""}} {
		if err := d.ChangeAccount(t.Context(), a.Name, step.change); err != nil {
			t.Fatal(err)
		}
		if now, err := d.Accounts(t.Context()); err != nil || now[0].CA != step.want {
			t.Errorf("after %+v: %.20q, %v", step.change, now[0].CA, err)
		}
	}
}
