package cli_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"casebook/internal/dovecottest"

	"github.com/google/go-cmp/cmp"
)

// letters are the messages in the mailbox: a request, a complaint, an answer of
// a machine, and one that no parser can make sense of.
var letters = []struct{ raw, flags string }{
	{mail("Siân Price <sian@post.example>", "My records", "Dear Trust,\n\nunder Article 15 please send me a copy of all the personal data that Nunthorpe Multi-Academy Trust holds about me.\n\nSiân Price"), ""},
	{mail("José Núñez <jose@post.example>", "Complaint", "Dear Nunthorpe Multi-Academy Trust,\n\nI wish to complain about how you handled my personal data: you sent my file to another family.\n\nJosé Núñez"), "S"},
	{mail("Out <absent@post.example>", "Automatic reply: out of office", "I am away until Monday."), ""},
	{strings.Repeat("\x01\x02\x03", 40) + "\r\n", "F"},
}

func mail(from, subject, text string) string {
	m := "From: " + from + "\nTo: dpo@firm.example\nSubject: " + subject + "\nDate: Thu, 3 Sep 2026 10:00:00 +0100\n" +
		"Message-ID: <" + subject[:3] + "@post.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + text + "\n"
	return strings.ReplaceAll(m, "\n", "\r\n")
}

// onDovecot starts a Dovecot that holds the letters.
func onDovecot(t *testing.T) *dovecottest.Server {
	t.Helper()
	server := dovecottest.Start(t)
	for i, l := range letters {
		server.Put("INBOX", []byte(l.raw), time.Date(2026, 9, 3+i, 9, 0, 0, 0, time.UTC), l.flags)
	}
	return server
}

// account signs in to the server's mailbox.
func (s *shell) account(server *dovecottest.Server, more ...string) []string {
	s.Helper()
	if err := os.WriteFile(s.path("password"), []byte(server.Password+"\n"), 0o600); err != nil {
		s.Fatal(err)
	}
	host, port, err := net.SplitHostPort(server.ImapsAddr)
	if err != nil {
		s.Fatal(err)
	}
	return append([]string{
		"account", "add", "dpo", "--host", host, "--port", port, "--user", server.User,
		"--password-file", s.path("password"), "--ca", server.CAFile, "--since", "2026-08-01",
	}, more...)
}

// The whole chain by single commands on a real server.
func TestChainOnDovecot(t *testing.T) {
	server := onDovecot(t)
	before := server.Flags("INBOX")
	s := newShell(t)
	s.run("client", "add", "../../assets/clients/nunthorpe.toml", "../../assets/clients/thrive.toml")
	s.run(s.account(server)...)

	pulled := s.lines("pull")[0]
	if pulled["new"] != 4.0 || pulled["unreadable"] != 1.0 || pulled["known"] != 0.0 {
		t.Errorf("the pull says %v", pulled)
	}
	again := s.lines("pull")[0]
	if again["new"] != 0.0 || again["known"] != 4.0 {
		t.Errorf("the second pull says %v", again)
	}
	s.sameBytes(server)
	if diff := cmp.Diff(before, server.Flags("INBOX")); diff != "" {
		t.Errorf("the pull changed flags: %s", diff)
	}

	access, complaint := s.file()
	s.answer(access)
	s.complaintRecord(complaint)
	if out := s.run("verify"); strings.Contains(out, "FAILED") {
		t.Error(out)
	}
}

// sameBytes checks that every stored message is what the server has, byte for
// byte, read from the server's own files.
func (s *shell) sameBytes(server *dovecottest.Server) {
	s.Helper()
	sums := map[string]bool{}
	for _, m := range server.Messages("INBOX") {
		sum := sha256.Sum256(m.Raw)
		sums[hex.EncodeToString(sum[:])] = true
	}
	stored := s.lines("messages")
	if len(stored) != len(sums) {
		s.Errorf("the server has %d messages, the vault %d", len(sums), len(stored))
	}
	for _, m := range stored {
		raw := s.run("message", m["id"].(string), "--raw")
		sum := sha256.Sum256([]byte(raw))
		if got := hex.EncodeToString(sum[:]); got != m["sha256"] || !sums[got] {
			s.Errorf("message %v is not what the server has", m["uid"])
		}
	}
}

// file decides the four messages and returns the references of the request and
// of the complaint.
func (s *shell) file() (access, complaint string) {
	s.Helper()
	ids := map[any]string{} // by UID
	for _, m := range s.lines("messages") {
		ids[m["uid"]] = m["id"].(string)
	}
	access = s.lines("file", ids[1.0], "--as", "access", "--client", "nunthorpe")[0]["case"].(string)
	complaint = s.lines("file", ids[2.0], "--as", "complaint", "--client", "nunthorpe")[0]["case"].(string)
	s.run("file", ids[3.0], "--not-a-request")
	s.run("file", ids[3.0], "--back")
	if read := s.lines("message", ids[3.0])[0]; read["state"] != "new" || !strings.Contains(read["text"].(string), "away until Monday") {
		s.Errorf("the message that was put back reads %v", read)
	}
	s.run("file", ids[3.0], "--not-a-request")
	s.run("file", ids[4.0], "--to", access)
	return access, complaint
}

