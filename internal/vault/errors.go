package vault

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"syscall"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What can go wrong with a vault. Each is wrapped with what lay underneath, so
// compare with [errors.Is].
var (
	ErrPassphrase = errors.New("the passphrase does not open the vault")
	ErrRecovery   = errors.New("the recovery key does not open the vault")
	ErrKeyring    = errors.New("the key in the keyring does not open the vault")
	ErrNoWords    = errors.New("the passphrase is empty")
	ErrNotVault   = errors.New("the folder is not a vault")
	ErrNotEmpty   = errors.New("the folder is not empty")
	ErrNewer      = errors.New("the vault was written by a newer version")
	ErrDamaged    = errors.New("the vault is damaged")
	ErrForeign    = errors.New("the database or its log is not this vault's")
	ErrStrayLog   = errors.New("a log lies beside the database that is not its last")
	ErrNotFolder  = errors.New("the path names something that is no folder")
	ErrReadOnly   = errors.New("the vault's folder cannot be written to")
	ErrFull       = errors.New("the disk is full")
	ErrTooLarge   = errors.New("the disk takes no file so large")
	ErrDisk       = errors.New("the disk does not answer")
	ErrBusy       = errors.New("another program holds the database")
	ErrExists     = errors.New("a value that may stand only once is there already")
	ErrNotBackup  = errors.New("the file is no backup")
	ErrBadBackup  = errors.New("the backup is damaged")
	ErrOtherFile  = errors.New("the file to be replaced is no backup of this vault")
	ErrTaken      = errors.New("there is a file of that name")
	ErrInside     = errors.New("the place is inside the vault's own folder")
	ErrClosed     = errors.New("the vault is closed")
)

// InUseError says that another program has the vault open.
type InUseError struct {
	Holder Holder
}

// Holder is the program that has a vault open. Its zero value is a program
// that left no name.
type Holder struct {
	PID     int       `json:"pid"`
	Program string    `json:"program,omitempty"` // what it is: the window, or a command
	Machine string    `json:"machine,omitempty"` // as the machine calls itself
	Started time.Time `json:"started"`           // when it opened the vault, UTC
}

// Error names the holder.
func (e *InUseError) Error() string {
	if e.Holder.PID == 0 {
		return "the vault is open in another program"
	}
	return fmt.Sprintf("the vault is open in another program (process %d)", e.Holder.PID)
}

// codes maps primary result codes of SQLite to what they mean for a vault.
var codes = map[int]error{
	sqlite3.SQLITE_CORRUPT:  ErrDamaged,
	sqlite3.SQLITE_NOTADB:   ErrDamaged,
	sqlite3.SQLITE_CANTOPEN: ErrReadOnly,
	sqlite3.SQLITE_READONLY: ErrReadOnly,
	sqlite3.SQLITE_PERM:     ErrReadOnly,
	sqlite3.SQLITE_FULL:     ErrFull,
	sqlite3.SQLITE_BUSY:     ErrBusy,
	sqlite3.SQLITE_IOERR:    ErrDisk,
}

// extended maps the extended result codes that say more than their primary one.
var extended = map[int]error{
	sqlite3.SQLITE_IOERR_DATA:            ErrDamaged, // a page that does not authenticate
	sqlite3.SQLITE_IOERR_SHORT_READ:      ErrDamaged,
	sqlite3.SQLITE_CONSTRAINT_UNIQUE:     ErrExists,
	sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: ErrExists,
}

// Classify gives an error that a callback met in the database the meaning it
// will have when the callback returns it.
func Classify(err error) error { return classify(context.Background(), err) }

// classify gives an error of the database the meaning it has for a vault; any
// other error, and one that has a meaning already, comes back as it is.
func classify(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if cause := ctx.Err(); cause != nil && !errors.Is(err, cause) {
		return fmt.Errorf("%w: %w", cause, err)
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	meaning := extended[e.Code()]
	if meaning == nil {
		meaning = codes[e.Code()&0xff]
	}
	if meaning == nil && misdescribed(e) {
		meaning = ErrDamaged
	}
	if meaning == nil {
		return err
	}
	return fmt.Errorf("%w: %w", meaning, err)
}

// classifyFile gives an error of the file system the meaning it has for a vault.
func classifyFile(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	case isAny(err, fullDisk):
		return fmt.Errorf("%w: %w", ErrFull, err)
	case isAny(err, tooLarge):
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	case errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%w: %w", ErrNotFolder, err)
	case errors.Is(err, syscall.EIO), errors.Is(err, errors.ErrUnsupported): // also a share that cannot lock
		return fmt.Errorf("%w: %w", ErrDisk, err)
	}
	return err
}

func isAny(err error, of []error) bool {
	return slices.ContainsFunc(of, func(e error) bool { return errors.Is(err, e) })
}

// misdescribed reports whether a statement failed because the description of
// the tables is not the one that was written. The program's statements all fit
// that one.
func misdescribed(e *sqlite.Error) bool {
	return e.Code() == sqlite3.SQLITE_ERROR && slices.ContainsFunc(misfits, func(said string) bool { return strings.Contains(e.Error(), said) })
}

// misfits are what SQLite says where a name or a table is not what a statement
// takes it for.
var misfits = []string{
	"no such table", "no such column", "has no column named", "no such index", "no such module", "no such fts5 table", "no query solution",
	"malformed", "unknown datatype", "missing datatype", "vtable constructor failed", "ON CONFLICT clause does not match",
	"may not be modified", "unable to validate", "foreign key mismatch", "unrecognized parameter", "unrecognized option", "error in ",
}

// code returns SQLite's extended result code, 0 for an error that has none.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()
	}
	return 0
}
