package vault

import (
	"io"
	"os"
)

// System is the system's own file system.
var System Disk = system{}

// Replace puts an empty file at path, as a backup is put there.
func Replace(path string) error {
	return atTarget(replaceFile(path, func(temp string) error {
		f, err := disk.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
		if err != nil {
			return err
		}
		return f.Close()
	}))
}

// KeyFileOf makes a key file of one slot with what is random drawn from there.
func KeyFileOf(id string, dek []byte, key Key, cost Cost, random io.Reader) ([]byte, error) {
	k, err := keys{Version: keyVersion, Vault: id, Copy: id}.with(dek, key, cost, random)
	if err != nil {
		return nil, err
	}
	return k.encode()
}

// Summed puts the right sum into a key file.
func Summed(b []byte) []byte { return summed(b) }

// RecoveryWords writes 32 bytes as groups.
func RecoveryWords(secret []byte) []string { return recoveryWords(secret) }

// BackupHeader makes what stands before the database in a backup.
func BackupHeader(keyFile []byte, size int64, sum [32]byte, dek []byte) ([]byte, error) {
	return backupHead{keys: keyFile, size: size, database: sum}.encode(dek)
}
