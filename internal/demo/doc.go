// Package demo holds what Casebook can be tried on without anybody's data:
// invented mail to a data protection officer's mailbox ([Mails]) and an IMAP
// server inside the process that serves it ([Serve]).
//
// The people, their addresses and their stories are made up. The same seed
// draws the same mail; another seed draws other people.
package demo
