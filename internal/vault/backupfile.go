package vault

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// A backup is one file: a header of 96 bytes, the key file, the database. All
// numbers are big-endian. docs/VAULT.md has it with test vectors.
const (
	backupMagic   = "CASEBOOK-BACKUP\n"
	backupVersion = 1
	backupHeader  = 96
	// backupLabel names the key that the header is authenticated under; its
	// version is in it.
	backupLabel = "casebook backup 1"
)

// backupHead is the header of a backup.
type backupHead struct {
	keys     []byte            // the key file
	size     int64             // of the database, in bytes
	database [sha256.Size]byte // SHA-256 of it
	mac      []byte            // as it was read
}

// encode writes the header and the key file, authenticated under the data key.
func (h backupHead) encode(dek []byte) ([]byte, error) {
	b := make([]byte, 0, backupHeader+len(h.keys))
	b = append(b, backupMagic...)
	b = binary.BigEndian.AppendUint32(b, backupVersion)
	b = binary.BigEndian.AppendUint32(b, uint32(len(h.keys)))
	b = binary.BigEndian.AppendUint64(b, uint64(h.size))
	b = append(b, h.database[:]...)
	key, err := hkdf.Key(sha256.New, dek, nil, backupLabel, keySize)
	if err != nil {
		return nil, err
	}
	m := hmac.New(sha256.New, key)
	m.Write(b)
	m.Write(h.keys)
	return append(m.Sum(b), h.keys...), nil
}

// authentic reports whether the header and the key file are those that were
// written under the data key.
func (h backupHead) authentic(dek []byte) error {
	b, err := h.encode(dek)
	if err != nil {
		return err
	}
	if !hmac.Equal(b[backupHeader-sha256.Size:backupHeader], h.mac) {
		return fmt.Errorf("%w: its header was changed", ErrBadBackup)
	}
	return nil
}

// readBackup reads a header and the key file behind it.
func readBackup(r io.Reader) (backupHead, keys, error) {
	var b [backupHeader]byte
	n, err := io.ReadFull(r, b[:])
	switch {
	case !bytes.HasPrefix(b[:n], []byte(backupMagic)):
		if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = ErrNotBackup
		}
		return backupHead{}, keys{}, classifyFile(err)
	case err != nil:
		return backupHead{}, keys{}, cutShort(err)
	}
	if v := binary.BigEndian.Uint32(b[16:]); v != backupVersion {
		return backupHead{}, keys{}, fmt.Errorf("%w: the backup has version %d", ErrNewer, v)
	}
	h := backupHead{size: int64(binary.BigEndian.Uint64(b[24:])), mac: b[64:]}
	copy(h.database[:], b[32:])
	length := binary.BigEndian.Uint32(b[20:])
	if length > maxKeyFile || h.size < 0 {
		return backupHead{}, keys{}, fmt.Errorf("%w: its header is none", ErrBadBackup)
	}
	h.keys = make([]byte, length)
	if _, err := io.ReadFull(r, h.keys); err != nil {
		return backupHead{}, keys{}, cutShort(err)
	}
	k, err := parseKeys(h.keys)
	if errors.Is(err, ErrDamaged) {
		err = fmt.Errorf("%w: %w", ErrBadBackup, err)
	}
	return h, k, err
}

// cutShort is the error of a backup that ends too early.
func cutShort(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: it ends too early", ErrBadBackup)
	}
	return classifyFile(err)
}

// LookBackup returns which keys open a backup and of which vault and copy it
// is, without opening it. What is no backup is ErrNotBackup.
func LookBackup(file string) (Ways, error) {
	f, err := openRegular(file)
	if err != nil {
		return Ways{}, err
	}
	defer f.Close()
	_, k, err := readBackup(f)
	return k.ways(), err
}

// openRegular opens a file to read, unless it is something else: a pipe would
// be waited for.
func openRegular(name string) (DiskFile, error) {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		return nil, ErrNotBackup
	}
	if err != nil {
		return nil, classifyFile(err)
	}
	f, err := disk.OpenFile(name, os.O_RDONLY, 0)
	return f, classifyFile(err)
}
