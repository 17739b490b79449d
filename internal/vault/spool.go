package vault

import (
	"fmt"
	"os"
	"path/filepath"
)

// Spool writes a file for a viewer or a printer to open, readable by this user
// alone, and returns where it is. It is gone when the vault is opened or closed
// next. The name must be a plain file name; a file of that name is replaced.
func (v *Vault) Spool(name string, data []byte) (string, error) {
	if err := v.enter(); err != nil {
		return "", err
	}
	defer v.inside.Done()
	if name != filepath.Base(name) || !filepath.IsLocal(name) || name == "." {
		return "", fmt.Errorf("vault: %q is no plain file name", name)
	}
	if err := disk.MkdirAll(v.path(spoolDir), dirMode); err != nil {
		return "", classifyFile(err)
	}
	path, err := filepath.Abs(filepath.Join(v.path(spoolDir), name))
	if err != nil {
		return "", err
	}
	if err := writeAtomically(path, data); err != nil {
		return "", err
	}
	return path, nil
}

// clearSpool removes what was written for viewers. A viewer that still holds a
// file open may keep it from going (Windows): the next opening tries again.
func (v *Vault) clearSpool() error {
	entries, err := os.ReadDir(v.path(spoolDir))
	if err != nil {
		return nil // nothing was ever written
	}
	for _, e := range entries {
		_ = os.RemoveAll(filepath.Join(v.path(spoolDir), e.Name()))
	}
	return nil
}
