package desk_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

// mailFile writes a mail into a file of its own.
func mailFile(t *testing.T, name, raw string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func imported(t *testing.T, d *desk.Desk, files ...string) []desk.Imported {
	t.Helper()
	done, err := d.ImportFiles(t.Context(), desk.Import{Files: files}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

const passedOn = "From: Office <office@school.example>\r\nTo: dpo@firm.example\r\nDate: Fri, 9 Oct 2026 09:00:00 +0100\r\nMessage-ID: <p@school.example>\r\nSubject: FW: Records\r\n\r\nSorry, this is late.\r\n\r\n" +
	"From: Tom Birch <tom@birch.example>\r\nSent: 17 September 2026 18:30\r\nTo: Office <office@school.example>\r\nSubject: Records\r\n\r\nUnder data protection law, please send me a copy of all the personal data you hold about me.\r\n\r\nTom Birch\r\n"

// A school that passes a request on late costs days, which are shown.
func TestPassedOnLate(t *testing.T) {
	d, _ := newDesk(t)
	done := imported(t, d, mailFile(t, "late.eml", passedOn))
	v, err := d.Message(t.Context(), done[0].IDs[0])
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Message.Forwarded) != 1 || v.Message.Forwarded[0].Sent.String() != "2026-09-17T17:30:00Z" {
		t.Fatalf("inside is %+v", v.Message.Forwarded)
	}
	if v.DaysLost() != 22 || !strings.Contains(v.Proposal.ReceivedWhy, "17 Sep 2026") || v.Proposal.Received.Date() != civil.MustParse("2026-09-17") {
		t.Errorf("%d days lost, received %v: %s", v.DaysLost(), v.Proposal.Received, v.Proposal.ReceivedWhy)
	}
	if v.Row.Received.String() != "2026-10-09T08:00:00Z" || v.Row.Copies[0].Folder != desk.FilesFolder {
		t.Errorf("the row is %+v", v.Row)
	}
}

// The same mail by two ways is two messages that point at each other.
func TestProbablyTheSame(t *testing.T) {
	d, _ := newDesk(t)
	lf := strings.ReplaceAll(passedOn, "\r\n", "\n")
	done := imported(t, d, mailFile(t, "a.eml", passedOn), mailFile(t, "b.eml", "X-Saved: yes\n"+lf),
		mailFile(t, "c.eml", strings.Replace(passedOn, "all the personal data", "the marks", 1)))
	a, b, c := done[0].IDs[0], done[1].IDs[0], done[2].IDs[0]
	rows, err := d.Messages(t.Context(), "")
	if err != nil || len(rows) != 3 {
		t.Fatal(rows, err)
	}
	for _, r := range rows {
		want := map[string]string{a: b, b: a, c: ""}[r.ID]
		if got := strings.Join(r.Alike, " "); got != want {
			t.Errorf("%s is like %q, want %q", r.ID, got, want)
		}
	}
	v, err := d.Message(t.Context(), b)
	if err != nil || len(v.Alike) != 1 || v.Alike[0].ID != a {
		t.Errorf("seen before: %+v, %v", v.Alike, err)
	}
	if err := d.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	v, err = d.Message(t.Context(), a)
	if err != nil || len(v.Alike) != 1 {
		t.Errorf("after a rebuild: %+v, %v", v.Alike, err)
	}
}

func TestImportIsCancelledBetweenMessages(t *testing.T) {
	d, _ := newDesk(t)
	var box strings.Builder
	for i := range 700 {
		box.WriteString("From a@b.example Mon Oct  5 10:00:00 2026\nFrom: a@b.example\nSubject: " + strings.Repeat("x", i+1) + "\n\nHello\n\n")
	}
	file := mailFile(t, "box", box.String())
	ctx, cancel := context.WithCancel(t.Context())
	steps := 0
	done, err := d.ImportFiles(ctx, desk.Import{Files: []string{file}}, func(p desk.ImportProgress) {
		if steps++; p.Files != 1 || p.File != 1 || p.Messages != 200*steps || p.Bytes == 0 {
			t.Errorf("progress %+v", p)
		}
		cancel()
	})
	if !errors.Is(err, context.Canceled) || done[0].New != 200 {
		t.Fatalf("%+v, %v", done[0].New, err)
	}
	again := imported(t, d, file)
	if again[0].New != 500 || again[0].Known != 200 || len(again[0].IDs) != 700 {
		t.Errorf("the second time: %d new, %d known", again[0].New, again[0].Known)
	}
}

func TestAttachments(t *testing.T) {
	d, dir := newDesk(t)
	done := imported(t, d, filepath.Join("..", "message", "testdata", "outlook-plain.msg"))
	id := done[0].IDs[0]
	a, content, err := d.Attachment(t.Context(), id, 1)
	if err != nil || a.Name != "passport.jpg" || string(content) != "\xFF\xD8picture" {
		t.Errorf("%+v %q, %v", a, content, err)
	}
	path, err := d.Spool(a.Name, content)
	if err != nil || !strings.HasPrefix(path, dir) || filepath.Base(path) != "passport.jpg" {
		t.Errorf("for the viewer: %s, %v", path, err)
	}
	_, _, err = d.Attachment(t.Context(), id, 2)
	wantKind(t, err, casefile.Refused)
	for _, n := range []int{-1, 0, 3} {
		_, _, err = d.Attachment(t.Context(), id, n)
		wantKind(t, err, casefile.NotFound)
	}
	raw, err := d.Raw(t.Context(), id)
	if err != nil || len(raw) == 0 || raw[0] != 0xD0 {
		t.Errorf("the file itself is not kept, %v", err)
	}
}

func TestImportRefusesWhatCannotBeRead(t *testing.T) {
	d, dir := newDesk(t)
	good := mailFile(t, "good.eml", passedOn)
	for _, bad := range []string{filepath.Join(dir, "nothing.eml"), dir} {
		_, err := d.ImportFiles(t.Context(), desk.Import{Files: []string{good, bad}}, nil)
		wantKind(t, err, casefile.Invalid)
	}
	_, err := d.ImportFiles(t.Context(), desk.Import{Files: []string{good}, Received: civil.On(today.AddDays(1))}, nil)
	wantKind(t, err, casefile.Invalid)
	if rows, err := d.Messages(t.Context(), ""); err != nil || len(rows) != 0 {
		t.Errorf("%d messages are kept, %v", len(rows), err)
	}
	_, err = d.ImportFiles(t.Context(), desk.Import{Files: []string{mailFile(t, "empty.eml", "")}}, nil)
	wantKind(t, err, casefile.Invalid)
}

// What needs no vault reads Outlook's files too.
func TestReaderReadsOutlook(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "message", "testdata", "outlook-inside.msg"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := desk.NewReader()
	if err != nil {
		t.Fatal(err)
	}
	m, p := r.Read(raw)
	if m.Subject != "FW: Photographs" || p.Person.Email != "tom@birch.example" {
		t.Errorf("%q seems to be from %+v", m.Subject, p.Person)
	}
}

// What no viewer could show does not lie about until the vault is locked.
func TestHandedFileGoesWhereNobodyReadsIt(t *testing.T) {
	d, _ := newDesk(t)
	broken := errors.New("no viewer")
	for _, fails := range []error{nil, broken} {
		var at string
		err := d.Hand("recovery key.pdf", []byte("%PDF"), func(path string) error {
			at = path
			return fails
		})
		_, gone := os.Stat(at)
		if !errors.Is(err, fails) || (gone != nil) != (fails != nil) || filepath.Base(at) != "recovery key.pdf" {
			t.Errorf("where the viewer says %v: %v, %v", fails, err, gone)
		}
	}
}
