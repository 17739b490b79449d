package idptest

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// authorize is the page on which a person signs in: the login_hint does, and
// consents at once unless the settings say otherwise.
func (s *Server) authorize(rw http.ResponseWriter, r *http.Request) {
	q := r.Form
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil || q.Get("client_id") != ClientID || !onLoopback(back) {
		http.Error(rw, "no such application or redirect", http.StatusBadRequest)
		return
	}
	values := url.Values{"state": {q.Get("state")}}
	switch {
	case s.set.Decline != "":
		values.Set("error", s.set.Decline)
		values.Set("error_description", s.set.Describe)
	case q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" || q.Get("state") == "":
		values.Set("error", "invalid_request")
	case q.Get("scope") != Scope:
		values.Set("error", "invalid_scope")
	default:
		code := s.secret("code")
		s.codes[code] = &pending{
			user: q.Get("login_hint"), redirect: back.String(), challenge: q.Get("code_challenge"), expires: s.now().Add(time.Minute),
		}
		values.Set("code", code)
	}
	back.RawQuery = values.Encode()
	http.Redirect(rw, r, back.String(), http.StatusFound)
}

// onLoopback is where an application may ask to be answered (RFC 8252, section 7.3).
func onLoopback(u *url.URL) bool {
	return u.Scheme == "http" && (u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost") && u.Path == "/"
}

// token turns a code or a refresh token into tokens.
func (s *Server) token(rw http.ResponseWriter, r *http.Request) {
	s.requests = append(s.requests, r.PostForm.Get("grant_type"))
	if s.set.Fail != 0 {
		http.Error(rw, "Not now.", s.set.Fail)
		return
	}
	if _, _, basic := r.BasicAuth(); basic || r.PostForm.Get("client_id") != ClientID || r.PostForm.Get("client_secret") != s.set.Secret {
		refuse(rw, "invalid_client", "AADSTS7000218: the request says "+r.PostForm.Get("client_secret"))
		return
	}
	switch r.PostForm.Get("grant_type") {
	case "authorization_code":
		s.byCode(rw, r.PostForm)
	case "refresh_token":
		s.byRefresh(rw, r.PostForm)
	case "urn:ietf:params:oauth:grant-type:device_code":
		s.byDevice(rw, r.PostForm)
	default:
		refuse(rw, "unsupported_grant_type", "")
	}
}

func (s *Server) byCode(rw http.ResponseWriter, form url.Values) {
	p := s.codes[form.Get("code")]
	delete(s.codes, form.Get("code"))
	verifier := form.Get("code_verifier")
	s.given = append(s.given, verifier)
	sum := sha256.Sum256([]byte(verifier))
	if p == nil || s.now().After(p.expires) || form.Get("redirect_uri") != p.redirect ||
		base64.RawURLEncoding.EncodeToString(sum[:]) != p.challenge {
		refuse(rw, "invalid_grant", "the code or its verifier is wrong")
		return
	}
	s.give(rw, p.user, "")
}

// byRefresh gives new tokens. A refresh token that comes a second time was
// stolen or not kept: the whole consent ends (RFC 9700, section 4.14).
func (s *Server) byRefresh(rw http.ResponseWriter, form url.Values) {
	old := form.Get("refresh_token")
	g := s.refresh[old]
	switch {
	case g == nil || g.revoked:
		refuse(rw, "invalid_grant", "AADSTS700082: "+old)
		return
	case g.used:
		for _, other := range s.refresh {
			other.revoked = other.revoked || other.user == g.user
		}
		refuse(rw, "invalid_grant", "used twice")
		return
	case s.set.KeepOld:
		s.give(rw, g.user, old)
		return
	}
	g.used = true
	s.give(rw, g.user, "")
}

// give answers with tokens for a person. With an old refresh token it gives no
// new one.
func (s *Server) give(rw http.ResponseWriter, user, old string) {
	life := s.set.Lifetime
	if life == 0 {
		life = time.Hour
	}
	access := s.secret("access")
	s.access[access] = &grant{user: user, expires: s.now().Add(life)}
	fields := map[string]any{"access_token": access, "token_type": "Bearer", "expires_in": int(life.Seconds())}
	if old == "" {
		refresh := s.secret("refresh")
		s.refresh[refresh] = &grant{user: user}
		fields["refresh_token"] = refresh
	}
	reply(rw, http.StatusOK, fields)
}

// device begins a sign-in by device code.
func (s *Server) device(rw http.ResponseWriter, r *http.Request) {
	if r.PostForm.Get("client_id") != ClientID {
		refuse(rw, "invalid_client", "")
		return
	}
	if r.PostForm.Get("scope") != Scope {
		refuse(rw, "invalid_scope", "")
		return
	}
	holds := s.set.DeviceFor
	if holds == 0 {
		holds = 5 * time.Minute
	}
	code := s.secret("device")
	user := strings.ToUpper(code[len(code)-4:]) + "-" + strings.ToUpper(code[7:11])
	s.devices[code] = &pending{userCode: user, expires: s.now().Add(holds)}
	reply(rw, http.StatusOK, map[string]any{
		"device_code": code, "user_code": user, "verification_uri": s.URL + "/enter", "expires_in": int(holds.Seconds()), "interval": 1,
	})
}

func (s *Server) byDevice(rw http.ResponseWriter, form url.Values) {
	code := form.Get("device_code")
	p := s.devices[code]
	switch {
	case p == nil:
		refuse(rw, "invalid_grant", "")
	case p.denied:
		refuse(rw, "access_denied", "")
	case !s.now().Before(p.expires):
		refuse(rw, "expired_token", "")
	case p.asked < s.set.SlowDown:
		p.asked++
		refuse(rw, "slow_down", "")
	case p.user == "":
		refuse(rw, "authorization_pending", "")
	default:
		delete(s.devices, code)
		s.give(rw, p.user, "")
	}
}

// Approve is a person who types the code on the page and consents.
func (s *Server) Approve(userCode, user string) {
	s.decide(userCode, func(p *pending) { p.user = user })
}

// Deny is a person who types the code on the page and declines.
func (s *Server) Deny(userCode string) { s.decide(userCode, func(p *pending) { p.denied = true }) }

func (s *Server) decide(userCode string, decide func(*pending)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.devices {
		if p.userCode == userCode {
			decide(p)
		}
	}
}
