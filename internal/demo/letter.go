package demo

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"mime"
	"mime/quotedprintable"
	"strings"
	"time"

	"casebook/internal/civil"
)

// letter is a message before it becomes bytes.
type letter struct {
	from, email string
	to          string
	subject     string
	text        string
	date        time.Time
	extra       []string // further header lines, written as they are
	latin1      bool     // headers in ISO-8859-1
}

// writer turns letters into bytes; what is random in them comes from the seed.
type writer struct{ rng *rand.Rand }

// dateLayout is that of RFC 5322.
const dateLayout = "Mon, 2 Jan 2006 15:04:05 -0700"

// head writes the header that every message has.
func (w writer) head(l letter) string {
	_, domain, _ := strings.Cut(l.email, "@")
	lines := []string{
		fmt.Sprintf("Received: from mx.%s (mx.%s [192.0.2.%d])\r\n\tby mail.casebook.example with ESMTPS id %s;\r\n\t%s",
			domain, domain, 1+w.rng.IntN(250), digitsOf(w.rng, 8), l.date.Add(3*time.Second).Format(dateLayout)),
		"From: " + quoted(w.word(l.from, l.latin1)) + " <" + l.email + ">",
		"To: " + l.to,
		"Subject: " + w.word(l.subject, l.latin1),
		"Date: " + l.date.Format(dateLayout),
		fmt.Sprintf("Message-ID: <%016x@%s>", w.rng.Uint64(), domain),
		"MIME-Version: 1.0",
	}
	return strings.Join(append(lines, l.extra...), "\r\n") + "\r\n"
}

// word encodes a header's text where it must be (RFC 2047), by either encoding.
func (w writer) word(s string, latin1 bool) string {
	encoding := mime.QEncoding
	if w.rng.IntN(2) == 0 {
		encoding = mime.BEncoding
	}
	if latin1 {
		return encoding.Encode("iso-8859-1", toLatin1(s))
	}
	return strings.ReplaceAll(encoding.Encode("utf-8", s), "?= =?", "?=\r\n =?")
}

// quoted puts a name in quotation marks if it holds what an address may not.
func quoted(name string) string {
	if strings.ContainsAny(name, ".,()") && !strings.HasPrefix(name, "=?") {
		return `"` + name + `"`
	}
	return name
}

// toLatin1 writes a text in ISO-8859-1.
func toLatin1(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case r == '–':
			b = append(b, '-')
		case r <= 0xFF:
			b = append(b, byte(r))
		default:
			b = append(b, '?')
		}
	}
	return string(b)
}

// crlf ends lines as mail does.
func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") + "\r\n" }

func qp(s string) string {
	var b strings.Builder
	q := quotedprintable.NewWriter(&b)
	_, _ = q.Write([]byte(crlf(s))) // a builder takes everything
	_ = q.Close()
	return b.String()
}

// base64Lines writes bytes in lines of 76 characters.
func base64Lines(b []byte) string {
	s := base64.StdEncoding.EncodeToString(b)
	var out strings.Builder
	for len(s) > 76 {
		out.WriteString(s[:76] + "\r\n")
		s = s[76:]
	}
	return out.String() + s + "\r\n"
}

// part is one part of a message: its header lines and its encoded content.
type part struct{ head, body string }

func textPart(s string) part {
	return part{"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable", qp(s)}
}

func htmlPart(page string) part {
	return part{"Content-Type: text/html; charset=\"UTF-8\"\r\nContent-Transfer-Encoding: quoted-printable", qp(page)}
}

// filePart is an attachment; its name is written as RFC 2231 has it.
func filePart(kind, name string, content []byte) part {
	disposition := mime.FormatMediaType("attachment", map[string]string{"filename": name})
	return part{
		"Content-Type: " + kind + "\r\nContent-Disposition: " + disposition + "\r\nContent-Transfer-Encoding: base64",
		base64Lines(content),
	}
}

// multipart joins parts under a boundary of their own.
func (w writer) multipart(kind string, parts ...part) part {
	boundary := fmt.Sprintf("=_%016x", w.rng.Uint64())
	var b strings.Builder
	for _, p := range parts {
		b.WriteString("--" + boundary + "\r\n" + p.head + "\r\n\r\n" + p.body + "\r\n")
	}
	b.WriteString("--" + boundary + "--\r\n")
	return part{"Content-Type: multipart/" + kind + "; boundary=\"" + boundary + "\"", b.String()}
}

// message joins a header and a part to the bytes of a message.
func (w writer) message(l letter, p part) []byte {
	return []byte(w.head(l) + p.head + "\r\n\r\n" + p.body)
}

// at returns a time of that day, in the waking hours of London.
func (w writer) at(day civil.Date) time.Time {
	minutes := 7*60 + w.rng.IntN(15*60)
	return day.Midnight().Add(time.Duration(minutes)*time.Minute + time.Duration(w.rng.IntN(60))*time.Second).In(civil.London())
}
