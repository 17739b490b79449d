// Package message reads raw mail (RFC 5322, MIME) into [casefile.Message]
// values. It never fails: what cannot be read is said in Defects, and where
// nothing sensible could be read the message is Unreadable. Nothing is loaded
// from anywhere, HTML becomes plain text here, and every name that comes out is
// free of control characters, directions of writing and folders.
//
// Parts, headers, transfer encodings and character sets are read here,
// leniently, because mail in the wild breaks every rule of theirs and a request
// in it counts all the same.
package message
