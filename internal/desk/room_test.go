package desk_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/demo"
	"casebook/internal/desk"
)

// smallDisk is a disk of so many bytes on which nothing but a vault lies.
type smallDisk struct {
	dir  string
	size int64
	full error // where the system does not say
}

func (s *smallDisk) free(string) (int64, error) {
	entries, err := os.ReadDir(s.dir)
	left := s.size
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() { // one may have gone meanwhile
			left -= info.Size()
		}
	}
	return max(0, left), errors.Join(err, s.full)
}

// onSmallDisk opens a new vault on such a disk.
func onSmallDisk(t *testing.T, size int64) (*desk.Desk, *smallDisk) {
	t.Helper()
	disk := &smallDisk{dir: filepath.Join(t.TempDir(), "vault"), size: size}
	if err := desk.CreateQuick(disk.dir, passphrase); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), disk.dir, passphrase, desk.Options{Now: func() time.Time { return noon }, Actor: "Priya", Free: disk.free})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d, disk
}

// scans are mails with an attachment that nothing compresses: 800 KB each.
func scans(n int) []demo.Mail {
	mails := make([]demo.Mail, n)
	for i := range mails {
		var b strings.Builder
		fmt.Fprintf(&b, "From: ann%d@post.example\r\nSubject: A scan\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n", i)
		for line, v := 0, uint64(i+1); line < 10_000; line++ {
			for range 10 {
				v = v*6364136223846793005 + 1442695040888963407
				fmt.Fprintf(&b, "%08X", uint32(v>>32))
			}
			b.WriteString("\r\n")
		}
		mails[i] = demo.Mail{Raw: []byte(b.String()), Received: noon.Add(-time.Duration(i) * time.Minute)}
	}
	return mails
}

func served(t *testing.T, d *desk.Desk, mails []demo.Mail) {
	t.Helper()
	server, err := demo.Serve(mails)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	if err := d.AddAccount(t.Context(), server.Account(), server.Password); err != nil {
		t.Fatal(err)
	}
}

const mega = 1 << 20

// A pull ends before it fetches what the disk has no room for, with a sentence
// that says how much there is and what to do; what came is kept and read, and
// when there is room the next pull goes on from there.
func TestPullOnASmallDisk(t *testing.T) {
	d, disk := onSmallDisk(t, 115*mega)
	mails := scans(40)
	served(t, d, mails)
	done, err := d.Pull(t.Context(), "", nil)
	wantKind(t, err, casefile.Unreachable)
	if err == nil || !strings.HasPrefix(err.Error(), "There is too little room on the vault's disk: ") || !strings.HasSuffix(err.Error(),
		" MB may be needed. Make room on it, then pull again: what had come is kept, and it goes on from there.") {
		t.Errorf("it says %q", err)
	}
	if len(done) != 1 || done[0].New == 0 || done[0].New == len(mails) {
		t.Fatalf("done %+v", done)
	}
	if free, _ := disk.free(""); free < 60*mega {
		t.Errorf("%d MB are left of the reserve", free/mega)
	}
	rows, err := d.Messages(t.Context(), "")
	if err != nil || len(rows) != done[0].New || rows[0].Subject != "A scan" {
		t.Errorf("%d of %d can be read, %v", len(rows), done[0].New, err)
	}
	disk.size *= 2
	again, err := d.Pull(t.Context(), "", nil)
	if err != nil || again[0].New+done[0].New != len(mails) || again[0].Known != done[0].New {
		t.Errorf("the next pull: %+v, %v", again, err)
	}
}

// A disk that does not say what is free stops nothing.
func TestPullOnADiskThatDoesNotSay(t *testing.T) {
	d, disk := onSmallDisk(t, 0)
	disk.full = errors.ErrUnsupported
	served(t, d, scans(3))
	if done, err := d.Pull(t.Context(), "", nil); err != nil || done[0].New != 3 {
		t.Errorf("%+v, %v", done, err)
	}
}

// Mail from files is held to the same.
func TestImportOnASmallDisk(t *testing.T) {
	d, disk := onSmallDisk(t, 70*mega)
	var files []string
	for i, m := range scans(8) {
		files = append(files, filepath.Join(t.TempDir(), fmt.Sprintf("%d.eml", i)))
		if err := os.WriteFile(files[i], m.Raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err := d.ImportFiles(t.Context(), desk.Import{Files: files}, nil)
	wantKind(t, err, casefile.Unreachable)
	if err == nil || !strings.HasSuffix(err.Error(), "then import the same files again: what was taken in is kept.") {
		t.Errorf("it says %q", err)
	}
	disk.size *= 2
	done, err := d.ImportFiles(t.Context(), desk.Import{Files: files}, nil)
	fresh := 0
	for _, f := range done {
		fresh += f.New
	}
	if rows, listing := d.Messages(t.Context(), ""); err != nil || listing != nil || len(rows) != len(files) || fresh == len(files) {
		t.Errorf("%d messages, %d new the second time, %v", len(rows), fresh, err)
	}
}
