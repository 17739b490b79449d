package signin_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"casebook/internal/signin"
	"casebook/internal/signin/idptest"
)

func configOf(s *idptest.Server) signin.Config {
	return signin.Config{
		Provider: signin.Custom, ClientID: idptest.ClientID, Scope: idptest.Scope, User: "priya@firm.example",
		Override: signin.Endpoint{Authorize: s.AuthorizeURL, Token: s.TokenURL, Device: s.DeviceURL},
	}
}

var web = signin.Web{Now: time.Now}

// wantReason checks why something failed.
func wantReason(t *testing.T, err error, want signin.Reason) *signin.Error {
	t.Helper()
	e, ok := errors.AsType[*signin.Error](err)
	if !ok || e.Reason != want {
		t.Fatalf("got %v, want the reason %s", err, want)
	}
	return e
}

// noSecret checks that nothing secret stands in a text.
func noSecret(t *testing.T, s *idptest.Server, text string) {
	t.Helper()
	for _, secret := range s.Secrets() {
		if secret != "" && strings.Contains(text, secret) {
			t.Errorf("a secret stands in %q", text)
		}
	}
}

func browse(t *testing.T, s *idptest.Server, c signin.Config) (signin.Tokens, error) {
	t.Helper()
	return signin.Browser(t.Context(), c, web, func(address string) error {
		page, err := idptest.Browse(address)
		if !strings.Contains(page, "You can close this page") {
			t.Errorf("the browser shows %q", page)
		}
		noSecret(t, s, page)
		return err
	})
}

func TestBrowserGivesTokensThatRefresh(t *testing.T) {
	s := idptest.Start(t, time.Now)
	c := configOf(s)
	first, err := browse(t, s, c)
	if err != nil {
		t.Fatal(err)
	}
	if first.Access == "" || first.Refresh == "" || time.Until(first.Expires) < 50*time.Minute {
		t.Errorf("the tokens lack something: %d, %d, %v", len(first.Access), len(first.Refresh), first.Expires)
	}
	second, err := signin.Refresh(t.Context(), c, web, first.Refresh)
	if err != nil {
		t.Fatal(err)
	}
	if second.Access == first.Access || second.Refresh == first.Refresh {
		t.Error("the refresh gave the same tokens")
	}
	_, err = signin.Refresh(t.Context(), c, web, first.Refresh)
	wantReason(t, err, signin.SignInAgain)
	_, err = signin.Refresh(t.Context(), c, web, second.Refresh)
	noSecret(t, s, wantReason(t, err, signin.SignInAgain).Error())
}

// The secret that some providers want of an application goes along, and nothing
// that a provider repeats of it comes back.
func TestSecretOfTheApplication(t *testing.T) {
	s := idptest.Start(t, time.Now)
	s.Set(idptest.Settings{Secret: "of-the-application"})
	c := configOf(s)
	c.Secret = "of-the-application"
	if _, err := browse(t, s, c); err != nil {
		t.Fatal(err)
	}
	c.Secret = "mistyped"
	e := wantReason(t, second(browse(t, s, c)), signin.BadClient)
	if e.Code != "AADSTS7000218" || strings.Contains(e.Error(), "mistyped") {
		t.Errorf("got code %q and %q", e.Code, e.Error())
	}
}

func second[T any](_ T, err error) error { return err }

func TestBrowserRefusals(t *testing.T) {
	for _, test := range []struct {
		name string
		set  idptest.Settings
		want signin.Reason
		code string
	}{
		{"declined", idptest.Settings{Decline: "access_denied", Describe: "no"}, signin.Declined, ""},
		{"no consent of the firm", idptest.Settings{Decline: "consent_required", Describe: "AADSTS65001: <b>x</b>"}, signin.Declined, "AADSTS65001"},
		{"scope", idptest.Settings{Decline: "invalid_scope"}, signin.BadScope, ""},
		{"application", idptest.Settings{Decline: "unauthorized_client"}, signin.BadClient, ""},
		{"what nobody knows", idptest.Settings{Decline: "<script>", Describe: "AADSTS1"}, signin.Strange, ""},
		{"out of order", idptest.Settings{Fail: http.StatusServiceUnavailable}, signin.Offline, ""},
		{"too many", idptest.Settings{Fail: http.StatusTooManyRequests}, signin.Offline, ""},
		{"strange", idptest.Settings{Fail: http.StatusTeapot}, signin.Strange, ""},
		{"redirected", idptest.Settings{Fail: http.StatusFound}, signin.Strange, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := idptest.Start(t, time.Now)
			s.Set(test.set)
			e := wantReason(t, second(browse(t, s, configOf(s))), test.want)
			if e.Code != test.code || strings.ContainsAny(e.Error(), "<>") {
				t.Errorf("got code %q: %v", e.Code, e)
			}
		})
	}
}

