package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/store"
	"casebook/internal/vault"
)

// The ledger of disposals lies in the vault's folder, in the state folder of the
// person who works here, and beside every backup that the vault knows of: an
// older copy of the vault, however it came back, disposes again of what was
// disposed of, before anybody sees it.

// backupFiles is the setting that names the backups the vault knows of.
const backupFiles = "backup files"

// ledgerPlaces returns where this vault's ledger lies, its own folder first.
func (r *room) ledgerPlaces(ctx context.Context) ([]string, error) {
	places := []string{r.vault.LedgerPath()}
	if r.state != "" {
		places = append(places, StateLedger(r.state, r.vault.ID()))
	}
	backups, err := r.backups(ctx)
	for _, b := range backups {
		if _, gone := os.Stat(b); gone == nil {
			places = append(places, b+vault.LedgerSuffix)
		}
	}
	return places, err
}

// StateLedger returns where the ledger of a vault lies in the state folder.
func StateLedger(state, vaultID string) string {
	return filepath.Join(state, "disposals-"+vaultID)
}

func (r *room) backups(ctx context.Context) ([]string, error) {
	text, err := r.store.Setting(ctx, backupFiles)
	if err != nil || text == "" {
		return nil, err
	}
	var files []string
	if json.Unmarshal([]byte(text), &files) != nil {
		return nil, nil
	}
	return files, nil
}

// RememberBackup makes the vault know of a backup file: the ledger is written
// beside it now and after every disposal. Files that are gone are forgotten.
func (k *Keeping) RememberBackup(ctx context.Context, file string) error {
	file, err := filepath.Abs(file)
	if err != nil {
		return casefile.AsError(err)
	}
	files, err := k.backups(ctx)
	if err != nil {
		return err
	}
	files = slices.DeleteFunc(files, func(f string) bool {
		_, err := os.Stat(f)
		_, folder := os.Stat(filepath.Dir(f))
		return f == file || (err != nil && folder == nil) // a drive that is away comes back
	})
	text, err := json.Marshal(append(files, file))
	if err != nil {
		return casefile.AsError(err)
	}
	if err := k.store.SetSetting(ctx, backupFiles, string(text)); err != nil {
		return err
	}
	return k.keepLedger(ctx)
}

// redispose does in this copy of the vault what any ledger that can be found
// says was disposed of in another one, notes what stays because there is news of
// it here, and completes the ledgers.
func (r *room) redispose(ctx context.Context) error {
	_, entries := r.readLedgers(ctx)
	have, err := r.store.Ledger(ctx)
	if err != nil {
		return err
	}
	for _, e := range have {
		delete(entries, e.Stream)
	}
	var again []store.LedgerEntry
	for _, of := range entries {
		again = append(again, of...)
	}
	if len(again) > 0 {
		slices.SortFunc(again, func(a, b store.LedgerEntry) int {
			return cmp.Or(cmp.Compare(a.HLC, b.HLC), cmp.Compare(a.Stream.ID, b.Stream.ID))
		})
		news, err := r.news(ctx, again)
		if err != nil {
			return err
		}
		if _, r.elsewhere, err = r.store.Redispose(ctx, again, news.holder(r)); err != nil {
			return err
		}
	}
	if len(have)+len(again) == 0 {
		return nil
	}
	_ = r.keepLedger(ctx) // a place that cannot be written to keeps nobody from working
	return nil
}

// readLedgers returns the lines of every ledger that can be read, and the
// entries of those that open, by their stream. A line that does not open was
// damaged or is none of ours: the others still count, and verify tells of it.
func (r *room) readLedgers(ctx context.Context) ([]string, map[casefile.Stream][]store.LedgerEntry) {
	places, _ := r.ledgerPlaces(ctx)
	var lines []string
	entries := map[casefile.Stream][]store.LedgerEntry{}
	seen := map[string]bool{}
	for _, place := range places {
		l := r.lookAtLedger(place)
		for i, line := range l.lines {
			if seen[line] {
				continue
			}
			seen[line] = true
			lines = append(lines, line)
			entries[l.entries[i].Stream] = append(entries[l.entries[i].Stream], l.entries[i])
		}
	}
	return lines, entries
}

