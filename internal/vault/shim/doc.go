// Package shim puts Go code between SQLite and the files it works on: a VFS
// (https://www.sqlite.org/vfs.html) of ours in front of another one.
//
// A [Layer] says for each file that SQLite opens how it is read and written;
// what it does not say goes to the VFS beneath unchanged, locks and shared
// memory among them. Layers can lie on each other: the one beneath is named in
// [Register].
//
// This is the only place where Casebook touches memory that Go does not manage.
// Nothing checks that a function handed to SQLite has the parameters SQLite
// calls it with, so methods.go names every signature once, and a test compares
// them with the calls in the library's source.
package shim
