package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// FileError says which files of a vault are missing, or that what stands in the
// place of one is no file: a folder, or a pipe that nobody ever writes to, which
// must not be opened. It is ErrDamaged.
type FileError struct {
	Names []string // without the folder
	Gone  bool     // missing; otherwise something else stands there
}

// Error names the files.
func (e *FileError) Error() string {
	if e.Gone {
		return strings.Join(e.Names, " and ") + ": not there"
	}
	return strings.Join(e.Names, " and ") + ": no regular file"
}

// Unwrap returns ErrDamaged.
func (e *FileError) Unwrap() error { return ErrDamaged }

// regular returns a FileError where something stands at path that is no regular
// file, nil also where nothing does.
func regular(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return classifyFile(err)
	case !info.Mode().IsRegular():
		return &FileError{Names: []string{filepath.Base(path)}}
	}
	return nil
}

// readRegular returns what a file of at most so many bytes holds. Anything but a
// regular file is a FileError, and is not opened.
func readRegular(path string, most int64) ([]byte, error) {
	if err := regular(path); err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, classifyFile(err)
	}
	if info.Size() > most {
		return nil, fmt.Errorf("%w: %s is larger than any", ErrDamaged, filepath.Base(path))
	}
	b, err := os.ReadFile(path)
	return b, classifyFile(err)
}

// makeRoom sees that a file can be put at path by way of temp. A pipe or an
// empty folder of the temporary name is nobody's and goes; a folder in the place
// itself is a FileError: a rename does not replace it.
func makeRoom(temp, path string) error {
	if regular(temp) != nil {
		remove(temp)
		if err := regular(temp); err != nil {
			return err
		}
	}
	if info, err := os.Lstat(path); err == nil && info.IsDir() {
		return &FileError{Names: []string{filepath.Base(path)}}
	}
	return nil
}
