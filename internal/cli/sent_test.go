package cli_test

import (
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
	s.run("sent", "--dismiss", all[1]["id"].(string))
	s.run("sent", "--accept", all[0]["id"].(string))
	if left := s.lines("sent"); len(left) != 0 {
		t.Errorf("still proposed %v", left)
	}
	if _, said, code := s.try("sent", "--accept", all[0]["id"].(string)); code != 1 || said == "" {
		t.Errorf("accepted twice: %s", said)
	}
}
