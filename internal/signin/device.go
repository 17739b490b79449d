package signin

import (
	"context"
	"errors"
	"time"

	"golang.org/x/oauth2"
)

// Prompt is what a person does to sign in.
type Prompt struct {
	Address string    // of the page to open, in any browser
	Code    string    // to type there; "" where the page needs none
	Expires time.Time // when it is too late; zero where the provider does not say
}

// Device signs a person in who types a short code on a page, on this machine or
// any other. show is called once with both. It asks the provider at the pace
// that the provider sets until the person has done it, the code runs out or ctx
// is cancelled (RFC 8628).
func Device(ctx context.Context, c Config, web Web, show func(Prompt) error) (Tokens, error) {
	if err := c.Check(); err != nil {
		return Tokens{}, err
	}
	conf := c.library("")
	if conf.Endpoint.DeviceAuthURL == "" {
		return Tokens{}, &Error{Reason: NotOffered, Field: "device-url"}
	}
	w := web.watch()
	ctx, cancel := context.WithTimeout(ctx, w.Wait)
	defer cancel()
	ctx = w.context(ctx)
	device, err := conf.DeviceAuth(ctx)
	if err != nil {
		return Tokens{}, w.explain(ctx, err)
	}
	prompt, err := promptOf(device)
	if err != nil {
		return Tokens{}, err
	}
	if err := show(prompt); err != nil {
		return Tokens{}, &Error{Reason: NoBrowser, Err: err}
	}
	got, err := poll(ctx, conf, device)
	if err != nil {
		return Tokens{}, w.explain(ctx, err)
	}
	return tokensOf(got, w.Now())
}

// Bounds of what a provider may ask for: the library ends the program where it
// is asked for less than no wait.
const (
	shortestInterval = 1
	usualInterval    = 5 // RFC 8628, section 3.2
	longestInterval  = 60
)

// promptOf checks what the provider wants shown and mends its pace.
func promptOf(d *oauth2.DeviceAuthResponse) (Prompt, error) {
	if d.DeviceCode == "" || d.UserCode == "" || len(d.UserCode) > 64 || printable(d.UserCode+d.VerificationURI) != nil ||
		!safeAddress(d.VerificationURI) {
		return Prompt{}, &Error{Reason: Strange, Err: errors.New("the provider gives no code, or no address for it")}
	}
	if d.Interval == 0 {
		d.Interval = usualInterval
	}
	d.Interval = min(max(d.Interval, shortestInterval), longestInterval)
	return Prompt{Address: d.VerificationURI, Code: d.UserCode, Expires: d.Expiry}, nil
}

// patientWith is how many times in a row the provider may be out of reach while
// the person signs in.
const patientWith = 5

// poll asks until there is an answer. A network that is gone for a moment is no
// answer (RFC 8628, section 3.5).
func poll(ctx context.Context, conf *oauth2.Config, device *oauth2.DeviceAuthResponse) (*oauth2.Token, error) {
	for away := 0; ; away++ {
		got, err := conf.DeviceAccessToken(ctx, device)
		if err == nil {
			return got, nil
		}
		e, ok := errors.AsType[*Error](explain(ctx, err))
		if !ok || e.Reason != Offline || away == patientWith {
			return nil, err
		}
	}
}
