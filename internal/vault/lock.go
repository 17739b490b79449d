package vault

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/gofrs/flock"
)

// lock is the hold on a vault for the life of an opener. The lock lies on one
// file and the holder's name in another: Windows lets nobody read locked bytes.
type lock struct {
	dir  string
	file *flock.Flock
}

// takeLock locks the vault, or returns an InUseError at once.
func takeLock(dir string, opt Options) (*lock, error) {
	l := &lock{dir: dir, file: flock.New(filepath.Join(dir, lockFile),
		flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(fileMode))}
	got, err := l.file.TryLock()
	if err != nil {
		return nil, classifyFile(err)
	}
	if !got {
		return nil, &InUseError{Holder: readHolder(dir)}
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
// programs lock two files of one name.
func (l *lock) release() error {
	disk.Remove(filepath.Join(l.dir, holderFile))
	return l.file.Close()
}

// readHolder returns who says to have the vault open.
func readHolder(dir string) Holder {
	var h Holder
	if b, err := os.ReadFile(filepath.Join(dir, holderFile)); err == nil && json.Unmarshal(b, &h) != nil {
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

// longestName is how much of a holder's name is shown, in characters.
const longestName = 60
