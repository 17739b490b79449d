// Package locale gives the toolkit a language that it can read. Where the
// system names none but an encoding, as in C.UTF-8, which servers, timers and
// containers set, the toolkit writes an error of three lines to standard error
// before main begins, also for a command that opens no window.
//
// It is imported for what it does before main. The toolkit needs many packages
// and this one needs two, so that it comes first: packages are initialised by
// import path as soon as all they import is (The Go Programming Language
// Specification, Package initialization).
package locale

import (
	"os"
	"strings"
)

// English is what stands in for a locale without a language.
const English = "en_GB.UTF-8"

func init() {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} { // the first that is set counts
		if value := os.Getenv(name); value != "" {
			_ = os.Setenv(name, Readable(value))
			return
		}
	}
}

// Readable returns a locale that the toolkit can read: the same one, without
// its modifier where it has no encoding ("de_DE@euro"), or English where what
// stands before the encoding is no language.
func Readable(locale string) string {
	if locale == "C" || locale == "POSIX" {
		return locale
	}
	name, encoding, encoded := strings.Cut(locale, ".")
	name, _, _ = strings.Cut(name, "@")
	language, region, _ := strings.Cut(name, "_")
	switch {
	case !letters(language, 2, 3) || region != "" && !letters(region, 2, 2):
		return English
	case encoded:
		return name + "." + encoding
	}
	return name
}

// letters reports whether s is so many Latin letters.
func letters(s string, least, most int) bool {
	other := strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz")
	return other == "" && len(s) >= least && len(s) <= most
}
