package desk_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"casebook/internal/desk"
)

// What a mailbox was signed in with goes with it.
func TestARemovedMailboxLeavesNoSecret(t *testing.T) {
	p := newProvider(t)
	d, _ := newDesk(t)
	if err := d.AddSignedInAccount(t.Context(), p.account(t), atThePage); err != nil {
		t.Fatal(err)
	}
	if n := secrets(t, d, "before"); n != 1 {
		t.Fatalf("%d secrets are kept for one mailbox", n)
	}
	if err := d.RemoveAccount(t.Context(), "dpo"); err != nil {
		t.Fatal(err)
	}
	if n := secrets(t, d, "after"); n != 0 {
		t.Errorf("%d secrets are left", n)
	}
}

// secrets counts what is kept sealed, in a plain copy of the vault.
func secrets(t *testing.T, d *desk.Desk, name string) (n int) {
	t.Helper()
	plain := filepath.Join(t.TempDir(), name)
	if err := d.Decrypt(t.Context(), plain, nil); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", plain) // the vault's driver, under its own name
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow("SELECT count(*) FROM secret").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
