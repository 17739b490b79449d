package cli_test

import (
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
