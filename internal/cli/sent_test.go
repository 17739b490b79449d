package cli_test

import (
	"strings"
	"testing"
	"time"

	"casebook/internal/dovecottest"
)

// What lies in the Sent folder confirms that a letter left, or is dismissed.
func TestSentOnDovecot(t *testing.T) {
	server := dovecottest.Start(t)
	s := newShell(t)
	s.run("client", "add", "../../assets/clients/nunthorpe.toml")
	ref := s.lines("open", "--client", "nunthorpe", "--kind", "access", "--received", "2026-09-03", "--person", "Siân Price", "--asked", "Everything.")[0]["case"].(string)
	s.run("letter", ref, "acknowledgement", "--issue")
	server.Put("Sent", []byte(mail("dpo@firm.example", "Our reference "+ref, "Please see the letter.")), noon.Add(time.Hour), "S")
	server.Put("Sent", []byte(mail("dpo@firm.example", "Again "+ref, "Sorry, no letter.")), noon.Add(2*time.Hour), "S")
	s.run(s.account(server)...)
	s.run("pull")
	all := s.lines("sent")
	if len(all) != 2 || all[0]["ref"] != ref || all[0]["letter"] != "acknowledgement" || all[0]["why"] == "" {
		t.Fatalf("proposed %v", all)
	}
	if list, one := s.run("messages", "--proposals"), s.run("message", all[0]["id"].(string)); strings.Count(list, "  sent           sent from here ") != 2 ||
		!strings.Contains(one, "\nSent:     ") || strings.Contains(one, "Proposed") {
		t.Errorf("sent mail is listed as\n%s\nand shown as\n%s", list, one)
	}
	if out := s.run("messages"); strings.Count(out, "  sent  ") != 2 || strings.Contains(out, "not-a-request") {
		t.Errorf("listed as %s", out)
	}
	if line := s.lines("messages")[0]; line["state"] != "not-a-request" || line["outgoing"] != true {
		t.Errorf("for programs it is %v", line)
	}
	id := all[1]["id"].(string)
	if out := s.run("message", id); !strings.Contains(out, "\nSent:     Mon 12 Oct 2026\n") || strings.Contains(out, "Received:") {
		t.Errorf("shown as %s", out)
	}
	if _, said, code := s.try("file", id, "--as", "access", "--client", "nunthorpe"); code != 1 || !strings.Contains(said, "sent from the mailbox") {
		t.Errorf("exit %d: %s", code, said)
	}
	if n := len(s.lines("cases")); n != 1 {
		t.Errorf("%d cases are open", n)
	}
	if _, said, _ := s.try("sent", "--dismiss", id); !strings.Contains(said, "not proposed again") {
		t.Errorf("said %q", said)
	}
	if _, said, _ := s.try("sent", "--accept", all[0]["id"].(string)); !strings.Contains(said, "recorded as sent") {
		t.Errorf("said %q", said)
	}
	if left := s.lines("sent"); len(left) != 0 {
		t.Errorf("still proposed %v", left)
	}
	if _, said, code := s.try("sent", "--accept", all[0]["id"].(string)); code != 1 || said == "" {
		t.Errorf("accepted twice: %s", said)
	}
}

// A letter goes to the drafts of a mailbox that allows it, when it is issued or
// afterwards.
func TestDraftOnDovecot(t *testing.T) {
	server := dovecottest.Start(t)
	server.Put("Drafts", []byte("Subject: other\r\n\r\nHello.\r\n"), noon, "D")
	s := newShell(t)
	s.run("client", "add", "../../assets/clients/nunthorpe.toml")
	s.run(s.account(server)...)
	ref := s.lines("open", "--client", "nunthorpe", "--kind", "access", "--received", "2026-09-03", "--person", "Siân Price", "--email", "sian@post.example", "--asked", "Everything.")[0]["case"].(string)
	if _, said, code := s.try("letter", ref, "acknowledgement", "--draft"); code != 2 {
		t.Errorf("exit %d: %s", code, said)
	}
	if _, said, code := s.try("letter", ref, "acknowledgement", "--issue", "--draft"); code != 1 || !strings.Contains(said, "account set NAME --drafts") {
		t.Errorf("exit %d: %s", code, said)
	}
	s.run("account", "set", "dpo", "--drafts")
	if drafts := s.lines("account", "list")[0]["drafts"]; drafts != true {
		t.Errorf("drafts %v", drafts)
	}
	var id string
	for _, e := range s.lines("show", ref)[0]["events"].([]any) {
		if e := e.(map[string]any); e["type"] == "letter.issued" {
			id = e["id"].(string)
		}
	}
	s.run("letter", ref, id, "--draft")
	if n := len(server.Messages("Drafts")); n != 2 {
		t.Errorf("there are %d drafts", n)
	}
	s.run("account", "set", "dpo", "--no-drafts")
}
