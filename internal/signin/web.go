package signin

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/oauth2"
)

// Web is the way out of the machine. Its zero value will do, except for Now.
type Web struct {
	Client   *http.Client     // nil: one of its own, which follows the machine's proxy settings
	Resolver Resolver         // nil: the machine's
	Now      func() time.Time // the one clock of the program
	Patience time.Duration    // with one answer; 30 s if zero
	Wait     time.Duration    // for the person to sign in; 10 minutes if zero
}

// Resolver looks up names. [net.Resolver] is one.
type Resolver interface {
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
	LookupSRV(ctx context.Context, service, proto, name string) (string, []*net.SRV, error)
}

func (w Web) withDefaults() Web {
	if w.Client == nil {
		w.Client = &http.Client{}
	}
	if w.Resolver == nil {
		w.Resolver = net.DefaultResolver
	}
	if w.Patience <= 0 {
		w.Patience = 30 * time.Second
	}
	if w.Wait <= 0 {
		w.Wait = 10 * time.Minute
	}
	return w
}

// Until is when a sign-in that begins now stops waiting for the person.
func (w Web) Until() time.Time { return w.Now().Add(w.withDefaults().Wait) }

// biggest is how much of one answer is read, in bytes.
const biggest = 1 << 20

// skew is how far this machine's clock may be from a provider's before it is
// named as the likely reason of a refusal.
const skew = 5 * time.Minute

// watched is a [Web] in use: it remembers what clock the other side has.
type watched struct {
	Web
	mu    sync.Mutex
	apart time.Duration // the two clocks, at the last answer
}

// watch begins to use a web.
func (w Web) watch() *watched {
	return &watched{Web: w.withDefaults()}
}

// context carries the client to the library.
func (w *watched) context(ctx context.Context) context.Context {
	client := *w.Client
	client.Jar = nil
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client.Transport = &trip{w, ctx, client.Transport}
	return context.WithValue(ctx, oauth2.HTTPClient, &client)
}

// explain is [explain], and takes a refusal by a provider whose clock is far
// from ours for a matter of clocks.
func (w *watched) explain(ctx context.Context, err error) error {
	err = explain(ctx, err)
	w.mu.Lock()
	defer w.mu.Unlock()
	e, ok := errors.AsType[*Error](err)
	if ok && w.apart.Abs() > skew && (e.Reason == SignInAgain || e.Reason == TimedOut || e.Reason == Strange) {
		return &Error{Reason: WrongClock, Code: e.Code, Err: e}
	}
	return err
}

// trip sends one request: within the caller's time (the library's request for a
// device code has none), with a whole answer of bounded size, and nowhere
// without TLS but on this machine.
type trip struct {
	w    *watched
	ctx  context.Context
	next http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (t *trip) RoundTrip(r *http.Request) (*http.Response, error) {
	if !safeAddress(r.URL.String()) {
		return nil, &Error{Reason: BadSettings, Field: "token-url"}
	}
	ctx, cancel := context.WithTimeout(r.Context(), t.w.Patience)
	defer cancel()
	defer context.AfterFunc(t.ctx, cancel)()
	next := t.next
	if next == nil {
		next = http.DefaultTransport
	}
	res, err := next.RoundTrip(r.WithContext(ctx))
	if err == nil {
		err = t.readAll(res)
	}
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) && r.Context().Err() == nil {
		return nil, &Error{Reason: Offline, Err: ctx.Err()}
	}
	if err != nil {
		return nil, err
	}
	t.w.hear(res)
	return res, nil
}

// readAll takes the whole answer in.
func (t *trip) readAll(res *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(res.Body, biggest+1))
	res.Body.Close()
	if len(body) > biggest {
		return &Error{Reason: Strange, Err: errors.New("the answer is too long")}
	}
	if bytes.Equal(bytes.TrimSpace(body), []byte("null")) {
		body = nil // the library takes it for an answer, and ends the program
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return err
}

// hear notes the other side's clock, where it tells.
func (w *watched) hear(res *http.Response) {
	at, err := http.ParseTime(res.Header.Get("Date"))
	if err != nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.apart = w.Now().Sub(at)
}
