package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

const oneMail = "From: Pat <pat@people.example>\nSubject: One\nDate: Mon, 5 Oct 2026 10:00:00 +0100\n\nPlease send me what you hold about me.\n"

// Of a folder of all sorts the mail is taken in, and what is plainly none is
// named.
func TestImportLeavesOutWhatIsNoMail(t *testing.T) {
	d, _ := newDesk(t)
	from := "From pat@people.example Mon Oct  5 10:00:00 2026\n"
	mails := map[string]string{
		"plain.eml": oneMail, "blank.eml": "\r\n\n" + oneMail + "1", "bom.eml": "\ufeff" + oneMail + "2", "from.eml": from + oneMail + "3",
		"bom-from.mbox": "\ufeff" + from + oneMail + "4", "odd.eml": "-- saved by the scanner --\n" + oneMail + "5", "quoted.eml": ">" + from + oneMail + "6",
		"binary-body.eml": oneMail + "\x00\x01\x02", "received.txt": "Received: by a; Mon, 5 Oct 2026 10:00:00 +0100\n" + oneMail + "7",
		"words.eml": "Please send me what you hold about me.", "half.msg": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1half",
	}
	others := map[string]string{
		"a.pdf": "%PDF-1.7\n%\xe2\xe3\nSubject: (x)", "a.eml": "%PDF-1.4\n\x00", "b.png": "\x89PNG\r\n\x1a\n\x00", "c.jpg": "\xff\xd8\xff\xe0\x00\x10JFIF",
		"d.zip": "PK\x03\x04\x14\x00", "e.bin": "MZ\x90\x00\x03", "f.doc": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1WordDocument", "g.csv": "name,age\nPat,9\n",
		"h.eml": "", "i.eml": " \n\n", "j.eml": strings.Repeat("\x01\x02ab", 99), "k.rtf": "{\\rtf1 hello}",
	}
	dir := t.TempDir()
	var files []string
	for _, set := range []map[string]string{mails, others} {
		for name, content := range set {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			files = append(files, path)
		}
	}
	slices.Sort(files)
	done, err := d.ImportFiles(t.Context(), desk.Import{Files: files}, nil)
	wantKind(t, err, casefile.Invalid)
	for _, f := range done {
		_, mail := mails[filepath.Base(f.File)]
		if mail != (f.Refused == "") || mail != (f.New == 1) {
			t.Errorf("%s: %+v", filepath.Base(f.File), f)
		}
	}
	if e := casefile.AsError(err); !strings.Contains(e.What, "12 of 23 files are no mail") || !strings.Contains(e.What, "a.pdf (a PDF)") {
		t.Error(e)
	}
	rows, err := d.Messages(t.Context(), "")
	if err != nil || len(rows) != len(mails) {
		t.Errorf("%d messages, %v", len(rows), err)
	}
	for _, r := range rows {
		if r.Subject != "One" && r.State != casefile.MessageUnreadable && r.From.Email != "" {
			t.Errorf("%+v", r)
		}
	}
	if _, err := d.ImportFiles(t.Context(), desk.Import{Files: []string{filepath.Join(dir, "a.pdf")}}, nil); err == nil || errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "Nothing was taken in") {
		t.Error(err)
	}
}
