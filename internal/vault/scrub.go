package vault

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// Scrub overwrites with zeros what is unused in the pages of tables and
// indexes, and then empties the log ([Vault.Flush]).
//
// SQLite overwrites what is deleted (secure_delete), but not the second copy
// that is left where rows were moved to another page to make room: of 200 names
// disposed of, 2 to 3 were found in such places. Here every tree is walked from
// its root and the space between the cell pointers and the cells is cleared, in
// one transaction (SQLite file format, section 1.6). Overflow and free pages
// are cleared by SQLite when they are given back.
func (v *Vault) Scrub(ctx context.Context) error {
	if err := v.enter(); err != nil {
		return err
	}
	defer v.inside.Done()
	err := v.scrub(ctx)
	if err != nil {
		return classify(ctx, err)
	}
	return v.Flush(ctx)
}

// scrub works through a connection of its own: an ordinary one may not write to
// a page.
func (v *Vault) scrub(ctx context.Context) (err error) {
	open := strings.Replace(dsn(v.db.path, v.db.vfs.Name(), writeCache, "_txlock=immediate"), "_defensive=1", "_defensive=0", 1)
	db := sql.OpenDB(connector{open, closed})
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback()
	s := scrubber{tx: tx{t, map[string]*statement{}}}
	roots := []uint32{1}
	err = s.Each(ctx, func(row Rows) error {
		var root uint32
		err := row.Scan(&root)
		roots = append(roots, root)
		return err
	}, "SELECT rootpage FROM sqlite_schema WHERE rootpage > 1")
	if err != nil {
		return err
	}
	for _, root := range roots {
		if err := s.tree(ctx, root); err != nil {
			return err
		}
	}
	return t.Commit()
}

type scrubber struct{ tx }

// The kinds of page of a tree: its first byte.
const (
	innerIndex = 0x02
	innerTable = 0x05
	leafIndex  = 0x0a
	leafTable  = 0x0d
)

// tree clears the pages of a tree, from its root down.
func (s scrubber) tree(ctx context.Context, root uint32) error {
	for pages := []uint32{root}; len(pages) > 0; {
		n := pages[len(pages)-1]
		pages = pages[:len(pages)-1]
		var page []byte
		if err := s.QueryRow(ctx, "SELECT data FROM sqlite_dbpage WHERE pgno = ?", n).Scan(&page); err != nil {
			return err
		}
		gap, children, err := unused(page, n)
		if err != nil {
			return fmt.Errorf("page %d: %w", n, err)
		}
		pages = append(pages, children...)
		dirty := false
		for i, b := range gap {
			if b != 0 {
				gap[i], dirty = 0, true
			}
		}
		if !dirty {
			continue
		}
		if _, err := s.Exec(ctx, "UPDATE sqlite_dbpage SET data = ? WHERE pgno = ?", page, n); err != nil {
			return err
		}
	}
	return nil
}

// unused returns the unused part of a page, and the pages below it.
func unused(page []byte, n uint32) (gap []byte, children []uint32, err error) {
	at, header := 0, 8
	if n == 1 {
		at = 100 // after the header of the file
	}
	if len(page) < at+12 {
		return nil, nil, ErrDamaged
	}
	inner := page[at] == innerIndex || page[at] == innerTable
	if !inner && page[at] != leafIndex && page[at] != leafTable {
		return nil, nil, ErrDamaged
	}
	if inner {
		header = 12
		children = append(children, binary.BigEndian.Uint32(page[at+8:]))
	}
	cells := int(binary.BigEndian.Uint16(page[at+3:]))
	from, to := at+header+2*cells, int(binary.BigEndian.Uint16(page[at+5:]))
	if to == 0 {
		to = 1 << 16
	}
	if from > to || to > len(page) {
		return nil, nil, ErrDamaged
	}
	for i := range cells {
		cell := int(binary.BigEndian.Uint16(page[at+header+2*i:]))
		if cell+4 > len(page) {
			return nil, nil, ErrDamaged
		}
		if inner {
			children = append(children, binary.BigEndian.Uint32(page[cell:]))
		}
	}
	return page[from:to], children, nil
}
