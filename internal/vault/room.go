package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// NoRoomError says that a disk has less room than what is to be written needs.
// It is ErrFull, and nothing was written yet.
type NoRoomError struct {
	Free, Need int64 // bytes
}

// Error says how much is missing.
func (e *NoRoomError) Error() string {
	return fmt.Sprintf("there is no room: %d bytes are free of %d that are needed", e.Free, e.Need)
}

// Unwrap returns ErrFull.
func (e *NoRoomError) Unwrap() error { return ErrFull }

// reserve is what stays free on the disk of a vault, in bytes: an act, a letter
// for the printer, a disposal must be possible still, and the log keeps 16 MB
// (journal_size_limit). Outside only the end of a file's last block counts.
const (
	reserve       = 64 << 20
	targetReserve = 1 << 20
)

// logged is how much the log grows where the database does by so many bytes.
// Each page in it has 24 bytes in front, and some are written by two
// transactions: of 300 MB of attachments in batches of 8 MB the log had 2.7%
// more than the messages, the database 1.3% (TestMostRoom).
func logged(grow int64) int64 { return grow + grow/16 }

// Room returns a NoRoomError where the disk has no room for the database to grow
// by so many bytes, of which so many are written before Room is called again.
// Those stand in the log and then in the database as well before the log is begun
// again; so where there is too little room, the log is written back and emptied
// first.
//
// A file system that does not say what is free is no reason to stop.
func (v *Vault) Room(ctx context.Context, grow, atOnce int64) error {
	if err := v.enter(); err != nil {
		return err
	}
	defer v.inside.Done()
	err := v.roomToGrow(ctx, grow, atOnce)
	if _, short := errors.AsType[*NoRoomError](err); !short {
		return err
	}
	if flushing := v.Flush(ctx); ctx.Err() != nil {
		return flushing // a reader, or the disk, may have kept it as it was
	}
	return v.roomToGrow(ctx, grow, atOnce)
}

func (v *Vault) roomToGrow(ctx context.Context, grow, atOnce int64) error {
	owed, unused, err := v.owed(ctx)
	if err != nil {
		return err
	}
	return v.opt.room(v.dir, owed+logged(min(grow, atOnce))+max(0, grow-unused)+reserve)
}

// owed returns by how much the file of the database grows when the log is
// written back, and how much of it is pages that nothing uses, in bytes.
func (v *Vault) owed(ctx context.Context) (owed, unused int64, err error) {
	size, err := v.size(ctx)
	if err != nil {
		return 0, 0, err
	}
	err = v.db.read.QueryRowContext(ctx, "SELECT (SELECT * FROM pragma_freelist_count) * (SELECT * FROM pragma_page_size)").Scan(&unused)
	if err != nil {
		return 0, 0, classify(ctx, err)
	}
	info, err := os.Stat(v.path(databaseFile))
	if err != nil {
		return 0, 0, classifyFile(err)
	}
	return max(0, size-info.Size()), unused, nil
}

// fullAt is how little is free on a disk that is full: the log's index, and a
// file system's own lists, grow by more than a page.
const fullAt = 1 << 20

// ifFull tells the error of a disk that does not answer from that of a full one:
// SQLite, or a file system that finds room for what was written only when it is
// synced, says no more than that it failed.
func (v *Vault) ifFull(err error) error {
	if !errors.Is(err, ErrDisk) {
		return err
	}
	if _, short := errors.AsType[*NoRoomError](v.opt.room(v.dir, fullAt)); short {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}

// room returns a NoRoomError where less than need bytes are free on the disk on
// which a folder lies.
func (o Options) room(dir string, need int64) error {
	free := o.Free
	if free == nil {
		free = freeOn
	}
	if n, err := free(dir); err == nil && n < need {
		return &NoRoomError{Free: n, Need: need}
	}
	return nil
}

// roomBeside is room for a file outside the vault.
func (o Options) roomBeside(dir string, size int64) error {
	return atTarget(o.room(dir, size+targetReserve))
}

// blockBytes returns how much so many blocks are, as far as a number can.
func blockBytes(blocks, size int64) (int64, error) {
	const most = 1<<63 - 1
	switch {
	case blocks < 0: // what is left for everybody else is used already
		return 0, nil
	case size <= 0:
		return 0, errors.ErrUnsupported
	case blocks > most/size:
		return most, nil
	}
	return blocks * size, nil
}
