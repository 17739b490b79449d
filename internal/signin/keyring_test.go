package signin_test

import (
	"bufio"
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"casebook/internal/signin"

	"github.com/zalando/go-keyring"
)

func TestKeyringKeepsAndForgets(t *testing.T) {
	keyring.MockInit()
	ctx := t.Context()
	secret := []byte{0, 1, 0xff, '\n'}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere") // the mock is asked in its place
	if _, err := signin.Find(ctx, "a"); !errors.Is(err, signin.ErrKeyring) {
		t.Errorf("an empty keyring gives %v", err)
	}
	for range 2 {
		if err := signin.Keep(ctx, "a", secret); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := signin.Find(ctx, "a"); err != nil || string(got) != string(secret) {
		t.Errorf("it gives back %q, %v", got, err)
	}
	if _, err := signin.Find(ctx, "b"); !errors.Is(err, signin.ErrKeyring) {
		t.Errorf("another vault's gives %v", err)
	}
	for range 2 {
		if err := signin.Forget(ctx, "a"); err != nil {
			t.Error(err)
		}
	}
	if _, err := signin.Find(ctx, "a"); !errors.Is(err, signin.ErrKeyring) {
		t.Errorf("what was forgotten gives %v", err)
	}
	if err := keyring.Set("Casebook", "a", "not ours!"); err != nil {
		t.Fatal(err)
	}
	if _, err := signin.Find(ctx, "a"); !errors.Is(err, signin.ErrKeyring) {
		t.Errorf("what another program put there gives %v", err)
	}
	keyring.MockInitWithError(errors.New("locked"))
	if err := errors.Join(signin.Keep(ctx, "a", secret), signin.Forget(ctx, "a")); !errors.Is(err, signin.ErrKeyring) {
		t.Errorf("a locked keyring gives %v", err)
	}
}

// childEnv makes TestKeyringChild ask the real keyring and say what it gives.
const childEnv = "CASEBOOK_TEST_KEYRING"

// TestKeyringChild is the other program of the test below: go-keyring's real
// provider, which the mock would have replaced in this process.
func TestKeyringChild(t *testing.T) {
	if os.Getenv(childEnv) == "" {
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	_, findErr := signin.Find(ctx, "a")
	for _, err := range []error{signin.Keep(ctx, "a", []byte("b")), findErr, signin.Forget(ctx, "a")} {
		if !errors.Is(err, signin.ErrKeyring) {
			t.Errorf("it gives %v", err)
		}
	}
	t.Log("the keyring was asked")
}

// Where there is no bus, no keyring on it, or one that says nothing, the real
// call ends with the one error that means: ask for the passphrase.
func TestNoKeyring(t *testing.T) {
	if runtime.GOOS != "linux" {
		return // there is always one
	}
	tests := map[string]string{
		"no session":           "",
		"a bus that is gone":   "unix:path=" + filepath.Join(t.TempDir(), "bus"),
		"a bus that is silent": "unix:path=" + silentBus(t),
		"a bus of nobody":      "autolaunch:",
	}
	if address := realBus(t); address != "" {
		tests["a bus without a keyring"] = address
	}
	for name, address := range tests {
		t.Run(name, func(t *testing.T) {
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKeyringChild$", "-test.v")
			// PATH: a dbus-launch that is asked would start a bus.
			child.Env = append(os.Environ(), childEnv+"=1", "DBUS_SESSION_BUS_ADDRESS="+address, "PATH=")
			out, err := child.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "the keyring was asked") {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

// silentBus listens and never answers.
func silentBus(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "bus")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return path
}

// realBus starts a message bus on which no keyring is, where there is one to
// start.
func realBus(t *testing.T) string {
	program, err := exec.LookPath("dbus-daemon")
	if err != nil {
		return ""
	}
	conf := filepath.Join(t.TempDir(), "bus.conf")
	text := `<busconfig><type>session</type><listen>unix:tmpdir=` + t.TempDir() + `</listen>
<policy context="default"><allow send_destination="*"/><allow own="*"/><allow eavesdrop="true"/></policy></busconfig>`
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	bus := exec.Command(program, "--config-file="+conf, "--nofork", "--print-address")
	out, err := bus.StdoutPipe()
	if err == nil {
		err = bus.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bus.Process.Kill(); bus.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return "" // it does not start here
	}
	return strings.TrimSpace(address)
}
