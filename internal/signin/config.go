package signin

import (
	"net"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/oauth2"
)

// Provider is whose sign-in page it is.
type Provider string

// The providers.
const (
	Microsoft Provider = "microsoft"
	Google    Provider = "google"
	Custom    Provider = "custom" // known by its addresses alone
)

// Config is where to sign in and as which application.
type Config struct {
	Provider Provider
	Tenant   string // the directory at Microsoft: its id or a domain of it
	ClientID string
	Secret   string   // of the application, where the provider wants one; "" as a rule
	Override Endpoint // addresses in place of the provider's own
	Scope    string   // what is asked for, in place of the provider's own; blanks between
	User     string   // whose name the page proposes; may be ""
}

// Endpoint is the addresses of a provider. Each is https, or http to this very
// machine.
type Endpoint struct {
	Authorize string
	Token     string
	Device    string // "" where the provider has no device code
}

// preset is what is known of a provider. {tenant} stands for the tenant.
type preset struct {
	endpoint  Endpoint
	scope     string
	redirect  string // the host of the redirect, as the application is registered
	tenant    bool   // whether a tenant must be given
	authorize map[string]string
}

// Each firm registers its own application, so there are no client ids here.
var presets = map[Provider]preset{
	Microsoft: {
		endpoint: Endpoint{
			Authorize: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
			Token:     "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
			Device:    "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode",
		},
		scope: "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
		// Registered as http://localhost, which stands for every port.
		redirect: "localhost", tenant: true,
	},
	Google: {
		endpoint: Endpoint{
			Authorize: "https://accounts.google.com/o/oauth2/auth",
			Token:     "https://oauth2.googleapis.com/token",
			Device:    "https://oauth2.googleapis.com/device/code",
		},
		scope: "https://mail.google.com/", redirect: "127.0.0.1",
		// Without these Google gives no refresh token.
		authorize: map[string]string{"access_type": "offline", "prompt": "consent"},
	},
	Custom: {redirect: "127.0.0.1"},
}

// tenantForm is an id, a domain, or a word such as organizations.
var tenantForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]{0,254}$`)

// Check returns an [Error] of BadSettings where the settings cannot be right.
// Nothing is sent.
func (c Config) Check() error {
	p, known := presets[c.Provider]
	e := c.endpoint()
	overridden := c.Override.Authorize != "" && c.Override.Token != ""
	switch {
	case !known:
		return badSetting("provider")
	case strings.TrimSpace(c.ClientID) == "" || printable(c.ClientID) != nil:
		return badSetting("client-id")
	case c.Tenant != "" && !tenantForm.MatchString(c.Tenant), c.Tenant == "" && p.tenant && !overridden:
		return badSetting("tenant")
	case !safeAddress(e.Authorize):
		return badSetting("authorize-url")
	case !safeAddress(e.Token):
		return badSetting("token-url")
	case e.Device != "" && !safeAddress(e.Device):
		return badSetting("device-url")
	case printable(c.scope()+c.User+c.Secret) != nil:
		return badSetting("scope")
	}
	return nil
}

func badSetting(field string) error { return &Error{Reason: BadSettings, Field: field} }

// printable refuses control characters, and those that turn the order of a
// writing round: a person is to read what is sent.
func printable(s string) error {
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
		return &Error{Reason: BadSettings}
	}
	return nil
}

// safeAddress reports whether tokens may be sent there: under TLS, or to this
// very machine.
func safeAddress(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && loopback(u.Hostname())
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (c Config) scope() string {
	if c.Scope != "" {
		return c.Scope
	}
	return presets[c.Provider].scope
}

// endpoint is the provider's addresses with the tenant and the overrides in.
func (c Config) endpoint() Endpoint {
	e := presets[c.Provider].endpoint
	for _, f := range []struct {
		to   *string
		over string
	}{{&e.Authorize, c.Override.Authorize}, {&e.Token, c.Override.Token}, {&e.Device, c.Override.Device}} {
		*f.to = strings.ReplaceAll(*f.to, "{tenant}", url.PathEscape(c.Tenant))
		if f.over != "" {
			*f.to = f.over
		}
	}
	return e
}

// library is the settings as the OAuth2 library has them.
func (c Config) library(redirect string) *oauth2.Config {
	e := c.endpoint()
	return &oauth2.Config{
		ClientID: c.ClientID, ClientSecret: c.Secret, RedirectURL: redirect, Scopes: strings.Fields(c.scope()),
		Endpoint: oauth2.Endpoint{AuthURL: e.Authorize, TokenURL: e.Token, DeviceAuthURL: e.Device, AuthStyle: oauth2.AuthStyleInParams},
	}
}
