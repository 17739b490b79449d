package message_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"casebook/internal/casefile"
	"casebook/internal/message"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestRead compares what is read of each mail of testdata with the text beside
// it.
func TestRead(t *testing.T) {
	files, err := filepath.Glob("testdata/*.[em][ms][lg]")
	if err != nil || len(files) < 60 {
		t.Fatal("there are too few mails in testdata", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := describe(message.Read(raw))
			golden := strings.TrimSuffix(file, filepath.Ext(file)) + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// describe writes a message for people to check.
func describe(m casefile.Message) string {
	var b strings.Builder
	say := func(label string, v any) {
		if s := fmt.Sprint(v); s != "" && s != "[]" {
			fmt.Fprintf(&b, "%s: %s\n", label, s)
		}
	}
	say("from", show(m.From))
	say("reply to", show(m.ReplyTo))
	say("to", showAll(m.To))
	say("cc", showAll(m.Cc))
	say("subject", m.Subject)
	say("id", m.MessageID)
	say("in reply to", strings.Join(m.InReplyTo, " "))
	say("references", strings.Join(m.References, " "))
	if !m.Sent.IsZero() {
		say("sent", m.Sent.Format(time.RFC3339))
	}
	say("automatic", m.Automatic)
	for _, a := range m.Attachments {
		danger := ""
		if a.Dangerous {
			danger = " dangerous"
		}
		say("attachment", fmt.Sprintf("%q %s %d%s", a.Name, a.Type, a.Size, danger))
	}
	for _, d := range m.Defects {
		say("defect", d)
	}
	if m.Unreadable {
		b.WriteString("unreadable\n")
	}
	fmt.Fprintf(&b, "\n%s\n", m.Text)
	for _, f := range m.Forwarded {
		fmt.Fprintf(&b, "\n==== inside: from %s to %s, %s, sent %v\n%s\n", show(f.From), showAll(f.To), f.Subject, f.Sent, f.Text)
	}
	return b.String()
}

func show(a casefile.Address) string {
	if a == (casefile.Address{}) {
		return ""
	}
	return fmt.Sprintf("%s <%s>", a.Name, a.Email)
}

func showAll(list []casefile.Address) string {
	var all []string
	for _, a := range list {
		all = append(all, show(a))
	}
	return strings.Join(all, ", ")
}

// sound fails if a message holds what must never come out of raw mail.
func sound(t *testing.T, m casefile.Message) {
	t.Helper()
	lines := []string{m.Subject, m.From.Name, m.From.Email, m.MessageID}
	for _, a := range m.Attachments {
		lines = append(lines, a.Name, a.Type)
		if a.Name == "" || strings.ContainsAny(a.Name, `/\<>:"|?*`) || len(a.Name) > 140 || strings.HasSuffix(a.Name, ".") || strings.HasPrefix(a.Name, "-") {
			t.Errorf("attachment name %q", a.Name)
		}
	}
	for _, f := range m.Forwarded {
		lines = append(lines, f.Subject, f.From.Name, f.From.Email)
	}
	for _, l := range lines {
		if strings.ContainsAny(l, "\r\n\x00\x1b\u202e\u2066\u200b") || !utf8.ValidString(l) {
			t.Errorf("line %q", l)
		}
	}
	if strings.ContainsAny(m.Text, "\r\x00\x1b\u202e") || !utf8.ValidString(m.Text) || len(m.Text) > 2<<20 {
		t.Errorf("text %.200q", m.Text)
	}
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.eml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) { sound(t, message.Read(raw)) })
}

// TestEveryBeginningReads reads each mail cut off after any number of bytes.
func TestEveryBeginningReads(t *testing.T) {
	files, err := filepath.Glob("testdata/*.eml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for n := range raw {
			sound(t, message.Read(raw[:n]))
		}
	}
}

// TestLargeAndDeep reads what is made to be costly.
func TestLargeAndDeep(t *testing.T) {
	head := "From: a@b.example\r\nDate: Tue, 3 Nov 2026 09:15:00 +0000\r\nSubject: large\r\n"
	nest := func(n int, open string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, open, i, i)
		}
		return b.String()
	}
	for _, c := range []struct{ name, raw, defect string }{
		{"one line of a megabyte", head + "\r\n" + strings.Repeat("x", 1<<20), ""},
		{"text without end", head + "\r\n" + strings.Repeat("word and more\n", 400_000), "only its beginning"},
		{"a subject of a megabyte", "Subject: " + strings.Repeat("=?utf-8?Q?x?= ", 80_000) + "\r\n" + head + "\r\nHello", ""},
		{"a header without end", head + "To: " + strings.Repeat("a@b.example, ", 200_000) + "\r\n\r\nHello", "too long"},
		{"a header full of junk", head + strings.Repeat("junk\n", 150_000) + "To: x\n" + strings.Repeat(" on\n", 30_000) + "\nHello", "could not be read as a header"},
		{"multiparts in multiparts", head + nest(20_000, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n") + "\r\nHello", ""},
		{"messages in messages", head + nest(5_000, "Content-Type: message/rfc822\r\nX: %d %d\r\n\r\n") + "Subject: x\r\n\r\nHello", "too deep"},
		{"tables in tables", head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<table><tr><td><blockquote>", 60_000) + "Hello", ""},
		{"many parts", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Type: image/png\r\n\r\nx\r\n", 5_000) + "--b--", "more attachments"},
		{"many parts without an end to their header", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nX: y\r\njunk\r\n", 300_000) + "--b--", ""},
		{"many quotations", head + "\r\n" + strings.Repeat("From: a@b.example\nTo: c\nSubject: d\n\nx\n", 30_000), ""},
		{"many marks", head + "\r\n" + strings.Repeat(">", 1<<20) + "\n" + strings.Repeat("From:\n", 100_000), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := message.Read([]byte(c.raw))
			sound(t, m)
			if m.Unreadable || !strings.Contains(strings.Join(m.Defects, " "), c.defect) {
				t.Errorf("defects %q", m.Defects)
			}
		})
	}
}

// What stands above and below parts of which there are none is shown as one, and
// reading it does not write into the message.
func TestReadLeavesTheBytes(t *testing.T) {
	raw := []byte("From: A <a@b.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\nabove\r\n--b--\r\nbelow, and rather long\r\n")
	before := bytes.Clone(raw)
	m := message.Read(raw)
	if want := "above\n--b--\nbelow, and rather long"; m.Text != want {
		t.Errorf("got %q, want %q", m.Text, want)
	}
	if !bytes.Equal(raw, before) {
		t.Errorf("the message is now %q", raw)
	}
}
