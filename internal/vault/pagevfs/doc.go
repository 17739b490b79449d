// Package pagevfs encrypts and authenticates what SQLite writes, page by page.
//
// The database and its write-ahead log are sealed with AES-256-GCM, journals
// and temporary files with AES-256-XTS. docs/VAULT.md writes the format down,
// with test vectors; what is here follows it.
//
// One [VFS] is registered for every open vault and holds that vault's keys.
// Nothing secret stands in the name of a VFS or in a path.
package pagevfs
