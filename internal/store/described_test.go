package store_test

import (
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/store"
	"casebook/internal/vault"
)

// A database whose tables are described otherwise than they were made is
// damaged, not a fault of the program.
func TestDescriptionDamaged(t *testing.T) {
	for _, spoil := range []string{
		"ALTER TABLE case_row RENAME COLUMN reference TO referents",
		"ALTER TABLE event RENAME COLUMN hlc TO hld",
		"ALTER TABLE event RENAME TO events",
		"ALTER TABLE doc DROP COLUMN people",
		"ALTER TABLE message_row ADD COLUMN x TEXT NOT NULL DEFAULT ''; ALTER TABLE message_row RENAME COLUMN subject TO object",
		"DROP TABLE setting",
		"DROP TABLE words",
		"DROP TABLE account_row; CREATE TABLE account_row (id TEXT)",
	} {
		b := furnished(t)
		err := b.v.Write(t.Context(), func(w vault.Writer) error {
			_, err := w.Exec(t.Context(), spoil)
			return err
		})
		if err != nil {
			t.Fatal(spoil, err)
		}
		if err := b.v.Close(); err != nil {
			t.Fatal(spoil, err)
		}
		err = openAndUse(t, b)
		if e := casefile.AsError(err); e == nil || e.Kind != casefile.Damaged {
			t.Errorf("%s: using it gives %v", spoil, err)
		}
	}
}

// openAndUse opens the store again, lists, searches and verifies.
func openAndUse(t *testing.T, b *bench) error {
	t.Helper()
	v, err := vault.Open(b.dir, vault.Passphrase(passphrase), cheap)
	if err != nil {
		return store.Problem(err)
	}
	defer v.Close()
	s, err := store.Open(t.Context(), v, b.opt)
	if err != nil {
		return err
	}
	if _, err := s.Cases(t.Context(), store.CaseQuery{}); err != nil {
		return err
	}
	if _, err := s.Messages(t.Context(), store.MessageQuery{}); err != nil {
		return err
	}
	if _, err := s.Search(t.Context(), "everything", "", 0); err != nil {
		return err
	}
	if _, err := s.Accounts(t.Context()); err != nil {
		return err
	}
	_, err = s.Events(t.Context(), casefile.TheLaw)
	return err
}
