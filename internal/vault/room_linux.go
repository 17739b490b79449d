package vault

import "golang.org/x/sys/unix"

// freeOn returns how many bytes this user can still write on the disk on which a
// folder lies. Blocks are counted by f_frsize: a file system that runs as a
// program (FUSE) may name a far larger f_bsize, what it best reads at once.
func freeOn(dir string) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	if s.Frsize > 0 {
		return blockBytes(int64(s.Bavail), int64(s.Frsize))
	}
	return blockBytes(int64(s.Bavail), int64(s.Bsize))
}
