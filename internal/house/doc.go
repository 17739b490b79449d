// Package house has no code, only tests: the rules of the house that docs/ARCHITECTURE.md draws,
// each as a check of the source with its reason, and each shown to fail on source that breaks it.
//
// rooms_test.go is the table of rooms. A new package needs a row there first.
package house
