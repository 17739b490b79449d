// Package powercut is a disk for tests that forgets, at any moment of its past,
// what had not been synced by then.
//
// A [Recorder] lies beneath a vault. It does to the real files what the vault
// asks and keeps a list of it: every write, truncation, creation, renaming,
// removal and sync, and between them what the test was told is done. Of that
// list [Recorder.Cut] makes the folder as a power cut could have left it: what
// was synced is there; of the rest each sector of 512 bytes was written, was
// not, or holds rubbish, and each name was made or was not, in any order.
package powercut