func TestRefreshFailures(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(*idptest.Server)
		want  signin.Reason
	}{
		{"revoked", func(s *idptest.Server) { s.Revoke() }, signin.SignInAgain},
		{"gone", func(s *idptest.Server) { s.Stop() }, signin.Offline},
		{"out of order", func(s *idptest.Server) { s.Set(idptest.Settings{Fail: 500}) }, signin.Offline},
		{"revoked, says one whose clock is far off", func(s *idptest.Server) {
			s.Revoke()
			s.Set(idptest.Settings{ClockOff: time.Hour})
		}, signin.WrongClock},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := idptest.Start(t, time.Now)
			tokens, err := browse(t, s, configOf(s))
			if err != nil {
				t.Fatal(err)
			}
			test.spoil(s)
			_, err = signin.Refresh(t.Context(), configOf(s), web, tokens.Refresh)
			noSecret(t, s, wantReason(t, err, test.want).Error())
		})
	}
}

// The listener answers the one request that knows the state and no other, and
// nobody else can end the wait.
func TestOnlyOurPageIsHeard(t *testing.T) {
	s := idptest.Start(t, time.Now)
	_, err := signin.Browser(t.Context(), configOf(s), web, func(address string) error {
		u, err := url.Parse(address)
		if err != nil {
			return err
		}
		back := u.Query().Get("redirect_uri")
		for name, request := range map[string]func() (*http.Response, error){
			"no state":    func() (*http.Response, error) { return http.Get(back + "?code=stolen") },
			"wrong state": func() (*http.Response, error) { return http.Get(back + "?code=stolen&state=guessed") },
			"wrong path":  func() (*http.Response, error) { return http.Get(back + "favicon.ico?" + u.RawQuery) },
			"a form": func() (*http.Response, error) {
				return http.PostForm(back+"?state="+u.Query().Get("state"), url.Values{"code": {"stolen"}})
			},
			"another host": func() (*http.Response, error) {
				r, _ := http.NewRequest(http.MethodGet, back+"?code=stolen&state="+u.Query().Get("state"), nil)
				r.Host = "rebound.example:80"
				return http.DefaultClient.Do(r)
			},
		} {
			res, err := request()
			if err != nil {
				return err
			}
			res.Body.Close()
			if res.StatusCode != http.StatusNotFound {
				t.Errorf("%s: answered %s", name, res.Status)
			}
			if res.Header.Get("Content-Security-Policy") == "" || res.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: headers %v", name, res.Header)
			}
		}
		_, err = idptest.Browse(address)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBrowserWaitEnds(t *testing.T) {
	s := idptest.Start(t, time.Now)
	impatient := web
	impatient.Wait = time.Millisecond
	_, err := signin.Browser(t.Context(), configOf(s), impatient, func(string) error { return nil })
	wantReason(t, err, signin.TimedOut)

	ctx, cancel := context.WithCancel(t.Context())
	_, err = signin.Browser(ctx, configOf(s), web, func(string) error { cancel(); return nil })
	wantReason(t, err, signin.Stopped)

	_, err = signin.Browser(t.Context(), configOf(s), web, func(string) error { return errors.New("no browser here") })
	wantReason(t, err, signin.NoBrowser)
}

func TestDevice(t *testing.T) {
	s := idptest.Start(t, time.Now)
	tokens, err := signin.Device(t.Context(), configOf(s), web, func(p signin.Prompt) error {
		if p.Address != s.URL+"/enter" || p.Code == "" || p.Expires.IsZero() {
			t.Errorf("shown %+v", p)
		}
		s.Approve(p.Code, "priya@firm.example")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := signin.Refresh(t.Context(), configOf(s), web, tokens.Refresh); err != nil {
		t.Error(err)
	}
}

// inProcess is a web whose requests a handler answers without a network, so
// that waits cost no time.
func inProcess(h http.Handler) signin.Web {
	return signin.Web{Now: time.Now, Client: &http.Client{Transport: carrier{h}}}
}

type carrier struct{ http.Handler }

func (c carrier) RoundTrip(r *http.Request) (*http.Response, error) {
	rec := httptest.NewRecorder()
	c.ServeHTTP(rec, r)
	return rec.Result(), nil
}

// The pace is the provider's, and it ends when the code does.
func TestDeviceTakesItsTime(t *testing.T) {
	for _, test := range []struct {
		name   string
		set    idptest.Settings
		decide func(s *idptest.Server, code string)
		want   signin.Reason
		took   time.Duration
	}{
		{"at once", idptest.Settings{}, func(s *idptest.Server, code string) { s.Approve(code, "a") }, "", time.Second},
		{"slower, and slower", idptest.Settings{SlowDown: 2}, func(s *idptest.Server, code string) { s.Approve(code, "a") }, "", 18 * time.Second},
		{"declined", idptest.Settings{}, func(s *idptest.Server, code string) { s.Deny(code) }, signin.Declined, time.Second},
		{"never", idptest.Settings{DeviceFor: time.Minute}, func(*idptest.Server, string) {}, signin.TimedOut, time.Minute},
		{"out of order for good", idptest.Settings{}, func(s *idptest.Server, _ string) { s.Set(idptest.Settings{Fail: 503}) }, signin.Offline, 6 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := idptest.New(time.Now)
				s.Set(test.set)
				begin := time.Now()
				_, err := signin.Device(t.Context(), configOf(s), inProcess(s), func(p signin.Prompt) error {
					test.decide(s, p.Code)
					return nil
				})
				if test.want != "" {
					wantReason(t, err, test.want)
				} else if err != nil {
					t.Fatal(err)
				}
				if took := time.Since(begin).Round(time.Second); took != test.took { // the time of the bubble, not of a clock
					t.Errorf("it took %v, want %v", took, test.took)
				}
			})
		})
	}
}

// What a provider answers must neither end the program nor reach the screen.
func TestDeviceAnswersOfAllKinds(t *testing.T) {
	for name, answer := range map[string]string{
		"no pace":           `{"device_code":"d","user_code":"U","verification_uri":"https://id.example/","interval":-7,"expires_in":2}`,
		"control":           `{"device_code":"d","user_code":"U\u001b[2J","verification_uri":"https://id.example/"}`,
		"control of 8 bits": `{"device_code":"d","user_code":"U\u009b2J","verification_uri":"https://id.example/"}`,
		"turned round":      `{"device_code":"d","user_code":"U\u202eB-A","verification_uri":"https://id.example/"}`,
		"no TLS":            `{"device_code":"d","user_code":"U","verification_uri":"http://id.example/"}`,
		"a script":          `{"device_code":"d","user_code":"U","verification_uri":"javascript:alert(1)"}`,
		"nothing":           `{}`,
		"null":              `null`,
		"no JSON":           `<html>`,
		"a very long code":  `{"device_code":"d","user_code":"` + strings.Repeat("U", 100) + `","verification_uri":"https://id.example/"}`,
		"endless":           `{"device_code":"` + strings.Repeat("d", 2<<20) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
					rw.Header().Set("Content-Type", "application/json")
					if r.URL.Path == "/token" {
						rw.WriteHeader(400)
						fmt.Fprint(rw, `{"error":"authorization_pending"}`)
						return
					}
					fmt.Fprint(rw, answer)
				})
				_, err := signin.Device(t.Context(), configOf(idptest.New(time.Now)), inProcess(h), func(signin.Prompt) error { return nil })
				want := signin.Strange
				if name == "no pace" {
					want = signin.TimedOut
				}
				wantReason(t, err, want)
			})
		})
	}
}

