package vault

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Create makes a vault in dir, which must be empty or not exist yet. Where that
// fails, the folder is as it was.
func Create(dir string, passphrase []byte, opt Options) error {
	if len(passphrase) == 0 {
		return ErrNoWords
	}
	made, err := prepare(dir)
	if err != nil {
		return err
	}
	if err := build(dir, passphrase, opt); err != nil {
		sweep(dir, made)
		return err
	}
	return nil
}

// prepare makes the folder, if need be, and marks it as unfinished: a vault
// whose making was cut short is recognised by the mark and made again.
func prepare(dir string) (made bool, err error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := disk.MkdirAll(dir, dirMode); err != nil {
			return false, classifyFile(err)
		}
		made = true
		if err := syncDir(filepath.Dir(dir)); err != nil {
			sweep(dir, made)
			return false, classifyFile(err)
		}
	case err != nil:
		return false, classifyFile(err)
	case len(entries) > 0:
		if err := tidy(dir, entries); err != nil {
			return false, err
		}
	}
	if err := writeAtomically(filepath.Join(dir, unfinishedFile), nil); err != nil {
		sweep(dir, made)
		return false, err
	}
	return made, nil
}

// tidy empties a folder in which making a vault was cut short; any other one is
// left as it is.
func tidy(dir string, entries []fs.DirEntry) error {
	if !unfinished(entries) {
		return ErrNotEmpty
	}
	l, err := takeLock(dir, Options{}) // somebody may be making it at this moment
	if err != nil {
		return err
	}
	if err := l.release(); err != nil {
		return err
	}
	sweep(dir, false)
	return nil
}

// unfinished reports whether the entries are what a making that was cut short
// left, and nothing else.
func unfinished(entries []fs.DirEntry) bool {
	marked := false
	for _, e := range entries {
		if !ours[e.Name()] && e.Name() != unfinishedFile+tempSuffix {
			return false
		}
		marked = marked || e.Name() == unfinishedFile || e.Name() == unfinishedFile+tempSuffix
	}
	return marked
}

// sweep removes what making a vault has left, the mark last, and the folder if
// it was made for it.
func sweep(dir string, made bool) {
	os.RemoveAll(filepath.Join(dir, spoolDir))
	for name := range ours {
		if name != unfinishedFile {
			disk.Remove(filepath.Join(dir, name))
		}
	}
	disk.Remove(filepath.Join(dir, unfinishedFile+tempSuffix))
	disk.Remove(filepath.Join(dir, unfinishedFile))
	if made {
		disk.Remove(dir)
	}
}

// build fills an empty folder: the database first, the key file when all that
// it opens is there, and then the mark goes.
func build(dir string, passphrase []byte, opt Options) (err error) {
	// A stick or a share may know no modes: its files are then guarded by how it
	// is mounted.
	_ = os.Chmod(dir, dirMode)
	dek := make([]byte, keySize)
	if _, err := rand.Read(dek); err != nil {
		return err
	}
	defer clear(dek)
	k, err := keys{Version: keyVersion, Vault: rand.Text(), Copy: rand.Text()}.with(dek, Passphrase(passphrase), opt.cost(), rand.Reader)
	if err != nil {
		return err
	}
	l, err := takeLock(dir, opt)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.release()) }()
	db, err := createDatabase(context.Background(), filepath.Join(dir, databaseFile), dek, disk.VFS())
	if err != nil {
		return err
	}
	if err := db.close(); err != nil {
		return classify(context.Background(), err)
	}
	return finish(dir, k)
}

// finish writes the key file, now that all it opens is there, and takes the
// mark away.
func finish(dir string, k keys) error {
	b, err := k.encode()
	if err != nil {
		return err
	}
	if err := writeKeys(dir, b); err != nil {
		return err
	}
	if err := disk.Remove(filepath.Join(dir, unfinishedFile)); err != nil {
		return classifyFile(err)
	}
	return classifyFile(syncDir(dir))
}

// Open opens the vault in dir. The key is tried before the database is touched;
// a wrong one is ErrPassphrase, ErrRecovery or ErrKeyring.
func Open(dir string, key Key, opt Options) (*Vault, error) {
	if _, err := os.Stat(filepath.Join(dir, unfinishedFile)); err == nil {
		return nil, fmt.Errorf("%w: making it was cut short", ErrNotVault)
	}
	k, b, err := readKeys(dir)
	if errors.Is(err, ErrNotFolder) {
		err = fmt.Errorf("%w: %w", ErrNotVault, err)
	}
	if err != nil {
		return nil, err
	}
	v := &Vault{dir: dir, keys: k, keyBytes: b, opt: opt, idle: idle, copying: make(chan struct{}, 1)}
	if v.lock, err = takeLock(dir, opt); err != nil {
		return nil, err
	}
	if err = v.unlock(key); err != nil && !v.unlockOther(key) {
		v.lock.release()
		return nil, err
	}
	return v, nil
}

// unlockOther unlocks with the copy of the key file where that is of another
// vault than the key file: one of the two was put there by mistake, and only
// the database knows which.
func (v *Vault) unlockOther(key Key) bool {
	k, b, err := readKeyFile(v.path(keyCopyFile))
	if err != nil || k.Vault == v.keys.Vault {
		return false
	}
	v.keys, v.keyBytes = k, b
	return v.unlock(key) == nil
}

// unlock finds the data key and opens the database with it. The bytes of the
// key file that did it are put where the other copy is missing or older, and
// not before: a key file that does not belong here must not destroy the one
// that does.
func (v *Vault) unlock(key Key) (err error) {
	if err = v.unwrap(key); err != nil {
		return err
	}
	if v.lock.stray {
		return strayLog(v.path(databaseFile), v.dek)
	}
	if err = v.clearSpool(); err != nil {
		return err
	}
	v.clearParts()
	if v.db, err = openDatabase(v.path(databaseFile), v.dek, disk.VFS()); err != nil {
		return err
	}
	if err = v.db.check(context.Background()); err == nil {
		err = mendKeys(v.dir, v.keyBytes)
	}
	if err != nil {
		v.db.close()
	}
	return err
}

// unwrap finds the data key.
func (v *Vault) unwrap(key Key) (err error) {
	v.dek, err = v.keys.unwrap(key)
	return err
}

// clearParts removes what a backup that was cut short has left in the folder.
func (v *Vault) clearParts() {
	remove(v.path(copyFile))
	entries, _ := os.ReadDir(v.dir)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), updateFile+".") && strings.HasSuffix(e.Name(), partSuffix) {
			_ = disk.Remove(v.path(e.Name()))
		}
	}
}
