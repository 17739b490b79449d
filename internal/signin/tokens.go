package signin

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/oauth2"
)

// Tokens are what a sign-in gives. They are as good as a password: printed or
// logged, they show nothing.
type Tokens struct {
	Access  string    `json:"access"`
	Expires time.Time `json:"expires,omitzero"` // zero: the provider does not say
	Refresh string    `json:"refresh,omitempty"`
}

// String implements [fmt.Stringer].
func (Tokens) String() string { return "tokens (hidden)" }

// GoString implements [fmt.GoStringer].
func (Tokens) GoString() string { return "signin.Tokens{hidden}" }

// LogValue implements [slog.LogValuer].
func (Tokens) LogValue() slog.Value { return slog.StringValue("hidden") }

// margin is how long before its end an access token is renewed: it must last
// until the mail server has looked at it.
const margin = time.Minute

// fresh reports whether the access token can be used.
func (t Tokens) fresh(now time.Time) bool {
	return t.Access != "" && (t.Expires.IsZero() || now.Add(margin).Before(t.Expires))
}

// tokensOf takes over what the library got. The end is counted from the clock
// that is handed in, by the number of seconds that the provider gave: whether
// that clock is right does not matter then.
func tokensOf(got *oauth2.Token, now time.Time) (Tokens, error) {
	t := Tokens{Access: got.AccessToken, Refresh: got.RefreshToken}
	if printable(t.Access+t.Refresh) != nil {
		return Tokens{}, &Error{Reason: Strange, Err: errors.New("a token holds control characters")}
	}
	if got.ExpiresIn > 0 {
		t.Expires = now.Add(time.Duration(min(got.ExpiresIn, int64(longest/time.Second))) * time.Second).UTC()
	}
	return t, nil
}

// longest is the longest life of a token that is believed.
const longest = 366 * 24 * time.Hour

// Refresh gets a new access token for a refresh token. The answer may bring
// another refresh token, after which the old one is worthless (RFC 6749,
// section 6): save it before anything else is done.
func Refresh(ctx context.Context, c Config, web Web, refresh string) (Tokens, error) {
	if err := c.Check(); err != nil {
		return Tokens{}, err
	}
	if refresh == "" {
		return Tokens{}, &Error{Reason: SignInAgain}
	}
	w := web.watch()
	ctx, cancel := context.WithTimeout(w.context(ctx), w.Patience)
	defer cancel()
	got, err := c.library("").TokenSource(ctx, &oauth2.Token{RefreshToken: refresh}).Token()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return Tokens{}, &Error{Reason: Offline, Err: ctx.Err()}
	}
	if err != nil {
		return Tokens{}, w.explain(ctx, err)
	}
	return tokensOf(got, w.Now())
}

// Source gives access tokens that can be used now. It may be used by several
// goroutines at once.
type Source struct {
	config Config
	web    Web
	save   func(ctx context.Context, old, renewed Tokens) error

	mu      sync.Mutex
	tokens  Tokens
	unsaved *Tokens // what the vault still has, where saving failed
}

// NewSource makes a source of what was kept. save must have kept the new tokens
// for good when it returns; the tokens it replaces are passed to it as well.
func NewSource(c Config, web Web, kept Tokens, save func(ctx context.Context, old, renewed Tokens) error) *Source {
	return &Source{config: c, web: web.withDefaults(), tokens: kept, save: save}
}

// Token returns an access token. refused is one that the mail server has turned
// down, "" if none: another one is returned then.
func (s *Source) Token(ctx context.Context, refused string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unsaved == nil && s.tokens.fresh(s.web.Now()) && s.tokens.Access != refused {
		return s.tokens.Access, nil
	}
	if s.unsaved == nil {
		renewed, err := Refresh(ctx, s.config, s.web, s.tokens.Refresh)
		if err != nil {
			return "", err
		}
		old := s.tokens
		s.tokens, s.unsaved = renewed, &old
	}
	// A renewed refresh token that is not kept would lock the person out. It is
	// kept even where the caller has just cancelled.
	if err := s.save(context.WithoutCancel(ctx), *s.unsaved, s.tokens); err != nil {
		return "", &Error{Reason: NotKept, Err: err}
	}
	s.unsaved = nil
	return s.tokens.Access, nil
}
