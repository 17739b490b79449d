package house_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tools are what scripts/need itself runs on any Linux.
var tools = []string{"sh", "dirname", "sed", "sort", "head", "tr", "uname", "ls", "env", "cat"}

// need runs scripts/need on a machine that has the tools above and these programs, name to shell
// text, and nothing else.
func need(t *testing.T, groups string, programs map[string]string) (out string, err error) {
	t.Helper()
	bin := t.TempDir()
	for _, name := range tools {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range programs {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(filepath.Join(bin, "sh"), append([]string{filepath.Join(root, "scripts", "need")}, strings.Fields(groups)...)...)
	// Cyrus is taken to be unpacked: fetching it takes a network.
	home := t.TempDir()
	master := filepath.Join(home, ".cache/casebook/cyrus/usr/lib/cyrus/bin/master")
	if err := errors.Join(os.MkdirAll(filepath.Dir(master), 0o755), os.WriteFile(master, nil, 0o755)); err != nil {
		t.Fatal(err)
	}
	cmd.Env = []string{"PATH=" + bin, "HOME=" + home}
	text, err := cmd.CombinedOutput()
	return string(text), err
}

func TestNeedTellsOfAMissingOrOldGoInOneSentence(t *testing.T) {
	for _, c := range []struct{ name, version, want string }{
		{"none", "", "there is no go command here"},
		{"old", "go1.22.2", "this is Go 1.22.2:"},
		{"old patch", "go1.9", "this is Go 1.9:"},
		{"as asked", "go1.26.0", ""},
		{"newer", "go1.30rc1", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			programs := map[string]string{}
			if c.version != "" {
				programs["go"] = "echo " + c.version
			}
			out, err := need(t, "go", programs)
			if (err == nil) != (c.want == "") || !strings.Contains(out, c.want) {
				t.Errorf("%v: %q", err, out)
			}
			if c.want != "" && strings.Count(out, "\n") != 1 {
				t.Errorf("not one line: %q", out)
			}
		})
	}
}

func TestNeedNamesPackagesWhereItCannotInstall(t *testing.T) {
	for _, c := range []struct {
		name     string
		programs map[string]string
		want     []string
	}{
		{"no apt-get", nil, []string{"dnf install ", "mesa-libGL-devel", "pacman -S ", "libglvnd", "libgl1-mesa-dev"}},
		{
			"not root and no sudo",
			map[string]string{"apt-get": "exit 99", "id": "echo 1000"},
			[]string{"As root: apt-get install --no-install-recommends ", "libgl1-mesa-dev"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := need(t, "build", c.programs)
			if err == nil {
				t.Errorf("it went on: %q", out)
			}
			for _, w := range c.want {
				if !strings.Contains(out, w) {
					t.Errorf("it does not say %q: %q", w, out)
				}
			}
		})
	}
}

func TestNeedSaysWhatItInstallsAndInstallsIt(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	out, err := need(t, "build test", map[string]string{
		"apt-get": "exit 99", "id": "echo 1000", "systemctl": "exit 99",
		"sudo": fmt.Sprintf(`echo "$*" >>%q`, log),
	})
	if err != nil {
		t.Fatalf("%v: %q", err, out)
	}
	for _, w := range []string{"Building the window needs these packages", "libxrandr-dev", "Testing needs these packages", "xdotool"} {
		if !strings.Contains(out, w) {
			t.Errorf("it does not say %q: %q", w, out)
		}
	}
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "apt-get install -y -qq --no-install-recommends "); n < 2 {
		t.Errorf("%d installs, want 2 at least: %s", n, text)
	}
}

func TestNeedIsQuietWhereNothingIsMissing(t *testing.T) {
	programs := map[string]string{"apt-get": "exit 99", "id": "echo 1000"}
	for _, name := range []string{"gcc", "pkg-config", "bash", "dovecot", "mbsync", "saslpasswd2", "pdftotext", "Xvfb", "openbox", "xdotool", "import"} {
		programs[name] = "exit 0"
	}
	if out, err := need(t, "build test", programs); err != nil || out != "" {
		t.Errorf("%v: %q", err, out)
	}
}
