package vault

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Options are what opening a vault needs from outside.
type Options struct {
	// Now is the program's clock, for the name left in the lock; nil leaves
	// out when the vault was opened.
	Now func() time.Time
	// Program and Machine say in the lock who has the vault open. They stand in
	// the clear in the vault's folder while it is.
	Program, Machine string
	// Cost is what a new passphrase is stretched with; zero is [DefaultCost].
	// What opens a vault is always the cost it was made with.
	Cost Cost
	// Free says how many bytes can still be written on the disk on which a folder
	// lies; nil asks the system. Where it fails nothing is held back.
	Free func(dir string) (int64, error)
	// Watch, where it is set, is told when a transaction that writes has begun
	// and when it has ended, kept or not. Tests of what a crash leaves count
	// by it how many of their crashes fell between the two.
	Watch func(writing bool)
}

func (o Options) cost() Cost {
	if o.Cost == (Cost{}) {
		return DefaultCost
	}
	return o.Cost
}

// Vault is an open vault. Its methods may be called by several goroutines.
type Vault struct {
	dir  string
	dek  []byte // the data key
	opt  Options
	db   *pools
	lock *lock

	keyMu    sync.Mutex
	keys     keys
	keyBytes []byte // the key file as it is

	mu      sync.Mutex
	closed  bool
	inside  sync.WaitGroup // callbacks under way
	emptied drained        // how far the log was written back beside the writing
	idle    time.Duration  // see idle
	rest    *time.Timer    // tidies the log
	pause   *time.Timer    // drains it
	rushes  atomic.Int64   // under way: see Rush

	copying chan struct{} // holds one while the database is copied
}

// ErrNoRow is what Scan returns where a query for one row found none.
var ErrNoRow = sql.ErrNoRows

// Row is one row of a query.
type Row interface {
	// Scan copies the columns to where the pointers show.
	Scan(into ...any) error
}

// Rows is one row at a time of a query's answer.
type Rows interface {
	Row
	// Values returns every column of the row, whatever there is.
	Values() ([]any, error)
}

// Reader reads the database for the length of a callback, on its goroutine.
type Reader interface {
	// Each runs a query and calls f for each of its rows in turn, until the
	// rows end or f fails. The row is good for the length of the call; other
	// statements may be run during it.
	Each(ctx context.Context, f func(Rows) error, query string, args ...any) error
	// QueryRow runs a query of which at most one row is wanted.
	QueryRow(ctx context.Context, query string, args ...any) Row
}

// Writer reads and changes the database for the length of a callback, on its
// goroutine.
type Writer interface {
	Reader
	// Exec runs a statement that returns no rows, and returns how many rows it
	// changed.
	Exec(ctx context.Context, query string, args ...any) (int64, error)
}

// ID returns the name of the vault, made with it and never changed.
func (v *Vault) ID() string { return v.Ways().ID }

// Dir returns the vault's folder.
func (v *Vault) Dir() string { return v.dir }

// Read calls f with a view of the database at one instant, which no writing
// disturbs. Do not call Read or Write from within f.
func (v *Vault) Read(ctx context.Context, f func(Reader) error) error {
	// There is nothing to keep: SQLite may have ended the transaction by itself,
	// at a damaged page that f has looked at and gone on from.
	return v.within(ctx, v.db.read, func(t tx) error { return f(t) }, false)
}

// Write calls f and keeps all that it changed, or nothing where f or the
// keeping fails. Only one Write is under way at a time; others wait. Do not call
// Write from within f; Read sees there what was before f changed anything.
func (v *Vault) Write(ctx context.Context, f func(Writer) error) error {
	if v.opt.Watch != nil {
		defer v.opt.Watch(false)
	}
	v.writes()
	defer v.wrote() // also where it failed: what was written before it waits still
	err := v.ifFull(v.within(ctx, v.db.write, v.watched(f), true))
	if err == nil {
		v.drain()
	}
	return err
}

// watched tells the watcher, if there is one, that a transaction is open.
func (v *Vault) watched(f func(Writer) error) func(tx) error {
	watch := v.opt.Watch
	if watch == nil {
		return func(t tx) error { return f(t) }
	}
	return func(t tx) error {
		watch(true)
		return f(t)
	}
}

// idle is how long nobody must have written before the log is written back:
// what lies in it could be lost to a program that does not know it.
const idle = 3 * time.Second

// writes says that there is no lull.
func (v *Vault) writes() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.pause != nil {
		v.pause.Stop()
	}
}

// wrote starts the times that must pass again.
func (v *Vault) wrote() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return
	}
	if v.rest == nil {
		v.rest = time.AfterFunc(v.idle, v.tidy)
		v.pause = time.AfterFunc(lull, v.pauses)
		return
	}
	v.rest.Reset(v.idle)
	v.pause.Reset(lull)
}

// tidy writes the log back and empties it. Where it cannot, the next time or closing does.
func (v *Vault) tidy() {
	if v.rushes.Load() > 0 || v.enter() != nil {
		return
	}
	defer v.inside.Done()
	if v.aloneAtLog(context.Background()) != nil {
		return
	}
	defer v.emptied.busy.Store(false)
	// Most of it while others may write.
	_ = v.db.drain(context.Background())
	_ = v.db.tidy(context.Background())
}

// within runs f in a transaction of that pool, and keeps what it did if it is to
// be kept.
func (v *Vault) within(ctx context.Context, db *sql.DB, f func(tx) error, keep bool) error {
	if err := v.enter(); err != nil {
		return err
	}
	defer v.inside.Done()
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return classify(ctx, err)
	}
	defer t.Rollback() // does nothing after Commit; undoes all if f panics
	if err := f(tx{t, map[string]*statement{}}); err != nil {
		return classify(ctx, err)
	}
	if !keep {
		return nil
	}
	return classify(ctx, t.Commit())
}

// enter counts a callback in, unless the vault is closed.
func (v *Vault) enter() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return ErrClosed
	}
	v.inside.Add(1)
	return nil
}

// Close waits for callbacks under way, closes the database and gives the lock
// back. Closing twice does nothing.
func (v *Vault) Close() error {
	v.mu.Lock()
	if v.closed {
		v.mu.Unlock()
		return nil
	}
	v.closed = true
	if v.rest != nil {
		v.rest.Stop()
		v.pause.Stop()
	}
	v.mu.Unlock()
	v.inside.Wait()
	err := classify(context.Background(), v.db.close())
	clear(v.dek)
	return errors.Join(err, v.clearSpool(), v.lock.release())
}

func (v *Vault) path(name string) string { return filepath.Join(v.dir, name) }
