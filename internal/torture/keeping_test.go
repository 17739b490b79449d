package torture_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"casebook/internal/vault"
)

// What a worker does to the vault as a whole.

func backupIn(home string) string { return filepath.Join(home, "one.backup") }

// backup replaces the backup there is.
func (w *worker) backup() error {
	if err := w.Backup(w.ctx, backupIn(w.Home), nil); err != nil {
		return err
	}
	w.say("S", "")
	return nil
}

// words changes the passphrase.
func (w *worker) words() error {
	if err := w.SetPassphrase(phrase(w.Words + 1)); err != nil {
		return err
	}
	w.Words++
	w.say("W", fmt.Sprint(w.Words))
	return nil
}

// recovery makes another recovery key.
func (w *worker) recovery() error {
	groups, err := w.NewRecovery()
	if err != nil {
		return err
	}
	w.say("R", strings.Join(groups, " "))
	return nil
}

func olderIn(home string) string { return filepath.Join(home, "older") }

// atOnce is how many steps an older vault is behind.
const atOnce = 4

// steps are what made an older vault: each leaves a table, and counts itself.
func steps(n int) []string {
	all := []string{"CREATE TABLE tally (n INTEGER NOT NULL) STRICT; INSERT INTO tally VALUES (1); CREATE TABLE fill (b BLOB) STRICT"}
	for i := 1; i < n; i++ {
		all = append(all, fmt.Sprintf("CREATE TABLE t%d (n INTEGER) STRICT; UPDATE tally SET n = n + 1; INSERT INTO fill VALUES (randomblob(20000))", i))
	}
	return all
}

// migrate opens a vault that is some steps behind, as a newer program does. It
// is made where there is none.
func (w *worker) migrate() error {
	dir, opt := olderIn(w.Home), vault.Options{Cost: cheap, Watch: w.told}
	v, err := vault.Open(dir, vault.Passphrase(passphrase), opt)
	if errors.Is(err, vault.ErrNotVault) {
		if err := vault.Create(dir, passphrase, opt); err != nil {
			return err
		}
		v, err = vault.Open(dir, vault.Passphrase(passphrase), opt)
	}
	if err != nil {
		return err
	}
	defer v.Close()
	s, err := stateOf(w.ctx, v)
	if err != nil {
		return err
	}
	if err := v.Migrate(w.ctx, steps(s.step+atOnce)); err != nil {
		return err
	}
	w.say("M", fmt.Sprint(s.step+atOnce))
	return nil
}

// state is how far an older vault has come, four times over.
type state struct{ step, tally, fill, tables int }

func stateOf(ctx context.Context, v *vault.Vault) (s state, err error) {
	err = v.Read(ctx, func(r vault.Reader) error {
		if err := r.QueryRow(ctx, "PRAGMA user_version").Scan(&s.step); err != nil || s.step == 0 {
			return err
		}
		return r.QueryRow(ctx, "SELECT n, (SELECT count(*) FROM fill), (SELECT count(*) FROM sqlite_schema WHERE name GLOB 't[0-9]*') FROM tally").
			Scan(&s.tally, &s.fill, &s.tables)
	})
	return s, err
}

// agrees reports whether the four say the same.
func (s state) agrees() bool {
	return s == state{} || s == state{s.step, s.step, s.step - 1, s.step - 1}
}
