package mailbox

import (
	"context"
	"errors"
	"fmt"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-sasl"

	"casebook/internal/casefile"
)

func (s *session) signIn(ctx context.Context) error {
	if s.client.State() != imap.ConnStateNotAuthenticated {
		return nil // the server knows the caller already, under TLS or on loopback
	}
	if s.src.Token != nil {
		return s.authenticate(ctx)
	}
	// Capabilities are looked up in the map: the set's own method infers some.
	if _, disabled := s.client.Caps()[imap.CapLoginDisabled]; disabled {
		return &casefile.Error{Kind: casefile.Refused, Field: "password", What: "The mail server takes no passwords.", Do: "It asks for another way of signing in; the firm's mail administrator knows which."}
	}
	if err := s.client.Login(s.src.Account.User, s.src.Password).Wait(); err != nil {
		return loginFault(s.cause(ctx, err))
	}
	return nil
}

// authenticate signs in with an access token: by XOAUTH2, which Microsoft and
// Google speak, or by OAUTHBEARER (RFC 7628).
func (s *session) authenticate(ctx context.Context) error {
	s.guard.rest() // a token may have to be fetched, which is not this server's silence
	token, err := s.src.Token(ctx)
	s.guard.expect()
	if err != nil {
		return tokenFault(ctx, err)
	}
	caps := s.client.Caps()
	var client sasl.Client = &xoauth2{s.src.Account.User, token}
	if _, ok := caps["AUTH=XOAUTH2"]; !ok {
		if _, ok := caps["AUTH=OAUTHBEARER"]; !ok {
			return fault(casefile.Refused, "auth", "The mail server takes no access tokens.",
				"Sign in with a password, or ask the firm's mail administrator.", nil)
		}
		client = &bearer{sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{
			Username: s.src.Account.User, Token: token, Host: s.src.Account.Host, Port: s.src.Account.Port,
		})}
	}
	if err := s.client.Authenticate(client); err != nil {
		return tokenRefused(s.cause(ctx, err))
	}
	return nil
}

// errToken is a server's refusal of a token. It is told inside the exchange,
// which is left open: the connection is closed after it.
var errToken = errors.New("mailbox: the server refuses the access token")

// xoauth2 is Google's and Microsoft's mechanism of one answer.
type xoauth2 struct{ user, token string }

// Start implements [sasl.Client].
func (x *xoauth2) Start() (string, []byte, error) {
	return "XOAUTH2", fmt.Appendf(nil, "user=%s\x01auth=Bearer %s\x01\x01", x.user, x.token), nil
}

// Next implements [sasl.Client]: a challenge is a refusal.
func (x *xoauth2) Next([]byte) ([]byte, error) { return nil, errToken }

// bearer is OAUTHBEARER whose refusal reads as one.
type bearer struct{ sasl.Client }

// Next implements [sasl.Client]: a challenge is a refusal.
func (b *bearer) Next([]byte) ([]byte, error) { return nil, errToken }

func tokenFault(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return cancelled(ctx)
	}
	if e, ok := known(err); ok {
		return e
	}
	return fault(casefile.Unreachable, "auth", "No access token for the mailbox could be had.", "Check the network, and sign in to the mailbox again.", err)
}

// tokenRefused is the error of a sign-in by token that the server turned down,
// which it says inside the exchange or by a plain NO.
func tokenRefused(err error) error {
	if !errors.Is(err, errToken) {
		e := casefile.AsError(loginFault(err))
		if e.Field != "password" {
			return e
		}
	}
	return fault(casefile.Refused, "auth", "The mail server does not accept the sign-in with the access token.",
		"Sign in to the mailbox again; if that does not help, ask the firm's mail administrator whether IMAP is allowed for it.", err)
}
