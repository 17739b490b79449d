package signin

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"github.com/zalando/go-keyring"
)

// ErrKeyring says that the system's keyring cannot be used: there is none, it
// is locked, it holds nothing of ours, or it does not answer. Whatever it is,
// the person is asked for the passphrase instead.
var ErrKeyring = errors.New("signin: the system's keyring cannot be used")

const (
	keyringService = "Casebook"
	// keyringPatience is how long a keyring may take: one that asks the person
	// something first has lost against asking for the passphrase.
	keyringPatience = 4 * time.Second
)

// Keep puts a secret into the system's keyring under the id of a vault, in
// place of any before. Every error is ErrKeyring.
func Keep(ctx context.Context, id string, secret []byte) error {
	_, err := askKeyring(ctx, func() (string, error) {
		return "", keyring.Set(keyringService, id, base64.StdEncoding.EncodeToString(secret))
	})
	return err
}

// Find returns what Keep was given under that id. Every error is ErrKeyring.
func Find(ctx context.Context, id string) ([]byte, error) {
	text, err := askKeyring(ctx, func() (string, error) { return keyring.Get(keyringService, id) })
	if err != nil {
		return nil, err
	}
	secret, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%w: what it holds is not of Casebook", ErrKeyring)
	}
	return secret, nil
}

// Forget removes what is kept under that id, if anything is. Every error is
// ErrKeyring.
func Forget(ctx context.Context, id string) error {
	_, err := askKeyring(ctx, func() (string, error) {
		err := keyring.Delete(keyringService, id)
		if errors.Is(err, keyring.ErrNotFound) {
			err = nil
		}
		return "", err
	})
	return err
}

// askKeyring asks, and stops waiting after a few seconds. The question itself
// cannot be taken back: its answer is then heard by nobody.
func askKeyring(ctx context.Context, ask func() (string, error)) (string, error) {
	if !keyringReachable() {
		return "", fmt.Errorf("%w: there is none in this session", ErrKeyring)
	}
	ctx, cancel := context.WithTimeout(ctx, keyringPatience)
	defer cancel()
	type answer struct {
		text string
		err  error
	}
	heard := make(chan answer, 1)
	go func() {
		text, err := ask()
		heard <- answer{text, err}
	}()
	select {
	case a := <-heard:
		if a.err != nil {
			return "", fmt.Errorf("%w: %w", ErrKeyring, a.err)
		}
		return a.text, nil
	case <-ctx.Done():
		return "", fmt.Errorf("%w: it does not answer", ErrKeyring)
	}
}

// keyringReachable reports whether there is something to ask. On Linux the
// keyring is a service on the session's message bus; where that is not running,
// asking would start a bus that nobody ends.
func keyringReachable() bool {
	if runtime.GOOS != "linux" {
		return true
	}
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" && address != "autolaunch:" {
		return true
	}
	_, err := os.Stat(filepath.Join("/run/user", strconv.Itoa(os.Getuid()), "bus"))
	return err == nil
}
