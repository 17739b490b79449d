package signin

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"regexp"

	"golang.org/x/oauth2"
)

// Reason is why signing in did not work. The list is closed.
type Reason string

// The reasons.
const (
	Declined    Reason = "declined"     // the person, or the firm's rules for them, did not consent
	TimedOut    Reason = "timed-out"    // nobody signed in before the code or the wait ran out
	SignInAgain Reason = "again"        // the refresh token is not taken any more
	BadClient   Reason = "client"       // the provider does not know the application, or wants it set up otherwise
	BadScope    Reason = "scope"        // what is asked for is not on offer
	BadSettings Reason = "settings"     // Field cannot be right; nothing was sent
	Offline     Reason = "offline"      // the provider cannot be reached, or not just now
	WrongClock  Reason = "clock"        // this machine's clock is far from the provider's
	NotTrusted  Reason = "not-trusted"  // the provider's certificate is not in order
	Strange     Reason = "strange"      // an answer that no provider should give
	Stopped     Reason = "stopped"      // the caller cancelled
	NotOffered  Reason = "not-offered"  // the provider has no address for this way of signing in
	NoListener  Reason = "no-listener"  // this machine lets nothing listen on loopback
	NotKept     Reason = "not-kept"     // the new tokens could not be saved; Err is the caller's own error
	NoBrowser   Reason = "no-browser"   // the browser could not be opened; Err says why
	NoAddress   Reason = "no-address"   // what was given to [Discover] is no e-mail address
	NothingHere Reason = "nothing-here" // [Discover] found no settings
)

// Error is why signing in did not work.
type Error struct {
	Reason Reason
	Field  string // the setting at fault, as in [Config]
	// Code is how the provider's help desk calls what happened (AADSTS50105), if
	// it is one of those whose form is known. It is safe to show.
	Code string
	Err  error // what lay underneath, without any secret
}

// Error implements error: for logs, not for people.
func (e *Error) Error() string {
	s := "signin: " + string(e.Reason)
	if e.Field != "" {
		s += " (" + e.Field + ")"
	}
	if e.Code != "" {
		s += " " + e.Code
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns what lay underneath.
func (e *Error) Unwrap() error { return e.Err }

// codes are what the errors of RFC 6749 sections 4.1.2.1 and 5.2, RFC 8628
// section 3.5 and OpenID Connect section 3.1.2.6 mean to the person.
var codes = map[string]Reason{
	"access_denied":             Declined,
	"consent_required":          Declined,
	"expired_token":             TimedOut,
	"invalid_grant":             SignInAgain,
	"interaction_required":      SignInAgain,
	"login_required":            SignInAgain,
	"invalid_client":            BadClient,
	"unauthorized_client":       BadClient,
	"unsupported_grant_type":    BadClient,
	"unsupported_response_type": BadClient,
	"invalid_scope":             BadScope,
	"server_error":              Offline,
	"temporarily_unavailable":   Offline,
}

// safeCode is what a provider's error may look like to be repeated.
var safeCode = regexp.MustCompile(`^[a-z_]{1,40}$`)

// helpCode finds Microsoft's number of an error in its description.
var helpCode = regexp.MustCompile(`\bAADSTS[0-9]{4,9}\b`)

// refusal is the error of a provider's answer. The description is a stranger's
// text and may repeat what was sent, so nothing of it is kept but a number.
func refusal(code, description string) *Error {
	e := &Error{Reason: Strange, Code: helpCode.FindString(description)}
	if safeCode.MatchString(code) {
		e.Err = errors.New("the provider answers " + code)
	}
	if reason, ok := codes[code]; ok {
		e.Reason = reason
	}
	return e
}

// explain turns what a request ended with into an [Error].
func explain(ctx context.Context, err error) error {
	var own *Error
	var answer *oauth2.RetrieveError
	var network net.Error
	var dns *net.DNSError
	switch {
	case errors.As(err, &own):
		return own
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &Error{Reason: TimedOut}
	case ctx.Err() != nil:
		return &Error{Reason: Stopped, Err: context.Cause(ctx)}
	case errors.As(err, &answer):
		return answered(answer)
	case certificate(err) != nil:
		return certificate(err)
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Reason: TimedOut}
	case errors.As(err, &dns), errors.As(err, &network):
		return &Error{Reason: Offline, Err: plainNetwork(err)}
	}
	// The library's own words may hold what was answered: they are dropped.
	return &Error{Reason: Strange, Err: errors.New("the answer cannot be understood")}
}

// answered is the error of an answer of the token or device address.
func answered(answer *oauth2.RetrieveError) *Error {
	e := refusal(answer.ErrorCode, answer.ErrorDescription)
	if e.Reason == Strange && answer.Response != nil && (answer.Response.StatusCode >= 500 || answer.Response.StatusCode == 429) {
		e.Reason = Offline
	}
	return e
}

// certificate is the error of a certificate that is not in order, nil where err
// is about something else.
func certificate(err error) error {
	var invalid x509.CertificateInvalidError
	var verify *tls.CertificateVerificationError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return &Error{Reason: WrongClock, Err: errors.New("the certificate is not valid at this machine's time")}
	case errors.As(err, &verify):
		return &Error{Reason: NotTrusted, Err: verify}
	}
	return nil
}

// plainNetwork is a network's error without the address it was about, which may
// hold a code.
func plainNetwork(err error) error {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return dns
	}
	return errors.New("the network is not there")
}
