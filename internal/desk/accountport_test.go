package desk_test

import (
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

// A port that is the usual one follows the protection; one that a person gave,
// now or then, does not.
func TestPortFollowsTheProtection(t *testing.T) {
	for _, c := range []struct {
		port   int
		tls    casefile.TLSMode
		change desk.AccountChange
		want   int
	}{
		{993, casefile.Implicit, desk.AccountChange{TLS: casefile.StartTLS}, 143},
		{143, casefile.StartTLS, desk.AccountChange{TLS: casefile.Implicit}, 993},
		{143, casefile.StartTLS, desk.AccountChange{TLS: casefile.Plain}, 143},
		{993, casefile.Implicit, desk.AccountChange{TLS: casefile.Implicit}, 993},
		{993, casefile.Implicit, desk.AccountChange{Host: "imap.firm.example"}, 993},
		{993, casefile.Implicit, desk.AccountChange{TLS: casefile.StartTLS, Port: 993}, 993},
		{1993, casefile.Implicit, desk.AccountChange{TLS: casefile.StartTLS}, 1993},
		{993, casefile.StartTLS, desk.AccountChange{TLS: casefile.Implicit}, 993},
	} {
		a := c.change.Server(casefile.Account{Host: "imap.post.example", Port: c.port, TLS: c.tls})
		if a.Port != c.want {
			t.Errorf("%d %s and %+v: port %d, want %d", c.port, c.tls, c.change, a.Port, c.want)
		}
	}
}
