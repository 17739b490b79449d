//go:build linux

package desk_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
	"time"

	"casebook/internal/desk"
	"casebook/internal/dovecottest"
)

// peak is the most memory that this process has held since it was last asked,
// in bytes, as Linux counts it.
func peak(b *testing.B) int64 {
	b.Helper()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	_, after, _ := bytes.Cut(text, []byte("VmHWM:"))
	var kB int64
	if _, err := fmt.Sscan(string(after), &kB); err != nil {
		b.Fatal(err)
	}
	// What is asked next counts from now on: proc(5), clear_refs.
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0o200); err != nil {
		b.Fatal(err)
	}
	return kB << 10
}

// BenchmarkLargeMessage pulls one message of 150 MB into the vault and counts
// the memory that it adds, reading it for the lists included.
func BenchmarkLargeMessage(b *testing.B) {
	d := dovecottest.Start(b)
	head := []byte("From: Ann <ann@post.example>\r\nSubject: A film\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	line := []byte("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eg==\r\n")
	at := time.Date(2026, time.October, 6, 9, 0, 0, 0, time.UTC)
	d.Put("INBOX", []byte("From: Ben <ben@post.example>\r\nSubject: Before\r\n\r\nHello.\r\n"), at, "S")
	dir := filepath.Join(b.TempDir(), "vault")
	if err := desk.CreateQuick(dir, passphrase); err != nil {
		b.Fatal(err)
	}
	k := openDesk(b, dir)
	if err := k.AddAccount(b.Context(), benchAccount(b, d), d.Password); err != nil {
		b.Fatal(err)
	}
	if _, err := k.Pull(b.Context(), "bench", nil); err != nil {
		b.Fatal(err)
	}
	d.Put("INBOX", append(head, bytes.Repeat(line, 150_000_000/len(line))...), at, "S")
	done, err := k.Pull(b.Context(), "bench", nil)
	if err != nil || len(done[0].SetAside) != 1 || !done[0].SetAside[0].Large {
		b.Fatalf("it was not asked about: %+v, %v", done, err)
	}
	debug.FreeOSMemory()
	peak(b)
	before := peak(b)
	for b.Loop() {
		done, err := k.PullMail(b.Context(), desk.PullOptions{AllowLarge: true}, nil)
		if err != nil || done[0].New != 1 {
			b.Fatalf("%+v, %v", done, err)
		}
	}
	b.ReportMetric(float64(peak(b)-before)/1e6, "MB-added")
}
