package desk

import (
	"context"
	"encoding/json"
	"sync"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
	"casebook/internal/signin"
)

// SignIn is how a person signs in to a mailbox at the page of its provider.
type SignIn struct {
	// Device signs in with a short code that is typed on any machine, in place of
	// a browser on this one.
	Device bool
	// Secret is that of the application, where the provider wants one. Nil keeps
	// what is kept.
	Secret []byte
	// Prompt is called once with what the person is to open, and until when
	// Casebook waits. It must not wait for them.
	Prompt func(SignInPrompt) error
}

// SignInPrompt is what a person does to sign in: the address of a page to
// open, and with [SignIn.Device] a code to type there.
type SignInPrompt = signin.Prompt

// keptSignIn is what the vault keeps of a sign-in, among its secrets.
type keptSignIn struct {
	Tokens signin.Tokens `json:"tokens"`
	Secret string        `json:"secret,omitempty"`
}

// signIns are the sign-ins in use. There is one source of tokens for an
// account: two would spend one refresh token twice, which ends the sign-in.
type signIns struct {
	mu      sync.Mutex
	sources map[string]*signin.Source // by account id
}

// AddSignedInAccount signs a person in at the provider's page, opens the
// mailbox with what that gave, and records the account if it works. The
// account's Auth is oauth2 then. Otherwise it does as AddAccount.
func (in *Intake) AddSignedInAccount(ctx context.Context, a casefile.Account, how SignIn) error {
	a.Auth = casefile.ByOAuth2
	if host := signin.Host(signin.Provider(a.OAuth.Provider)); a.Host == "" && host != "" {
		a.Host, a.Port, a.TLS = host, signin.Port, casefile.Implicit
	}
	a, since, err := in.prepare(ctx, a)
	if err == nil {
		err = likelySignIn(a, how)
	}
	if err != nil {
		return err
	}
	kept, err := in.signIn(ctx, a, how, string(how.Secret))
	if err != nil {
		return err
	}
	if a, err = in.openFolders(ctx, in.sourceOf(a, &kept), since); err != nil {
		return err
	}
	secret, err := json.Marshal(kept)
	if err != nil {
		return casefile.AsError(err)
	}
	if err := in.recordAccount(ctx, a, secret); err != nil {
		return err
	}
	in.forgetSource(a.ID)
	return nil
}

// SignIn signs a person in to a mailbox again, whose tokens are not taken any
// more. What was kept stays where the mailbox refuses the new tokens. Any other
// fault of the mailbox is told, and the new tokens are kept.
func (in *Intake) SignIn(ctx context.Context, name string, how SignIn) error {
	accounts, err := in.accounts(ctx, name)
	if err != nil {
		return err
	}
	a := accounts[0]
	if name == "" || a.Auth != casefile.ByOAuth2 {
		return invalid("account", "This mailbox is signed in to with a password.", "Give a new password with casebook account set NAME --password-file FILE, or in its row of the window.")
	}
	secret := string(how.Secret)
	if how.Secret == nil {
		// Without anything kept the provider says whether it wants a secret.
		if before, err := in.keptSignIn(ctx, a.ID); err == nil {
			secret = before.Secret
		}
	}
	kept, err := in.signIn(ctx, a, how, secret)
	if err != nil {
		return err
	}
	tried := mailbox.Check(ctx, in.sourceOf(a, &kept))
	if casefile.IsKind(tried, casefile.Refused) || casefile.IsKind(tried, casefile.Cancelled) {
		return tried
	}
	if err := in.keepSignIn(ctx, a.ID, kept); err != nil {
		return err
	}
	in.forgetSource(a.ID)
	return tried
}

// signIn runs one of the two flows.
func (in *Intake) signIn(ctx context.Context, a casefile.Account, how SignIn, secret string) (keptSignIn, error) {
	config, until := configOf(a, secret), in.web.Until()
	prompt := func(p SignInPrompt) error {
		if p.Expires.IsZero() || p.Expires.After(until) {
			p.Expires = until // Casebook does not wait longer, whatever the code is good for
		}
		return how.Prompt(p)
	}
	var tokens signin.Tokens
	var err error
	if how.Device {
		tokens, err = signin.Device(ctx, config, in.web, prompt)
	} else {
		tokens, err = signin.Browser(ctx, config, in.web, func(address string) error { return prompt(SignInPrompt{Address: address}) })
	}
	return keptSignIn{Tokens: tokens, Secret: secret}, signInFault(err)
}

