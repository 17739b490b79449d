package signin

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Candidate is one proposal for a mailbox's settings. Nothing of it has been
// tried: a person looks at it and may change everything.
type Candidate struct {
	Provider Provider // "" where it is none that has a preset
	Host     string
	Port     int
	TLS      string // "implicit" or "starttls"
	User     string // to sign in with; "" where it is not known
	Auth     string // "oauth2" or "password"
	Found    Found
	// Elsewhere says that the server is in another domain than the address and
	// that nothing but an unprotected answer of the network names it.
	Elsewhere bool
}

// Found is where a candidate comes from.
type Found string

// Where candidates come from, the most reliable first.
const (
	ByMX         Found = "mx"         // mail for the domain goes to this provider
	ByAutoconfig Found = "autoconfig" // the domain publishes its settings, over TLS
	BySRV        Found = "srv"        // the domain's DNS names the server (RFC 6186, RFC 8314)
)

// mailHosts are the names at which the providers take mail in.
var mailHosts = []struct {
	suffix   string
	provider Provider
}{
	{".protection.outlook.com", Microsoft},
	{".mx.microsoft", Microsoft},
	{".google.com", Google},
	{".googlemail.com", Google},
}

// imapHosts are the providers' servers for reading mail.
var imapHosts = map[Provider]string{Microsoft: "outlook.office365.com", Google: "imap.gmail.com"}

// Port is that of IMAP under TLS.
const Port = 993

// Host is the server at which a provider's mailboxes are read, "" for one that
// is not known.
func Host(p Provider) string { return imapHosts[p] }

// limits of a discovery, in all.
const (
	discoverFor   = 20 * time.Second
	mostRedirects = 3
	mostSettings  = 128 << 10 // bytes of one file of settings
	mostServers   = 8         // of one source
)

// Discover proposes settings for an address, the likelier first. It asks the
// DNS for the domain's MX and SRV records and the domain itself, over https
// only, for the settings that it may publish for mail programs. Only the domain
// is ever sent, never the address and never a password. Where nothing is found
// the error is an [Error] of NothingHere, or of Offline where nothing could be
// asked either.
func Discover(ctx context.Context, address string, web Web) ([]Candidate, error) {
	local, domain, err := splitAddress(address)
	if err != nil {
		return nil, err
	}
	d := &discovery{Web: web.withDefaults(), local: local, domain: domain}
	d.Client = d.client()
	ctx, cancel := context.WithTimeout(ctx, discoverFor)
	defer cancel()
	sources := []func(context.Context) ([]Candidate, error){d.mx, d.autoconfig, d.srv}
	found, errs := make([][]Candidate, len(sources)), make([]error, len(sources))
	var all sync.WaitGroup
	for i, ask := range sources {
		all.Go(func() { found[i], errs[i] = ask(ctx) })
	}
	all.Wait()
	candidates := distinct(slices.Concat(found...))
	switch {
	case len(candidates) > 0:
		return candidates, nil
	case ctx.Err() != nil && ctx.Err() != context.DeadlineExceeded:
		return nil, &Error{Reason: Stopped, Err: context.Cause(ctx)}
	case !slices.Contains(errs, nil):
		return nil, &Error{Reason: Offline, Err: plainNetwork(errs[0])}
	}
	if !d.online(ctx) {
		return nil, &Error{Reason: Offline, Err: errors.New("no name can be looked up")}
	}
	return nil, &Error{Reason: NothingHere}
}

// online reports whether anything can be looked up at all. There are networks
// without a way out whose name service says of every name that it is not there:
// the servers of the root are everywhere else. Some name services refuse to be
// asked for the root, so one of its servers is asked for by name as well.
func (d *discovery) online(ctx context.Context) bool {
	root, able := d.Resolver.(interface {
		LookupNS(ctx context.Context, name string) ([]*net.NS, error)
		LookupHost(ctx context.Context, name string) ([]string, error)
	})
	if d.reached.Load() || !able {
		return true
	}
	if _, err := root.LookupNS(ctx, "."); err == nil {
		return true
	}
	_, err := root.LookupHost(ctx, rootServer)
	return err == nil
}

// rootServer is a name that every network with a way out knows (RFC 8109).
const rootServer = "a.root-servers.net."

