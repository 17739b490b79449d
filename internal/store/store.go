package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"casebook/internal/casefile"
	"casebook/internal/clock"
	"casebook/internal/vault"

	"github.com/klauspost/compress/zstd"
)

// Options are what a store needs from outside.
type Options struct {
	Env casefile.Env
	// Actor is who acts where an [Act] names nobody.
	Actor string
	// Law is the base law; what a client has set is laid over it for each case.
	// When its version or its holidays change, the read rows are made again and
	// the dates that moved are recorded. What was loaded is laid over it.
	Law clock.Law
	// Machine names this machine, by whatever stays the same on it. A vault
	// last opened on another one starts a new device. Empty: never.
	Machine string
	// Read reads what lists and the search need out of a message's raw bytes;
	// nil reads nothing.
	Read func(raw []byte) MessageText
	// Light leaves out of a message's raw bytes what Read does without; nil
	// leaves out nothing. What it leaves of messages that have just come is kept
	// in memory until they are read.
	Light func(raw []byte) []byte
	// Reader names the version of Read: another one makes the read rows again.
	Reader string
	// Kept, where it is set, is told the events of each act once they are on
	// the disk.
	Kept func([]casefile.Event)
}

// Store keeps the record of a vault. Its methods may be called by several
// goroutines.
type Store struct {
	v   *vault.Vault
	opt Options
	enc *zstd.Encoder
	dec *zstd.Decoder
	// indexing keeps two readings of what was received from being at it at once.
	indexing sync.Mutex
	// fresh is what is still in memory of messages that are not read yet.
	fresh fresh
	// unread is how many bytes of text there may be in what this program has kept
	// and not read yet.
	unread atomic.Int64
	// inForce is the law as last read; lawNow sees whether it still holds.
	inForce atomic.Pointer[inForce]
}

// rowsVersion is the version of the read rows: raise it whenever they are made
// differently, so that older ones are made again.
const rowsVersion = 7

// Open brings the database of v up to date, starts a device where this copy of
// the vault has none on this machine, and makes the read rows again where they
// were made by another version or under another state of the law.
func Open(ctx context.Context, v *vault.Vault, opt Options) (*Store, error) {
	s := &Store{v: v, opt: opt}
	var err error
	if s.enc, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(runtime.GOMAXPROCS(0)), zstd.WithEncoderLevel(zstd.SpeedFastest)); err != nil {
		return nil, Problem(err)
	}
	if s.dec, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1)); err != nil {
		return nil, Problem(err)
	}
	if err := v.Migrate(ctx, schema); err != nil {
		return nil, Problem(err)
	}
	if err := s.write(ctx, s.begin); err != nil {
		return nil, err
	}
	if err := unlessFull(s.write(ctx, sweep)); err != nil {
		return nil, err
	}
	// What was received and not read before the program ended is read now.
	if _, err := s.Index(ctx, nil); unlessFull(err) != nil {
		return nil, err
	}
	return s, s.scrubRest(ctx)
}

// begin makes the database ready for this program on this machine.
func (s *Store) begin(ctx context.Context, w vault.Writer) error {
	_, machine, err := device(ctx, w)
	switch {
	case errors.Is(err, vault.ErrNoRow):
		err = s.startDevice(ctx, w)
	case err == nil && s.opt.Machine != "" && machine != s.opt.Machine:
		err = s.startDevice(ctx, w)
	}
	if err != nil {
		return err
	}
	if err := s.makePrintKey(ctx, w); err != nil {
		return err
	}
	made, err := setting(ctx, w, rowsSetting)
	if err != nil || made == s.rowsStamp() {
		return err
	}
	return s.remake(ctx, w)
}

// NewDevice starts a new device: what restoring a backup must do first, so that
// no number of the old one is given twice.
func (s *Store) NewDevice(ctx context.Context) error {
	return s.write(ctx, s.startDevice)
}

// Device returns the id of the device whose chain new events join.
func (s *Store) Device(ctx context.Context) (string, error) {
	var id string
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		id, _, err = device(ctx, r)
		return err
	})
	return id, err
}

// device returns the device at work and the machine it was started on.
func device(ctx context.Context, r vault.Reader) (id, machine string, err error) {
	err = r.QueryRow(ctx, "SELECT id, machine FROM device ORDER BY started DESC LIMIT 1").Scan(&id, &machine)
	return id, machine, err
}

const rowsSetting = "read rows"

// rowsStamp names everything but the events that the read rows depend on.
func (s *Store) rowsStamp() string {
	holidays := ""
	if s.opt.Law.Holidays != nil {
		holidays = s.opt.Law.Holidays.Version()
	}
	return fmt.Sprintf("%d, law %q, holidays %q, reader %q", rowsVersion, s.opt.Law.Version, holidays, s.opt.Reader)
}

func (s *Store) read(ctx context.Context, f func(context.Context, vault.Reader) error) error {
	return Problem(s.v.Read(ctx, func(r vault.Reader) error { return f(ctx, r) }))
}

func (s *Store) write(ctx context.Context, f func(context.Context, vault.Writer) error) error {
	return Problem(s.v.Write(ctx, func(w vault.Writer) error { return f(ctx, w) }))
}

// setting returns a setting, or "".
func setting(ctx context.Context, r vault.Reader, name string) (string, error) {
	var value string
	err := r.QueryRow(ctx, "SELECT value FROM setting WHERE name = ?", name).Scan(&value)
	if errors.Is(err, vault.ErrNoRow) {
		return "", nil
	}
	return value, err
}

func setSetting(ctx context.Context, w vault.Writer, name, value string) error {
	_, err := w.Exec(ctx, "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	return err
}

// Setting returns what was set under that name, or "".
func (s *Store) Setting(ctx context.Context, name string) (string, error) {
	var value string
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		value, err = setting(ctx, r, "user: "+name)
		return err
	})
	return value, err
}

// SetSetting keeps a value under a name, for what is neither part of the record
// nor secret.
func (s *Store) SetSetting(ctx context.Context, name, value string) error {
	return s.write(ctx, func(ctx context.Context, w vault.Writer) error {
		return setSetting(ctx, w, "user: "+name, value)
	})
}

// list collects the rows of a query.
func list[T any](ctx context.Context, r vault.Reader, scan func(vault.Row) (T, error), query string, args ...any) ([]T, error) {
	var out []T
	err := r.Each(ctx, func(row vault.Rows) error {
		v, err := scan(row)
		out = append(out, v)
		return err
	}, query, args...)
	return out, err
}

// one scans a row of one column.
func one[T any](row vault.Row) (v T, err error) {
	err = row.Scan(&v)
	return v, err
}
