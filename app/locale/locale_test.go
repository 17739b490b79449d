package locale_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	_ "casebook/app/locale"
)

// A process of this test prints what the package has made of its environment.
func TestMain(m *testing.M) {
	if os.Getenv("LOCALE_TEST_PRINTS") != "" {
		os.Stdout.WriteString(os.Getenv("LC_ALL") + "|" + os.Getenv("LC_MESSAGES") + "|" + os.Getenv("LANG"))
		return
	}
	os.Exit(m.Run())
}

func TestLocale(t *testing.T) {
	for given, want := range map[string]string{
		"":                              "||en_GB.UTF-8",
		"LANG=C.UTF-8":                  "||en_GB.UTF-8",
		"LANG=POSIX":                    "||en_GB.UTF-8",
		"LANG=cy_GB.UTF-8":              "||cy_GB.UTF-8",
		"LC_ALL=C LANG=cy_GB.UTF-8":     "en_GB.UTF-8||cy_GB.UTF-8",
		"LC_MESSAGES=de_DE LANG=C":      "|de_DE|C",
		"LC_ALL=en_US.UTF-8 LANG=POSIX": "en_US.UTF-8||POSIX",
	} {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(strings.Fields(given), "LOCALE_TEST_PRINTS=1")
		out, err := cmd.Output()
		if err != nil || string(out) != want {
			t.Errorf("%q: %q, %v; want %q", given, out, err, want)
		}
	}
}
