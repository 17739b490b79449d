package message_test

import (
	"fmt"
	"testing"

	"casebook/internal/message"
)

// TestDatesOfQuotedHeaders reads the forms in which mail programs write a date
// above a message passed on.
func TestDatesOfQuotedHeaders(t *testing.T) {
	for _, c := range []struct{ written, want string }{
		{"12 October 2026 18:30", "2026-10-12T17:30:00Z"}, // London has summer time
		{"12 November 2026 18:30", "2026-11-12T18:30:00Z"},
		{"Monday, October 12, 2026 6:30 PM", "2026-10-12T17:30:00Z"},
		{"Monday, 12 October 2026 6.30pm", "2026-10-12T17:30:00Z"},
		{"Mon, 12 Oct 2026 at 18:30", "2026-10-12T17:30:00Z"},
		{"Mon, Oct 12, 2026 at 6:30\u202fPM", "2026-10-12T17:30:00Z"},
		{"12 October 2026 at 18:30:09 BST", "2026-10-12T17:30:09Z"},
		{"12 October 2026 at 18:30:09 GMT+1", "2026-10-12T17:30:09Z"},
		{"Mon, 12 Oct 2026 18:30:00 +0200 (CEST)", "2026-10-12T16:30:00Z"},
		{"Mon, 12 Oct 2026 12:05:00 -0500", "2026-10-12T17:05:00Z"},
		{"12/10/2026 18:30", "2026-10-12T17:30:00Z"}, // the day first
		{"10/13/2026 6:30 AM", "2026-10-13T05:30:00Z"},
		{"12.10.2026 18:30:00", "2026-10-12T17:30:00Z"},
		{"2026-10-12 18:30", "2026-10-12T17:30:00Z"},
		{"2026-10-12T18:30:00Z", "2026-10-12T18:30:00Z"},
		{"1st November 2026 12:15 am", "2026-11-01T00:15:00Z"},
		{"Sept 3, 2026", "2026-09-03"},
		{"3 Sep 26 9:05", "2026-09-03T08:05:00Z"},
		{"30 June 2026 23:30 UTC", "2026-06-30T23:30:00Z"},
		{"12 Hydref 2026 18:30", "2026-10-12T17:30:00Z"},
		{"Dydd Llun, 12 Hydref 2026 18:30", "2026-10-12T17:30:00Z"},
		{"3 Gorffennaf 2026 09:05", "2026-07-03T08:05:00Z"},
		{"1 Rhag 2026", "2026-12-01"},
		{"Montag, 12. Oktober 2026 18:30", "2026-10-12T17:30:00Z"},
		{"lundi 12 octobre 2026 18:30", "2026-10-12T17:30:00Z"},
		{"poniedziałek, 12 października 2026 18:30", "2026-10-12T17:30:00Z"},
		{"lunes, 12 de octubre de 2026 18:30", "2026-10-12T17:30:00Z"},
		{"12 a.m. meeting 2026", ""},
		{"30 February 2026 10:00", ""},
		{"yesterday at 10:00", ""},
		{"25:99 on the 40th", ""},
		{"", ""},
	} {
		raw := fmt.Sprintf("Subject: Fwd\r\nFrom: a@b.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nFrom: T <t@b.example>\r\nSent: %s\r\nTo: office\r\nSubject: x\r\n\r\nHello\r\n", c.written)
		m := message.Read([]byte(raw))
		if len(m.Forwarded) != 1 {
			t.Fatalf("%q: %d messages inside", c.written, len(m.Forwarded))
		}
		if got := m.Forwarded[0].Sent.String(); got != c.want {
			t.Errorf("%q is read as %q, want %q", c.written, got, c.want)
		}
	}
}
