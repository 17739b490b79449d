package vault

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"syscall"
)

// Disk is what a vault's files lie on: the system's file system, or in a test
// one that loses in a power cut what had not been synced.
type Disk interface {
	// VFS names the VFS of SQLite that lies beneath the vault's own; "" is the
	// system's.
	VFS() string
	OpenFile(path string, flag int, mode fs.FileMode) (DiskFile, error)
	MkdirAll(path string, mode fs.FileMode) error
	Rename(from, to string) error
	Remove(path string) error
	// SyncDir makes the names in a folder last.
	SyncDir(path string) error
}

// DiskFile is an open file of a [Disk].
type DiskFile = interface {
	io.Reader
	io.ReaderAt
	io.Writer
	io.Seeker
	io.Closer
	Name() string
	Stat() (fs.FileInfo, error)
	Sync() error
}

// disk is what this program's vaults lie on.
var disk Disk = system{}

// Beneath puts another disk under every vault that is made or opened from now
// on, until the function it returns is called. It is for tests; no vault may
// be open at either moment.
func Beneath(d Disk) (back func()) {
	before := disk
	disk = d
	return func() { disk = before }
}

// system is the system's own file system.
type system struct{}

func (system) VFS() string { return "" }

func (system) OpenFile(path string, flag int, mode fs.FileMode) (DiskFile, error) {
	f, err := os.OpenFile(path, flag, mode)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (system) MkdirAll(path string, mode fs.FileMode) error { return os.MkdirAll(path, mode) }

func (system) Rename(from, to string) error { return os.Rename(from, to) }

func (system) Remove(path string) error { return os.Remove(path) }

// SyncDir has no such call on Windows: there a rename is journalled with the
// file; nor have some file systems.
func (system) SyncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
