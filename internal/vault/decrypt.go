package vault

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Decrypt writes all of the vault into a plain SQLite file that any program
// reads, for its owner: nothing protects what is in it. A file that is there is
// left as it is, and is ErrTaken.
func (v *Vault) Decrypt(ctx context.Context, file string, tell func(done, total int64)) error {
	if err := v.enter(); err != nil {
		return err
	}
	defer v.inside.Done()
	file, err := newFile(file)
	if err != nil {
		return err
	}
	if dir, err := straight(v.dir); err == nil && strings.HasPrefix(file, dir+string(filepath.Separator)) {
		return ErrInside
	}
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(ErrTaken, err)
	}
	size, err := v.size(ctx)
	if err != nil {
		return err
	}
	p := &progress{tell: func(done, _ int64) {
		if tell != nil {
			tell(done, size)
		}
	}}
	p.expect(size)
	var inside error
	err = replaceFile(file, func(out *os.File) error {
		defer p.watch(out.Name())()
		defer os.Remove(out.Name() + "-journal")
		inside = v.vacuumInto(ctx, plainURI(out.Name()))
		return inside
	})
	if inside != nil && !errors.Is(inside, ErrFull) && !errors.Is(inside, ErrReadOnly) {
		return inside
	}
	return atTarget(err)
}

// plainURI names a file that the system's own layer writes, without encryption.
func plainURI(path string) string {
	layer := "unix"
	if runtime.GOOS == "windows" {
		layer = "win32"
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: "vfs=" + layer + "&reserve=0"}
	return u.String()
}
