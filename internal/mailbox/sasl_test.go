package mailbox_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
)

// bouncer is a mail server's door: it greets, is handed a token and answers.
// Each line it hears is kept.
type bouncer struct {
	capability string
	answers    []string // to AUTHENTICATE and what follows it, TAG standing for its tag; the last one again and again

	mu    sync.Mutex
	heard []string
}

func (b *bouncer) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	go b.talk(theirs)
	return ours, nil
}

func (b *bouncer) talk(c net.Conn) {
	defer c.Close()
	fmt.Fprintf(c, "* OK [CAPABILITY IMAP4rev1 %s] ready\r\n", b.capability)
	tag, said := "", 0
	for in := bufio.NewScanner(c); in.Scan(); said++ {
		if before, _, ok := strings.Cut(in.Text(), " AUTHENTICATE "); ok {
			tag = before
		}
		b.mu.Lock()
		b.heard = append(b.heard, strings.TrimPrefix(in.Text(), tag+" "))
		b.mu.Unlock()
		answer := b.answers[min(said, len(b.answers)-1)]
		fmt.Fprint(c, strings.ReplaceAll(answer, "TAG", tag))
		if strings.HasPrefix(answer, "* BYE") {
			return
		}
	}
}

// lines is what was heard so far.
func (b *bouncer) lines() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.heard)
}

// source is a mailbox behind the bouncer, with a token for each try.
func (b *bouncer) source(tokens ...string) mailbox.Source {
	tries := 0
	return mailbox.Source{
		Account: casefile.Account{
			Host: "localhost", Port: 993, TLS: casefile.Plain, User: "dpo=a,b@firm.example", Auth: casefile.ByOAuth2,
		},
		Dial: b.dial, Limits: mailbox.Limits{Silence: 10 * time.Second},
		Token: func(_ context.Context, refused string) (string, error) {
			if tries > 0 && refused != tokens[tries-1] {
				return "", fmt.Errorf("the token refused is %q", refused)
			}
			tries++
			return tokens[tries-1], nil
		},
	}
}

// What is sent is what RFC 7628 and the providers write, byte for byte.
func TestTokenOnTheWire(t *testing.T) {
	const (
		x = "user=dpo=a,b@firm.example\x01auth=Bearer one\x01\x01"
		b = "n,a=dpo=3Da=2Cb@firm.example,\x01host=localhost\x01port=993\x01auth=Bearer one\x01\x01"
	)
	encode := base64.StdEncoding.EncodeToString
	for _, test := range []struct {
		capability string
		want       []string
	}{
		{"SASL-IR AUTH=XOAUTH2 LOGINDISABLED", []string{"AUTHENTICATE XOAUTH2 " + encode([]byte(x))}},
		{"AUTH=XOAUTH2", []string{"AUTHENTICATE XOAUTH2", encode([]byte(x))}},
		{"SASL-IR AUTH=XOAUTH2 AUTH=OAUTHBEARER", []string{"AUTHENTICATE OAUTHBEARER " + encode([]byte(b))}},
		{"AUTH=OAUTHBEARER", []string{"AUTHENTICATE OAUTHBEARER", encode([]byte(b))}},
	} {
		t.Run(test.capability, func(t *testing.T) {
			door := &bouncer{capability: test.capability, answers: []string{"+ \r\n", "* BYE\r\n"}}
			if strings.Contains(test.capability, "SASL-IR") {
				door.answers = door.answers[1:]
			}
			if err := mailbox.Check(t.Context(), door.source("one")); err == nil {
				t.Error("signed in")
			}
			if heard := door.lines(); !slices.Equal(heard, test.want) {
				t.Errorf("heard %q, want %q", heard, test.want)
			}
		})
	}
}

// Both ways of refusing are one refusal: a second token is tried over a second
// connection, nothing is answered to the reason and no third is tried.
func TestTokenRefusals(t *testing.T) {
	for name, answer := range map[string]string{
		"as Microsoft":          "TAG NO AUTHENTICATE failed.\r\n",
		"as Google and Dovecot": "+ eyJzdGF0dXMiOiI0MDEifQ==\r\n",
		"with a wrong reason":   "+ not base64!\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			door := &bouncer{capability: "SASL-IR AUTH=XOAUTH2", answers: []string{answer}}
			err := mailbox.Check(t.Context(), door.source("one", "two"))
			if !casefile.IsKind(err, casefile.Refused) && name != "with a wrong reason" {
				t.Errorf("got %v", err)
			}
			if err == nil || strings.Contains(err.Error(), "401") || len(door.lines()) > 2 {
				t.Errorf("got %v after %q", err, door.lines())
			}
		})
	}
}

// A server that is only out of order is no reason to sign in again.
func TestTokenNotCheckedJustNow(t *testing.T) {
	door := &bouncer{capability: "SASL-IR AUTH=XOAUTH2", answers: []string{"TAG NO [UNAVAILABLE] later\r\n"}}
	if err := mailbox.Check(t.Context(), door.source("one")); !casefile.IsKind(err, casefile.Unreachable) {
		t.Errorf("got %v", err)
	}
}
