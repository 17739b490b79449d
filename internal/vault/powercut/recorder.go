package powercut

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"casebook/internal/vault/shim"
)

// Class is what kind of thing a sync makes last.
type Class string

// The classes. Of a folder the names are synced, of the rest the content.
const (
	Log       Class = "log"
	Database  Class = "database"
	Journal   Class = "journal"
	Keys      Class = "key file"
	Copy      Class = "copy" // any other file
	Directory Class = "directory"
)

// classOf returns the class of a file.
func classOf(path string) Class {
	base := filepath.Base(path)
	switch {
	case strings.HasSuffix(base, "-wal"):
		return Log
	case strings.HasSuffix(base, "-journal"):
		return Journal
	case base == "cases.vault":
		return Database
	case strings.HasPrefix(base, "key"):
		return Keys
	}
	return Copy
}

// kind is what an op does.
type kind int

const (
	write kind = iota
	truncate
	syncFile
	makeName // of a file
	makeDir
	rename
	remove
	syncNames
	acknowledge
)

// op is one thing that was done.
type op struct {
	kind     kind
	file     int    // number of the file or folder, not reused
	path, to string // below the root
	off      int64  // or the size of a truncation
	data     []byte
	word     string // what was acknowledged
}

// Recorder is a disk that keeps a list of what was done to it. It is both a
// vault's Disk and a layer of SQLite's.
type Recorder struct {
	root    string
	shim    *shim.VFS
	deaf    map[Class]bool
	mu      sync.Mutex
	ops     []op
	numbers map[string]int // of the files there are, by path
	last    int
	full    atomic.Bool
}

var count atomic.Int64

// New records what is done below the root, and takes no notice of syncs of the
// classes in deaf.
func New(root string, deaf ...Class) (*Recorder, error) {
	r := &Recorder{root: root, deaf: map[Class]bool{}, numbers: map[string]int{}}
	for _, c := range deaf {
		r.deaf[c] = true
	}
	var err error
	r.shim, err = shim.Register(fmt.Sprintf("powercut-%d", count.Add(1)), "", r)
	return r, err
}

// Close takes the recorder from beneath SQLite.
func (r *Recorder) Close() error { return r.shim.Unregister() }

// Fill makes every further write fail for want of room, or no longer.
func (r *Recorder) Fill(full bool) { r.full.Store(full) }

// Acknowledge records that the test was told of something that must last.
func (r *Recorder) Acknowledge(word string) { r.add(op{kind: acknowledge, word: word}) }

// Len returns how many things were done so far.
func (r *Recorder) Len() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.ops)
}

// Acknowledged returns what was acknowledged among the first n things done.
func (r *Recorder) Acknowledged(n int) (words []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, o := range r.ops[:n] {
		if o.kind == acknowledge {
			words = append(words, o.word)
		}
	}
	return words
}

func (r *Recorder) add(o op) {
	r.mu.Lock()
	defer r.mu.Unlock()
	o.data = slices.Clone(o.data)
	r.ops = append(r.ops, o)
}

// addSync records a sync, if it is one that is heard.
func (r *Recorder) addSync(c Class, o op) {
	if !r.deaf[c] {
		r.add(o)
	}
}

// number returns the number of the file at path, which is new if there was none.
func (r *Recorder) number(path string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n, ok := r.numbers[path]
	if !ok {
		r.last++
		n = r.last
		r.numbers[path] = n
		r.ops = append(r.ops, op{kind: makeName, file: n, path: path})
	}
	return n
}

// gone forgets a name.
func (r *Recorder) gone(path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n, ok := r.numbers[path]; ok {
		delete(r.numbers, path)
		r.ops = append(r.ops, op{kind: remove, file: n, path: path})
	}
}

// names records that the names in a folder were synced.
func (r *Recorder) names(dir string) { r.addSync(Directory, op{kind: syncNames, path: dir}) }
