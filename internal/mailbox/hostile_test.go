package mailbox_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
)

// desync is what the library must not come to read as an answer.
const desync = "* CAPABILITY IMAP4rev1 (x\r\n"

// hostile are answers on which the library turns round for ever, ends the
// program, or fills the memory. Each is given in place of an answer to NOOP and
// the like and, before the tagged one, of every other.
var hostile = map[string]string{
	"parentheses a million deep":      "* 1 FETCH (BODY " + strings.Repeat("(", 10_000_000) + "\r\n",
	"parentheses over many lines":     "* 1 FETCH (BODYSTRUCTURE " + strings.Repeat("({0}\r\n", 200_000) + "\r\n",
	"a list of capabilities":          "* CAPABILITY (x\r\n",
	"with a number before it":         "* 5 CAPABILITY (x\r\n",
	"in a code":                       "* 5 OK [CAPABILITY (x\r\n",
	"behind words with a number":      "* 5 OK see {300}\r\n" + desync,
	"behind a code that does not end": "* OK [ALERT x\r\n* 1 FETCH (BODY[] {300}\r\n" + desync,
	"behind quotes that do not end":   "* ESEARCH (TAG \"T0\") UID X \"a\r\n* 1 FETCH (BODY[] {300}\r\n\"\r\n" + desync,
	"behind a length and a blank":     "* 1 FETCH (X {5} \r\n" + desync,
	"a long line":                     "* OK " + strings.Repeat("for ever ", 10_000) + "\r\n",
	"a long literal":                  "* LIST () \"/\" {90000}\r\n" + strings.Repeat("for ever ", 10_000) + "\r\n",
	"many small literals":             "* ID (\"a\"" + strings.Repeat(" {3}\r\nfor {4}\r\never", 5_000) + ")\r\n",
	"numbers from the highest down":   "* SEARCH" + downFrom(100_000) + "\r\n",
	"numbers in a set":                "* ESEARCH (TAG \"T0\") UID ALL " + strings.ReplaceAll(downFrom(100_000)[1:], " ", ",") + "\r\n",
	"a word that does not come":       "* " + strings.Repeat("0,", 200) + " OK\r\n",
	"an answer before its question":   "T90 OK done\r\n",
}

func downFrom(n int) string {
	var b strings.Builder
	for i := n; i > 0; i-- {
		fmt.Fprintf(&b, " %d", 2*i)
	}
	return b.String()
}

