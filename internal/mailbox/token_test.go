//go:build unix

package mailbox_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/dovecottest"
	"casebook/internal/mailbox"
	"casebook/internal/signin"
	"casebook/internal/signin/idptest"
)

// signedIn is a mailbox on Dovecot whose tokens come from a sign-in service, and
// are taken by these mechanisms. The person is the one who signs in, the mailbox
// is the server's own.
func signedIn(t *testing.T, person string, mechanisms ...string) (*idptest.Server, *dovecottest.Server, mailbox.Source, map[[32]byte]bool) {
	t.Helper()
	idp := idptest.Start(t, time.Now)
	d, src, hashes := dovecot(t, 12, dovecottest.OAuth2(idp.IntrospectURL, mechanisms...))
	src.Account.Auth, src.Password = casefile.ByOAuth2, ""
	config := signin.Config{
		Provider: signin.Custom, ClientID: idptest.ClientID, Scope: idptest.Scope, User: person,
		Override: signin.Endpoint{Authorize: idp.AuthorizeURL, Token: idp.TokenURL},
	}
	web := signin.Web{Now: time.Now}
	tokens, err := signin.Browser(t.Context(), config, web, func(address string) error {
		_, err := idptest.Browse(address)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	src.Token = signin.NewSource(config, web, tokens, func(context.Context, signin.Tokens, signin.Tokens) error { return nil }).Token
	return idp, d, src, hashes
}

func TestTokenSignsIn(t *testing.T) {
	for _, mechanisms := range [][]string{nil, {"xoauth2"}, {"oauthbearer"}} {
		t.Run(strings.Join(mechanisms, " "), func(t *testing.T) {
			_, _, src, hashes := signedIn(t, "shared", mechanisms...)
			s := newShelf()
			pull(t, src, s)
			s.wantHashes(t, hashes)
		})
	}
}

// A member of staff reads the shared mailbox with their own token, where they
// may, and is told where they may not.
func TestTokenOfAColleagueForASharedMailbox(t *testing.T) {
	idp, _, src, hashes := signedIn(t, "priya@firm.example", "xoauth2")
	src.Account.OAuth.SignInAs = "priya@firm.example"
	err := mailbox.Check(t.Context(), src)
	wantRefusedToken(t, idp, err)
	idp.Share("priya@firm.example", "shared")
	s := newShelf()
	pull(t, src, s)
	s.wantHashes(t, hashes)
}

func wantRefusedToken(t *testing.T, idp *idptest.Server, err error) {
	t.Helper()
	e, ok := errors.AsType[*casefile.Error](err)
	if !ok || e.Kind != casefile.Refused || !strings.Contains(e.What, "refuses this sign-in") {
		t.Fatalf("got %v", err)
	}
	for ; err != nil; err = errors.Unwrap(err) {
		for _, secret := range idp.Secrets() {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("a secret stands in %q", err)
			}
		}
	}
}

// A token that the server takes for expired is renewed once, under every way of
// saying no: Dovecot sends a reason and waits, others just refuse.
func TestTokenThatTheServerTurnsDownIsRenewed(t *testing.T) {
	for _, mechanism := range []string{"xoauth2", "oauthbearer"} {
		t.Run(mechanism, func(t *testing.T) {
			idp, _, src, _ := signedIn(t, "shared", mechanism)
			idp.ExpireAccess()
			if err := mailbox.Check(t.Context(), src); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(idp.Requests(), " "); got != "authorization_code refresh_token" {
				t.Errorf("the service was asked for %s", got)
			}
		})
	}
}

func TestTokenRefusalIsNotRepeated(t *testing.T) {
	idp, _, src, _ := signedIn(t, "somebody else")
	wantRefusedToken(t, idp, mailbox.Check(t.Context(), src))
	if n := len(idp.Requests()); n != 2 {
		t.Errorf("the service was asked %d times", n)
	}
}

// The end of a token in the middle of a pull ends the connection. The pull goes
// on over a new one with a fresh token and loses nothing.
func TestTokenEndsInTheMiddleOfAPull(t *testing.T) {
	idp, d, src, hashes := signedIn(t, "shared")
	src.Limits.Batch = 2
	s := newShelf()
	cut := false
	_, err := mailbox.Pull(t.Context(), src, s, func(p mailbox.Progress) {
		if p.Done >= 2 && !cut {
			cut = true
			idp.ExpireAccess()
			d.Kill()
			d.Restart()
		}
	})
	if err != nil || !cut {
		t.Fatalf("cut %v: %v", cut, err)
	}
	s.wantHashes(t, hashes)
	if got := strings.Join(idp.Requests(), " "); got != "authorization_code refresh_token" {
		t.Errorf("the service was asked for %s", got)
	}
}

// What the token source says is passed on as it is, and nothing is sent.
func TestNoTokenNoSignIn(t *testing.T) {
	_, _, src, _ := signedIn(t, "shared")
	again := &casefile.Error{Kind: casefile.Refused, Field: "sign-in", What: "Sign in again.", Do: "Now."}
	src.Token = func(context.Context, string) (string, error) { return "", again }
	if err := mailbox.Check(t.Context(), src); !errors.Is(err, again) {
		t.Errorf("got %v", err)
	}
	src.Token = func(context.Context, string) (string, error) { return "a\x01user=boss", nil }
	if err := mailbox.Check(t.Context(), src); !isKind(err, casefile.Invalid) {
		t.Errorf("got %v", err)
	}
	src.Token = nil
	if err := mailbox.Check(t.Context(), src); !isKind(err, casefile.Invalid) {
		t.Errorf("got %v", err)
	}
}

// A server without a way for tokens is told apart from one that refuses them,
// and Microsoft's is never given the way that it does not have.
func TestServerWithoutAWayForTokens(t *testing.T) {
	_, passwords, _ := dovecot(t, 0)
	passwords.Account.Auth = casefile.ByOAuth2
	passwords.Token = func(context.Context, string) (string, error) { return "", errors.New("a token was asked for") }
	_, _, other, _ := signedIn(t, "shared", "oauthbearer")
	other.Account.OAuth.Provider = casefile.Microsoft
	for name, src := range map[string]mailbox.Source{"passwords only": passwords, "not Microsoft's way": other} {
		err := mailbox.Check(t.Context(), src)
		if e := casefile.AsError(err); e == nil || e.Field != "auth" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func isKind(err error, kind casefile.ErrorKind) bool { return casefile.IsKind(err, kind) }
