package powercut

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"casebook/internal/vault"
)

var _ vault.Disk = (*Recorder)(nil)

// VFS implements [vault.Disk].
func (r *Recorder) VFS() string { return r.shim.Name() }

// OpenFile implements [vault.Disk].
func (r *Recorder) OpenFile(path string, flag int, mode fs.FileMode) (vault.DiskFile, error) {
	f, err := os.OpenFile(path, flag, mode)
	if err != nil {
		return nil, err
	}
	d := &diskFile{File: f, r: r, number: r.number(path), path: path}
	if flag&os.O_TRUNC != 0 {
		r.add(op{kind: truncate, file: d.number})
	}
	return d, nil
}

// MkdirAll implements [vault.Disk].
func (r *Recorder) MkdirAll(path string, mode fs.FileMode) error {
	_, had := os.Stat(path)
	if err := os.MkdirAll(path, mode); err != nil || had == nil {
		return err
	}
	r.add(op{kind: makeDir, path: path})
	return nil
}

// Rename implements [vault.Disk].
func (r *Recorder) Rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	n := r.number(from)
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.numbers, from)
	r.numbers[to] = n
	r.ops = append(r.ops, op{kind: rename, file: n, path: from, to: to})
	return nil
}

// Remove implements [vault.Disk].
func (r *Recorder) Remove(path string) error {
	if err := os.Remove(path); err != nil {
		return err
	}
	r.gone(path)
	return nil
}

// SyncDir implements [vault.Disk].
func (r *Recorder) SyncDir(path string) error {
	r.names(filepath.Clean(path))
	return nil
}

// diskFile is a file that the vault itself has open.
type diskFile struct {
	*os.File
	r      *Recorder
	number int
	path   string
}

func (f *diskFile) Write(p []byte) (int, error) {
	if f.r.full.Load() {
		return 0, &fs.PathError{Op: "write", Path: f.path, Err: syscall.ENOSPC}
	}
	off, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	n, err := f.File.Write(p)
	f.r.add(op{kind: write, file: f.number, off: off, data: p[:n]})
	return n, err
}

func (f *diskFile) Sync() error {
	f.r.addSync(classOf(f.path), op{kind: syncFile, file: f.number})
	return nil
}
