package locale_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"casebook/internal/locale"

	"fyne.io/fyne/v2/lang"
)

func TestReadable(t *testing.T) {
	for given, want := range map[string]string{
		"C.UTF-8": locale.English, "C.utf8": locale.English, "POSIX.UTF-8": locale.English,
		"de_DE@euro": "de_DE", "ca_ES.UTF-8@valencia": "ca_ES.UTF-8@valencia", "English_United": locale.English, "xx@@": "xx",
		"C": "C", "POSIX": "POSIX", "cy_GB.UTF-8": "cy_GB.UTF-8", "en": "en",
	} {
		if got := locale.Readable(given); got != want {
			t.Errorf("%s becomes %s, want %s", given, got, want)
		}
	}
}

// The toolkit, which this test is linked with, has nothing to say where the
// system names no language.
func TestTheToolkitIsQuiet(t *testing.T) {
	if os.Getenv("CASEBOOK_QUIET") != "" {
		t.Log(lang.SystemLocale())
		return
	}
	for _, set := range []string{"LC_ALL=C.UTF-8", "LANG=C.UTF-8", "LANG=sr_RS@latin", "LANG=cy_GB.UTF-8", "LANG=C"} {
		again := exec.Command(os.Args[0], "-test.run=TestTheToolkitIsQuiet")
		again.Env = append(os.Environ(), "LANGUAGE=", "LC_ALL=", "LC_MESSAGES=", "LANG=", set, "CASEBOOK_QUIET=1")
		out, err := again.CombinedOutput()
		if err != nil || strings.Contains(string(out), "Fyne error") {
			t.Errorf("%s: %v\n%s", set, err, out)
		}
	}
}
