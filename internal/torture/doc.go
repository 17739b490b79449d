// Package torture holds the tests that mistreat the whole program: it is killed
// while it works, the power is cut beneath it, bits of its vault are turned
// over, and what it leaves is searched for names. They stand apart from the
// rooms because they need all of them. Nothing imports it.
//
// go test does the short form; make torture sets CASEBOOK_TORTURE=1 and does
// the whole, or a share of it: CASEBOOK_TORTURE=0.1.
package torture
