package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// maxKeyFile is more than any key file takes, in bytes.
const maxKeyFile = 1 << 20

// readKeys returns what the key file holds or, where that is missing or
// damaged, what its second copy holds.
func readKeys(dir string) (keys, error) {
	k, err := readKeyFile(filepath.Join(dir, keyFile))
	if err == nil || errors.Is(err, ErrNewer) {
		return k, err
	}
	spare, spareErr := readKeyFile(filepath.Join(dir, keyCopyFile))
	switch {
	case spareErr == nil:
		return spare, nil
	case errors.Is(err, fs.ErrNotExist) && errors.Is(spareErr, fs.ErrNotExist):
		if _, lost := os.Stat(filepath.Join(dir, databaseFile)); lost == nil {
			return keys{}, fmt.Errorf("%w: its key file and the copy are gone", ErrDamaged)
		}
		return keys{}, fmt.Errorf("%w: %w", ErrNotVault, err)
	case errors.Is(err, fs.ErrNotExist):
		return keys{}, spareErr
	}
	return keys{}, err
}

func readKeyFile(path string) (keys, error) {
	info, err := os.Stat(path)
	if err != nil {
		return keys{}, classifyFile(err)
	}
	if !info.Mode().IsRegular() || info.Size() > maxKeyFile {
		return keys{}, fmt.Errorf("%w: its key file is no such file", ErrDamaged)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return keys{}, classifyFile(err)
	}
	return parseKeys(b)
}

// writeKeys writes the key file, then its copy. A crash in between leaves one
// that opens: see mendKeys.
func writeKeys(dir string, k keys) error {
	b, err := k.encode()
	if err != nil {
		return err
	}
	for _, name := range []string{keyFile, keyCopyFile} {
		if err := writeAtomically(filepath.Join(dir, name), b); err != nil {
			return err
		}
	}
	return nil
}

// mendKeys makes both files hold k, which has just opened the vault, where one
// was lost or is older.
func mendKeys(dir string, k keys) error {
	want, err := k.encode()
	if err != nil {
		return err
	}
	for _, name := range []string{keyFile, keyCopyFile} {
		path := filepath.Join(dir, name)
		if have, err := os.ReadFile(path); err == nil && bytes.Equal(have, want) {
			continue
		}
		if err := writeAtomically(path, want); err != nil {
			return err
		}
	}
	return nil
}
