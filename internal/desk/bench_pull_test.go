//go:build unix

package desk_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/dovecottest"
)

// benchTexts are the labelled mails that triage learns from: requests, complaints
// and the post of an ordinary day.
func benchTexts(b *testing.B) []string {
	b.Helper()
	var texts []string
	for _, name := range []string{"requests.jsonl", "hard.jsonl", "mailbox.jsonl"} {
		data, err := os.ReadFile(filepath.Join("..", "triage", "testdata", name))
		if err != nil {
			b.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			var mail struct{ Body string }
			if err := json.Unmarshal(line, &mail); err != nil {
				b.Fatal(err)
			}
			texts = append(texts, strings.ReplaceAll(mail.Body, "\n", "\r\n"))
		}
	}
	return texts
}

// benchMail is the n-th of a mailbox like a firm's: mostly short texts, some
// with attachments, few large ones; 30 KB and 240 words on the average.
func benchMail(chance *rand.Rand, texts []string, n int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "From: Person %d <person%d@post.example>\r\nTo: dpo@firm.example\r\nSubject: About file %d\r\n", n, n%700, n)
	fmt.Fprintf(&b, "Message-ID: <%d.%d@post.example>\r\nDate: Tue, 06 Oct 2026 09:00:00 +0100\r\nMIME-Version: 1.0\r\n", n, chance.Uint32())
	attached := 0
	switch k := chance.IntN(1000); {
	case k < 2:
		attached = 2_000_000 + chance.IntN(2_500_000)
	case k < 190:
		attached = 20_000 + chance.IntN(110_000)
	}
	b.WriteString("Content-Type: multipart/mixed; boundary=\"part\"\r\n\r\n--part\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
	for range 1 + chance.IntN(6) {
		b.WriteString(texts[chance.IntN(len(texts))] + "\r\n\r\n")
	}
	if attached > 0 {
		file := make([]byte, attached)
		for i := 0; i+8 <= len(file); i += 8 {
			for j, v := 0, chance.Uint64(); j < 8; j, v = j+1, v>>8 {
				file[i+j] = byte(v)
			}
		}
		b.WriteString("--part\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"scan.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
		text := base64.StdEncoding.EncodeToString(file)
		for ; len(text) > 76; text = text[76:] {
			b.WriteString(text[:76] + "\r\n")
		}
		b.WriteString(text + "\r\n")
	}
	b.WriteString("--part--\r\n")
	return b.Bytes()
}

// rawFetch asks for all messages with one command and throws them away: the
// limit of server, TLS and machine. It returns how many bytes came.
func rawFetch(b *testing.B, d *dovecottest.Server) int64 {
	b.Helper()
	config, err := d.ClientTLS()
	if err != nil {
		b.Fatal(err)
	}
	conn, err := tls.Dial("tcp", d.ImapsAddr, config)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 1<<16)
	fmt.Fprintf(conn, "a1 LOGIN %s %s\r\na2 EXAMINE INBOX\r\n", d.User, d.Password)
	for line := ""; !strings.HasPrefix(line, "a2 "); {
		if line, err = in.ReadString('\n'); err != nil {
			b.Fatal(err)
		}
	}
	fmt.Fprint(conn, "a3 UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])\r\n")
	buf, tail := make([]byte, 1<<16), []byte{}
	for n := int64(0); ; {
		got, err := in.Read(buf)
		n += int64(got)
		tail = append(tail[max(0, len(tail)-80):], buf[max(0, got-80):got]...)
		if bytes.Contains(tail, []byte("\r\na3 OK")) {
			return n
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

// mbsync copies the mailbox into files with isync. As it comes, it asks a server
// that offers COMPRESS (RFC 4978) for it, as this Dovecot does, and with FSync
// it puts each file on the disk before the next; of use on loopback is neither,
// so that it is also measured without.
func mbsync(b *testing.B, d *dovecottest.Server, fsync, without string) {
	b.Helper()
	dir := b.TempDir()
	_, port, _ := net.SplitHostPort(d.ImapsAddr)
	config := fmt.Sprintf(`FSync %s

IMAPAccount a
Host localhost
Port %s
User %s
Pass %s
SSLType IMAPS
CertificateFile %s
%s

IMAPStore far
Account a

MaildirStore near
Path %s/
Inbox %s/INBOX

Channel c
Far :far:
Near :near:
Patterns INBOX
Create Near

`, fsync, port, d.User, d.Password, d.CAFile, without, dir, dir)
	path := filepath.Join(dir, "mbsyncrc")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command("mbsync", "-q", "-c", path, "c")
	cmd.Env = append(os.Environ(), "HOME="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("mbsync: %v\n%s", err, out)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "INBOX", "*", "*")); len(files) < benchMessages {
		b.Fatalf("mbsync copied %d files", len(files))
	}
}

const benchMessages = 10_000

func seconds(f func()) float64 {
	start := time.Now()
	f()
	return time.Since(start).Seconds()
}

// processor returns the seconds of processor time that this process has used:
// on a machine that does other things too it says more than the clock.
func processor(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// phase names what is being done in a profile (go tool pprof -tagfocus).
func phase(b *testing.B, name string) {
	b.Helper()
	pprof.SetGoroutineLabels(pprof.WithLabels(b.Context(), pprof.Labels("phase", name)))
}

// BenchmarkFirstPull puts a whole mailbox of 10,000 messages into the vault,
// beside the raw FETCH of the same messages thrown away and mbsync copying them
// to files, in the same run against Dovecot over TLS.
func BenchmarkFirstPull(b *testing.B) {
	d := dovecottest.Start(b)
	chance := rand.New(rand.NewPCG(1, 2))
	received := time.Date(2026, time.October, 6, 9, 0, 0, 0, time.UTC)
	texts := benchTexts(b)
	for n := range benchMessages {
		d.Put("INBOX", benchMail(chance, texts, n), received.Add(time.Duration(n)*time.Minute/4), "S")
	}
	rawFetch(b, d) // the server reads its folder for the first time
	for b.Loop() {
		dir := filepath.Join(b.TempDir(), "vault")
		if err := desk.CreateQuick(dir, passphrase); err != nil {
			b.Fatal(err)
		}
		k := openDesk(b, dir)
		if err := k.AddAccount(b.Context(), benchAccount(b, d), d.Password); err != nil {
			b.Fatal(err)
		}
		var bytes int64
		raws := []float64{seconds(func() { bytes = rawFetch(b, d) }), seconds(func() { rawFetch(b, d) })}
		var durable, whole, durableWork float64
		start, work := time.Now(), processor(b)
		phase(b, "durable")
		whole = seconds(func() {
			done, err := k.Pull(b.Context(), "bench", func(p desk.Progress) {
				if p.Done == benchMessages {
					durable, durableWork = time.Since(start).Seconds(), processor(b)-work
					phase(b, "index")
				}
			})
			if err != nil || done[0].New != benchMessages {
				b.Fatalf("%+v, %v", done, err)
			}
		})
		wholeWork := processor(b) - work
		phase(b, "triage")
		triage := seconds(func() {
			queue, err := k.Queue(b.Context())
			if err != nil || len(queue) != benchMessages {
				b.Fatalf("%d, %v", len(queue), err)
			}
		})
		triageWork := processor(b) - work - wholeWork
		phase(b, "rounds")
		var rounds []float64
		for range 3 {
			rounds = append(rounds, seconds(func() {
				if done, err := k.Pull(b.Context(), "bench", nil); err != nil || done[0].Known != benchMessages {
					b.Fatalf("%+v, %v", done, err)
				}
			}))
		}
		// The machine does other things too: the raw FETCH is taken before and
		// after, and its median counts.
		for range 3 {
			raws = append(raws, seconds(func() { rawFetch(b, d) }))
		}
		slices.Sort(raws)
		raw := raws[len(raws)/2]
		const plainly = "DisableExtension COMPRESS=DEFLATE"
		copied := seconds(func() { mbsync(b, d, "yes", "") })
		loose := seconds(func() { mbsync(b, d, "no", plainly) })
		firm := seconds(func() { mbsync(b, d, "yes", plainly) })
		b.Logf("raw %.2f s, durable %.2f s (%.2f s of processor), indexed %.2f s (%.2f), triaged in %.2f s more (%.2f), nothing new %.3f s, mbsync %.2f s, without COMPRESS %.2f s, without FSync too %.2f s",
			raws, durable, durableWork, whole, wholeWork, triage, triageWork, rounds, copied, firm, loose)
		b.ReportMetric(float64(bytes)/1e6, "MB")
		b.ReportMetric(raw, "raw-s")
		b.ReportMetric(durable/raw, "durable/raw")
		b.ReportMetric(whole/raw, "indexed/raw")
		b.ReportMetric((whole+triage)/raw, "triaged/raw")
		b.ReportMetric(copied/(whole+triage), "mbsync/triaged")
		b.ReportMetric(firm/(whole+triage), "mbsync-without-COMPRESS/triaged")
		b.ReportMetric(loose/(whole+triage), "mbsync-without-FSync-too/triaged")
		b.ReportMetric(benchMessages/triageWork, "triaged-per-processor-s")
		b.ReportMetric(1000*min(rounds[0], rounds[1], rounds[2]), "nothing-new-with-sign-in-ms")
	}
}

func benchAccount(b *testing.B, d *dovecottest.Server) casefile.Account {
	b.Helper()
	ca, err := os.ReadFile(d.CAFile)
	if err != nil {
		b.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(d.ImapsAddr)
	n, _ := strconv.Atoi(port)
	return casefile.Account{
		Name: "bench", Host: host, Port: n, TLS: casefile.Implicit, User: d.User, CA: string(ca),
		Folders: []casefile.Folder{{Name: "INBOX", Role: casefile.InboxFolder, Since: today.AddDays(-3650)}},
	}
}
