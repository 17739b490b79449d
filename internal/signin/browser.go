package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"errors"
	"net"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/oauth2"
)

// Browser signs a person in with the provider's page in a browser on this
// machine. open is called once with the address of the page; it may open a
// browser or show the address. It waits until the page hands its code to a
// listener on loopback, the wait runs out or ctx is cancelled.
func Browser(ctx context.Context, c Config, web Web, open func(address string) error) (Tokens, error) {
	if err := c.Check(); err != nil {
		return Tokens{}, err
	}
	w := web.watch()
	ctx, cancel := context.WithTimeout(ctx, w.Wait)
	defer cancel()
	// Only 127.0.0.1 is listened on. Should another program of this machine
	// listen on ::1, which localhost may mean as well, and get the code, it has
	// not the verifier without which the code is worth nothing.
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return Tokens{}, &Error{Reason: NoListener, Err: err}
	}
	port := listener.Addr().(*net.TCPAddr).Port
	preset := presets[c.Provider]
	conf := c.library("http://" + net.JoinHostPort(preset.redirect, strconv.Itoa(port)) + "/")
	state, verifier := rand.Text(), oauth2.GenerateVerifier()
	back := newCallback(state)
	stop := back.serve(listener)
	defer stop()

	if err := open(conf.AuthCodeURL(state, c.authorizeOptions(verifier)...)); err != nil {
		return Tokens{}, &Error{Reason: NoBrowser, Err: err}
	}
	code, err := back.wait(ctx)
	if err != nil {
		return Tokens{}, err
	}
	got, err := conf.Exchange(w.context(ctx), code, oauth2.VerifierOption(verifier))
	if err != nil {
		return Tokens{}, w.explain(ctx, err)
	}
	return tokensOf(got, w.Now())
}

// authorizeOptions are what the page's address carries besides.
func (c Config) authorizeOptions(verifier string) []oauth2.AuthCodeOption {
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(verifier)}
	for name, value := range presets[c.Provider].authorize {
		options = append(options, oauth2.SetAuthURLParam(name, value))
	}
	if c.User != "" {
		options = append(options, oauth2.SetAuthURLParam("login_hint", c.User))
	}
	return options
}

// callback takes the one request with which the provider's page sends the
// browser back.
type callback struct {
	state  string
	answer chan answer // holds one
}

// answer is what the page sent back.
type answer struct {
	code string
	err  error
}

func newCallback(state string) *callback {
	return &callback{state: state, answer: make(chan answer, 1)}
}

// serve answers on the listener until the function it returns is called.
func (b *callback) serve(l net.Listener) (stop func()) {
	const enough = 10 * time.Second
	server := &http.Server{Handler: b, ReadTimeout: enough, WriteTimeout: enough, MaxHeaderBytes: 32 << 10}
	server.SetKeepAlivesEnabled(false)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l) // it ends with the listener
	}()
	return func() {
		// The page is still on its way to the browser.
		ctx, cancel := context.WithTimeout(context.Background(), enough)
		defer cancel()
		_ = server.Shutdown(ctx)
		_ = server.Close()
		<-done
	}
}

// wait returns the code.
func (b *callback) wait(ctx context.Context) (string, error) {
	select {
	case a := <-b.answer:
		return a.code, a.err
	case <-ctx.Done():
		return "", explain(ctx, ctx.Err())
	}
}

// ServeHTTP implements [http.Handler]. Only the request that knows the state is
// ours, and only the first: any other page of this machine's browsers, which
// may knock here too, is turned away and ends nothing.
func (b *callback) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.Host)
	q := r.URL.Query()
	ours := subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(b.state)) == 1
	if err != nil || !loopback(host) || r.Method != http.MethodGet || r.URL.Path != "/" || !ours {
		show(rw, http.StatusNotFound, pageNothing)
		return
	}
	a := answer{code: q.Get("code")}
	switch {
	case q.Has("error"):
		a.err = refusal(q.Get("error"), q.Get("error_description"))
	case a.code == "":
		a.err = &Error{Reason: Strange, Err: errors.New("the page sent no code back")}
	}
	select {
	case b.answer <- a:
	default:
		show(rw, http.StatusNotFound, pageNothing)
		return
	}
	if a.err != nil {
		show(rw, http.StatusOK, pageNotDone)
		return
	}
	show(rw, http.StatusOK, pageDone)
}

//go:embed page.html
var pageHead string

// What the browser shows. Nothing that was sent comes back in it.
const (
	pageDone    = "<p>You have signed in. You can close this page and go back to Casebook.</p>\n"
	pageNotDone = "<p>You are not signed in. You can close this page; Casebook says why.</p>\n"
	pageNothing = "<p>There is nothing here. You can close this page.</p>\n"
)

func show(rw http.ResponseWriter, status int, text string) {
	h := rw.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	rw.WriteHeader(status)
	_, _ = rw.Write([]byte(pageHead + text))
}
