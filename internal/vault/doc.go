// Package vault keeps everything Casebook knows in one folder: a database, the
// key file with its second copy, a lock file, and a private place for files
// that a viewer is to open.
//
// The folder is moved and copied whole. One program at a time has it open: see
// [InUseError]. Nothing but this package touches the database file; others are
// handed a [Reader] or a [Writer] for the length of a callback.
//
//	v, err := vault.Open(dir, passphrase, vault.Options{Now: now})
//	...
//	err = v.Write(ctx, func(w vault.Writer) error { ... })
//
// What was written when Write returns nil has reached the disk. A Write whose
// callback fails, or whose program dies, has changed nothing.
package vault
