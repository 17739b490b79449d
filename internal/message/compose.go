package message

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
	"unicode"

	"casebook/internal/casefile"
)

// Outgoing is a message that a person is to send: words with one PDF attached.
type Outgoing struct {
	From, To   casefile.Address // From without an address is left to the mail program
	Subject    string
	MessageID  string   // without the angle brackets
	InReplyTo  string   // the message that is answered, likewise; may be empty
	References []string // the thread, likewise
	Date       time.Time
	Text       string
	Name       string // of the file
	PDF        []byte
}

// lineLength is how much base64 stands in a line (RFC 2045, section 6.8).
const lineLength = 76

// Compose returns the bytes of a message, every line ended by CRLF. The same
// message is always the same bytes. Nothing that a value holds can begin a line
// of the header.
func Compose(o Outgoing) []byte {
	var b bytes.Buffer
	line := func(name, value string) {
		if value = oneLine(value); value != "" {
			b.WriteString(name + ": " + value + "\r\n")
		}
	}
	line("From", written(o.From))
	line("To", written(o.To))
	line("Subject", mime.QEncoding.Encode("utf-8", oneLine(o.Subject)))
	line("Date", o.Date.Format(time.RFC1123Z))
	line("Message-ID", ids(o.MessageID))
	line("In-Reply-To", ids(o.InReplyTo))
	line("References", ids(o.References...))
	sum := sha256.Sum256([]byte(o.MessageID))
	boundary := "casebook-" + hex.EncodeToString(sum[:16])
	line("MIME-Version", "1.0")
	line("Content-Type", `multipart/mixed; boundary="`+boundary+`"`)
	b.WriteString("\r\n--" + boundary + "\r\n")
	line("Content-Type", "text/plain; charset=utf-8")
	line("Content-Transfer-Encoding", "quoted-printable")
	b.WriteString("\r\n")
	text := quotedprintable.NewWriter(&b)
	// Writing to memory cannot fail.
	_, _ = text.Write([]byte(strings.ReplaceAll(strings.ReplaceAll(o.Text, "\r\n", "\n"), "\n", "\r\n")))
	_ = text.Close()
	b.WriteString("\r\n--" + boundary + "\r\n")
	line("Content-Type", mime.FormatMediaType("application/pdf", map[string]string{"name": o.Name}))
	line("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": o.Name}))
	line("Content-Transfer-Encoding", "base64")
	b.WriteString("\r\n")
	coded := base64.StdEncoding.EncodeToString(o.PDF)
	for ; len(coded) > lineLength; coded = coded[lineLength:] {
		b.WriteString(coded[:lineLength] + "\r\n")
	}
	fmt.Fprintf(&b, "%s\r\n--%s--\r\n", coded, boundary)
	return b.Bytes()
}

func written(a casefile.Address) string {
	if !strings.Contains(a.Email, "@") {
		return ""
	}
	return (&mail.Address{Name: oneLine(a.Name), Address: oneLine(a.Email)}).String()
}

// ids writes message ids as a header names them. One that could not be an id is
// left out.
func ids(all ...string) string {
	var out []string
	for _, id := range all {
		if id != "" && !strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' || r == '<' || r == '>' }) {
			out = append(out, "<"+id+">")
		}
	}
	return strings.Join(out, " ")
}

// oneLine takes out what could end a line or hide in one.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s))
}