func TestDeviceNotOffered(t *testing.T) {
	s := idptest.New(time.Now)
	c := configOf(s)
	c.Override.Device = ""
	_, err := signin.Device(t.Context(), c, inProcess(s), nil)
	wantReason(t, err, signin.NotOffered)
}

func TestSettingsAreChecked(t *testing.T) {
	good := signin.Config{Provider: signin.Microsoft, Tenant: "firm.example", ClientID: "00000000-0000-0000-0000-000000000001"}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for field, spoil := range map[string]func(*signin.Config){
		"provider":      func(c *signin.Config) { c.Provider = "another" },
		"client-id":     func(c *signin.Config) { c.ClientID = " " },
		"tenant":        func(c *signin.Config) { c.Tenant = "../common" },
		"authorize-url": func(c *signin.Config) { c.Override.Authorize = "http://id.example/" },
		"token-url":     func(c *signin.Config) { c.Override.Token = "https://user@id.example/" },
		"device-url":    func(c *signin.Config) { c.Override.Device = "ftp://id.example/" },
		"scope":         func(c *signin.Config) { c.Scope = "a\nb" },
	} {
		c := good
		spoil(&c)
		if e := wantReason(t, c.Check(), signin.BadSettings); e.Field != field {
			t.Errorf("%s: the fault is put on %s", field, e.Field)
		}
	}
	none := good
	none.Tenant = ""
	if e := wantReason(t, none.Check(), signin.BadSettings); e.Field != "tenant" {
		t.Errorf("the fault is put on %s", e.Field)
	}
}

