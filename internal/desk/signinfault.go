package desk

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/signin"
)

// words are what a person reads about something that went wrong.
type words struct {
	kind     casefile.ErrorKind
	field    string
	what, do string
}

// signInWords say why signing in did not work.
var signInWords = map[signin.Reason]words{
	signin.Declined: {
		casefile.Refused, "", "The sign-in page did not give Casebook access to the mailbox.",
		"Sign in again and consent; if the page asks for an administrator's approval, the firm's IT must give it (docs/MICROSOFT365.md).",
	},
	signin.TimedOut: {
		casefile.Refused, "", "Nobody signed in before the time was up.", "Start again, and sign in while Casebook waits.",
	},
	signin.SignInAgain: {
		casefile.Refused, "sign-in", "The provider does not accept the earlier sign-in to this mailbox any more.",
		"Sign in again: casebook account sign-in NAME, or the mailbox's settings.",
	},
	signin.BadClient: {
		casefile.Refused, "client-id", "The provider does not accept this application.",
		"Check the client id, the tenant and, if it has one, the application's secret; the registration must allow public clients for the way of signing in.",
	},
	signin.BadScope: {
		casefile.Refused, "scope", "The provider does not offer access to mail over IMAP to this application.",
		"Add the permission to the application's registration.",
	},
	signin.Offline: {
		casefile.Unreachable, "", "The sign-in service cannot be reached.", "Check the network, and try again later.",
	},
	signin.WrongClock: {
		casefile.Refused, "", "This machine's clock and the sign-in service's are far apart.",
		"Set this machine's date and time, then try again.",
	},
	signin.NotTrusted: {
		casefile.Refused, "", "The certificate of the sign-in service is not in order.", "Check the addresses, and tell the firm's IT.",
	},
	signin.Strange: {
		casefile.Refused, "", "The sign-in service gives an answer that Casebook does not understand.",
		"Check its addresses, the tenant and the client id; otherwise try again later.",
	},
	signin.Stopped: {
		casefile.Cancelled, "", "The sign-in was stopped.", "Nothing was changed.",
	},
	signin.NotOffered: {
		casefile.Invalid, "device-url", "There is no address for signing in with a code at this provider.",
		"Give one with --device-url, or sign in with a browser on this machine.",
	},
	signin.NoListener: {
		casefile.Unreachable, "", "This machine does not let Casebook wait for the browser's answer.", "Sign in with a code instead (--device).",
	},
	signin.NotKept: {
		casefile.Unreachable, "", "The renewed sign-in could not be saved.", "Check the space on the disk and pull again.",
	},
	signin.NoBrowser: {
		casefile.Unreachable, "", "The sign-in page could not be opened.", "Open the address yourself, or sign in with a code (--device).",
	},
	signin.NoAddress: {
		casefile.Invalid, "address", "That is not an e-mail address.", "Write it like dpo@firm.example, its domain in plain letters.",
	},
	signin.NothingHere: {
		casefile.NotFound, "address", "No settings for this address could be found.", "Ask the firm's mail administrator for the server and the port.",
	},
}

// settingWords say which setting cannot be right.
var settingWords = map[string][2]string{
	"provider":      {"Casebook does not know that provider.", "Choose microsoft, google or custom."},
	"client-id":     {"The application has no client id.", "Give the one that the firm's registration shows."},
	"tenant":        {"The tenant is missing or cannot be right.", "Give the directory's id or its domain, as the registration shows it."},
	"authorize-url": {"The address of the sign-in page is missing or is not one of https.", "Give it whole, beginning with https."},
	"token-url":     {"The address for tokens is missing or is not one of https.", "Give it whole, beginning with https."},
	"device-url":    {"The address for codes is not one of https.", "Give it whole, beginning with https."},
	"scope":         {"The scope, the user or the secret holds a character that cannot be sent.", "Type it again."},
}

// directory is the form of a directory's id at Microsoft.
var directory = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// everybody are the words in a directory's place that stand for any.
var everybody = []string{"common", "organizations", "consumers"}

// likelySignIn refuses, before a page is opened, what cannot be right at the
// providers that are known.
func likelySignIn(a casefile.Account, how SignIn) error {
	microsoft, google := a.OAuth.Provider == casefile.Microsoft, a.OAuth.Provider == casefile.Google
	tenant := a.OAuth.Tenant
	switch {
	case (microsoft || google) && !strings.Contains(a.User, "@"):
		return invalid("user", "The mailbox is not named by its address.", "Give it whole, like dpo@firm.example.")
	case microsoft && tenant != "" && !strings.Contains(tenant, ".") && !directory.MatchString(tenant) && !slices.Contains(everybody, tenant):
		return invalid("tenant", settingWords["tenant"][0], settingWords["tenant"][1])
	case google && len(how.Secret) == 0:
		return invalid("client-secret", "The application's secret is missing: Google gives every desktop application one.",
			"Give the file with it: --client-secret-file, or Client secret in the window (docs/GOOGLE.md).")
	}
	return nil
}

// signInFault puts an error of signing in into words. Nothing a provider said
// goes into them but the number its help desk goes by.
func signInFault(err error) error {
	e, ok := errors.AsType[*signin.Error](err)
	if !ok {
		return err
	}
	if own, ok := errors.AsType[*casefile.Error](e.Err); ok && e.Reason == signin.NotKept {
		return own
	}
	w, ok := signInWords[e.Reason]
	if setting := settingWords[e.Field]; e.Reason == signin.BadSettings && setting[0] != "" {
		w, ok = words{casefile.Invalid, e.Field, setting[0], setting[1]}, true
	}
	if !ok {
		return casefile.AsError(err)
	}
	if e.Code != "" {
		w.do += " The provider's number for this is " + e.Code + "."
	}
	return &casefile.Error{Kind: w.kind, Field: w.field, What: w.what, Do: w.do, Err: err}
}
