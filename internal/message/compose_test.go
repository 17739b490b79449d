package message_test

import (
	"bytes"
	"net/mail"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"casebook/internal/casefile"
	"casebook/internal/message"
)

var outgoing = message.Outgoing{
	From: casefile.Address{Email: "dpo@firm.example"}, To: casefile.Address{Name: "Łucja Wright", Email: "lucja@wright.example"},
	Subject: "Your request – 26-7KQ4MX", MessageID: "one@casebook.example", InReplyTo: "asked@wright.example",
	References: []string{"first@wright.example", "asked@wright.example"}, Date: time.Date(2026, 10, 12, 10, 0, 0, 0, time.UTC),
	Text: "Dear Łucja Wright,\n\nour letter is attached.\n", Name: "reply 26-7KQ4MX.pdf", PDF: bytes.Repeat([]byte("%PDF-1.4 \x00\xff\n"), 500),
}

// What is composed reads as it was meant.
func TestCompose(t *testing.T) {
	raw := message.Compose(outgoing)
	m := message.Read(raw)
	if len(m.Defects) > 0 || m.Unreadable {
		t.Errorf("defects %q", m.Defects)
	}
	if m.From != outgoing.From || len(m.To) != 1 || m.To[0] != outgoing.To || m.Subject != outgoing.Subject || m.MessageID != outgoing.MessageID {
		t.Errorf("reads as %+v", m)
	}
	if len(m.InReplyTo) != 1 || len(m.References) != 2 || !m.Sent.Equal(outgoing.Date) || strings.TrimSpace(m.Text) != strings.TrimSpace(outgoing.Text) {
		t.Errorf("reads as %+v", m)
	}
	if len(m.Attachments) != 1 || m.Attachments[0].Name != outgoing.Name || m.Attachments[0].Size != len(outgoing.PDF) || m.Attachments[0].Dangerous {
		t.Errorf("attached %+v", m.Attachments)
	}
	if !bytes.Equal(raw, message.Compose(outgoing)) {
		t.Error("composed twice it is not the same")
	}
	for _, l := range bytes.SplitAfter(raw, []byte("\n")) {
		if len(l) > 0 && !bytes.HasSuffix(l, []byte("\r\n")) || len(l) > 998 {
			t.Errorf("a line of %d bytes: %.40q", len(l), l)
		}
	}
}

// No value can add to the header.
func TestComposeKeepsItsHeader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		wild := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a\r\nBcc: spy@evil.example", "x\nBcc: y", "<a@b>\r\n\r\nBcc: z"}))
		o := outgoing
		o.Subject, o.To.Name, o.MessageID, o.InReplyTo = wild.Draw(t, "subject"), wild.Draw(t, "name"), wild.Draw(t, "id"), wild.Draw(t, "reply")
		o.Name = wild.Draw(t, "file")
		got, err := mail.ReadMessage(bytes.NewReader(message.Compose(o)))
		if err != nil {
			t.Fatal(err)
		}
		known := map[string]bool{
			"From": true, "To": true, "Subject": true, "Date": true, "Message-Id": true, "In-Reply-To": true,
			"References": true, "Mime-Version": true, "Content-Type": true,
		}
		for name := range got.Header {
			if !known[name] {
				t.Errorf("the header has %s", name)
			}
		}
	})
}
