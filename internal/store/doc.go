// Package store keeps events, blobs and secrets in an open vault, and the read
// rows that lists and searches are made of.
//
// Events are the record; nothing else is. An act is appended in one
// transaction: its events sealed into this device's chain, the blobs they
// refer to, and the read rows of every stream it touched. Read rows are a
// cache of folds: [Store.Rebuild] makes the same ones again from the events.
//
// An event that keeps a blob names it in the field "sha256" of its data, also
// in versions of Casebook to come: that is how a blob is known to be needed.
package store
