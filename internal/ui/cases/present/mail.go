package present

import (
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

// Mail is a message as the page of a case shows it. Its text is hostile: it is
// drawn as plain characters.
type Mail struct {
	Subject, From string
	Notes         []string // attachments, and what was wrong with the bytes
	Text          []string // in pieces that lay out quickly
}

// The most text that is shown, in runes, and the size of a piece: Fyne lays a
// label out whole.
const (
	mostText  = 64 << 10
	pieceSize = 2 << 10
)

// NewMail puts a message in words.
func NewMail(v desk.MessageView) Mail {
	m := Mail{Subject: v.Row.Subject, From: join("from "+v.Message.From.String(), v.Row.Received.Date().Long())}
	if m.Subject == "" {
		m.Subject = "No subject"
	}
	for _, a := range v.Message.Attachments {
		m.Notes = append(m.Notes, "Attached: "+a.String())
	}
	m.Notes = append(m.Notes, v.Message.Defects...)
	m.Text = pieces(fullText(v.Message))
	if len(m.Text) == 0 {
		m.Text = []string{"The message has no text that can be read."}
	}
	return m
}

// fullText is the message with what was forwarded in it.
func fullText(m casefile.Message) string {
	text := m.Text
	for _, f := range m.Forwarded {
		if f.Text != "" && !strings.Contains(m.Text, strings.TrimSpace(f.Text)) {
			text += "\n\nForwarded from " + f.From.String() + ":\n\n" + f.Text
		}
	}
	return text
}

// pieces cuts a text at line ends.
func pieces(text string) []string {
	r := []rune(strings.TrimSpace(text))
	cut := len(r) > mostText
	if cut {
		r = r[:mostText]
	}
	var out []string
	for len(r) > 0 {
		n := min(pieceSize, len(r))
		if n < len(r) {
			for i := n; i > n/2; i-- {
				if r[i] == '\n' {
					n = i
					break
				}
			}
		}
		out = append(out, strings.Trim(string(r[:n]), "\r\n"))
		r = r[n:]
	}
	if cut {
		out = append(out, "The rest of this long message is not shown here.")
	}
	return out
}
