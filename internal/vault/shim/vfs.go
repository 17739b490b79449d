package shim

import (
	"errors"
	"fmt"
	"sync"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// Layer says how files are treated.
type Layer interface {
	// Open returns how an open file is treated. The name is "" for a temporary
	// file, the flags are SQLITE_OPEN ones. A result other than SQLITE_OK
	// refuses the file, which is closed again.
	Open(t *libc.TLS, below Below, name string, flags int32) (File, int32)
	// Delete is told of a file about to be removed, and whether the folder is
	// synced with it.
	Delete(name string, syncDir bool)
}

// ErrInUse is what removing a VFS gives while files are open in it.
var ErrInUse = errors.New("shim: files are open")

// VFS is a layer as SQLite knows it.
type VFS struct {
	layer Layer
	name  string
	c     uintptr // sqlite3_vfs, its name and two sqlite3_io_methods behind it
	below uintptr // the sqlite3_vfs beneath
	open  int     // files
}

// header is what lies before the file of the VFS beneath in a sqlite3_file: the
// pointer to the methods, and padding.
const header = 16

// block is the C memory of a VFS.
type block struct {
	vfs    lib.Tsqlite3_vfs
	with   lib.Tsqlite3_io_methods // shared memory, for a VFS beneath that has it
	sans   lib.Tsqlite3_io_methods
	nameOf [64]byte
}

var (
	mu    sync.RWMutex
	known = map[uintptr]*VFS{}
	files = map[uintptr]*opened{}
)

// opened is a file SQLite has open through a layer.
type opened struct {
	File
	below Below
	vfs   *VFS
	log   File // of a database, where it has one open
}

// settle has a database and its log hand on what they hold.
func (f *opened) settle(t *libc.TLS) {
	for _, file := range [2]File{f.File, f.log} {
		if h, ok := file.(Holder); ok {
			h.Settle(t)
		}
	}
}

// fileAt returns the file at that address.
func fileAt(p uintptr) *opened {
	mu.RLock()
	defer mu.RUnlock()
	return files[p]
}

// Register makes a layer known to SQLite under a name of at most 63 bytes, to
// be used as ?vfs=name. It lies on the VFS of the name below, "" for the
// system's own.
func Register(name, below string, l Layer) (*VFS, error) {
	t := libc.NewTLS()
	defer t.Close()
	if rc := lib.Xsqlite3_initialize(t); rc != lib.SQLITE_OK {
		return nil, fmt.Errorf("shim: SQLite does not start (%d)", rc)
	}
	parent, err := find(t, below)
	if err != nil {
		return nil, err
	}
	if p, _ := find(t, name); p != 0 || name == "" || len(name) > 63 {
		return nil, fmt.Errorf("shim: a VFS cannot be named %q", name)
	}
	mem := lib.Xsqlite3_malloc64(t, uint64(unsafe.Sizeof(block{})))
	if mem == 0 {
		return nil, errors.New("shim: out of memory")
	}
	clear(view(mem, int(unsafe.Sizeof(block{}))))
	v := &VFS{layer: l, name: name, c: mem, below: parent}
	v.fill((*block)(at(mem)))
	mu.Lock()
	known[mem] = v
	mu.Unlock()
	if rc := lib.Xsqlite3_vfs_register(t, mem, 0); rc != lib.SQLITE_OK {
		v.forget(t)
		return nil, fmt.Errorf("shim: SQLite does not take the VFS (%d)", rc)
	}
	return v, nil
}

// find returns the VFS of that name, the default one for "".
func find(t *libc.TLS, name string) (uintptr, error) {
	z := uintptr(0)
	if name != "" {
		var err error
		if z, err = libc.CString(name); err != nil {
			return 0, err
		}
		defer libc.Xfree(t, z)
	}
	p := lib.Xsqlite3_vfs_find(t, z)
	if p == 0 {
		return 0, fmt.Errorf("shim: no VFS is named %q", name)
	}
	return p, nil
}

// Default returns the name of the system's own VFS.
func Default() (string, error) {
	t := libc.NewTLS()
	defer t.Close()
	p, err := find(t, "")
	if err != nil {
		return "", err
	}
	return libc.GoString((*lib.Tsqlite3_vfs)(at(p)).FzName), nil
}

// fill writes the C side.
func (v *VFS) fill(b *block) {
	parent := (*lib.Tsqlite3_vfs)(at(v.below))
	copy(b.nameOf[:], v.name)
	b.vfs = lib.Tsqlite3_vfs{
		FiVersion:   min(2, parent.FiVersion),
		FszOsFile:   header + parent.FszOsFile,
		FmxPathname: parent.FmxPathname,
		FzName:      v.c + unsafe.Offsetof(b.nameOf),
		FpAppData:   v.below,

		FxOpen:             word[openMethod](vfsOpen),
		FxDelete:           word[deleteMethod](vfsDelete),
		FxAccess:           word[accessMethod](vfsAccess),
		FxFullPathname:     word[pathMethod](vfsFullPathname),
		FxDlOpen:           word[dlOpenMethod](vfsDlOpen),
		FxDlError:          word[dlErrorMethod](vfsDlError),
		FxDlSym:            word[dlSymMethod](vfsDlSym),
		FxDlClose:          word[dlCloseMethod](vfsDlClose),
		FxRandomness:       word[bufferMethod](vfsRandomness),
		FxSleep:            word[sleepMethod](vfsSleep),
		FxCurrentTime:      word[clockMethod](vfsCurrentTime),
		FxGetLastError:     word[bufferMethod](vfsGetLastError),
		FxCurrentTimeInt64: word[clockMethod](vfsCurrentTimeInt64),
	}
	b.sans = lib.Tsqlite3_io_methods{
		FiVersion:               1,
		FxClose:                 word[fileMethod](fileClose),
		FxRead:                  word[transferMethod](fileRead),
		FxWrite:                 word[transferMethod](fileWrite),
		FxTruncate:              word[truncateMethod](fileTruncate),
		FxSync:                  word[numberMethod](fileSync),
		FxFileSize:              word[outMethod](fileSize),
		FxLock:                  word[numberMethod](fileLock),
		FxUnlock:                word[numberMethod](fileUnlock),
		FxCheckReservedLock:     word[outMethod](fileCheckReservedLock),
		FxFileControl:           word[controlMethod](fileControl),
		FxSectorSize:            word[fileMethod](fileSectorSize),
		FxDeviceCharacteristics: word[fileMethod](fileDeviceCharacteristics),
	}
	b.with = b.sans
	b.with.FiVersion = 2 // no xFetch: files are never mapped into memory
	b.with.FxShmMap = word[shmMapMethod](fileShmMap)
	b.with.FxShmLock = word[shmLockMethod](fileShmLock)
	b.with.FxShmBarrier = word[shmBarrierMethod](fileShmBarrier)
	b.with.FxShmUnmap = word[numberMethod](fileShmUnmap)
}

// Name returns the name under which SQLite knows the layer.
func (v *VFS) Name() string { return v.name }

// Unregister makes SQLite forget the layer. While files are open in it, it
// stays and the result is ErrInUse.
func (v *VFS) Unregister() error {
	t := libc.NewTLS()
	defer t.Close()
	mu.RLock()
	open := v.open
	mu.RUnlock()
	if open > 0 {
		return fmt.Errorf("%w: %d of %s", ErrInUse, open, v.name)
	}
	if rc := lib.Xsqlite3_vfs_unregister(t, v.c); rc != lib.SQLITE_OK {
		return fmt.Errorf("shim: SQLite keeps the VFS (%d)", rc)
	}
	v.forget(t)
	return nil
}

// forget frees the C side.
func (v *VFS) forget(t *libc.TLS) {
	mu.Lock()
	delete(known, v.c)
	mu.Unlock()
	lib.Xsqlite3_free(t, v.c)
}
