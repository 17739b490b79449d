package message_test

import (
	"bytes"
	"strings"
	"testing"

	"casebook/internal/message"
)

// letterWith is a message with one file attached in base64.
func letterWith(kind, encoding string, lines int) []byte {
	return []byte("From: Ann <ann@example.org>\r\nSubject: My file\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nPlease send it.\r\n-- \r\nAnn\r\n" +
		"--b\r\nContent-Type: " + kind + "; name=\"x\"\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" +
		strings.Repeat("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eg==\r\n", lines) +
		"--b\r\nContent-Type: text/plain\r\n\r\nAnd a second text.\r\n--b--\r\n")
}

// What is read of a light message is what is read of the whole one.
func TestLightKeepsWhatIsRead(t *testing.T) {
	for _, c := range []struct {
		kind, encoding string
		lighter        bool
	}{
		{"application/pdf", "base64", true},
		{"IMAGE/JPEG", "BASE64", true},
		{"application/pdf", "7bit", false},
		{"application/octet-stream", "base64", false},
		{"application/ms-tnef", "base64", false},
		{"text/plain", "base64", false},
	} {
		raw := letterWith(c.kind, c.encoding, 400)
		light := message.Light(raw)
		if (len(light) < len(raw)/4) != c.lighter {
			t.Errorf("%s in %s: %d of %d bytes", c.kind, c.encoding, len(light), len(raw))
		}
		whole, got := message.Read(raw), message.Read(light)
		if got.Text != whole.Text || got.Subject != whole.Subject || got.From != whole.From || got.Unreadable != whole.Unreadable {
			t.Errorf("%s in %s: read %q, not %q", c.kind, c.encoding, got.Text, whole.Text)
		}
	}
}

// A message that is dull itself, broken off or empty is no trouble.
func FuzzLight(f *testing.F) {
	f.Add(letterWith("application/pdf", "base64", 3))
	f.Add([]byte("Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n"))
	f.Add([]byte("\n\n--\n"))
	f.Add([]byte(""))
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := bytes.Clone(raw)
		light := message.Light(raw)
		if len(light) > len(raw) || !bytes.Equal(before, raw) {
			t.Errorf("%q became %q", before, light)
		}
	})
}
