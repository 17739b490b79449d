package vault

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/gofrs/flock"
)

// lock is the hold on a vault for the life of an opener. The lock lies on one
// file and the holder's name in another: Windows lets nobody read locked bytes.
//
// The holder's name outlives a crash, and goes only when the database has been
// closed in order and has no log any more. So a log that lies in the folder
// without it is not this database's last: it was put there.
type lock struct {
	dir   string
	file  *flock.Flock
	stray bool // there is such a log
}

// emptyLog is the size of a log in which nothing is, in bytes: its header's.
const emptyLog = 32

// takeLock locks the vault, or returns an InUseError at once.
func takeLock(dir string, opt Options) (*lock, error) {
	for _, name := range []string{lockFile, databaseFile + "-wal"} {
		if err := regular(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	l := &lock{dir: dir, file: flock.New(filepath.Join(dir, lockFile),
		flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(fileMode))}
	got, err := l.file.TryLock()
	if err != nil {
		return nil, classifyFile(err)
	}
	if !got {
		return nil, &InUseError{Holder: readHolder(dir)}
	}
	_, unnamed := os.Stat(filepath.Join(dir, holderFile))
	log, _ := os.Stat(filepath.Join(dir, databaseFile+"-wal"))
	if l.stray = errors.Is(unnamed, fs.ErrNotExist) && log != nil && log.Size() > emptyLog; l.stray {
		return l, nil // a name would vouch for that log the next time
	}
	h := Holder{PID: os.Getpid(), Program: opt.Program, Machine: opt.Machine}
	if opt.Now != nil {
		h.Started = opt.Now().UTC().Truncate(time.Second)
	}
	b, err := json.Marshal(h)
	if err == nil {
		err = writeAtomically(filepath.Join(dir, holderFile), b)
	}
	if err != nil {
		l.release()
		return nil, err
	}
	return l, nil
}

// release gives the vault back. The lock file stays: removing it would let two
// programs lock two files of one name. The holder's name stays with the log, and
// goes once it lasts that the log is gone: a power cut must not leave the log
// without it.
func (l *lock) release() error {
	if !l.stray && !l.logLeft() && syncDir(l.dir) == nil {
		disk.Remove(filepath.Join(l.dir, holderFile))
	}
	return l.file.Close()
}

// logLeft reports whether there is, or may be, a log.
func (l *lock) logLeft() bool {
	_, err := os.Stat(filepath.Join(l.dir, databaseFile+"-wal"))
	return !errors.Is(err, fs.ErrNotExist)
}

// readHolder returns who says to have the vault open.
func readHolder(dir string) Holder {
	var h Holder
	if b, err := readRegular(filepath.Join(dir, holderFile), maxHolder); err == nil && json.Unmarshal(b, &h) != nil {
		return Holder{}
	}
	h.Program, h.Machine = tame(h.Program), tame(h.Machine)
	return h
}

// tame makes a name out of a file that anybody could have written fit to be
// shown: short, and nothing that a terminal obeys.
func tame(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
	return string([]rune(s)[:min(longestName, len([]rune(s)))])
}

// maxHolder is more than a holder's name takes, in bytes.
const maxHolder = 64 << 10

// longestName is how much of a holder's name is shown, in characters.
const longestName = 60
