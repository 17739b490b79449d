package message

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"casebook/internal/casefile"
)

// Summary is what is to be known of a message before it is kept.
type Summary struct {
	Sent, Delivered time.Time // as in [casefile.Message]
	Unreadable      bool
}

// Summarise reads a message for its summary.
func Summarise(raw []byte) Summary {
	m := Read(raw)
	return Summary{Sent: m.Sent, Delivered: m.Delivered, Unreadable: m.Unreadable}
}

// Likeness is the same for two messages that are probably one, though their
// bytes differ: fetched by two programs, saved to a file, passed through a list
// that changed its subject's blanks. It is a sum over who sent it, when, its id,
// its subject and its text, and "" where there is too little to tell by.
func Likeness(m casefile.Message) string {
	words := strings.Join(strings.Fields(m.Text), " ")
	if m.From.Email == "" || m.Sent.IsZero() && m.MessageID == "" || words == "" && m.Subject == "" {
		return ""
	}
	sent := ""
	if !m.Sent.IsZero() {
		sent = m.Sent.UTC().Format(time.RFC3339)
	}
	sum := sha256.New()
	for _, s := range []string{m.From.Email, sent, m.MessageID, strings.Join(strings.Fields(m.Subject), " "), words} {
		sum.Write([]byte(s))
		sum.Write([]byte{0})
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}
