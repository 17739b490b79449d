package powercut

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const sector = 512 // bytes that a disk writes whole or not at all

// world is what a power cut leaves.
type world struct {
	content map[int][]byte // by number of the file, what has been synced
	pending map[int][]op   // and what was done since
	names   map[string]int // synced names; 0 is a folder
	renamed []op           // and what was done to names since
}

// Cut makes in the folder into what the power cut after the first n things done
// leaves of the root; chance decides.
func (r *Recorder) Cut(n int, chance *rand.Rand, into string) error {
	w := world{map[int][]byte{}, map[int][]op{}, map[string]int{}, nil}
	r.mu.Lock()
	for _, o := range r.ops[:n] {
		w.do(o)
	}
	r.mu.Unlock()
	for _, o := range w.renamed {
		if chance.IntN(2) == 0 {
			w.name(o)
		}
	}
	for _, number := range slices.Sorted(maps.Keys(w.pending)) { // so that chance decides the same again
		w.content[number] = w.lose(w.content[number], w.pending[number], chance)
	}
	return w.make(r.root, into)
}

// do does what was done, as far as it is synced.
func (w *world) do(o op) {
	switch o.kind {
	case write, truncate:
		w.pending[o.file] = append(w.pending[o.file], o)
	case syncFile:
		for _, p := range w.pending[o.file] {
			w.content[o.file] = apply(w.content[o.file], p)
		}
		delete(w.pending, o.file)
	case makeName, makeDir, rename, remove:
		w.renamed = append(w.renamed, o)
	case syncNames:
		var rest []op
		for _, p := range w.renamed {
			if filepath.Dir(p.path) == o.path {
				w.name(p)
			} else {
				rest = append(rest, p)
			}
		}
		w.renamed = rest
	}
}

// name does what was done to a name.
func (w *world) name(o op) {
	switch o.kind {
	case makeName, makeDir:
		w.names[o.path] = o.file
	case rename:
		w.names[o.to] = o.file
		if w.names[o.path] == o.file {
			delete(w.names, o.path)
		}
	case remove:
		if w.names[o.path] == o.file {
			delete(w.names, o.path)
		}
	}
}

// apply does a write or a truncation whole.
func apply(b []byte, o op) []byte {
	end := int(o.off) + len(o.data)
	if o.kind == truncate {
		end = int(o.off)
		b = b[:min(len(b), end)]
	}
	if end > len(b) {
		b = append(b, make([]byte, end-len(b))...)
	}
	if o.kind == write {
		copy(b[o.off:], o.data)
	}
	return b
}

// lose does of what was not synced some, sector by sector. Now and then all of
// it was done, or nothing.
func (w *world) lose(b []byte, ops []op, chance *rand.Rand) []byte {
	mood := chance.IntN(6)
	for _, o := range ops {
		switch {
		case mood == 0:
			b = apply(b, o)
		case mood == 1:
		case o.kind == truncate:
			if chance.IntN(2) == 0 {
				b = apply(b, o)
			}
		default:
			b = tear(b, o, chance)
		}
	}
	return b
}

// tear does some sectors of a write and makes rubbish of others.
func tear(b []byte, o op, chance *rand.Rand) []byte {
	for at := 0; at < len(o.data); {
		n := min(len(o.data)-at, sector-int(o.off+int64(at))%sector)
		piece := op{kind: write, off: o.off + int64(at), data: o.data[at : at+n]}
		switch chance.IntN(8) {
		case 0:
			piece.data = make([]byte, n)
			for i := range piece.data {
				piece.data[i] = byte(chance.Uint32())
			}
			fallthrough
		case 1, 2, 3, 4:
			b = apply(b, piece)
		}
		at += n
	}
	return b
}

// make writes what is left. What lies in a folder whose name was lost is lost.
func (w *world) make(root, into string) error {
	for path, number := range w.names {
		if !w.reachable(root, filepath.Dir(path)) {
			continue
		}
		target := filepath.Join(into, strings.TrimPrefix(path, root))
		if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
			return err
		}
		var err error
		if number == 0 {
			err = os.MkdirAll(target, 0o700)
		} else {
			err = os.WriteFile(target, w.content[number], 0o600)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *world) reachable(root, dir string) bool {
	for ; dir != root; dir = filepath.Dir(dir) {
		if number, ok := w.names[dir]; !ok || number != 0 {
			return false
		}
	}
	return true
}