// keepLedger writes every disposal of the vault to each place of the ledger.
// The error is that of the vault's own folder: other places may be away.
func (r *room) keepLedger(ctx context.Context) error {
	lines, entries := r.readLedgers(ctx)
	have, err := r.store.Ledger(ctx)
	if err != nil {
		return err
	}
	for _, e := range have {
		if slices.ContainsFunc(entries[e.Stream], func(w store.LedgerEntry) bool { return w.Last == e.Last }) {
			continue // written, here or where as much was known of it
		}
		plain, err := json.Marshal(e)
		if err != nil {
			return casefile.AsError(err)
		}
		line, err := r.vault.SealEntry(plain)
		if err != nil {
			return store.Problem(err)
		}
		lines = append(lines, line)
	}
	places, err := r.ledgerPlaces(ctx)
	if err != nil {
		return err
	}
	var own error
	for i, place := range places {
		if err := r.writeLedger(place, lines); err != nil && i == 0 {
			own = r.unwritten(place, err)
		}
	}
	return own
}

// writeLedger adds lines to the ledger at a place. One that does not begin as a
// ledger is made again where it is this vault's for certain: its place is, or one
// of its lines opens and so is among these.
func (r *room) writeLedger(place string, lines []string) error {
	err := vault.MergeLedger(place, r.vault.ID(), lines)
	if !errors.Is(err, vault.ErrDamaged) {
		return err
	}
	there, _ := vault.ReadLedger(place, r.vault.ID())
	if !r.owns(place) && !slices.ContainsFunc(there, func(line string) bool { return slices.Contains(lines, line) }) {
		return err
	}
	return vault.WriteLedger(place, r.vault.ID(), append(there, lines...))
}

// checkLedgers looks at the ledgers wherever they lie: whether each line opens,
// and whether the vault's own says all that was disposed of. What is found can
// be made again; what a damaged line said of a disposal in another copy is lost.
func (r *room) checkLedgers(ctx context.Context) (store.Check, error) {
	c := store.Check{Name: "ledgers of disposals", OK: true, Remade: true}
	have, err := r.store.Ledger(ctx)
	if err != nil {
		return c, err
	}
	places, err := r.ledgerPlaces(ctx)
	if err != nil {
		return c, err
	}
	for i, place := range places {
		l := r.lookAtLedger(place)
		c.Count += len(l.entries)
		missing := 0
		if i == 0 {
			missing = l.lacks(have)
		}
		if said := l.words(missing); said != "" && c.OK {
			c.OK, c.Detail = false, "the one "+r.ledgerAt(place)+" "+said+r.byHand(place, l)
		}
	}
	return c, nil
}

// ledgerAt says where a ledger lies, without a path: of one beside a backup also
// what it is called.
func (r *room) ledgerAt(place string) string {
	if r.owns(place) {
		return r.ledgerWhere(place)
	}
	return r.ledgerWhere(place) + " (" + filepath.Base(place) + ")"
}

func (r *room) ledgerWhere(place string) string {
	switch place {
	case r.vault.LedgerPath():
		return "in the vault's folder"
	case StateLedger(r.state, r.vault.ID()):
		return "in the state folder"
	}
	return "beside a backup"
}

// ledgerLook is what is found in one ledger.
type ledgerLook struct {
	entries []store.LedgerEntry
	lines   []string // of the entries
	damaged int      // lines that do not open
	fault   error    // of the file
}

func (r *room) lookAtLedger(place string) ledgerLook {
	var l ledgerLook
	var lines []string
	lines, l.fault = vault.ReadLedger(place, r.vault.ID())
	for _, line := range lines {
		plain, err := r.vault.OpenEntry(line)
		var e store.LedgerEntry
		if err != nil || json.Unmarshal(plain, &e) != nil {
			l.damaged++
			continue
		}
		l.entries, l.lines = append(l.entries, e), append(l.lines, line)
	}
	return l
}

// lacks counts the disposals that stand in no line.
func (l ledgerLook) lacks(have []store.LedgerEntry) int {
	said := map[casefile.Stream]bool{}
	for _, e := range l.entries {
		said[e.Stream] = true
	}
	n := 0
	for _, e := range have {
		if !said[e.Stream] {
			n++
		}
	}
	return n
}

// words says what is wrong with a ledger, "" for nothing.
func (l ledgerLook) words(missing int) string {
	switch {
	case inTheWay(l.fault):
		return "is no file"
	case errors.Is(l.fault, vault.ErrCut):
		return "ends within a line: its end is lost"
	case errors.Is(l.fault, vault.ErrDamaged):
		return "does not begin as a ledger of this vault"
	case l.fault != nil:
		return "cannot be read"
	case l.damaged > 0:
		return fmt.Sprintf("has damaged lines: %d of %d", l.damaged, l.damaged+len(l.lines))
	case missing > 0:
		return fmt.Sprintf("lacks disposals: %d", missing)
	}
	return ""
}
