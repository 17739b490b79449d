package cli_test

import (
	"net"
	"os"
	"strings"
	"testing"
)

// A change of a mailbox says what is read from now on, and what is not any
// more; a mailbox is not recorded over.
func TestAccountSetOnDovecot(t *testing.T) {
	server := onDovecot(t)
	server.Put("Processed", []byte(letters[0].raw), noon, "")
	s := newShell(t)
	s.run(s.account(server)...)

	out, said, code := s.try("account", "set", "dpo", "--junk", "Processed")
	for _, want := range []string{"INBOX (inbox), mail since Sat 1 Aug 2026", "Sent (sent), mail since Sat 1 Aug 2026", "Processed (junk)", "nothing is put into its drafts"} {
		if !strings.Contains(out, want) {
			t.Errorf("printed %q without %q", out, want)
		}
	}
	if code != 0 || !strings.Contains(said, "Junk is not read any more.") || strings.Contains(said, "INBOX") {
		t.Errorf("exit %d: %s", code, said)
	}
	out, said, code = s.try("account", "set", "dpo", "--usual", "--no-inbox")
	if code != 0 || !strings.Contains(out, "Junk (junk), mail since Sun 12 Jul 2026") || strings.Contains(out, "INBOX") || !strings.Contains(said, "Processed is not read any more.") {
		t.Errorf("exit %d: %s%s", code, out, said)
	}
	if out := s.run("account", "set", "dpo", "--drafts"); !strings.Contains(out, "replies may be put into its drafts") || out != s.run("account", "list") {
		t.Errorf("printed %q", out)
	}
	if line := s.lines("account", "set", "dpo", "--no-drafts")[0]; line["drafts"] != false || line["name"] != "dpo" {
		t.Errorf("printed %v", line)
	}
	for _, wrong := range [][]string{{"--drafts", "--no-drafts"}, nil} {
		if _, said, code := s.try(append([]string{"account", "set", "dpo"}, wrong...)...); code != 2 || !strings.Contains(said, "account set --help") {
			t.Errorf("%v: exit %d: %s", wrong, code, said)
		}
	}

	before := s.run("account", "list")
	if _, said, code := s.try(s.account(server)...); code != 1 || !strings.Contains(said, "account set") {
		t.Errorf("exit %d: %s", code, said)
	}
	if _, said, code := s.try("account", "sign-in", "dpo"); code != 1 || !strings.Contains(said, "--password-file") {
		t.Errorf("exit %d: %s", code, said)
	}
	if after := s.run("account", "list"); after != before {
		t.Errorf("it was %s and is %s", before, after)
	}
	if err := os.WriteFile(s.path("password"), []byte(server.Password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.run("account", "set", "dpo", "--password-file", s.path("password"))
}

// A mailbox that has moved is read on at its new server, and no message comes
// twice; settings that do not work are not kept.
func TestAccountSetServerOnDovecot(t *testing.T) {
	old, next := onDovecot(t), onDovecot(t)
	s := newShell(t)
	s.run(s.account(old, "--drafts")...)
	if out := s.run("account", "list"); !strings.Contains(out, "replies may be put into its drafts") {
		t.Errorf("printed %q", out)
	}
	s.run("pull")
	old.Put("Junk", []byte(letters[0].raw), noon, "")
	if out := s.run("pull"); !strings.Contains(out, "Junk: 0 new, 0 already here, 1 already here from another place, 0 before") {
		t.Errorf("the pull says %s", out)
	}
	host, port, err := net.SplitHostPort(next.ImapsAddr)
	if err != nil {
		t.Fatal(err)
	}
	before := s.run("account", "list")
	move := []string{"account", "set", "dpo", "--host", host, "--port", port}
	if _, said, code := s.try(move...); code != 1 || !strings.Contains(said, "certificate") {
		t.Errorf("without its authority: exit %d: %s", code, said)
	}
	if _, said, code := s.try(append(move, "--ca", next.CAFile, "--user", "nobody")...); code != 1 || !strings.Contains(said, "user name and password") {
		t.Errorf("as another user: exit %d: %s", code, said)
	}
	if _, said, code := s.try("account", "set", "dpo", "--no-ca"); code != 1 || !strings.Contains(said, "certificate") {
		t.Errorf("with no authority: exit %d: %s", code, said)
	}
	if _, _, code := s.try("account", "set", "dpo", "--no-ca", "--ca", next.CAFile); code != 2 {
		t.Errorf("with one and none: exit %d", code)
	}
	if _, said, code := s.try("account", "set", "dpo", "--tls", "perhaps"); code != 2 || !strings.Contains(said, "--tls") {
		t.Errorf("exit %d: %s", code, said)
	}
	if after := s.run("account", "list"); after != before {
		t.Errorf("it was %s and is %s", before, after)
	}
	old.Stop()
	out, said, code := s.try(append(move, "--ca", next.CAFile, "--tls", "implicit", "--user", next.User)...)
	if code != 0 || !strings.Contains(out, "port "+port) || strings.Contains(said, "not read any more") {
		t.Errorf("exit %d: %s%s", code, out, said)
	}
	if out := s.run("pull"); !strings.Contains(out, "INBOX: 0 new, 0 already here, 4 already here from another place, 0 before") {
		t.Errorf("the pull says %s", out)
	}
	if n := len(s.lines("messages")); n != 4 {
		t.Errorf("there are %d messages", n)
	}
	if again := s.lines("pull")[0]; again["new"] != 0.0 || again["known"] != 4.0 {
		t.Errorf("the second pull says %v", again)
	}
}
