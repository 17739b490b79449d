// Package idptest is a sign-in service on loopback for tests: authorization
// code with PKCE, device code, refresh tokens that rotate and may be used once,
// and introspection for a mail server. It is strict where providers are, and it
// remembers everything secret that it gave out, so that a test can look for it
// where it must not be. Only tests import it.
package idptest

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// ClientID is the one application that the service knows.
const ClientID = "casebook-under-test"

// Scope is what may be asked for.
const Scope = "mail offline"

// Server is a running sign-in service. Its methods may be called at any time.
type Server struct {
	URL          string // http://127.0.0.1:port
	AuthorizeURL string
	TokenURL     string
	DeviceURL    string
	// IntrospectURL is completed by a token.
	IntrospectURL string

	http *httptest.Server
	now  func() time.Time

	mu       sync.Mutex
	set      Settings
	access   map[string]*grant
	refresh  map[string]*grant
	codes    map[string]*pending // authorization codes
	devices  map[string]*pending // by device code
	mailbox  map[string]string   // of which a person may read
	given    []string            // every secret given out or received
	requests []string            // the grant types asked for, in order
}

// Settings are how the service behaves from now on.
type Settings struct {
	Secret    string        // of the application; "" wants none
	Lifetime  time.Duration // of an access token; an hour if zero
	DeviceFor time.Duration // for which a device code holds; five minutes if zero
	SlowDown  int           // how many times a device is told to ask more slowly
	Decline   string        // the error that the authorize page answers with
	Describe  string        // its description
	Fail      int           // the status with which the token address answers, in place of its own
	ClockOff  time.Duration // added to the Date that the service tells
	KeepOld   bool          // a refresh does not rotate the refresh token
}

// grant is one person's consent, under which tokens are given.
type grant struct {
	user    string
	revoked bool
	expires time.Time // of an access token
	used    bool      // a refresh token
}

// pending is a consent that waits to be turned into tokens.
type pending struct {
	user      string
	redirect  string
	challenge string
	userCode  string
	denied    bool
	expires   time.Time
	asked     int
}

// Start runs a service until the test ends. now is its clock.
func Start(t testing.TB, now func() time.Time) *Server {
	t.Helper()
	s := New(now)
	s.http = httptest.NewServer(s)
	t.Cleanup(s.http.Close)
	s.at(s.http.URL)
	return s
}

// New makes a service that serves no network: a test calls it as a handler.
func New(now func() time.Time) *Server {
	s := &Server{
		now:    now,
		access: map[string]*grant{}, refresh: map[string]*grant{}, codes: map[string]*pending{}, devices: map[string]*pending{},
		mailbox: map[string]string{},
	}
	s.at("http://127.0.0.1")
	return s
}

func (s *Server) at(url string) {
	s.URL, s.AuthorizeURL, s.TokenURL = url, url+"/authorize", url+"/token"
	s.DeviceURL, s.IntrospectURL = url+"/device", url+"/introspect?token="
}

// Stop makes the service unreachable.
func (s *Server) Stop() { s.http.Close() }

// Set changes how the service behaves.
func (s *Server) Set(set Settings) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.set = set
}

// Share lets a person read another mailbox, as a shared one is read with the
// token of a member of staff. The mail server is then told that the token is
// good for that one.
func (s *Server) Share(person, mailbox string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mailbox[person] = mailbox
}

// ExpireAccess ends every access token given so far.
func (s *Server) ExpireAccess() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.access)
}

// Revoke ends every consent given so far.
func (s *Server) Revoke() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.refresh {
		g.revoked = true
	}
	clear(s.access)
}

// Requests are the grant types that were asked for so far, in order.
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Secrets is every token, code and verifier that went over the wire.
func (s *Server) Secrets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.given)
}

// secret makes a secret and remembers it.
func (s *Server) secret(kind string) string {
	text := kind + "-" + rand.Text()
	s.given = append(s.given, text)
	return text
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rw.Header().Set("Date", s.now().Add(s.set.ClockOff).UTC().Format(http.TimeFormat))
	rw.Header().Set("Cache-Control", "no-store")
	handle := map[string]http.HandlerFunc{
		"GET /authorize": s.authorize, "POST /token": s.token, "POST /device": s.device, "GET /introspect": s.introspect,
	}[r.Method+" "+r.URL.Path]
	if handle == nil || r.ParseForm() != nil {
		http.NotFound(rw, r)
		return
	}
	handle(rw, r)
}

// reply sends JSON.
func reply(rw http.ResponseWriter, status int, fields map[string]any) {
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(status)
	json.NewEncoder(rw).Encode(fields)
}

func refuse(rw http.ResponseWriter, code, description string) {
	reply(rw, http.StatusBadRequest, map[string]any{"error": code, "error_description": description})
}

// introspect tells a mail server what a token is worth (RFC 7662). Dovecot
// compares the user name with the one that the client gave.
func (s *Server) introspect(rw http.ResponseWriter, r *http.Request) {
	g := s.access[r.Form.Get("token")]
	if g == nil || g.revoked || s.now().After(g.expires) {
		reply(rw, http.StatusOK, map[string]any{"active": false})
		return
	}
	name := g.user
	if shared := s.mailbox[g.user]; shared != "" {
		name = shared
	}
	reply(rw, http.StatusOK, map[string]any{"active": true, "username": name, "scope": Scope})
}
