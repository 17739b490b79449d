package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"casebook/internal/cli"
	"casebook/internal/desk"
	"casebook/internal/dovecottest"
	"casebook/internal/signin/idptest"
)

// person reads what the command line says and does it: opens the address, or
// types the code on the page.
type person struct {
	bytes.Buffer
	do   func(text string) bool
	done bool
}

func (p *person) Write(b []byte) (int, error) {
	n, err := p.Buffer.Write(b)
	if !p.done {
		p.done = p.do(p.String())
	}
	return n, err
}

var (
	printedAddress = regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+/authorize\?[^\s"]+`)
	printedCode    = regexp.MustCompile(`type the code (\S+):`)
)

// opens opens the address in a browser of its own, while the command waits.
func opens(all *sync.WaitGroup) func(string) bool {
	return func(text string) bool {
		address := printedAddress.FindString(text)
		if address != "" {
			all.Go(func() { _, _ = idptest.Browse(address) })
		}
		return address != ""
	}
}

// types types the code on the page.
func types(idp *idptest.Server, user string) func(string) bool {
	return func(text string) bool {
		m := printedCode.FindStringSubmatch(text)
		if m != nil {
			idp.Approve(m[1], user)
		}
		return m != nil
	}
}

// tryAs runs one command beside a person who does what it says.
func (s *shell) tryAs(do func(string) bool, args ...string) (out, said string, code int) {
	s.Helper()
	stdout, stderr := &bytes.Buffer{}, &person{do: do}
	p := program()
	p.In, p.Out, p.Err = strings.NewReader(""), stdout, stderr
	code = cli.Run(s.Context(), p, append(args, "--vault", s.path("vault"), "--passphrase-file", s.path("pass")))
	return stdout.String(), stderr.String(), code
}

// signInArgs are the options of a mailbox behind a sign-in service.
func (s *shell) signInArgs(idp *idptest.Server, server *dovecottest.Server, more ...string) []string {
	host, port, err := net.SplitHostPort(server.ImapsAddr)
	if err != nil {
		s.Fatal(err)
	}
	return append([]string{
		"account", "add", "dpo", "--host", host, "--port", port, "--user", server.User, "--ca", server.CAFile, "--since", "2026-08-01",
		"--auth", "oauth2", "--provider", "custom", "--client-id", idptest.ClientID, "--scope", idptest.Scope,
		"--authorize-url", idp.AuthorizeURL, "--token-url", idp.TokenURL, "--device-url", idp.DeviceURL,
	}, more...)
}

func startBoth(t *testing.T) (*idptest.Server, *dovecottest.Server) {
	t.Helper()
	idp := idptest.Start(t, func() time.Time { return noon })
	server := dovecottest.Start(t, dovecottest.OAuth2(idp.IntrospectURL))
	for i, l := range letters {
		server.Put("INBOX", []byte(l.raw), time.Date(2026, 9, 3+i, 9, 0, 0, 0, time.UTC), l.flags)
	}
	return idp, server
}

// The whole way by commands: signed in at a page or with a code, an application
// with a secret, pulled, ended, signed in again, pulled. What is printed and
// what lies in files holds no token and no secret.
func TestSignInByCommands(t *testing.T) {
	for name, more := range map[string][]string{"page": nil, "code": {"--device"}} {
		t.Run(name, func(t *testing.T) {
			idp, server := startBoth(t)
			idp.Set(idptest.Settings{Secret: "of-the-application"})
			s := newShell(t)
			secret := filepath.Join(t.TempDir(), "secret")
			if err := os.WriteFile(secret, []byte("of-the-application\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			var all sync.WaitGroup
			defer all.Wait()
			do := func() func(string) bool {
				if name == "code" {
					return types(idp, server.User)
				}
				return opens(&all)
			}
			printed := ""
			step := func(args ...string) {
				t.Helper()
				out, said, code := s.tryAs(do(), args...)
				if code != 0 {
					t.Fatalf("exit %d: %s", code, said)
				}
				printed += out + said
			}
			step(s.signInArgs(idp, server, append(more, "--client-secret-file", secret)...)...)
			if pulled := s.lines("pull")[0]; pulled["new"] != float64(len(letters)) {
				t.Errorf("the pull says %v", pulled)
			}
			idp.Revoke()
			_, said, code := s.try("pull")
			if code != 1 || !strings.Contains(said, "casebook account sign-in") || strings.Count(said, "\n") != 1 {
				t.Errorf("exit %d: %s", code, said)
			}
			step(append([]string{"account", "sign-in", "dpo"}, more...)...)
			if pulled := s.lines("pull")[0]; pulled["new"] != 0.0 || pulled["known"] != float64(len(letters)) {
				t.Errorf("the pull says %v", pulled)
			}
			noSecrets(t, append(idp.Secrets(), "of-the-application"), printed+said, s.dir)
		})
	}
}

// noSecrets looks for secrets in what was printed and in every file of a folder.
func noSecrets(t *testing.T, secrets []string, printed, dir string) {
	t.Helper()
	look := func(where string, text []byte) {
		for _, secret := range secrets {
			if secret != "" && bytes.Contains(text, []byte(secret)) {
				t.Errorf("a secret stands in %s", where)
			}
		}
	}
	look("what was printed", []byte(printed))
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		look(filepath.Base(path), text)
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// With --json the address comes as a line that a program can read.
func TestSignInForPrograms(t *testing.T) {
	idp, server := startBoth(t)
	s := newShell(t)
	var all sync.WaitGroup
	defer all.Wait()
	out := &person{do: opens(&all)}
	p := program()
	p.In, p.Out, p.Err = strings.NewReader(""), out, &bytes.Buffer{}
	args := s.signInArgs(idp, server, "--json", "--vault", s.path("vault"), "--passphrase-file", s.path("pass"))
	if code := cli.Run(t.Context(), p, args); code != 0 {
		t.Fatalf("exit %d: %s", code, p.Err)
	}
	var line struct{ Open, Code string }
	if err := json.Unmarshal(out.Bytes(), &line); err != nil || !strings.HasPrefix(line.Open, idp.AuthorizeURL) || line.Code != "" {
		t.Errorf("printed %q: %v", out, err)
	}
}

// Asked to, the command opens the browser itself.
func TestSignInOpensTheBrowser(t *testing.T) {
	idp, server := startBoth(t)
	s := newShell(t)
	s.run(s.signInArgs(idp, server, "--browse")...)
}

// A sign-in that is declined, or cannot begin, is one line and leaves nothing.
func TestSignInMistakes(t *testing.T) {
	idp, server := startBoth(t)
	tests := []struct {
		name   string
		change map[string]string
		set    idptest.Settings
		code   int
		says   string
	}{
		{"declined", nil, idptest.Settings{Decline: "access_denied"}, 1, "did not give Casebook access"},
		{"no provider", map[string]string{"--provider": ""}, idptest.Settings{}, 2, "--provider"},
		{"no client id", map[string]string{"--client-id": ""}, idptest.Settings{}, 2, "--client-id"},
		{"no server", map[string]string{"--host": ""}, idptest.Settings{}, 2, "--host"},
		{"no TLS", map[string]string{"--token-url": "http://id.example/token"}, idptest.Settings{}, 1, "https"},
		{"no page", map[string]string{"--authorize-url": ""}, idptest.Settings{}, 1, "sign-in page"},
		{"no such secret", map[string]string{"--client-secret-file": "nowhere"}, idptest.Settings{}, 1, "cannot be read"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var all sync.WaitGroup
			defer all.Wait()
			s := newShell(t)
			idp.Set(test.set)
			out, said, code := s.tryAs(opens(&all), change(s.signInArgs(idp, server), test.change)...)
			if code != test.code || out != "" || !strings.Contains(said, test.says) {
				t.Errorf("exit %d, printed %q and said %q", code, out, said)
			}
			if _, said, code := s.try("pull"); code != 1 || !strings.Contains(said, "no mailbox in this vault yet") {
				t.Errorf("an account was left behind: %s", said)
			}
		})
	}
}

// microsoft answers as the name service of a domain at Microsoft 365.
type microsoft struct{}

func (microsoft) LookupMX(context.Context, string) ([]*net.MX, error) {
	return []*net.MX{{Host: "firm-example.mail.protection.outlook.com."}}, nil
}

func (microsoft) LookupSRV(context.Context, string, string, string) (string, []*net.SRV, error) {
	return "", nil, errors.New("not here")
}

func TestDiscoverByCommand(t *testing.T) {
	run := func(args ...string) (out, said string, code int) {
		var stdout, stderr bytes.Buffer
		p := program()
		p.Out, p.Err = &stdout, &stderr
		p.Web = desk.Web{Resolver: microsoft{}, Client: &http.Client{Transport: &http.Transport{
			DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("not here") },
		}}}
		code = cli.Run(t.Context(), p, append([]string{"account", "discover"}, args...))
		return stdout.String(), stderr.String(), code
	}
	out, _, code := run("dpo@firm.example")
	if code != 0 || !strings.Contains(out, "--host outlook.office365.com --port 993 --tls implicit --user dpo@firm.example --auth oauth2 --provider microsoft\n") {
		t.Errorf("exit %d: %s", code, out)
	}
	out, _, _ = run("dpo@firm.example", "--json")
	var line map[string]any
	if err := json.Unmarshal([]byte(out), &line); err != nil || line["provider"] != "microsoft" || line["why"] == "" {
		t.Errorf("%v: %s", err, out)
	}
	if _, said, code := run("dpo"); code != 1 || !strings.Contains(said, "not an e-mail address") {
		t.Errorf("exit %d: %s", code, said)
	}
}
