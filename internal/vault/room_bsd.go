//go:build darwin || freebsd

package vault

import "golang.org/x/sys/unix"

// freeOn returns how many bytes this user can still write on the disk on which a
// folder lies.
func freeOn(dir string) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return blockBytes(int64(s.Bavail), int64(s.Bsize))
}