// discovery is one run of [Discover].
type discovery struct {
	Web
	local, domain string
	reached       atomic.Bool // something answered
}

// label is one part of a host's name.
var label = regexp.MustCompile(`^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?$`)

// hostName returns a host's name in small letters, without the dot at its end.
func hostName(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSuffix(s, "."))
	labels := strings.Split(s, ".")
	if len(s) > 253 || len(labels) < 2 {
		return "", false
	}
	for _, l := range labels {
		if !label.MatchString(l) {
			return "", false
		}
	}
	last := labels[len(labels)-1]
	return s, strings.Trim(last, "0123456789") != "" // an IP address is no name
}

func splitAddress(address string) (local, domain string, err error) {
	at := strings.LastIndexByte(address, '@')
	if at < 1 || len(address) > 320 || printable(address) != nil || strings.ContainsAny(address, " <>\"") {
		return "", "", &Error{Reason: NoAddress, Field: "address"}
	}
	domain, ok := hostName(address[at+1:])
	if !ok {
		return "", "", &Error{Reason: NoAddress, Field: "address"}
	}
	return address[:at], domain, nil
}

func (d *discovery) address() string { return d.local + "@" + d.domain }

// client is one that follows few redirects, to https alone, and says nothing
// of itself.
func (d *discovery) client() *http.Client {
	c := *d.Client
	c.Jar = nil
	c.CheckRedirect = func(r *http.Request, via []*http.Request) error {
		if len(via) > mostRedirects || r.URL.Scheme != "https" {
			return fmt.Errorf("signin: a redirect too many, or without TLS")
		}
		r.Header.Del("Referer")
		return nil
	}
	return &c
}

// mx recognises the two providers by where the domain's mail goes.
func (d *discovery) mx(ctx context.Context) ([]Candidate, error) {
	records, err := d.Resolver.LookupMX(ctx, d.domain)
	if len(records) == 0 {
		return nil, noAnswer(err)
	}
	d.reached.Store(true)
	for _, record := range records {
		host, _ := hostName(record.Host)
		for _, known := range mailHosts {
			if strings.HasSuffix(host, known.suffix) {
				return []Candidate{d.preset(known.provider)}, nil
			}
		}
	}
	return nil, nil
}

// preset is the candidate of a provider that is known.
func (d *discovery) preset(p Provider) Candidate {
	return Candidate{
		Provider: p, Host: imapHosts[p], Port: Port, TLS: "implicit", User: d.address(), Auth: "oauth2", Found: ByMX,
	}
}

// providerOf names the provider whose server it is.
func providerOf(host string) Provider {
	for p, h := range imapHosts {
		if h == host {
			return p
		}
	}
	return ""
}

// srv asks for the two services of RFC 6186. A target of "." means that there
// is none.
func (d *discovery) srv(ctx context.Context) ([]Candidate, error) {
	var all []Candidate
	var failed error
	for _, s := range []struct{ service, tls string }{{"imaps", "implicit"}, {"imap", "starttls"}} {
		// The resolver has them in the order of their priority.
		_, records, err := d.Resolver.LookupSRV(ctx, s.service, "tcp", d.domain)
		if failed == nil {
			failed = noAnswer(err)
		}
		for _, r := range records[:min(len(records), mostServers)] {
			host, ok := hostName(r.Target)
			if !ok || r.Port == 0 {
				continue
			}
			c := Candidate{
				Provider: providerOf(host), Host: host, Port: int(r.Port), TLS: s.tls, User: d.address(), Auth: "password",
				Found: BySRV, Elsewhere: host != d.domain && !strings.HasSuffix(host, "."+d.domain),
			}
			if c.Provider != "" {
				c.Auth = "oauth2"
			}
			all = append(all, c)
		}
	}
	if len(all) > 0 {
		return all, nil
	}
	return nil, failed
}

// distinct drops what an earlier candidate says as well.
func distinct(all []Candidate) []Candidate {
	var out []Candidate
	for _, c := range all {
		same := func(o Candidate) bool {
			return o.Host == c.Host && o.Port == c.Port && o.TLS == c.TLS && (o.Auth == c.Auth || o.Provider != "")
		}
		if !slices.ContainsFunc(out, same) {
			out = append(out, c)
		}
	}
	return out
}
