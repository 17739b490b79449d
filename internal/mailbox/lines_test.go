package mailbox_test

import (
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
)

// A list of capabilities that is none ends the connection: the library would
// turn round on it for ever.
func TestAListOfCapabilitiesIsOne(t *testing.T) {
	for name, caps := range map[string]string{
		"a parenthesis in a name":     "IMAP4rev1(IDLE",
		"one of its own":              "IMAP4rev1 (IDLE)",
		"one and nothing else":        "(",
		"more than anybody could say": strings.Repeat("X", 70_000),
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{mails: fiveMails(), caps: caps}
			err := mailbox.Check(t.Context(), s.serve(t))
			if e := casefile.AsError(err); e == nil || e.Kind != casefile.Unreachable {
				t.Errorf("got %v", err)
			}
		})
	}
}

// What a message says of capabilities is a message's, and so is what words for
// people say of literals.
func TestWordsLikeIMAPAreMail(t *testing.T) {
	s := &script{mails: map[uint32]string{
		1: "Subject: one\r\n\r\n* CAPABILITY (x)\r\n* OK [CAPABILITY (x)] y {5}\r\n",
		2: "* CAPABILITY (\n",
		3: "{20}\r\n* CAPABILITY (x)\r\n",
	}}
	s.command = func(line string) (string, bool) {
		return "* OK see {9}\r\nTAG OK done {300}\r\n", line == "NOOP" || strings.HasPrefix(line, "LOGIN")
	}
	src, shelf := s.serve(t), newShelf()
	src.Limits.Silence = time.Second
	pull(t, src, shelf)
	shelf.want(t, s.mails)
}

// Between the answer that another session's change calls forth and the body
// under the same number, the body counts; of two bodies none does, and each
// message is asked for by itself (R1).
func TestTwoAnswersUnderOneNumber(t *testing.T) {
	for name, spoil := range map[string]func(answer string) string{
		"a flag first":            func(answer string) string { return "* 3 FETCH (UID 3 FLAGS (\\Flagged))\r\n" + answer },
		"another message's body":  func(answer string) string { return strings.Replace(answer, "UID 5", "UID 6", 1) },
		"a body nobody asked for": func(answer string) string { return strings.Replace(answer, "UID 5", "UID 99", 1) },
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{mails: fiveMails()}
			s.command = func(line string) (string, bool) {
				if !strings.HasPrefix(line, "UID FETCH 3,") || !strings.Contains(line, "BODY") {
					return "", false
				}
				words := strings.Fields(line)
				return spoil(s.fetchAll(words[2], strings.Join(words[3:], " "))), true
			}
			shelf := newShelf()
			pull(t, s.serve(t), shelf)
			shelf.want(t, s.mails)
		})
	}
}
