//go:build unix

package vault

import "syscall"

// fullDisk is what the system says of a full disk, or of a user's full share.
var fullDisk = []error{syscall.ENOSPC, syscall.EDQUOT}

// tooLarge is what it says of a file larger than its file system takes.
var tooLarge = []error{syscall.EFBIG}