// A server that says what breaks the library is left, in words of ours.
func TestHostileAnswersEnd(t *testing.T) {
	for name, said := range hostile {
		for _, at := range []string{"LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH"} {
			t.Run(name+", "+at, func(t *testing.T) {
				t.Parallel()
				s := &script{mails: fiveMails()}
				s.command = func(line string) (string, bool) {
					return said + "TAG OK done\r\n", strings.HasPrefix(line, at)
				}
				src := s.serve(t)
				src.Limits = mailbox.Limits{Silence: 2 * time.Second, Backoff: time.Millisecond, Tries: 1, Deaths: 1}
				_, err := pullOne(t.Context(), src, newShelf(), nil)
				if e := casefile.AsError(err); e == nil || e.Kind != casefile.Unreachable {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}

// An answer that comes with the request for the rest of a command leaves the
// library waiting for another request.
func TestAnAnswerWithARequestForMore(t *testing.T) {
	for name, src := range map[string]func(mailbox.Source) mailbox.Source{
		"a name and a password": func(src mailbox.Source) mailbox.Source {
			src.Account.User, src.Password = "Zoë", "naïve"
			return src
		},
		"a token": func(src mailbox.Source) mailbox.Source {
			src.Account.Auth = casefile.ByOAuth2
			src.Token = func(context.Context, string) (string, error) { return "token", nil }
			return src
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{mails: fiveMails(), caps: "IMAP4rev1 AUTH=XOAUTH2"}
			s.command = func(line string) (string, bool) {
				return "+ \r\nTAG NO no\r\n", strings.HasPrefix(line, "LOGIN") || strings.HasPrefix(line, "AUTH")
			}
			for range 20 {
				if err := mailbox.Check(t.Context(), src(s.serve(t))); casefile.AsError(err) == nil {
					t.Fatalf("got %v", err)
				}
			}
		})
	}
}

// A server that asks for no rest at all, again and again, is not asked for ever.
func TestThrottledForEver(t *testing.T) {
	for _, at := range []string{"EXAMINE", "UID SEARCH", "UID FETCH"} {
		s := &script{mails: fiveMails()}
		s.command = func(line string) (string, bool) {
			return "TAG NO Request is throttled. Suggested Backoff Time: 0 milliseconds\r\n", strings.HasPrefix(line, at)
		}
		src := s.serve(t)
		src.Limits.Backoff = time.Nanosecond
		_, err := pullOne(t.Context(), src, newShelf(), nil)
		if e := casefile.AsError(err); e == nil || e.Kind != casefile.Unreachable || !strings.Contains(e.What, "left alone") {
			t.Errorf("%s: got %v", at, err)
		}
	}
}

// An answer that is two of which the middle was lost, or that is of a part,
// gives no message its bytes: in memory, in parts and as a stream.
func TestTornAnswersAreNoMessages(t *testing.T) {
	for name, torn := range map[string]func(s *script) string{
		"two bodies":        func(s *script) string { return "UID 6 " + literal(s.mails[6]) + " " + literal(s.mails[7]) },
		"two numbers":       func(s *script) string { return "UID 6 " + literal(s.mails[7]) + " UID 7" },
		"two numbers first": func(s *script) string { return "UID 6 UID 7 " + literal(s.mails[7]) },
		"a part":            func(s *script) string { return "UID 6 BODY[1] {3}\r\nabc" },
		"the text":          func(s *script) string { return "UID 6 BODY[TEXT] {3}\r\nabc" },
		"a stretch":         func(s *script) string { return "UID 6 BODY[]<0> {3}\r\nabc" },
		"a second answer": func(s *script) string {
			return "UID 6 " + literal(s.mails[7]) + ")\r\n* SEQ FETCH (UID 6 " + literal(s.mails[6])
		},
		"a size beyond all": func(s *script) string { return "UID 6 RFC822.SIZE 9223372036854775807" },
	} {
		for way, bytes := range map[string]int64{"in memory": 1 << 20, "large": 10} {
			t.Run(name+", "+way, func(t *testing.T) {
				s := &script{mails: fiveMails()}
				spoilt := true
				s.fetch = func(uid uint32, items string) (string, bool) {
					if uid != 6 || !spoilt || strings.Contains(items, "RFC822.SIZE") != strings.HasPrefix(name, "a size") {
						return "", false
					}
					return "* SEQ FETCH (" + torn(s) + ")\r\n", true
				}
				src, shelf := s.serve(t), newShelf()
				src.Limits.Bytes = bytes
				for range 2 {
					if _, err := pullOne(t.Context(), src, shelf, nil); err != nil {
						t.Error(err)
					}
					if raw := string(shelf.kept[6].Raw); raw != "" && raw != s.mails[6] || len(shelf.kept) < 4 {
						t.Errorf("kept %d, and of 6 %q", len(shelf.kept), raw)
					}
					spoilt = false
				}
				shelf.want(t, s.mails)
			})
		}
	}
}

// A server that says it has IDLE and refuses it is asked instead, over the
// connection that stands.
func TestIdleRefused(t *testing.T) {
	s := &script{mails: fiveMails(), caps: "IMAP4rev1 IDLE"}
	s.command = func(line string) (string, bool) { return "TAG NO not today\r\n", line == "IDLE" }
	n, err := watchScript(t, s.serve(t), 5*time.Millisecond, 6)
	if e := casefile.AsError(err); n != 6 || e == nil || e.Kind != casefile.Cancelled {
		t.Errorf("woke %d times, ended by %v", n, err)
	}
	if logins := strings.Count(strings.Join(s.log, "\n"), "LOGIN"); logins != 1 {
		t.Errorf("signed in %d times", logins)
	}
}
