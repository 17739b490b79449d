// Package torture holds the tests that mistreat the whole program: it is killed
// while it works. They stand apart from the rooms because they need all of
// them. Nothing imports it.
//
// go test does the short form; make torture sets CASEBOOK_TORTURE=1 and does
// the whole.
package torture
