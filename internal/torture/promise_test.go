package torture_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strconv"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/vault"
)

// promise is what a worker has said, and so what must be there whatever becomes
// of it. It is heard word by word:
//
//	B, E    a transaction begins, has ended
//	V verb  it begins to do that
//	I id    the event is kept
//	S       the backup is made
//	W n     the passphrase of that number opens the vault
//	R key   that recovery key opens the vault
//	M n     the older vault has seen that many steps
//	D ref   the case is disposed of
type promise struct {
	verb     string // under way
	inside   bool   // a transaction
	events   map[string]bool
	words    int
	recovery string
	steps    int
	gone     []casefile.Reference
	before   saved // what the backup under way will hold at least
	backup   saved // what the last backup holds at least
}

// saved is what had been promised when a backup was made.
type saved struct {
	made   bool
	events map[string]bool
	words  int
}

func newPromise() *promise { return &promise{events: map[string]bool{}} }

// hear takes in what a worker says.
func (p *promise) hear(word, rest string) {
	n, _ := strconv.Atoi(rest)
	switch word {
	case "B":
		p.inside = true
	case "E":
		p.inside = false
	case "V":
		p.verb = rest
		if rest == "backup" {
			p.before = saved{true, maps.Clone(p.events), p.words}
		}
	case "I":
		p.events[rest] = true
	case "S":
		p.backup, p.verb = p.before, ""
	case "W":
		p.words, p.verb = n, ""
	case "R":
		p.recovery, p.verb = rest, ""
	case "M":
		p.steps, p.verb = n, ""
	case "D":
		p.gone = append(p.gone, casefile.Reference(rest))
	}
}

// kept returns what of the promise is not so in a home, or nil. What was under
// way may have been done or not: from then on it counts as what is found.
func (p *promise) kept(ctx context.Context, home string, backups bool) error {
	if err := p.opens(ctx, vaultIn(home)); err != nil {
		return err
	}
	if err := p.opensAgain(ctx, vaultIn(home)); err != nil {
		return err
	}
	if backups {
		if err := p.backedUp(ctx, home); err != nil {
			return fmt.Errorf("the backup: %w", err)
		}
	}
	if err := p.migrated(ctx, home); err != nil {
		return fmt.Errorf("the older vault: %w", err)
	}
	p.inside, p.verb = false, ""
	return nil
}

// opens opens the vault and looks at all of it.
func (p *promise) opens(ctx context.Context, dir string) error {
	d, err := desk.Open(ctx, dir, phrase(p.words), options())
	if casefile.IsKind(err, casefile.Locked) && p.verb == "words" { // the new one may be in force
		if d, err = desk.Open(ctx, dir, phrase(p.words+1), options()); err == nil {
			p.words++
		}
	}
	if err != nil {
		return fmt.Errorf("it does not open during %q: %w", p.verb, err)
	}
	defer d.Close()
	if err := faults(ctx, d); err != nil {
		return err
	}
	if err := p.stayGone(ctx, d); err != nil {
		return err
	}
	return d.Close()
}

// stayGone returns which case that was disposed of is there again, or nil.
func (p *promise) stayGone(ctx context.Context, d *desk.Desk) error {
	for _, ref := range p.gone {
		if _, err := d.Case(ctx, ref); !casefile.IsKind(err, casefile.Refused) && !casefile.IsKind(err, casefile.NotFound) {
			return fmt.Errorf("case %s was disposed of, and gives %w", ref, err)
		}
	}
	return nil
}

// opensAgain opens the vault with the recovery key, where there is one, and
// looks for every event.
func (p *promise) opensAgain(ctx context.Context, dir string) error {
	key := vault.Passphrase(phrase(p.words))
	if p.verb == "recovery" {
		p.recovery = "" // the new one may be in force, and was never told
	}
	if p.recovery != "" {
		key = vault.Recovery(p.recovery)
	}
	v, err := vault.Open(dir, key, vault.Options{})
	if err != nil {
		return err
	}
	defer v.Close()
	return holds(ctx, v, p.events)
}

