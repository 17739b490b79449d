package mailbox

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/emersion/go-imap/v2"

	"casebook/internal/casefile"
)

// mechanism is a way to hand an access token to a mail server, as a client of
// go-sasl. Both send everything at once; a further question of the server can
// only be the reason of a refusal.
type mechanism struct {
	name     string
	response string
}

// Start implements the client of go-sasl.
func (m *mechanism) Start() (string, []byte, error) { return m.name, []byte(m.response), nil }

// Next implements the client of go-sasl. A server that asks again has refused
// (RFC 7628, section 3.2.2; Google and Dovecot do the same under XOAUTH2). What
// it sends is a stranger's text, and the answer it waits for cannot be written
// by the library: the connection is closed instead.
func (m *mechanism) Next([]byte) ([]byte, error) { return nil, errTurnedDown }

var errTurnedDown = errors.New("mailbox: the server asks again after the token")

// xoauth2 is the way of Microsoft and Google: the user is the mailbox, which
// may be a shared one, and the token that of the member of staff.
func xoauth2(a casefile.Account, token string) *mechanism {
	return &mechanism{"XOAUTH2", "user=" + a.User + "\x01auth=Bearer " + token + "\x01\x01"}
}

// oauthBearer is the standard way (RFC 7628). The library's own client writes a
// comma in the user's name as it is, which ends the name (RFC 5801, section 4).
func oauthBearer(a casefile.Account, token string) *mechanism {
	user := strings.NewReplacer("=", "=3D", ",", "=2C").Replace(a.User)
	return &mechanism{"OAUTHBEARER", fmt.Sprintf("n,a=%s,\x01host=%s\x01port=%d\x01auth=Bearer %s\x01\x01", user, a.Host, a.Port, token)}
}

// tokenWays are the ways that are known, the better one first.
var tokenWays = []struct {
	capability imap.Cap
	make       func(casefile.Account, string) *mechanism
	never      casefile.OAuthProvider // whose servers do not take it, whatever they say
}{
	{"AUTH=OAUTHBEARER", oauthBearer, casefile.Microsoft},
	{"AUTH=XOAUTH2", xoauth2, ""},
}

// authenticate signs in with an access token.
func (s *session) authenticate(ctx context.Context) error {
	a := s.src.Account
	if s.src.Token == nil {
		return fault(casefile.Invalid, "auth", "There is no sign-in for this mailbox.", "Sign in to it again.", nil)
	}
	caps := s.client.Caps()
	for _, way := range tokenWays {
		// Looked up in the map: the set's own method infers some.
		if _, offered := caps[way.capability]; !offered || way.never != "" && a.OAuth.Provider == way.never {
			continue
		}
		// Getting a token may take a while, in which no answer of this server is due.
		s.guard.rest()
		token, err := s.src.Token(ctx, s.refused)
		s.guard.expect()
		if err != nil {
			return err
		}
		if strings.ContainsFunc(a.User+token, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return fault(casefile.Invalid, "user", "The user name or the token holds a character that cannot be sent.", "Check the user name.", nil)
		}
		return s.present(ctx, way.make(a, token), token)
	}
	return fault(casefile.Refused, "auth", "The mail server does not offer to sign in by OAuth2.",
		"Check the host; otherwise the firm's mail administrator knows how to sign in.", nil)
}

// present hands a token over.
func (s *session) present(ctx context.Context, m *mechanism, token string) error {
	err := s.client.Authenticate(m)
	if err == nil {
		return nil
	}
	err = s.cause(ctx, err)
	if errors.Is(err, errTurnedDown) {
		return &tokenRefused{token, err}
	}
	if e, ok := known(err); ok {
		return e
	}
	answer, ok := errors.AsType[*imap.Error](err)
	switch {
	case !ok:
		return lostFault(err)
	case answer.Code == imap.ResponseCodeUnavailable:
		return loginFault(err)
	}
	return &tokenRefused{token, err}
}

// tokenRefused is a token that the server turned down. The token itself stays
// out of the error's text.
type tokenRefused struct {
	token string
	err   error
}

// Error implements error.
func (e *tokenRefused) Error() string { return "mailbox: the server refuses the token" }

// fault is the refusal of a fresh token, in words.
func (e *tokenRefused) fault() error {
	return fault(casefile.Refused, "user", "The mail server refuses this sign-in for this mailbox.",
		"Check the mailbox's address, that IMAP is allowed for it and that the person who signed in has full access to it; then sign in again.", e.err)
}
