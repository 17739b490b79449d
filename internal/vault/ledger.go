package vault

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A ledger tells an older copy of a vault what has been disposed of since: a
// text file with a header that names the vault, then one sealed entry a line,
// in base64. Nothing in it can be read without the vault's key. Several copies
// of it are joined as sets of lines: that no order and no count matters is what
// lets them lie wherever a backup does.

// LedgerFile is the name of the ledger in a vault's folder; beside a backup it
// is the backup's name with LedgerSuffix.
const (
	LedgerFile   = "disposals"
	LedgerSuffix = ".disposals"

	ledgerHeader  = "casebook disposals 1 "
	ledgerPurpose = "entry of the ledger of disposals"
	maxLedger     = 256 << 20 // bytes: a million entries
)

// LedgerPath returns where the vault keeps its own ledger.
func (v *Vault) LedgerPath() string { return v.path(LedgerFile) }

// SealEntry makes of an entry a line for a ledger.
func (v *Vault) SealEntry(plain []byte) (string, error) {
	sealed, err := v.Seal(ledgerPurpose, plain)
	return base64.StdEncoding.EncodeToString(sealed), err
}

// OpenEntry returns the entry of a line, or ErrDamaged.
func (v *Vault) OpenEntry(line string) ([]byte, error) {
	sealed, err := sealedEntry(line)
	if err != nil {
		return nil, err
	}
	return v.Unseal(ledgerPurpose, sealed)
}

func sealedEntry(line string) ([]byte, error) {
	sealed, err := base64.StdEncoding.DecodeString(line)
	if err != nil {
		return nil, fmt.Errorf("%w: a line of the ledger is no line of one: %w", ErrDamaged, err)
	}
	return sealed, nil
}

// ReadLedger returns the lines of the ledger at path. One that is not there has
// none. One that does not begin as a ledger of this vault is ErrDamaged, and its
// lines are returned all the same: one letter changed in its header must bring
// nobody back, and a line that is not this vault's does not open.
func ReadLedger(path, vaultID string) ([]string, error) {
	data, err := readRegular(path, maxLedger)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	head, body, _ := strings.Cut(string(data), "\n")
	if head != ledgerHeader+vaultID {
		err = fmt.Errorf("%w: the ledger of disposals does not begin as this vault's", ErrDamaged)
	}
	var lines []string
	for line := range strings.Lines(body) {
		whole := strings.HasSuffix(line, "\n")
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
		if !whole && err == nil {
			err = ErrCut
		}
	}
	return lines, err
}

// ErrCut says that a ledger ends within a line. It is always put in place whole,
// so that no crash of ours leaves it so: the file was copied in part, or the
// disk lost its end. What stood behind is lost as well.
var ErrCut = fmt.Errorf("%w: the ledger of disposals ends within a line", ErrDamaged)

// MergeLedger adds lines to the ledger at path, which is made where there is
// none. When it returns, they are on the disk. A line that is damaged stays, so
// that it can be found. Another vault's ledger, or what is none, is not
// overwritten: ErrDamaged.
func MergeLedger(path, vaultID string, lines []string) error {
	have, err := ReadLedger(path, vaultID)
	if err != nil && !errors.Is(err, ErrCut) {
		return err
	}
	all := union(have, lines)
	if len(all) == len(union(have)) { // a line may stand there twice
		return nil
	}
	return WriteLedger(path, vaultID, all)
}

// WriteLedger puts a ledger of those lines in place of the one at path, if there
// is one: whoever reads it finds the old one or the new.
func WriteLedger(path, vaultID string, lines []string) error {
	lines = union(lines)
	slices.Sort(lines)
	var out bytes.Buffer
	out.WriteString(ledgerHeader + vaultID + "\n")
	for _, line := range lines {
		out.WriteString(line + "\n")
	}
	if err := os.MkdirAll(filepath.Dir(path), dirMode); err != nil {
		return classifyFile(err)
	}
	return writeAtomically(path, out.Bytes())
}

// union returns the lines of all, each once, in their order.
func union(all ...[]string) []string {
	var out []string
	known := map[string]bool{}
	for _, lines := range all {
		for _, line := range lines {
			if !known[line] {
				known[line] = true
				out = append(out, line)
			}
		}
	}
	return out
}

// gatherLedgers returns the lines of ledgers that may be of this vault. What
// cannot be read keeps nothing from being restored; of one that does not begin
// as this vault's, the lines that open count.
func gatherLedgers(paths []string, vaultID string, dek []byte) []string {
	var out []string
	for _, path := range paths {
		lines, err := ReadLedger(path, vaultID)
		if err != nil && !errors.Is(err, ErrCut) {
			lines = slices.DeleteFunc(lines, func(line string) bool {
				sealed, err := sealedEntry(line)
				if err == nil {
					_, err = unseal(dek, ledgerPurpose, sealed)
				}
				return err != nil
			})
		}
		out = union(out, lines)
	}
	return out
}
