package desk

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"casebook/internal/casefile"
	"casebook/internal/message"
)

// How much is read of a file that a person named, in bytes.
const (
	MaxSettings = 64 << 20 // client files and tables, law, certificates
	MaxMail     = message.MaxMessage
)

// ReadFile returns the whole of a file that a person named. It is an Invalid
// [casefile.Error] at the field where it is a folder, a pipe or a device, where it
// cannot be read, and where it is larger than most bytes.
func ReadFile(field, name string, most int64) ([]byte, error) {
	if err := RegularFile(field, name); err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, unreadable(field, name, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	switch {
	case err != nil:
		return nil, unreadable(field, name, err)
	case int64(len(b)) > most:
		return nil, &casefile.Error{
			Kind: casefile.Invalid, Field: field, What: fmt.Sprintf("A file is larger than %d MB: %s.", most>>20, name),
			Do: "Check that it is the file that is meant.",
		}
	}
	return b, nil
}

// SaveClientTemplate writes a whole commented client file, for a person to fill
// in. It is an Invalid [casefile.Error] at the field file where something of that
// name is there already or cannot be written.
func SaveClientTemplate(name string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return &casefile.Error{
			Kind: casefile.Invalid, Field: "file", What: "There is something of that name already: " + name + ".", Do: "Choose another name.", Err: err,
		}
	}
	if err == nil {
		_, err = f.WriteString(ClientTemplate())
		if err = errors.Join(err, f.Close()); err != nil {
			_ = os.Remove(name) // half a file would stand in the way of the next try
		}
	}
	if err != nil {
		return &casefile.Error{
			Kind: casefile.Invalid, Field: "file", What: "The file cannot be written: " + name + ".", Do: "Choose a folder in which you may write.", Err: err,
		}
	}
	return nil
}

// unreadable is why a file that a person named could not be read.
func unreadable(field, name string, err error) error {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		err = e.Err
	}
	return &casefile.Error{
		Kind: casefile.Invalid, Field: field, What: "A file cannot be read: " + name + ": " + err.Error() + ".",
		Do: "Check its name and that you may read it.", Err: err,
	}
}

// RegularFile refuses what a person named to be read and is no file: a folder, or
// a pipe or a device, which might be waited for without end. What is not there,
// or may not be looked at, reading says.
func RegularFile(field, name string) error {
	info, err := os.Stat(name)
	switch {
	case err != nil || info.Mode().IsRegular():
		return nil
	case info.IsDir():
		return &casefile.Error{
			Kind: casefile.Invalid, Field: field, What: "That is a folder, not a file: " + name + ".",
			Do: "Name a file in it, or all of them as in " + filepath.Join(name, "*") + ".",
		}
	}
	return &casefile.Error{
		Kind: casefile.Invalid, Field: field, What: "That is a pipe or a device, not a file: " + name + ".",
		Do: "Save what comes out of it as a file, and name that.",
	}
}
