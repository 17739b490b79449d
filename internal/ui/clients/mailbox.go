package clients

import (
	"strconv"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/form"
)

// Where the settings of a new mailbox come from.
const (
	byAddress = "address"
	microsoft = "microsoft"
	google    = "google"
	byHand    = "hand"
)

// AddressFields are the first questions about a new mailbox.
func AddressFields(address, from string) []form.Field {
	return []form.Field{
		{
			Name: "address", Label: "E-mail address", Required: true, Value: address, Missing: "Enter the mailbox's address",
			Hint: "Of the mailbox, such as dpo@firm.example. Only what follows the @ is looked up.",
		},
		{Name: "from", Label: "Settings", Kind: form.Choose, Required: true, Value: from, Choices: []form.Choice{
			{Value: byAddress, Label: "Find them from the address"},
			{Value: microsoft, Label: "Microsoft 365"},
			{Value: google, Label: "Google"},
			{Value: byHand, Label: "I know the server"},
		}},
	}
}

// Preset is what is known of a mailbox at a provider, or of one whose settings
// a person has, before anybody was asked.
func Preset(from, address string) desk.Suggestion {
	a := casefile.Account{User: address, TLS: casefile.Implicit, Port: desk.UsualPort(casefile.Implicit)}
	switch from {
	case microsoft:
		a.Host, a.Auth, a.OAuth.Provider = "outlook.office365.com", casefile.ByOAuth2, casefile.Microsoft
		return desk.Suggestion{Account: a, Why: "It takes no passwords here: you sign in at its own page."}
	case google:
		a.Host, a.Auth, a.OAuth.Provider = "imap.gmail.com", casefile.ByOAuth2, casefile.Google
		return desk.Suggestion{Account: a, Why: "You sign in at its own page."}
	}
	return desk.Suggestion{Account: a, Why: "The firm's mail administrator knows the server."}
}

// MailboxFields are the questions of the form for a mailbox, filled with what is
// known of it.
func MailboxFields(a casefile.Account) []form.Field {
	how := passwordFields(a)
	if a.Auth == casefile.ByOAuth2 {
		how = signInFields(a.OAuth)
	}
	name := a.Name
	if name == "" {
		name = a.User
	}
	fields := []form.Field{
		{Name: "name", Label: "Name", Required: true, Value: name, Hint: "What you call it."},
		{
			Name: "user", Label: userLabels[a.Auth == casefile.ByOAuth2], Required: true, Value: a.User, Missing: "Enter the user name",
			Hint: userHints[a.Auth == casefile.ByOAuth2],
		},
	}
	return append(append(fields, how...), serverFields(a)...)
}

var (
	userLabels = map[bool]string{false: "User name", true: "Mailbox"}
	userHints  = map[bool]string{false: "Often the mail address.", true: "Its address; for a shared mailbox, the shared one."}
)

func passwordFields(casefile.Account) []form.Field {
	return []form.Field{{
		Name: "password", Label: "Password", Kind: form.Secret, Required: true, Missing: "Enter the password",
		Hint: "It is kept sealed in the vault and nowhere else.",
	}}
}

// Ways of signing in at the provider's page.
const (
	inBrowser = "browser"
	byCode    = "code"
)

func wayField() form.Field {
	return form.Field{
		Name: "way", Label: "How to sign in", Kind: form.Choose, Required: true, Value: inBrowser, Choices: []form.Choice{
			{Value: inBrowser, Label: "In this computer's browser"},
			{Value: byCode, Label: "With a code, on any machine"},
		},
	}
}