// sourceOf is a mailbox with new tokens, which may be renewed on the way.
func (r *room) sourceOf(a casefile.Account, kept *keptSignIn) mailbox.Source {
	source := signin.NewSource(configOf(a, kept.Secret), r.web, kept.Tokens, func(_ context.Context, _, renewed signin.Tokens) error {
		kept.Tokens = renewed
		return nil
	})
	return mailbox.Source{Account: a, Token: func(ctx context.Context, refused string) (string, error) {
		token, err := source.Token(ctx, refused)
		return token, signInFault(err)
	}}
}

// configOf is how an account signs in. The page proposes the member of staff,
// or the mailbox itself where it is nobody else's.
func configOf(a casefile.Account, secret string) signin.Config {
	o := a.OAuth
	user := o.SignInAs
	if user == "" {
		user = a.User
	}
	return signin.Config{
		Provider: signin.Provider(o.Provider), Tenant: o.Tenant, ClientID: o.ClientID, Secret: secret, Scope: o.Scope, User: user,
		Override: signin.Endpoint{Authorize: o.AuthorizeURL, Token: o.TokenURL, Device: o.DeviceURL},
	}
}

// source is a mailbox with what is needed to get in.
func (r *room) source(ctx context.Context, a casefile.Account) (mailbox.Source, error) {
	if a.Auth == casefile.ByOAuth2 {
		return mailbox.Source{Account: a, Token: func(ctx context.Context, refused string) (string, error) {
			return r.token(ctx, a, refused)
		}}, nil
	}
	password, err := r.store.Secret(ctx, a.ID)
	return mailbox.Source{Account: a, Password: string(password)}, err
}

// token returns an access token of an account, from the sign-in that is newest
// when it is asked for.
func (r *room) token(ctx context.Context, a casefile.Account, refused string) (string, error) {
	source, err := r.tokenSource(ctx, a)
	if err != nil {
		return "", err
	}
	token, err := source.Token(ctx, refused)
	return token, signInFault(err)
}

func (r *room) tokenSource(ctx context.Context, a casefile.Account) (*signin.Source, error) {
	r.signIns.mu.Lock()
	defer r.signIns.mu.Unlock()
	if s := r.signIns.sources[a.ID]; s != nil {
		return s, nil
	}
	kept, err := r.keptSignIn(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	s := signin.NewSource(configOf(a, kept.Secret), r.web, kept.Tokens, func(ctx context.Context, old, renewed signin.Tokens) error {
		return r.renew(ctx, a.ID, old, renewed)
	})
	if r.signIns.sources == nil {
		r.signIns.sources = map[string]*signin.Source{}
	}
	r.signIns.sources[a.ID] = s
	return s, nil
}

// renew keeps renewed tokens, unless somebody has signed in anew meanwhile.
func (r *room) renew(ctx context.Context, account string, old, renewed signin.Tokens) error {
	kept, err := r.keptSignIn(ctx, account)
	if err != nil || kept.Tokens.Refresh != old.Refresh {
		return err
	}
	kept.Tokens = renewed
	return r.keepSignIn(ctx, account, kept)
}

// forgetSource makes the next token come from what the vault keeps.
func (r *room) forgetSource(account string) {
	r.signIns.mu.Lock()
	defer r.signIns.mu.Unlock()
	delete(r.signIns.sources, account)
}

func (r *room) keptSignIn(ctx context.Context, account string) (keptSignIn, error) {
	var kept keptSignIn
	secret, err := r.store.Secret(ctx, account)
	if casefile.IsKind(err, casefile.NotFound) {
		return kept, signInFault(&signin.Error{Reason: signin.SignInAgain})
	}
	if err != nil {
		return kept, err
	}
	if json.Unmarshal(secret, &kept) != nil {
		// The text of that error could hold a piece of the secret.
		return kept, signInFault(&signin.Error{Reason: signin.SignInAgain})
	}
	return kept, nil
}

func (r *room) keepSignIn(ctx context.Context, account string, kept keptSignIn) error {
	secret, err := json.Marshal(kept)
	if err != nil {
		return casefile.AsError(err)
	}
	return r.store.SetSecret(ctx, account, secret)
}