// The addresses of the presets are those that the providers document.
func TestPresets(t *testing.T) {
	for _, test := range []struct {
		config signin.Config
		want   []string
	}{
		{
			signin.Config{Provider: signin.Microsoft, Tenant: "firm.example", ClientID: "c", User: "priya@firm.example"},
			[]string{
				"https://login.microsoftonline.com/firm.example/oauth2/v2.0/authorize?", "redirect_uri=http%3A%2F%2Flocalhost%3A",
				"scope=https%3A%2F%2Foutlook.office.com%2FIMAP.AccessAsUser.All+offline_access", "code_challenge_method=S256", "login_hint=priya%40firm.example",
			},
		},
		{
			signin.Config{Provider: signin.Google, ClientID: "c"},
			[]string{"https://accounts.google.com/", "redirect_uri=http%3A%2F%2F127.0.0.1%3A", "scope=https%3A%2F%2Fmail.google.com%2F", "access_type=offline", "code_challenge="},
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := signin.Browser(ctx, test.config, web, func(address string) error {
			for _, want := range test.want {
				if !strings.Contains(address, want) {
					t.Errorf("%s lacks %s", address, want)
				}
			}
			cancel()
			return nil
		})
		wantReason(t, err, signin.Stopped)
	}
}

// A renewed refresh token is kept before its access token is given out.
func TestSourceSavesFirst(t *testing.T) {
	s := idptest.Start(t, time.Now)
	tokens, err := browse(t, s, configOf(s))
	if err != nil {
		t.Fatal(err)
	}
	kept, full := tokens, errors.New("the disk is full")
	fails := true
	src := signin.NewSource(configOf(s), web, tokens, func(ctx context.Context, old, renewed signin.Tokens) error {
		if old != kept || ctx.Err() != nil {
			t.Error("what is replaced is not what was kept")
		}
		if fails {
			return full
		}
		kept = renewed
		return nil
	})
	if got, err := src.Token(t.Context(), ""); err != nil || got != tokens.Access {
		t.Errorf("a fresh token is not used: %v", err)
	}
	_, err = src.Token(t.Context(), tokens.Access)
	if wantReason(t, err, signin.NotKept); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	fails = false
	got, err := src.Token(t.Context(), tokens.Access)
	if err != nil || got != kept.Access || got == tokens.Access {
		t.Errorf("the token is not the one that was kept: %v", err)
	}
	if n := len(s.Requests()); n != 2 {
		t.Errorf("the service was asked %d times: %v", n, s.Requests())
	}
}

// A token is renewed before its end, and a provider that does not rotate keeps
// the refresh token good.
func TestSourceRenewsInTime(t *testing.T) {
	now := time.Now()
	clock := func() time.Time { return now }
	s := idptest.Start(t, clock)
	s.Set(idptest.Settings{KeepOld: true})
	w := signin.Web{Now: clock}
	tokens, err := signin.Browser(t.Context(), configOf(s), w, func(a string) error { return second(idptest.Browse(a)) })
	if err != nil {
		t.Fatal(err)
	}
	src := signin.NewSource(configOf(s), w, tokens, func(_ context.Context, _, renewed signin.Tokens) error {
		if renewed.Refresh != tokens.Refresh {
			t.Error("the refresh token was lost")
		}
		return nil
	})
	for range 3 {
		now = now.Add(time.Hour - 30*time.Second)
		before, err := src.Token(t.Context(), "")
		if err != nil || before == tokens.Access {
			t.Errorf("a token about to end is given out: %v", err)
		}
		if again, _ := src.Token(t.Context(), ""); again != before {
			t.Error("a fresh token is renewed")
		}
	}
}

func TestTokensDoNotShow(t *testing.T) {
	tokens := signin.Tokens{Access: "secret-a", Refresh: "secret-r"}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("signed in", "tokens", tokens)
	for _, text := range []string{fmt.Sprint(tokens), fmt.Sprintf("%v %+v %#v %s %q", tokens, tokens, tokens, tokens, tokens), log.String()} {
		if strings.Contains(text, "secret") {
			t.Error(text)
		}
	}
}

// Several connections whose token ends at one time renew it once: a refresh
// token that is spent twice would end the sign-in.
func TestSourceRenewsOnceForAll(t *testing.T) {
	s := idptest.Start(t, time.Now)
	tokens, err := browse(t, s, configOf(s))
	if err != nil {
		t.Fatal(err)
	}
	src := signin.NewSource(configOf(s), web, tokens, func(context.Context, signin.Tokens, signin.Tokens) error { return nil })
	var all sync.WaitGroup
	got := make([]string, 8)
	for i := range got {
		all.Go(func() { got[i], _ = src.Token(t.Context(), tokens.Access) })
	}
	all.Wait()
	for _, token := range got {
		if token == "" || token != got[0] || token == tokens.Access {
			t.Error("the connections were not given one new token")
		}
	}
	if n := len(s.Requests()); n != 2 {
		t.Errorf("the service was asked %d times", n)
	}
}
