package vault

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// HolderFile is the name of the file that says who has the vault open.
const HolderFile = "holder.json"

// The files of a vault.
const (
	databaseFile   = "cases.vault"
	keyFile        = "key.json"
	keyCopyFile    = "key-copy.json"
	lockFile       = "lock"
	holderFile     = HolderFile
	spoolDir       = "spool"
	unfinishedFile = "unfinished"
	copyFile       = "copy.vault"           // the database on its way into a backup
	updateFile     = "before-update.backup" // the vault as it was before a new version changed it

	dirMode  = 0o700
	fileMode = 0o600
)

// ours are the names a vault's folder may hold, apart from temporary ones.
var ours = map[string]bool{
	databaseFile: true, databaseFile + "-wal": true, databaseFile + "-shm": true, databaseFile + "-journal": true,
	keyFile: true, keyCopyFile: true, lockFile: true, holderFile: true, spoolDir: true, unfinishedFile: true,
	LedgerFile: true, LedgerFile + tempSuffix: true,
	copyFile: true, copyFile + "-wal": true, copyFile + "-shm": true, copyFile + "-journal": true,
	keyFile + tempSuffix: true, keyCopyFile + tempSuffix: true, holderFile + tempSuffix: true,
}

const (
	tempSuffix = ".new"
	partSuffix = ".part" // of a file outside the vault that is being written
)

// writeAtomically puts data in place of the file at path: whoever reads it,
// also after a power cut, finds the old content or the new, never a part.
func writeAtomically(path string, data []byte) (err error) {
	temp := path + tempSuffix
	if err := makeRoom(temp, path); err != nil {
		return err
	}
	f, err := disk.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, fileMode)
	if err != nil {
		return classifyFile(err)
	}
	defer func() {
		if err != nil {
			err = classifyFile(err)
			disk.Remove(temp)
		}
	}()
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	if err = disk.Rename(temp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// replaceFile puts a new file in place of the one at path: write makes it under
// another name, it has reached the disk before it takes the place, and it is
// gone where that fails.
func replaceFile(path string, write func(temp string) error) error {
	sweepParts(path)
	temp := path + "." + rand.Text()[:8] + partSuffix
	if err := write(temp); err != nil {
		remove(temp)
		return err
	}
	if err := disk.Rename(temp, path); err != nil {
		remove(temp)
		return err
	}
	return syncDir(filepath.Dir(path))
}

// ofPart is what follows a file's name where it was being written, by us.
var ofPart = regexp.MustCompile(`^\.[A-Z2-7]{8}\.part(-journal)?$`)

// sweepParts removes what is left of a writing of that file that was cut short:
// of a plain copy, half a file that nothing protects.
func sweepParts(path string) {
	entries, _ := os.ReadDir(filepath.Dir(path))
	for _, e := range entries {
		rest, of := strings.CutPrefix(e.Name(), filepath.Base(path))
		if of && e.Type().IsRegular() && ofPart.MatchString(rest) {
			remove(filepath.Join(filepath.Dir(path), e.Name()))
		}
	}
}

// syncDir makes the names in a folder last.
func syncDir(dir string) error { return disk.SyncDir(dir) }
