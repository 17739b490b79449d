package message_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	"casebook/internal/message"
)

// mailbox is invented mail like a firm's: a plain text in most, HTML beside it
// in half, an attachment in one of four, 30 kB each on the average.
func mailbox(n int) (mails [][]byte, size int64) {
	words := strings.Fields("please send me all the records that the school holds about my daughter since the year she came here with every note of a meeting and the emails in which she is named thank you")
	files := bytes.Repeat([]byte("0123456789abcdefghijklmnopqrstuvwxyz"), 2250)
	file := base64.StdEncoding.EncodeToString(files)
	var lines strings.Builder
	for i := 0; i < len(file); i += 76 {
		lines.WriteString(file[i:min(i+76, len(file))] + "\r\n")
	}
	for i := range n {
		var b bytes.Buffer
		var text strings.Builder
		for j := range 120 + i%200 {
			text.WriteString(words[(i*7+j*3)%len(words)] + " ")
			if j%12 == 11 {
				text.WriteString("\r\n")
			}
		}
		fmt.Fprintf(&b, "Received: from a.example by b.example; Mon, 2 Nov 2026 10:00:00 +0000\r\nFrom: \"Pat %d\" <pat%d@people.example>\r\nTo: dpo@firm.example\r\nSubject: =?utf-8?q?Request_number_%d?=\r\nDate: Mon, 2 Nov 2026 09:00:00 +0000\r\nMessage-ID: <%d@people.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"mix\"\r\n\r\n--mix\r\n", i, i, i, i)
		if i%2 == 0 {
			fmt.Fprintf(&b, "Content-Type: multipart/alternative; boundary=\"alt\"\r\n\r\n--alt\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%s\r\n--alt\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>%s</p><table><tr><td>a</td></tr></table></body></html>\r\n--alt--\r\n", text.String(), text.String())
		} else {
			fmt.Fprintf(&b, "Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n", text.String())
		}
		if i%4 == 0 {
			fmt.Fprintf(&b, "--mix\r\nContent-Type: application/pdf; name=\"record.pdf\"\r\nContent-Disposition: attachment; filename=\"record.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n%s", lines.String())
		}
		b.WriteString("--mix--\r\n")
		mails = append(mails, b.Bytes())
		size += int64(b.Len())
	}
	return mails, size
}

// BenchmarkReadBesideNetMail reads 10,000 mails of 300 MB here and, in the same
// run, with the standard library: header, parts and transfer encodings decoded,
// nothing made of them.
func BenchmarkReadBesideNetMail(b *testing.B) {
	mails, size := mailbox(10_000)
	for _, c := range []struct {
		name string
		read func(raw []byte)
	}{
		{"casebook", func(raw []byte) { message.Read(raw) }},
		{"net-mail", netMail},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(size)
			for b.Loop() {
				for _, raw := range mails {
					c.read(raw)
				}
			}
			b.ReportMetric(float64(len(mails)*b.N)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}

func netMail(raw []byte) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return
	}
	_, _ = m.Header.AddressList("From")
	_, _ = m.Header.Date()
	_, _ = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	netPart(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
}

func netPart(kind, encoding string, body io.Reader) {
	_, params, err := mime.ParseMediaType(kind)
	if err == nil && params["boundary"] != "" {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err != nil {
				return
			}
			netPart(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p)
		}
	}
	switch encoding {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	_, _ = io.Copy(io.Discard, body)
}
