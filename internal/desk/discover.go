package desk

import (
	"context"
	"errors"

	"casebook/internal/casefile"
	"casebook/internal/signin"
)

// Suggestion is a proposal for a mailbox's settings, as far as they are known.
// Nothing of it has been tried.
type Suggestion struct {
	Account casefile.Account
	Why     string // a sentence
}

// found are the sentences of where a suggestion comes from.
var found = map[signin.Found]string{
	signin.ByMX:         "Mail for this domain goes to a provider that Casebook knows.",
	signin.ByAutoconfig: "The domain publishes this for mail programs.",
	signin.BySRV:        "The domain's name service names this server.",
}

// elsewhere warns of a server that anybody on the network could have named.
const elsewhere = " The server is in another domain: make sure that it is the right one before giving it a password."

// Discover proposes the settings of a mailbox from its address, the likelier
// first. Nothing but the domain is sent to anybody.
func (in *Intake) Discover(ctx context.Context, address string) ([]Suggestion, error) {
	return discover(ctx, address, in.web)
}

// Discover is [Intake.Discover] without a vault.
func Discover(ctx context.Context, address string, o Options) ([]Suggestion, error) {
	o.Web.Now = o.Now
	return discover(ctx, address, o.Web)
}

func discover(ctx context.Context, address string, web signin.Web) ([]Suggestion, error) {
	candidates, err := signin.Discover(ctx, address, web)
	if e, ok := errors.AsType[*signin.Error](err); ok && e.Reason == signin.Offline {
		return nil, &casefile.Error{
			Kind: casefile.Unreachable, What: "The network was not reached, so nothing could be looked up.",
			Do: "Check the connection and try again, or ask the firm's mail administrator for the server and the port.", Err: err,
		}
	}
	if err != nil {
		return nil, signInFault(err)
	}
	all := make([]Suggestion, len(candidates))
	for i, c := range candidates {
		a := casefile.Account{Host: c.Host, Port: c.Port, TLS: casefile.TLSMode(c.TLS), User: c.User, Auth: casefile.AuthMode(c.Auth)}
		if a.Auth == casefile.ByOAuth2 {
			a.OAuth.Provider = casefile.OAuthProvider(c.Provider)
		}
		if a.Auth == casefile.ByOAuth2 && c.Provider == "" {
			a.OAuth.Provider = casefile.Custom
		}
		all[i] = Suggestion{Account: a, Why: found[c.Found]}
		if c.Elsewhere {
			all[i].Why += elsewhere
		}
	}
	return all, nil
}
