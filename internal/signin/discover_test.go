package signin_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"casebook/internal/signin"
)

// names is what a domain's name service says.
type names struct {
	mx  []string
	srv map[string][]*net.SRV // by service
	err error
}

var unknown = &net.DNSError{Err: "no such host", IsNotFound: true}

// LookupMX implements [signin.Resolver].
func (n names) LookupMX(context.Context, string) ([]*net.MX, error) {
	if n.err != nil || len(n.mx) == 0 {
		return nil, cmpOr(n.err, unknown)
	}
	var all []*net.MX
	for _, host := range n.mx {
		all = append(all, &net.MX{Host: host})
	}
	return all, nil
}

// LookupSRV implements [signin.Resolver].
func (n names) LookupSRV(_ context.Context, service, proto, _ string) (string, []*net.SRV, error) {
	if all := n.srv[service]; len(all) > 0 && proto == "tcp" {
		return "", all, nil
	}
	return "", nil, cmpOr(n.err, unknown)
}

func cmpOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// site serves what a domain publishes, over TLS on loopback, and keeps what it
// was asked for. Every host's name leads to it.
type site struct {
	pages map[string]string // by host and path
	mu    sync.Mutex
	asked []string
}

// ServeHTTP implements [http.Handler].
func (s *site) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body := make([]byte, 100)
	n, _ := r.Body.Read(body)
	s.asked = append(s.asked, strings.TrimSpace(fmt.Sprint(r.Method, " ", r.Host, r.URL, " ", string(body[:n]), r.Header.Get("Authorization"), r.Header.Get("Cookie"))))
	page, ok := s.pages[r.Host+r.URL.Path]
	switch to, redirect := strings.CutPrefix(page, "to "); {
	case !ok:
		http.NotFound(rw, r)
	case redirect:
		http.Redirect(rw, r, to, http.StatusFound)
	default:
		fmt.Fprint(rw, page)
	}
}

// web is the way to the site.
func (s *site) web(t *testing.T, n names) signin.Web {
	t.Helper()
	server := httptest.NewTLSServer(s)
	t.Cleanup(server.Close)
	trust := server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	transport := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: trust, ServerName: "example.com"},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
		},
	}
	t.Cleanup(transport.CloseIdleConnections)
	return signin.Web{Now: time.Now, Resolver: n, Client: &http.Client{Transport: transport}}
}

const (
	atSubdomain = "autoconfig.firm.example/mail/config-v1.1.xml"
	atWellKnown = "firm.example/.well-known/autoconfig/mail/config-v1.1.xml"
)

// settings is a file of settings with these servers.
func settings(servers ...string) string {
	return `<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="firm.example"><domain>firm.example</domain>` +
		strings.Join(servers, "") + `<outgoingServer type="smtp"><hostname>smtp.firm.example</hostname></outgoingServer></emailProvider></clientConfig>`
}

func incoming(kind, host, port, socket, user string, ways ...string) string {
	s := `<incomingServer type="` + kind + `"><hostname>` + host + `</hostname><port>` + port + `</port><socketType>` + socket +
		`</socketType><username>` + user + `</username>`
	for _, w := range ways {
		s += "<authentication>" + w + "</authentication>"
	}
	return s + "</incomingServer>"
}

// said is a candidate in one line.
func said(c signin.Candidate) string {
	s := fmt.Sprintf("%s %s %s:%d %s %s %s", c.Found, c.Provider, c.Host, c.Port, c.TLS, c.User, c.Auth)
	if c.Elsewhere {
		s += " elsewhere"
	}
	return s
}

var goodSettings = settings(
	incoming("pop3", "pop.firm.example", "995", "SSL", "%EMAILADDRESS%", "password-cleartext"),
	incoming("imap", "imap.firm.example", "993", "SSL", "%EMAILADDRESS%", "OAuth2", "password-cleartext"),
	incoming("imap", "imap.%EMAILDOMAIN%", "143", "STARTTLS", "%EMAILLOCALPART%", "password-encrypted"),
	incoming("imap", "imap.firm.example", "143", "plain", "%EMAILADDRESS%", "password-cleartext"),
)

var wantGood = []string{
	"autoconfig  imap.firm.example:993 implicit dpo@firm.example oauth2",
	"autoconfig  imap.firm.example:993 implicit dpo@firm.example password",
	"autoconfig  imap.firm.example:143 starttls dpo password",
}