// holds returns which of the events is not in a vault, or nil.
func holds(ctx context.Context, v *vault.Vault, want map[string]bool) error {
	there := map[string]bool{}
	err := v.Read(ctx, func(r vault.Reader) error {
		return r.Each(ctx, func(row vault.Rows) error {
			var id string
			err := row.Scan(&id)
			there[id] = true
			return err
		}, "SELECT id FROM event")
	})
	for id := range want {
		if err == nil && !there[id] {
			return fmt.Errorf("event %s was acknowledged and is not there", id)
		}
	}
	return err
}

// backedUp restores the backup: it is the last that was made, or the one that
// was under way. Before the first there may be none. Whoever was disposed of
// since is not in it.
func (p *promise) backedUp(ctx context.Context, home string) error {
	file := backupIn(home)
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) && !p.backup.made {
		return nil
	}
	to, err := os.MkdirTemp("", "restored")
	if err != nil {
		return err
	}
	defer os.RemoveAll(to)
	to = filepath.Join(to, "vault")
	with := desk.Restoring{Options: options(), Vaults: []string{vaultIn(home)}}
	err = desk.Restore(ctx, file, to, desk.Passphrase(phrase(p.backup.words)), with)
	if casefile.IsKind(err, casefile.Locked) && p.before.made { // it is the one under way
		p.backup = p.before
		err = desk.Restore(ctx, file, to, desk.Passphrase(phrase(p.backup.words)), with)
	}
	if err != nil {
		return err
	}
	p.backup.made = true
	d, err := desk.Open(ctx, to, phrase(p.backup.words), options())
	if err != nil {
		return err
	}
	if err := errors.Join(faults(ctx, d), p.stayGone(ctx, d), d.Close()); err != nil {
		return err
	}
	v, err := vault.Open(to, vault.Passphrase(phrase(p.backup.words)), vault.Options{})
	if err != nil {
		return err
	}
	defer v.Close()
	return holds(ctx, v, p.backup.events)
}

// migrated looks at the older vault: each step was done whole or not at all, and
// between the first and the last there is a backup from before.
func (p *promise) migrated(ctx context.Context, home string) error {
	dir := olderIn(home)
	s, err := stateIn(ctx, dir)
	if errors.Is(err, vault.ErrNotVault) && p.steps == 0 {
		return nil // it was being made
	}
	if err != nil {
		return err
	}
	if !s.agrees() || s.step < p.steps || s.step > p.steps+atOnce {
		return fmt.Errorf("%+v, where %d steps were promised", s, p.steps)
	}
	_, err = os.Stat(filepath.Join(dir, "before-update.backup"))
	if between := p.steps > 0 && s.step > p.steps && s.step < p.steps+atOnce; between || err == nil {
		if err := p.earlier(ctx, dir, s); err != nil {
			return err
		}
	}
	p.steps = s.step
	return nil
}

// earlier restores the backup from before a migration.
func (p *promise) earlier(ctx context.Context, dir string, now state) error {
	to, err := os.MkdirTemp("", "before")
	if err != nil {
		return err
	}
	defer os.RemoveAll(to)
	to = filepath.Join(to, "vault")
	if err := vault.Restore(ctx, filepath.Join(dir, "before-update.backup"), to, vault.Passphrase(passphrase), vault.Options{}); err != nil {
		return fmt.Errorf("at step %d: %w", now.step, err)
	}
	s, err := stateIn(ctx, to)
	if err != nil || !s.agrees() || s.step > p.steps {
		return fmt.Errorf("its backup has %+v, where %d steps were promised: %w", s, p.steps, err)
	}
	return nil
}

func stateIn(ctx context.Context, dir string) (state, error) {
	v, err := vault.Open(dir, vault.Passphrase(passphrase), vault.Options{})
	if err != nil {
		return state{}, err
	}
	defer v.Close()
	return stateOf(ctx, v)
}