func (s *shell) answer(ref string) {
	s.Helper()
	s.run("letter", ref, "acknowledgement", "--issue", "--out", s.path("ack.pdf"))
	s.run("do", ref, "letter-sent", "how=email", "to=sian@post.example")
	text := pdfText(s, s.path("ack.pdf"))
	for _, want := range []string{"Siân Price", ref, "3 September 2026", "5 October 2026"} {
		if !strings.Contains(text, want) {
			s.Errorf("the acknowledgement does not say %q:\n%s", want, text)
		}
	}
	shown := s.lines("show", ref)[0]
	if shown["person"] != "Siân Price" || shown["received"] != "2026-09-03" || shown["due"] != "2026-10-05" {
		s.Errorf("the case shows %v", shown)
	}
}

func (s *shell) complaintRecord(ref string) {
	s.Helper()
	s.run("record", ref, "--out", s.path("record.pdf"))
	text := pdfText(s, s.path("record.pdf"))
	for _, want := range []string{"José Núñez", ref, "another family", "s.164A"} {
		if !strings.Contains(text, want) {
			s.Errorf("the record does not say %q:\n%s", want, text)
		}
	}
}

// pdfText returns what poppler reads in a PDF, in one line.
func pdfText(t testing.TB, file string) string {
	t.Helper()
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v (apt-get install poppler-utils)", err)
	}
	return string(bytes.Join(bytes.Fields(out), []byte(" ")))
}

// What can be wrong with a mailbox is one plain sentence each, and leaves no
// account behind.
func TestMailboxErrors(t *testing.T) {
	server := onDovecot(t)
	const closed = "1" // no system gives this port out by itself
	_, plainPort, err := net.SplitHostPort(server.ImapAddr)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, field string
		change      map[string]string
	}{
		{"host", "host", map[string]string{"--host": "no-such-host.invalid"}},
		{"port", "port", map[string]string{"--port": closed}},
		{"not TLS", "port", map[string]string{"--port": plainPort}},
		{"password", "password", map[string]string{"--user": "nobody"}},
		{"certificate", "certificate", map[string]string{"--ca": ""}},
		{"folder", "folder", map[string]string{"--folder": "Nowhere"}},
		{"plain text to another machine", "tls", map[string]string{"--tls": "none", "--host": "198.51.100.1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newShell(t)
			out, said, code := s.try(change(s.account(server), test.change)...)
			if code != 1 || out != "" || strings.Count(said, "\n") != 1 {
				t.Errorf("exit %d, printed %q and said %q", code, out, said)
			}
			t.Log(strings.TrimSpace(said))
			if _, said, code := s.try("pull"); code != 1 || !strings.Contains(said, "no mailbox in this vault yet") {
				t.Errorf("an account was left behind: %s", said)
			}
		})
	}
}

// change replaces the values of options, and leaves out those that are empty.
func change(args []string, to map[string]string) []string {
	var out []string
	seen := map[string]bool{}
	for i := 0; i < len(args); i++ {
		value, changed := to[args[i]]
		if !changed {
			out = append(out, args[i])
			continue
		}
		seen[args[i]] = true
		if value != "" {
			out = append(out, args[i], value)
		}
		i++
	}
	for name, value := range to {
		if !seen[name] {
			out = append(out, name, value)
		}
	}
	return out
}

// A mailbox that vanishes between two pulls loses nothing that was kept.
func TestMailboxVanishes(t *testing.T) {
	server := onDovecot(t)
	s := newShell(t)
	s.run(s.account(server)...)
	s.run("pull")
	server.Stop()
	if _, said, code := s.try("pull"); code != 1 || strings.Count(said, "\n") != 1 {
		t.Errorf("exit %d: %s", code, said)
	}
	if n := len(s.lines("messages")); n != len(letters) {
		t.Errorf("%d messages are left", n)
	}
	s.run("verify")
}

// Older mail of a sender says how much there is of it, here already or not, and
// that there is none; a day to come is refused.
func TestPullOfASender(t *testing.T) {
	server := onDovecot(t)
	s := newShell(t)
	s.run(s.account(server)...)
	s.run("pull")
	if out, said, code := s.try("pull", "--from", "post.example"); code != 0 || !strings.Contains(out, "INBOX: of post.example 3 found, 0 new\n") || said != "" {
		t.Errorf("exit %d, printed %q and said %q", code, out, said)
	}
	if line := s.lines("pull", "--from", "sian@post")[0]; line["found"] != 1.0 {
		t.Errorf("printed %v", line)
	}
	if _, said, code := s.try("pull", "--from", "jory"); code != 0 || !strings.Contains(said, `no message whose sender contains "jory"`) {
		t.Errorf("exit %d: %s", code, said)
	}
	if _, said, code := s.try("pull", "--since", "2030-01-01"); code != 1 || !strings.Contains(said, "still to come") {
		t.Errorf("exit %d: %s", code, said)
	}
	if line := s.lines("pull")[0]; line["found"] != nil {
		t.Errorf("printed %v", line)
	}
}
