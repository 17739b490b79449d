package mailbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"regexp"
	"strings"
	"syscall"

	"github.com/emersion/go-imap/v2"

	"casebook/internal/casefile"
)

// Nothing that a server said goes into What or Do: it is a stranger's text. It
// stays in Err, for the log.

// fault makes the error of one thing that can go wrong.
func fault(kind casefile.ErrorKind, field, what, do string, err error) error {
	return &casefile.Error{Kind: kind, Field: field, What: what, Do: do, Err: err}
}

// known passes on what is a sentence already, and puts the silence of a server
// that had not let us in yet into one.
func known(err error) (error, bool) {
	var e *casefile.Error
	if errors.As(err, &e) {
		return e, true
	}
	if errors.Is(err, errSilence) {
		return fault(casefile.Unreachable, "host", "The mail server does not answer.",
			"Check the host, the port and the TLS setting, and try again.", err), true
	}
	return nil, false
}

// cause is what really ended a command: the library's own errors are words
// about the end of the connection, whose reason the guard knows.
func (s *session) cause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return cancelled(ctx)
	}
	if reason := s.guard.reason(); reason != nil && !errors.Is(reason, net.ErrClosed) {
		return errors.Join(err, reason)
	}
	return err
}

func cancelled(ctx context.Context) error {
	return fault(casefile.Cancelled, "", "The pull was stopped.",
		"What had been fetched is kept; pull again to go on.", context.Cause(ctx))
}

func dialFault(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return cancelled(ctx)
	}
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.As(err, &dns):
		return fault(casefile.Unreachable, "host", "There is no server of that name, or this machine is not online.",
			"Check the host's spelling and the network.", err)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fault(casefile.Unreachable, "port", "The mail server refuses the connection: nothing listens on that port.",
			"If it worked before, the server may be down: try again later. Else check the host and the port; IMAP is usually 993 with implicit TLS and 143 with STARTTLS.", err)
	case errors.As(err, &timeout) && timeout.Timeout():
		return fault(casefile.Unreachable, "host", "The mail server does not answer.",
			"Check the host, the port and whether a firewall stands between.", err)
	}
	return fault(casefile.Unreachable, "host", "The mail server cannot be reached.", "Check the network, the host and the port.", err)
}

func tlsFault(err error) error {
	if e, ok := known(err); ok {
		return e
	}
	if e, ok := certificateFault(err); ok {
		return e
	}
	var record tls.RecordHeaderError
	if errors.As(err, &record) {
		return fault(casefile.Unreachable, "port", "What answers on that port does not speak TLS.",
			"Check the port; for port 143 choose starttls.", err)
	}
	return fault(casefile.Unreachable, "port", "The mail server and Casebook cannot agree on a protected connection.",
		"Check the port and the TLS setting; the server must offer TLS 1.2 or later.", err)
}

// certificateFault is the error of a certificate that cannot be trusted.
func certificateFault(err error) (error, bool) {
	var name x509.HostnameError
	var authority x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var verify *tls.CertificateVerificationError
	switch {
	case errors.As(err, &name):
		return fault(casefile.Refused, "host", "The server's certificate is for another name than the host given.",
			"Use the name the certificate is for; if it should be this one, ask the firm's mail administrator.", err), true
	case errors.As(err, &authority):
		return fault(casefile.Refused, "ca", "The server's certificate comes from an authority that this machine does not trust.",
			"If the firm has a certificate authority of its own, give its file: “Private authority” in the window, or --ca.", err), true
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fault(casefile.Refused, "host", "The server's certificate is not valid today.",
			"Check this machine's date, and tell the firm's mail administrator.", err), true
	case errors.As(err, &invalid), errors.As(err, &verify):
		return fault(casefile.Refused, "host", "The server's certificate is not in order.",
			"Tell the firm's mail administrator.", err), true
	}
	return nil, false
}

func greetingFault(err error) error {
	if e, ok := known(err); ok {
		return e
	}
	var answer *imap.Error
	// A BYE in place of a greeting reaches us as that or, by chance, as the end
	// of the connection alone (go-imap v2.0.0-beta.8).
	if errors.As(err, &answer) || strings.Contains(err.Error(), "connection closed before greeting") {
		return turnedAway(err)
	}
	return fault(casefile.Unreachable, "port", "What answers on that port is not an IMAP mail server.",
		"Check the host, the port and the TLS setting.", err)
}

func loginFault(err error) error {
	if e, ok := known(err); ok {
		return e
	}
	var answer *imap.Error
	if !errors.As(err, &answer) {
		return lostFault(err)
	}
	if unavailable(answer) {
		return fault(casefile.Unreachable, "host", "The mail server cannot check passwords just now.", "Try again later.", err)
	}
	return fault(casefile.Refused, "password", "The mail server does not accept the user name and password.",
		"Check both; after a change of password give Casebook the new one.", err)
}

func turnedAway(err error) error {
	return fault(casefile.Unreachable, "host", "The mail server turns Casebook away for now.", "Try again later.", err)
}

// busy is how Microsoft 365 says, in words and no code, that it cannot serve
// just now.
var busy = regexp.MustCompile(`(?i)throttled|authenticated but not connected|too many (simultaneous )?connections|server unavailable`)

// unavailable reports whether a refusal is one for now alone.
func unavailable(answer *imap.Error) bool {
	switch answer.Code {
	case imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit, imap.ResponseCodeServerBug:
		return true
	}
	return busy.MatchString(answer.Text)
}

func folderFault(err error) error {
	if e, ok := known(err); ok {
		return e
	}
	var answer *imap.Error
	if !errors.As(err, &answer) {
		return lostFault(err)
	}
	if unavailable(answer) {
		return fault(casefile.Unreachable, "host", "The mail server cannot open the mailbox just now.", "Try again later.", err)
	}
	return fault(casefile.Invalid, "folder", "The mailbox has no folder of that name that can be opened.",
		"Check its spelling; the main folder is INBOX.", err)
}

// lostFault is the end of a connection that had worked.
func lostFault(err error) error {
	var e *casefile.Error
	switch {
	case errors.As(err, &e) && e.Kind == casefile.Cancelled:
		return e
	case errors.Is(err, errSilence):
		return fault(casefile.Unreachable, "host", "The mail server fell silent.",
			"What had been fetched is kept; pull again to go on.", err)
	}
	return fault(casefile.Unreachable, "host", "The connection to the mail server broke.",
		"What had been fetched is kept; pull again to go on.", err)
}

// rebuiltFault is a folder that got another numbering in the middle of a pull.
func rebuiltFault() error {
	return fault(casefile.Conflict, "folder", "The server numbered the folder's messages anew during the pull.",
		"What had been fetched is kept; pull again to go on.", nil)
}