func signInFields(o casefile.OAuth) []form.Field {
	registered := "From the firm's registration of Casebook: docs/MICROSOFT365.md says how its IT makes one."
	if o.Provider != casefile.Microsoft {
		registered = "From the firm's registration of Casebook with the provider."
	}
	id := form.Field{Name: "client-id", Label: "Client id", Required: true, Value: o.ClientID, Hint: registered, Missing: "Enter the client id"}
	secret := form.Field{
		Name: "client-secret", Label: "Client secret", Kind: form.Secret, Hint: "Only where the provider gives one with the client id, as Google does.",
	}
	switch o.Provider {
	case casefile.Microsoft:
		return []form.Field{
			id,
			{Name: "tenant", Label: "Tenant id", Required: true, Value: o.Tenant, Missing: "Enter the tenant id", Hint: "The firm's directory at Microsoft, from the same page."},
			{Name: "sign-in-as", Label: "Signs in as", Value: o.SignInAs, Hint: "For a shared mailbox: your own address."},
			wayField(),
		}
	case casefile.Google:
		return []form.Field{id, secret, wayField()}
	}
	return []form.Field{
		id, secret,
		{Name: "authorize-url", Label: "Address of the sign-in page", Required: true, Value: o.AuthorizeURL},
		{Name: "token-url", Label: "Address for tokens", Required: true, Value: o.TokenURL},
		{Name: "device-url", Label: "Address for codes", Value: o.DeviceURL},
		{Name: "scope", Label: "Scope", Value: o.Scope, Hint: "What to ask the provider for."},
		{Name: "sign-in-as", Label: "Signs in as", Value: o.SignInAs, Hint: "For a shared mailbox: your own address."},
		wayField(),
	}
}

func serverFields(a casefile.Account) []form.Field {
	return append(reachFields(a), []form.Field{
		{Name: "since", Label: "Mail since", Kind: form.Date, Past: true, Hint: "Three months back if left empty. Older mail is counted, and can be fetched later."},
		{Name: "folder", Label: "Folder", Hint: "Inbox, junk and sent mail if left empty."},
		authorityField(),
		{Name: "drafts", Label: "May put finished replies among its drafts", Kind: form.YesNo, Hint: "Nothing else is ever written to this mailbox."},
	}...)
}

func authorityField() form.Field {
	return form.Field{Name: "ca", Label: "Private authority", Kind: form.File, Hint: "A PEM file, where the server's certificate is not of a public one."}
}

// reachFields ask where a mailbox is.
func reachFields(a casefile.Account) []form.Field {
	var modes []form.Choice
	for _, m := range casefile.TLSModes() {
		modes = append(modes, form.Choice{Value: string(m), Label: protections[m]})
	}
	port := ""
	if a.Port != 0 && a.Port != desk.UsualPort(a.TLS) {
		port = strconv.Itoa(a.Port)
	}
	return []form.Field{
		{Name: "host", Label: "Server", Required: true, Value: a.Host, Hint: "Such as imap.example.org.", Missing: "Enter the server"},
		{Name: "tls", Label: "Protection", Kind: form.Choose, Choices: modes, Required: true, Value: string(a.TLS)},
		{Name: "port", Label: "Port", Value: port, Hint: "993 or 143 if left empty."},
	}
}

// AccountOf turns the answers into an account of the same way of signing in.
func AccountOf(auth casefile.AuthMode, provider casefile.OAuthProvider, v map[string]string) (casefile.Account, []form.Problem) {
	a := casefile.Account{
		Name: v["name"], Host: v["host"], TLS: casefile.TLSMode(v["tls"]), User: v["user"], Auth: auth,
		Folders: []casefile.Folder{{Name: v["folder"]}}, // without a name: the usual ones
		Drafts:  v["drafts"] == "yes",
	}
	if auth == casefile.ByOAuth2 {
		a.OAuth = casefile.OAuth{
			Provider: provider, Tenant: v["tenant"], ClientID: v["client-id"], SignInAs: v["sign-in-as"],
			AuthorizeURL: v["authorize-url"], TokenURL: v["token-url"], DeviceURL: v["device-url"], Scope: v["scope"],
		}
	}
	if problems := reach(&a, v); len(problems) > 0 {
		return a, problems
	}
	if d, err := civil.Parse(v["since"]); err == nil {
		a.Folders[0].Since = d
	}
	return a, nil
}

// reach reads from the answers the port and the authority of a mailbox.
func reach(a *casefile.Account, v map[string]string) []form.Problem {
	a.Port = desk.UsualPort(a.TLS)
	if v["port"] != "" {
		n, err := strconv.Atoi(v["port"])
		if err != nil || n < 1 || n > 65535 {
			return []form.Problem{{Field: "port", What: "The port is not a number from 1 to 65535.", Do: "Leave it empty for the usual one."}}
		}
		a.Port = n
	}
	if v["ca"] == "" {
		return nil
	}
	pem, err := desk.ReadFile("ca", v["ca"], desk.MaxSettings)
	if err != nil {
		e := casefile.AsError(err)
		return []form.Problem{{Field: "ca", What: e.What, Do: e.Do}}
	}
	a.CA = string(pem)
	return nil
}
