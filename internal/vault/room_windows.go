package vault

import (
	"math"
	"syscall"

	"golang.org/x/sys/windows"
)

// freeOn returns how many bytes this user can still write on the disk on which a
// folder lies, a quota included.
func freeOn(dir string) (int64, error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(name, &free, nil, nil); err != nil {
		return 0, err
	}
	return int64(min(free, math.MaxInt64)), nil
}

// fullDisk is what the system says of a full disk; syscall.ENOSPC, which Go made
// up for it, is what a disk of a test says.
var fullDisk = []error{syscall.ENOSPC, windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED}

// tooLarge is what it says of a file larger than its file system takes.
var tooLarge = []error{windows.ERROR_FILE_TOO_LARGE}
