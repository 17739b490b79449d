package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// Check is the outcome of one check of the vault.
type Check struct {
	Name   string
	OK     bool
	Detail string // what is wrong, without personal data
	Count  int    // how many things were checked
	// Remade says that a rebuild mends a failure: what is recorded is whole.
	Remade bool
	// Surplus says that all of the database is there, with bytes behind it that
	// are none of its: a backup is without them.
	Surplus bool
}

// fail records what is wrong; the first that is found is told.
func (c *Check) fail(format string, args ...any) {
	if c.OK {
		c.OK, c.Detail = false, fmt.Sprintf(format, args...)
	}
}

// Verify checks everything in the vault and changes nothing. The error is that
// of a check that could not be done; what a check found stands in its row.
func (s *Store) Verify(ctx context.Context) ([]Check, error) {
	var checks []Check
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		for _, one := range []struct {
			name string
			do   func(context.Context, vault.Reader, *Check) error
		}{
			{"database file", checkFile},
			{"references inside the database", checkForeignKeys},
			{"events", checkEvents},
			{"event chains", s.checkChains},
			{"stored files", s.checkBlobs},
			{"files that events name", checkUses},
			{"what was disposed of", checkDisposals},
		} {
			c := Check{Name: one.name, OK: true}
			if err := s.check(ctx, r, &c, one.do); err != nil {
				return err
			}
			checks = append(checks, c)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	pages, err := s.checkPages(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.checkRows(ctx)
	if err != nil {
		return nil, err
	}
	return append(checks, pages, rows), nil
}

// checkPages reads every page from the disk, free ones too, and sees that
// nothing lies behind the last.
func (s *Store) checkPages(ctx context.Context) (Check, error) {
	c := Check{Name: "pages of the database", OK: true}
	pages, damaged, err := s.v.CheckPages(ctx)
	c.Count = int(pages)
	if len(damaged) > 0 {
		c.fail("%d of its pages are not what was written", len(damaged))
	}
	if err != nil {
		return c, Problem(err)
	}
	more, err := s.v.Surplus(ctx)
	if more > 0 { // how many is not known: the file is lengthened to whole pages
		c.Surplus = c.OK
		c.fail("they are whole; bytes that Casebook did not write lie behind the last of them")
	}
	return c, Problem(err)
}

// check does one check; damage that keeps it from being done is its finding.
func (s *Store) check(ctx context.Context, r vault.Reader, c *Check, do func(context.Context, vault.Reader, *Check) error) error {
	err := do(ctx, r, c)
	if err != nil && casefile.IsKind(Problem(vault.Classify(err)), casefile.Damaged) {
		c.fail("it cannot be read to the end")
		return nil
	}
	return err
}

// checkFile asks SQLite whether the file is sound, its indexes included.
//
// A query of the search comes first: a connection that has looked at the index
// before it was changed by another compares it with what it remembers, and
// only a query makes it look again (FTS5 of SQLite 3.54.1).
func checkFile(ctx context.Context, r vault.Reader, c *Check) error {
	for _, index := range indexes {
		err := r.QueryRow(ctx, "SELECT count(*) FROM "+index+" WHERE "+index+" MATCH 'a'").Scan(&c.Count)
		if err != nil {
			return err
		}
	}
	if err := r.QueryRow(ctx, "PRAGMA page_count").Scan(&c.Count); err != nil {
		return err
	}
	return r.Each(ctx, func(row vault.Rows) error {
		said, err := one[string](row)
		if err == nil && said != "ok" {
			c.fail("the database reports damage: %s", said)
		}
		return err
	}, "PRAGMA integrity_check(1)")
}

func checkForeignKeys(ctx context.Context, r vault.Reader, c *Check) error {
	return r.Each(ctx, func(vault.Rows) error {
		c.Count++
		c.fail("an event names a device that is not there")
		return nil
	}, "PRAGMA foreign_key_check")
}

// checkEvents compares each event with its hashes and reads its data.
func checkEvents(ctx context.Context, r vault.Reader, c *Check) error {
	return r.Each(ctx, func(row vault.Rows) error {
		c.Count++
		e, err := scanEvent(row)
		if errors.Is(err, vault.ErrDamaged) {
			c.fail("%s", err)
			return nil
		}
		if err != nil {
			return err
		}
		if err := e.Verify(); err != nil {
			c.fail("%s", err)
		} else if _, err := e.Payload(); err != nil {
			c.fail("event %s (%s) cannot be read", e.ID, e.Type)
		}
		return nil
	}, "SELECT "+eventColumns+" FROM event ORDER BY hlc, device")
}

// checkChains follows the events of each device from the first to the last:
// none is missing, and each names the one before it. The first of a device
// names the head of the chain it grew from.
func (s *Store) checkChains(ctx context.Context, r vault.Reader, c *Check) error {
	var last casefile.Event
	err := r.Each(ctx, func(row vault.Rows) error {
		e, err := scanEvent(row)
		if err != nil {
			return err
		}
		if e.Device != last.Device {
			c.Count++
			last = casefile.Event{Device: e.Device, Hash: e.Prev}
		}
		if !e.Follows(last) {
			c.fail("event %s does not follow the one before it on device %s", e.ID, e.Device)
		}
		last = e
		return nil
	}, "SELECT "+eventColumns+" FROM event ORDER BY device, seq")
	if err != nil {
		return err
	}
	if err := checkHeads(ctx, r, c); err != nil {
		return err
	}
	return checkParents(ctx, r, c)
}

// checkHeads compares the end of each chain with where it was noted to end.
func checkHeads(ctx context.Context, r vault.Reader, c *Check) error {
	var short int
	err := r.QueryRow(ctx, `SELECT count(*) FROM device d WHERE NOT EXISTS
		(SELECT 1 FROM event e WHERE e.device = d.id AND e.seq = d.seq AND e.hash = d.head)
		OR EXISTS (SELECT 1 FROM event e WHERE e.device = d.id AND e.seq > d.seq)`).Scan(&short)
	if short > 0 {
		c.fail("the newest events of a device are gone, or are not those it ended with")
	}
	return err
}

// checkParents sees that each device grew from a chain that is there.
func checkParents(ctx context.Context, r vault.Reader, c *Check) error {
	var empty, orphans int
	err := r.QueryRow(ctx, `SELECT (SELECT count(*) FROM device WHERE id NOT IN (SELECT device FROM event)),
		(SELECT count(*) FROM event WHERE seq = 1 AND length(prev) > 0 AND prev NOT IN (SELECT hash FROM event))`).
		Scan(&empty, &orphans)
	if empty > 0 {
		c.fail("a device has no events")
	}
	if orphans > 0 {
		c.fail("a device grew from a chain that is not there")
	}
	return err
}

// checkBlobs unpacks every blob and compares it with its name.
func (s *Store) checkBlobs(ctx context.Context, r vault.Reader, c *Check) error {
	return r.Each(ctx, func(row vault.Rows) error {
		c.Count++
		b, err := scanBlob(row)
		if err != nil {
			return err
		}
		err = s.unpack(ctx, r, b, io.Discard)
		if errors.Is(err, vault.ErrDamaged) {
			c.fail("file %.12s is not what was stored", b.name)
			err = nil
		}
		return err
	}, "SELECT "+blobColumns+" FROM blob ORDER BY sha256")
}

// checkUses sees that every file an event names is there, and no other.
func checkUses(ctx context.Context, r vault.Reader, c *Check) error {
	named := map[string]bool{}
	err := r.Each(ctx, func(row vault.Rows) error {
		var e casefile.Event
		if err := row.Scan(&e.ID, &e.Data); err != nil {
			return err
		}
		sha := blobOf(e)
		if sha == "" {
			return nil
		}
		c.Count++
		named[sha] = true
		var there int
		err := r.QueryRow(ctx, "SELECT count(*) FROM blob WHERE sha256 = ?", sha).Scan(&there)
		if err == nil && there == 0 {
			c.fail("event %s names a file that is not there", e.ID)
		}
		return err
	}, "SELECT id, data FROM event WHERE data IS NOT NULL ORDER BY id")
	if err != nil {
		return err
	}
	return r.Each(ctx, func(row vault.Rows) error {
		sha, err := one[string](row)
		if err == nil && !named[sha] {
			c.fail("file %.12s lies there, and no event names it", sha)
		}
		return err
	}, "SELECT sha256 FROM blob ORDER BY sha256")
}

// errUndo ends a transaction whose changes are not wanted.
var errUndo = errors.New("undo")

// checkRows makes the read rows again in a transaction that is undone, and
// compares them with those that were there.
func (s *Store) checkRows(ctx context.Context) (Check, error) {
	c := Check{Name: "lists against the events", OK: true, Remade: true}
	err := s.v.Write(ctx, func(w vault.Writer) error {
		if err := s.indexHere(ctx, w); err != nil {
			return err
		}
		before, err := digests(ctx, w)
		if err != nil {
			return err
		}
		if err := s.rebuild(ctx, w); err != nil {
			return err
		}
		after, err := digests(ctx, w)
		if err != nil {
			return err
		}
		for i, t := range made() {
			c.Count += after[i].rows
			if before[i] != after[i] {
				c.fail("the table %s is not what the events make: run casebook rebuild", t.table)
			}
		}
		return errUndo
	})
	switch {
	case errors.Is(err, errUndo):
		err = nil
	case casefile.IsKind(Problem(err), casefile.Damaged):
		c.fail("they cannot be made again")
		err = nil
	}
	return c, Problem(err)
}

// digest is the content of a table, as a hash.
type digest struct {
	rows int
	sum  string
}

// made is all that is made from events.
func made() []content { return slices.Concat(readRows, readIndexes) }

// digests reads every table of read rows.
func digests(ctx context.Context, r vault.Reader) ([]digest, error) {
	out := make([]digest, len(made()))
	for i, t := range made() {
		h := sha256.New()
		err := r.Each(ctx, func(row vault.Rows) error {
			out[i].rows++
			values, err := row.Values()
			for _, v := range values {
				fmt.Fprintf(h, "%T %v\x00", v, v)
			}
			return err
		}, t.all)
		if err != nil {
			return nil, err
		}
		out[i].sum = hex.EncodeToString(h.Sum(nil))
	}
	return out, nil
}
