package desk

import (
	"os"
	"path/filepath"

	"casebook/internal/casefile"
)

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
