//go:build unix && !linux && !darwin && !freebsd

package vault

import "errors"

// freeOn does not know.
func freeOn(string) (int64, error) { return 0, errors.ErrUnsupported }
