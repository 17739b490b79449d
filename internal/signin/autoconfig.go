package signin

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
)

// autoconfig is the file of settings that a domain publishes for mail programs
// (draft-ietf-mailmaint-autoconfig), as far as it is of use here.
type autoconfig struct {
	XMLName xml.Name `xml:"clientConfig"`
	Servers []struct {
		Type           string   `xml:"type,attr"`
		Hostname       string   `xml:"hostname"`
		Port           int      `xml:"port"`
		SocketType     string   `xml:"socketType"`
		Username       string   `xml:"username"`
		Authentication []string `xml:"authentication"`
	} `xml:"emailProvider>incomingServer"`
}

// socketTypes are the protections of a connection. A server that offers none
// is not proposed.
var socketTypes = map[string]string{"SSL": "implicit", "STARTTLS": "starttls"}

// authentications are the ways to sign in that Casebook knows.
var authentications = map[string]string{
	"OAuth2": "oauth2", "password-cleartext": "password", "plain": "password", "password-encrypted": "password",
}

// autoconfig asks the domain for its settings at the two places where it may
// publish them. Settings that come without TLS are not asked for: anybody on
// the way could put in a server of their own.
func (d *discovery) autoconfig(ctx context.Context) ([]Candidate, error) {
	var failed error
	for _, address := range []string{
		"https://autoconfig." + d.domain + "/mail/config-v1.1.xml",
		"https://" + d.domain + "/.well-known/autoconfig/mail/config-v1.1.xml",
	} {
		file, err := d.get(ctx, address)
		if err != nil {
			failed = noAnswer(err)
			continue
		}
		if found := d.read(file); len(found) > 0 {
			return found, nil
		}
	}
	return nil, failed
}

// get fetches one file of settings; nil where there is none.
func (d *discovery) get(ctx context.Context, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, d.Patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", "Casebook")
	res, err := d.Client.Do(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	d.reached.Store(true)
	if res.StatusCode != http.StatusOK {
		return nil, nil
	}
	file, err := io.ReadAll(io.LimitReader(res.Body, mostSettings+1))
	if err != nil || len(file) > mostSettings {
		return nil, err
	}
	return file, nil
}

// read makes candidates of a file of settings, which may hold anything. The
// XML reader fetches nothing and knows no entities of a file's own.
func (d *discovery) read(file []byte) []Candidate {
	var config autoconfig
	if xml.Unmarshal(file, &config) != nil {
		return nil
	}
	var found []Candidate
	for _, s := range config.Servers {
		host, ok := hostName(d.fill(s.Hostname))
		tls := socketTypes[strings.TrimSpace(s.SocketType)]
		user := d.fill(s.Username)
		if !ok || s.Type != "imap" || tls == "" || s.Port < 1 || s.Port > 65535 || len(user) > 320 || printable(user) != nil {
			continue
		}
		for _, way := range s.Authentication {
			auth := authentications[strings.TrimSpace(way)]
			if auth == "" || len(found) == mostServers {
				continue
			}
			found = append(found, Candidate{
				Provider: providerOf(host), Host: host, Port: s.Port, TLS: tls, User: user, Auth: auth, Found: ByAutoconfig,
			})
		}
	}
	return found
}

// fill puts the address in where a file of settings says so.
func (d *discovery) fill(s string) string {
	return strings.NewReplacer(
		"%EMAILADDRESS%", d.address(), "%EMAILLOCALPART%", d.local, "%EMAILDOMAIN%", d.domain,
	).Replace(strings.TrimSpace(s))
}

// noAnswer is err, unless it says that there is no such name: that is an answer.
func noAnswer(err error) error {
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return nil
	}
	return err
}
