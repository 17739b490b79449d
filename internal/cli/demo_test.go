package cli_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"casebook/internal/civil"
	"casebook/internal/cli"
	"casebook/internal/demo"
	"casebook/internal/desk"
)

// demonstrate runs the demonstration and returns a shell on the vault it left
// and the folder of its letters.
func demonstrate(t *testing.T, seed string) (*shell, string) {
	t.Helper()
	s := &shell{t, t.TempDir()}
	if err := os.WriteFile(s.path("pass"), []byte("demo passphrase\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := s.path("out")
	s.run("demo", "--no-window", "--out", out, "--seed", seed, "--keep", s.path("vault"))
	return s, out
}

// What every letter says is what the vault says, and what the vault says of the
// person and the day is what the message said that opened the case.
func TestDemoLettersAgreeWithTheVault(t *testing.T) {
	s, out := demonstrate(t, "7")
	cases := map[string]map[string]any{}
	for _, c := range s.lines("cases") {
		cases[c["case"].(string)] = c
	}
	s.agreeWithMessages(cases, 7)
	letters := pdfs(t, out, "letters")
	if len(letters) < 12 {
		t.Errorf("only %d letters", len(letters))
	}
	for _, file := range letters {
		c := cases[filepath.Base(file)[:len("26-7KQ4MX")]]
		checkLetter(t, file, c)
	}
	records := pdfs(t, out, "complaints")
	if len(records) < 3 {
		t.Errorf("only %d records", len(records))
	}
	for _, file := range records {
		c := cases[strings.TrimSuffix(filepath.Base(file), ".pdf")]
		text := pdfText(t, file)
		for _, want := range []string{c["case"].(string), c["person"].(string), civil.MustParse(c["received"].(string)).Long()} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", file, want)
			}
		}
	}
	s.decideAgain()
	if v := s.run("verify"); strings.Contains(v, "FAILED") {
		t.Error(v)
	}
}

// decideAgain puts back a message that was set aside and sets it aside again.
func (s *shell) decideAgain() {
	s.Helper()
	state := func(id string) (found string) {
		for _, m := range s.lines("messages") {
			if m["id"] == id {
				found = m["state"].(string)
			}
		}
		return found
	}
	id := s.lines("messages", "--state", "not-a-request")[0]["id"].(string)
	for _, step := range []struct{ how, then string }{{"--back", "new"}, {"--not-a-request", "not-a-request"}} {
		s.run("file", id, step.how)
		if got := state(id); got != step.then {
			s.Errorf("after %s the message is %s", step.how, got)
		}
	}
	s.run("file", id, "--back")
	if all := s.lines("file", "--not-a-request", "--thread", id); len(all) == 0 || state(id) != "not-a-request" {
		s.Errorf("its thread set aside: %v, and it is %s", all, state(id))
	}
}

// labelled finds a date behind its label in the right block of a letter.
func labelled(text, label string) string {
	m := regexp.MustCompile(label + ` (\d{1,2} [A-Z][a-z]+ \d{4})`).FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	return m[1]
}

func checkLetter(t *testing.T, file string, c map[string]any) {
	t.Helper()
	text := pdfText(t, file)
	for _, want := range []string{c["person"].(string), c["case"].(string)} {
		if !strings.Contains(text, want) {
			t.Errorf("%s does not say %q", filepath.Base(file), want)
		}
	}
	received := civil.MustParse(c["received"].(string)).Letter()
	if got := labelled(text, "Received"); got != received {
		t.Errorf("%s says it was received on %q, the vault says %q", filepath.Base(file), got, received)
	}
	if c["due"] == "" || c["kind"] == "breach" {
		return // an enquiry has no date in law, and that of a breach is the regulator's
	}
	due := civil.MustParse(c["due"].(string)).Letter()
	if got := labelled(text, "Reply due"); got != due {
		t.Errorf("%s says the reply is due on %q, the vault says %q", filepath.Base(file), got, due)
	}
}

// agreeWithMessages compares each case with the invented message it was opened
// from, as the one who invented it knows it.
func (s *shell) agreeWithMessages(cases map[string]map[string]any, seed int64) {
	s.Helper()
	clients, err := desk.ShippedClients()
	if err != nil {
		s.Fatal(err)
	}
	truth := map[string]demo.Truth{}
	for _, m := range demo.Mails(seed, civil.Of(noon), clients) {
		sum := sha256.Sum256(m.Raw)
		truth[hex.EncodeToString(sum[:])] = m.Truth
	}
	compared := 0
	opened := map[string]bool{}
	messages := s.lines("messages")
	for i := range messages {
		m := messages[len(messages)-1-i] // the oldest first: it opened the case
		want := truth[m["sha256"].(string)]
		for _, r := range m["cases"].([]any) {
			ref := r.(string)
			if opened[ref] {
				continue
			}
			opened[ref] = true
			compared++
			got := cases[ref]
			if got["person"] != want.Name || got["received"] != want.Received.String() || got["client"] != want.Client {
				s.Errorf("%s: %v for %v, received %v; the message says %s for %s, received %v (%s)",
					ref, got["person"], got["client"], got["received"], want.Name, want.Client, want.Received, want.Shape)
			}
		}
	}
	if compared < 12 {
		s.Errorf("only %d cases were compared", compared)
	}
}

// pdfs returns the PDF files of a folder.
func pdfs(t *testing.T, out, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(out, folder, "*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestDemoSeedsDrawOtherPeople(t *testing.T) {
	people := func(seed string) map[string]bool {
		s, _ := demonstrate(t, seed)
		names := map[string]bool{}
		for _, c := range s.lines("cases") {
			names[c["person"].(string)] = true
		}
		return names
	}
	seven, eight := people("7"), people("8")
	shared := 0
	for name := range seven {
		if eight[name] {
			shared++
		}
	}
	if len(seven) < 12 || shared*3 > len(seven) {
		t.Errorf("%d of %d people are in both", shared, len(seven))
	}
}

// Where the mail server refuses the connection, nothing is written.
func TestDemoRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "vault")
	out := filepath.Join(t.TempDir(), "out")
	passphrase := []byte("demo passphrase")
	if err := desk.CreateQuick(dir, passphrase); err != nil {
		t.Fatal(err)
	}
	p := program()
	p.Demo = func(ctx context.Context, o cli.DemoOptions) error {
		d, err := desk.Open(ctx, dir, passphrase, desk.Options{Now: func() time.Time { return noon }, Actor: "Priya", Fonts: p.Fonts})
		if err != nil {
			return err
		}
		show := &demo.Show{Desk: d, Out: o.Out, Seed: 7, Words: io.Discard, Serve: func(m []demo.Mail) (*demo.Server, error) {
			return demo.Serve(m, demo.Refusing())
		}}
		return errors.Join(show.Run(ctx), d.Close())
	}
	var said strings.Builder
	p.In, p.Out, p.Err = strings.NewReader(""), io.Discard, &said
	if code := cli.Run(t.Context(), p, []string{"demo", "--no-window", "--out", out}); code != 1 || strings.Count(said.String(), "\n") != 1 {
		t.Errorf("exit %d: %s", code, said.String())
	}
	if _, err := os.Stat(out); !errors.Is(err, os.ErrNotExist) {
		t.Error("something was written")
	}
}
