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

// readKeys returns what the key file holds, and its bytes, or those of its
// second copy where the first is missing or damaged. Where none of the two is
// whole, one whose sum alone is wrong has to do: its slots may be whole, and say
// so themselves.
func readKeys(dir string) (keys, []byte, error) {
	k, b, err := readKeyFile(filepath.Join(dir, keyFile))
	if err == nil || errors.Is(err, ErrNewer) {
		return k, b, err
	}
	spare, spareBytes, spareErr := readKeyFile(filepath.Join(dir, keyCopyFile))
	switch {
	case spareErr == nil:
		return spare, spareBytes, nil
	case errors.Is(err, errSum):
		return k, summed(b), nil
	case errors.Is(spareErr, errSum):
		return spare, summed(spareBytes), nil
	case errors.Is(err, fs.ErrNotExist) && errors.Is(spareErr, fs.ErrNotExist):
		if _, lost := os.Stat(filepath.Join(dir, databaseFile)); lost == nil {
			return keys{}, nil, &FileError{Names: []string{keyFile, keyCopyFile}, Gone: true}
		}
		return keys{}, nil, fmt.Errorf("%w: %w", ErrNotVault, err)
	case errors.Is(err, fs.ErrNotExist):
		return keys{}, nil, spareErr
	}
	return keys{}, nil, err
}

// summed returns a key file with the sum that is right for the rest of it.
func summed(b []byte) []byte {
	if at, sum := sumOf(b); at >= 0 {
		copy(b[at:], sum)
	}
	return b
}

func readKeyFile(path string) (keys, []byte, error) {
	b, err := readRegular(path, maxKeyFile)
	if err != nil {
		return keys{}, nil, err
	}
	k, err := parseKeys(b)
	return k, b, err
}

// writeKeys makes the key file hold those bytes, and then its copy. A crash in
// between leaves one that opens, and the next opening mends the other. What is
// so already is not written.
func writeKeys(dir string, b []byte) error {
	for _, name := range []string{keyFile, keyCopyFile} {
		path := filepath.Join(dir, name)
		if holds(path, b) {
			continue
		}
		if err := writeAtomically(path, b); err != nil {
			return err
		}
	}
	return nil
}

func holds(path string, b []byte) bool {
	have, err := readRegular(path, maxKeyFile)
	return err == nil && bytes.Equal(have, b)
}

// mendKeys is writeKeys for a vault that has just opened: one of the two files
// that cannot be put in its place keeps nobody from working while the other is
// there.
func mendKeys(dir string, b []byte) error {
	err := writeKeys(dir, b)
	if err == nil {
		return nil
	}
	spare := filepath.Join(dir, keyCopyFile)
	if !holds(spare, b) && !holds(filepath.Join(dir, keyFile), b) {
		return writeAtomically(spare, b)
	}
	return nil
}
