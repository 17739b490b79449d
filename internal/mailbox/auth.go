package mailbox

import (
	"context"

	"github.com/emersion/go-imap/v2"

	"casebook/internal/casefile"
)

func (s *session) signIn(ctx context.Context) error {
	if s.client.State() != imap.ConnStateNotAuthenticated {
		return nil // the server knows the caller already, under TLS or on loopback
	}
	if s.src.Account.Auth == casefile.ByOAuth2 {
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
