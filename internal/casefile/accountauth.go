package casefile

// AuthMode is how Casebook proves to a mail server who it is. The empty mode
// is [ByPassword].
type AuthMode string

// The ways of signing in to a mailbox.
const (
	ByPassword AuthMode = "password"
	ByOAuth2   AuthMode = "oauth2" // a sign-in page of the provider gives tokens (RFC 6749)
)

// AuthModes returns every way, in the order of lists.
func AuthModes() []AuthMode { return []AuthMode{ByPassword, ByOAuth2} }

// OAuthProvider is whose sign-in page it is. It decides addresses and scope.
type OAuthProvider string

// The providers. A custom one is told by its addresses alone.
const (
	Microsoft OAuthProvider = "microsoft"
	Google    OAuthProvider = "google"
	Custom    OAuthProvider = "custom"
)

// OAuthProviders returns every provider, in the order of lists.
func OAuthProviders() []OAuthProvider { return []OAuthProvider{Microsoft, Google, Custom} }

// OAuth is where and as which application a person signs in to a mailbox. It
// holds no secret: tokens are kept in the vault apart from the events.
type OAuth struct {
	Provider OAuthProvider `json:"provider"`
	Tenant   string        `json:"tenant,omitempty"` // the directory at Microsoft: its id or a domain of it
	ClientID string        `json:"client_id"`        // the application, as the firm registered it
	// The addresses of the provider, where they are not those of its preset.
	AuthorizeURL string `json:"authorize_url,omitempty"`
	TokenURL     string `json:"token_url,omitempty"`
	DeviceURL    string `json:"device_url,omitempty"`
	Scope        string `json:"scope,omitempty"` // what is asked for, in place of the preset's
	// SignInAs is the member of staff who signs in, where the mailbox is a
	// shared one: the account's user is then the mailbox's address.
	SignInAs string `json:"sign_in_as,omitempty"`
}
