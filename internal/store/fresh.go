package store

import (
	"bytes"
	"sync"
)

// What of messages that have just come is kept in memory until they are read,
// so that they need not be fetched out of the vault again: all together, and of
// one message, in bytes.
const (
	mostFresh  = 32 << 20
	mostOfEach = 256 << 10
)

// fresh is such messages by the SHA-256 of their raw bytes.
type fresh struct {
	mu    sync.Mutex
	by    map[string][]byte
	bytes int
}

// keep keeps what light leaves of a message, where there is room.
func (f *fresh) keep(sha256 string, raw []byte, light func([]byte) []byte) {
	if light == nil || f.full() {
		return
	}
	left := light(raw)
	if len(left) > mostOfEach {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.by == nil {
		f.by = map[string][]byte{}
	}
	if _, there := f.by[sha256]; !there {
		f.by[sha256] = bytes.Clone(left)
		f.bytes += len(left)
	}
}

func (f *fresh) full() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.bytes >= mostFresh
}

// take returns what is left of a message, and whether it was kept.
func (f *fresh) take(sha256 string) ([]byte, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	left, there := f.by[sha256]
	if there {
		delete(f.by, sha256)
		f.bytes -= len(left)
	}
	return left, there
}

// forget lets go of everything.
func (f *fresh) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.by, f.bytes = nil, 0
}
