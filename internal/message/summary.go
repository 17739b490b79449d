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
	words := make([]byte, 0, len(m.Text)+1)
	words = appendWords(words, m.Text)
	if m.From.Email == "" || m.Sent.IsZero() && m.MessageID == "" || len(words) == 0 && m.Subject == "" {
		return ""
	}
	sent := ""
	if !m.Sent.IsZero() {
		sent = m.Sent.UTC().Format(time.RFC3339)
	}
	head := make([]byte, 0, 512)
	for _, s := range []string{m.From.Email, sent, m.MessageID} {
		head = append(append(head, s...), 0)
	}
	head = append(appendWords(head, m.Subject), 0)
	sum := sha256.New()
	sum.Write(head)
	sum.Write(append(words, 0))
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// appendWords appends the words of a text with one blank between each two.
func appendWords(to []byte, text string) []byte {
	begun := len(to)
	for word := range strings.FieldsSeq(text) {
		if len(to) > begun {
			to = append(to, ' ')
		}
		to = append(to, word...)
	}
	return to
}
