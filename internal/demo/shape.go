package demo

import (
	"fmt"
	"html"
	"strings"
	"time"
)

// shape is how a letter is built as a message.
type shape string

const (
	plain           shape = "plain"
	htmlOnly        shape = "html"
	alternative     shape = "alternative"
	quotedPrintable shape = "quoted-printable"
	base64Text      shape = "base64"
	latin1          shape = "iso-8859-1"
	withPDF         shape = "pdf attached"
	withDOCX        shape = "docx attached"
	forwardOutlook  shape = "forwarded inline, Outlook"
	forwardGmail    shape = "forwarded inline, Gmail"
	forwardApple    shape = "forwarded inline, Apple Mail"
	forwardAttached shape = "forwarded as attachment"
	broken          shape = "broken"
)

// forwarded reports whether a school passes the letter on.
func (s shape) forwarded() bool { return strings.HasPrefix(string(s), "forwarded") }

// shapes build a letter that its writer sends to the mailbox.
var shapes = map[shape]func(w writer, l letter, file string) []byte{
	plain: func(w writer, l letter, _ string) []byte {
		return w.message(l, part{"Content-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: 8bit", crlf(l.text)})
	},
	htmlOnly: func(w writer, l letter, _ string) []byte { return w.message(l, htmlPart(page(l.text))) },
	alternative: func(w writer, l letter, _ string) []byte {
		return w.message(l, w.multipart("alternative", textPart(l.text), htmlPart(page(l.text))))
	},
	quotedPrintable: func(w writer, l letter, _ string) []byte { return w.message(l, textPart(l.text)) },
	base64Text: func(w writer, l letter, _ string) []byte {
		return w.message(l, part{"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64", base64Lines([]byte(crlf(l.text)))})
	},
	latin1: func(w writer, l letter, _ string) []byte {
		l.latin1 = true
		return w.message(l, part{"Content-Type: text/plain; charset=ISO-8859-1\r\nContent-Transfer-Encoding: quoted-printable", qp(toLatin1(l.text))})
	},
	withPDF: func(w writer, l letter, file string) []byte {
		return w.message(l, w.multipart("mixed", textPart(l.text), filePart("application/pdf", file, w.paper())))
	},
	withDOCX: func(w writer, l letter, file string) []byte {
		const kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		return w.message(l, w.multipart("mixed", textPart(l.text), filePart(kind, file, append([]byte("PK\x03\x04"), w.noise(900)...))))
	},
	broken: func(w writer, l letter, _ string) []byte {
		p := w.multipart("mixed", part{"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bits", crlf(l.text)},
			filePart("image/jpeg", "badge.jpg", w.noise(300)))
		l.extra = append(l.extra, "This line is not a header at all", "X-Mailer : SimplePost 0.9")
		raw := w.message(l, p)
		return raw[:len(raw)-220] // the connection broke while it was sent
	},
}

// page makes a letter an HTML page as mail programs write it.
func page(text string) string {
	var b strings.Builder
	b.WriteString("<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<style>p.x {margin:0cm; font-family:Calibri}</style></head>\n<body lang=\"EN-GB\">\n")
	for _, p := range strings.Split(text, "\n\n") {
		b.WriteString("<p class=\"x\">" + strings.ReplaceAll(html.EscapeString(p), "\n", "<br>\n") + "</p>\n")
	}
	b.WriteString("</body></html>")
	return b.String()
}

// paper is a file that begins and ends as a PDF does.
func (w writer) paper() []byte {
	return fmt.Appendf(nil, "%%PDF-1.4\n%% invented\n1 0 obj << /Type /Catalog >> endobj\n%x\ntrailer << /Root 1 0 R >>\n%%%%EOF\n", w.noise(400))
}

func (w writer) noise(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(w.rng.Uint32())
	}
	return b
}

// clerk is who passes a letter on.
type clerk struct{ name, email, school, note string }

// forward wraps the letter that a school had on inner.date in a message of the
// school's office, of that later time.
func (w writer) forward(s shape, inner letter, by clerk, to string, at time.Time) []byte {
	inner.to = "School Office <" + by.email + ">"
	outer := letter{from: by.name, email: by.email, to: to, subject: "FW: " + inner.subject, date: at}
	if s == forwardGmail || s == forwardApple {
		outer.subject = "Fwd: " + inner.subject
	}
	top := by.note + "\n\n" + by.name + "\nSchool Office, " + by.school
	switch s {
	case forwardAttached:
		original := shapes[quotedPrintable](w, inner, "")
		return w.message(outer, w.multipart("mixed", textPart(top), part{"Content-Type: message/rfc822\r\nContent-Disposition: attachment", string(original)}))
	case forwardGmail:
		outer.text = fmt.Sprintf("%s\n\n---------- Forwarded message ---------\nFrom: %s <%s>\nDate: %s\nSubject: %s\nTo: <%s>\n\n\n%s",
			top, inner.from, inner.email, inner.date.Format("Mon, 2 Jan 2006 at 15:04"), inner.subject, by.email, inner.text)
	case forwardApple:
		block := fmt.Sprintf("From: %s <%s>\nSubject: %s\nDate: %s\nTo: %s\n\n%s",
			inner.from, inner.email, inner.subject, inner.date.Format("2 January 2006 at 15:04:05 MST"), by.email, inner.text)
		outer.text = top + "\n\nBegin forwarded message:\n\n> " + strings.ReplaceAll(block, "\n", "\n> ")
	default:
		outer.text = fmt.Sprintf("%s\n\n________________________________\nFrom: %s <%s>\nSent: %s\nTo: School Office <%s>\nSubject: %s\n\n%s",
			top, inner.from, inner.email, inner.date.Format("02 January 2006 15:04"), by.email, inner.subject, inner.text)
	}
	return shapes[quotedPrintable](w, outer, "")
}
