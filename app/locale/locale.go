// Package locale names a language to the toolkit where the environment names
// none. Fyne reads it while the program is being initialised and complains on
// standard error about the locale C, which servers and scheduled jobs have; the
// command line promises one line there.
//
// It works by being initialised first: it needs the standard library alone, and
// Go initialises packages that are ready in the order of their import paths.
package locale

import (
	"os"
	"strings"
)

// plain is the language of the program.
const plain = "en_GB.UTF-8"

func init() {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			if speechless(value) {
				_ = os.Setenv(name, plain) // a name that cannot be set stays as it was
			}
			return
		}
	}
	_ = os.Setenv("LANG", plain)
}

// speechless reports whether a locale names no language.
func speechless(value string) bool {
	language, _, _ := strings.Cut(value, ".")
	return language == "C" || language == "POSIX"
}
