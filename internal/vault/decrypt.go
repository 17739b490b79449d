package vault

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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
	if err := v.opt.roomBeside(filepath.Dir(file), size); err != nil {
		return err
	}
	p := &progress{tell: func(done, _ int64) {
		if tell != nil {
			tell(done, size)
		}
	}}
	p.expect(size)
	return atTarget(replaceFile(file, func(part string) error {
		defer p.watch(part)()
		return v.db.decryptTo(ctx, part)
	}))
}