func TestDiscover(t *testing.T) {
	for _, test := range []struct {
		name  string
		names names
		pages map[string]string
		want  []string
	}{
		{"Microsoft 365", names{mx: []string{"firm-example.mail.protection.outlook.com."}}, nil, []string{
			"mx microsoft outlook.office365.com:993 implicit dpo@firm.example oauth2",
		}},
		{"Google", names{mx: []string{"aspmx.l.google.com.", "alt1.aspmx.l.google.com."}}, nil, []string{
			"mx google imap.gmail.com:993 implicit dpo@firm.example oauth2",
		}},
		{"one that only sounds like it", names{mx: []string{"mail.protection.outlook.com.evil.example.", "notgoogle.com."}, srv: map[string][]*net.SRV{
			"imaps": {{Target: "imap.firm.example.", Port: 993}},
		}}, nil, []string{"srv  imap.firm.example:993 implicit dpo@firm.example password"}},
		{"published at the subdomain", names{}, map[string]string{atSubdomain: goodSettings}, wantGood},
		{"published at the domain", names{}, map[string]string{atWellKnown: goodSettings}, wantGood},
		{"published elsewhere", names{}, map[string]string{atSubdomain: "to https://host.example/c.xml", "host.example/c.xml": goodSettings}, wantGood},
		{"both, said once", names{mx: []string{"x.mail.protection.outlook.com"}}, map[string]string{
			atSubdomain: settings(incoming("imap", "outlook.office365.com", "993", "SSL", "%EMAILADDRESS%", "OAuth2", "password-cleartext")),
		}, []string{"mx microsoft outlook.office365.com:993 implicit dpo@firm.example oauth2"}},
		{"name service", names{srv: map[string][]*net.SRV{
			"imaps": {{Target: "imap.firm.example.", Port: 993}, {Target: "mail.host.example.", Port: 9993}, {Target: "imap.gmail.com.", Port: 993}},
			"imap":  {{Target: ".", Port: 0}},
		}}, nil, []string{
			"srv  imap.firm.example:993 implicit dpo@firm.example password",
			"srv  mail.host.example:9993 implicit dpo@firm.example password elsewhere",
			"srv google imap.gmail.com:993 implicit dpo@firm.example oauth2 elsewhere",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &site{pages: test.pages}
			found, err := signin.Discover(t.Context(), "dpo@Firm.Example", s.web(t, test.names))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range found {
				got = append(got, said(c))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
			for _, line := range s.asked {
				if !strings.HasPrefix(line, "GET ") || strings.ContainsAny(line, "@?") || strings.Contains(line, "dpo") {
					t.Errorf("the domain was told %q", line)
				}
			}
		})
	}
}

// What a domain publishes may be anything. Nothing of it is fetched, believed
// without TLS or too long, and what cannot be a server is not proposed.
func TestDiscoverPublishedNonsense(t *testing.T) {
	good := incoming("imap", "imap.firm.example", "993", "SSL", "u", "password-cleartext")
	for name, page := range map[string]string{
		"no XML":              "<!doctype html><p>Not found",
		"another XML":         "<feed/>",
		"entities":            `<!DOCTYPE c [<!ENTITY a "imap.firm.example"><!ENTITY b SYSTEM "file:///etc/passwd">]>` + settings(incoming("imap", "&a;&b;", "993", "SSL", "u", "plain")),
		"a laughing host":     settings(incoming("imap", "a b.example", "993", "SSL", "u", "plain")),
		"an option":           settings(incoming("imap", "-oProxy.example", "993", "SSL", "u", "plain")),
		"an address":          settings(incoming("imap", "127.0.0.1", "993", "SSL", "u", "plain")),
		"this machine":        settings(incoming("imap", "localhost", "993", "SSL", "u", "plain")),
		"a port of none":      settings(incoming("imap", "imap.firm.example", "0", "SSL", "u", "plain")),
		"a port of many":      settings(incoming("imap", "imap.firm.example", "70000", "SSL", "u", "plain")),
		"a port in words":     settings(incoming("imap", "imap.firm.example", "imaps", "SSL", "u", "plain")),
		"a user of two lines": settings(incoming("imap", "imap.firm.example", "993", "SSL", "u&#10;x", "plain")),
		"no TLS":              settings(incoming("imap", "imap.firm.example", "143", "plain", "u", "plain")),
		"no way to sign in":   settings(incoming("imap", "imap.firm.example", "993", "SSL", "u", "GSSAPI")),
		"too long":            settings(good) + strings.Repeat(" ", 200<<10),
		"deep":                strings.Repeat("<a>", 40_000),
		"to no TLS":           "to http://firm.example/plain.xml",
		"round and round":     "to https://" + atSubdomain,
		"to a file":           "to file:///etc/passwd",
	} {
		t.Run(name, func(t *testing.T) {
			s := &site{pages: map[string]string{atSubdomain: page, "firm.example/plain.xml": settings(good)}}
			_, err := signin.Discover(t.Context(), "dpo@firm.example", s.web(t, names{}))
			wantReason(t, err, signin.NothingHere)
			if len(s.asked) > 8 {
				t.Errorf("the domain was asked %d times", len(s.asked))
			}
		})
	}
}

func TestDiscoverManyServers(t *testing.T) {
	var servers []string
	for i := range 500 {
		servers = append(servers, incoming("imap", fmt.Sprintf("i%d.firm.example", i), "993", "SSL", "u", "plain"))
	}
	s := &site{pages: map[string]string{atSubdomain: settings(servers...)}}
	found, err := signin.Discover(t.Context(), "dpo@firm.example", s.web(t, names{}))
	if err != nil || len(found) == 0 || len(found) > 10 {
		t.Errorf("%d proposals: %v", len(found), err)
	}
}

func TestDiscoverAddresses(t *testing.T) {
	for _, address := range []string{
		"", "dpo", "@firm.example", "dpo@", "dpo@firm", "dpo@firm..example", "dpo@firm.example/x", "dpo@127.0.0.1", "dpo@firm example",
		"dpo@fïrm.example", "Dpo <dpo@firm.example>", "d\npo@firm.example", "dpo@-firm.example", "dpo@firm.example:80", "x@" + strings.Repeat("a.", 200) + "example",
	} {
		s := &site{}
		_, err := signin.Discover(t.Context(), address, s.web(t, names{}))
		wantReason(t, err, signin.NoAddress)
		if len(s.asked) > 0 {
			t.Errorf("%q was asked for: %v", address, s.asked)
		}
	}
}

// rootless knows no name but perhaps the root's.
type rootless struct {
	names
	root, host error // what asking for the root says, and for one of its servers
}

// LookupNS is what [net.Resolver] has beside.
func (r rootless) LookupNS(context.Context, string) ([]*net.NS, error) {
	return []*net.NS{{Host: "a.root-servers.example."}}, r.root
}

// LookupHost is another.
func (r rootless) LookupHost(context.Context, string) ([]string, error) {
	return []string{"192.0.2.1"}, r.host
}

func TestDiscoverOffline(t *testing.T) {
	down := errors.New("network is unreachable")
	web := signin.Web{Now: time.Now, Resolver: names{err: down}, Client: &http.Client{Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, down },
	}}}
	_, err := signin.Discover(t.Context(), "dpo@firm.example", web)
	wantReason(t, err, signin.Offline)
	// Some networks without a way out say of every name that it is not there.
	refused := &net.DNSError{Err: "server misbehaving"}
	for _, c := range []struct {
		root, host error
		want       signin.Reason
	}{
		{nil, nil, signin.NothingHere},
		{nil, unknown, signin.NothingHere},
		{unknown, unknown, signin.Offline},
		// Some name services refuse to be asked for the root, or leave it out.
		{refused, nil, signin.NothingHere},
		{unknown, nil, signin.NothingHere},
		{refused, unknown, signin.Offline},
		{refused, refused, signin.Offline},
	} {
		web.Resolver = rootless{root: c.root, host: c.host}
		_, err = signin.Discover(t.Context(), "dpo@firm.example", web)
		wantReason(t, err, c.want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = signin.Discover(ctx, "dpo@firm.example", web)
	wantReason(t, err, signin.Stopped)
}

// Whatever is published, discovery ends with an answer.
func FuzzDiscover(f *testing.F) {
	f.Add(goodSettings)
	f.Add("<clientConfig><emailProvider><incomingServer type='imap'><port>x</port>")
	f.Fuzz(func(t *testing.T, page string) {
		h := http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, page) })
		web := inProcess(h)
		web.Resolver = names{}
		found, err := signin.Discover(t.Context(), "dpo@firm.example", web)
		if (err == nil) != (len(found) > 0) {
			t.Errorf("%d proposals and %v", len(found), err)
		}
		for _, c := range found {
			if c.Port < 1 || c.Port > 65535 || !strings.Contains(c.Host, ".") || strings.ContainsAny(c.Host+c.User, "\r\n\x1b") || c.TLS == "" || c.Auth == "" {
				t.Errorf("proposed %+v", c)
			}
		}
	})
}
