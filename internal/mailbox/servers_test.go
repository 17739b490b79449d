//go:build unix

package mailbox_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/cyrustest"
	"casebook/internal/demo"
	"casebook/internal/dovecottest"
	"casebook/internal/mailbox"
)

// microsoft is what Microsoft 365 says it can, which is little.
const microsoft = "IMAP4 IMAP4rev1 AUTH=PLAIN SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+"

// servers are what the same tests run against. Each is started afresh and empty.
var servers = []struct {
	name  string
	start func(t *testing.T) mailbox.Source
}{
	{"Dovecot", func(t *testing.T) mailbox.Source { return source(t, dovecottest.Start(t)) }},
	{"Dovecot with what Microsoft 365 can", func(t *testing.T) mailbox.Source {
		return source(t, dovecottest.Start(t, dovecottest.Capability(microsoft)))
	}},
	{"Cyrus", func(t *testing.T) mailbox.Source {
		s := cyrustest.Start(t)
		return sourceAt(t, s.ImapsAddr, s.CAFile, s.User, s.Password)
	}},
}

// hand is a mail program of another kind, so that what a test says of a mailbox
// does not rest on the client under test.
type hand struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
	n    int
}

func newHand(t *testing.T, src mailbox.Source) *hand {
	t.Helper()
	config := &tls.Config{RootCAs: authority(t, src.Account.CA), ServerName: "localhost"}
	conn, err := tls.Dial("tcp", addr(src), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	h := &hand{t: t, conn: conn, in: bufio.NewReader(conn)}
	h.line()
	h.do("LOGIN %s %s", src.Account.User, src.Password)
	return h
}

func (h *hand) line() string {
	h.t.Helper()
	line, err := h.in.ReadString('\n')
	if err != nil {
		h.t.Fatal(err)
	}
	return line
}

// do sends a command, which must succeed, and returns what was answered.
func (h *hand) do(format string, args ...any) string {
	h.t.Helper()
	h.n++
	tag := fmt.Sprintf("h%d ", h.n)
	fmt.Fprintf(h.conn, tag+format+"\r\n", args...)
	return h.until(tag)
}

func (h *hand) until(tag string) string {
	h.t.Helper()
	for all := ""; ; {
		line := h.line()
		all += line
		if strings.HasPrefix(line, tag) {
			if !strings.HasPrefix(line, tag+"OK") {
				h.t.Fatalf("the server answers %q", line)
			}
			return all
		}
	}
}

// put adds a message to a folder.
func (h *hand) put(folder string, raw []byte, at time.Time, flags string) {
	h.t.Helper()
	h.n++
	tag := fmt.Sprintf("h%d ", h.n)
	fmt.Fprintf(h.conn, "%sAPPEND %q (%s) %q {%d}\r\n", tag, folder, flags, at.Format("02-Jan-2006 15:04:05 -0700"), len(raw))
	for !strings.HasPrefix(h.line(), "+") {
	}
	h.conn.Write(append(slices.Clone(raw), "\r\n"...))
	h.until(tag)
}

// flags is what every message of a folder is marked with.
func (h *hand) flags(folder string) string {
	h.t.Helper()
	h.do("EXAMINE %q", folder)
	all := h.do("UID FETCH 1:* (UID FLAGS)")
	var lines []string
	for _, l := range strings.Split(all, "\r\n") {
		if strings.HasPrefix(l, "* ") && strings.Contains(l, "FETCH") {
			lines = append(lines, strings.ReplaceAll(l, `\Recent`, ""))
		}
	}
	h.do("CLOSE")
	return strings.Join(lines, "\n")
}

// tray is a keeper of several folders, as the vault is one: a place is held in
// one numbering of one folder, and contents are told apart by their bytes.
type tray struct {
	*shelf
	at map[string]mailbox.Fetched // by folder, numbering and UID
}

func newTray() *tray { return &tray{newShelf(), map[string]mailbox.Fetched{}} }

func spot(c casefile.Copy) string { return fmt.Sprint(c.Folder, "/", c.UIDValidity, "/", c.UID) }

func (t *tray) Held(_ context.Context, folder string, validity uint32) ([]uint32, error) {
	var uids []uint32
	for _, f := range t.at {
		if f.Copy.Folder == folder && f.Copy.UIDValidity == validity {
			uids = append(uids, f.Copy.UID)
		}
	}
	return uids, nil
}

func (t *tray) Keep(_ context.Context, messages []mailbox.Fetched) error {
	for _, m := range messages {
		if _, twice := t.at[spot(m.Copy)]; twice {
			t.doubled = append(t.doubled, m.Copy.UID)
		}
		t.at[spot(m.Copy)] = m
	}
	return nil
}

func (t *tray) Begin(context.Context, int64) (mailbox.Sink, error) {
	return &traySink{sink{shelf: t.shelf}, t}, nil
}

type traySink struct {
	sink
	tray *tray
}

func (s *traySink) Keep(ctx context.Context, at casefile.Copy) error {
	return s.tray.Keep(ctx, []mailbox.Fetched{{Copy: at, Raw: s.Bytes()}})
}

// contents are the different messages, by their hash.
func (t *tray) contents() map[[32]byte]int {
	out := map[[32]byte]int{}
	for _, f := range t.at {
		out[sha256.Sum256(f.Raw)]++
	}
	return out
}

func pullAll(t *testing.T, src mailbox.Source, k mailbox.Keeper) []mailbox.Result {
	t.Helper()
	results, err := mailbox.Pull(t.Context(), src, k, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		wantSum(t, r)
	}
	return results
}

// crlf is an awkward message that every server takes by APPEND.
func crlf(i int) []byte {
	if i%5 == 1 {
		return fmt.Appendf(nil, "Subject: no sender %d\r\n\r\neight bits \xe9\xff\r\n", i)
	}
	return awkward(i)
}

// TestEveryServer pulls byte for byte, twice, several folders, and changes no
// mark (I7): the second time nothing comes.
func TestEveryServer(t *testing.T) {
	for _, server := range servers {
		t.Run(server.name, func(t *testing.T) {
			src := server.start(t)
			h := newHand(t, src)
			sent := map[[32]byte]int{}
			for i := range 40 {
				folder := []string{"INBOX", "INBOX", "Junk", "Sent"}[i%4]
				raw := crlf(i)
				h.put(folder, raw, time.Date(2026, time.September, 1+i%28, 9, i, 0, 0, time.UTC), []string{"", `\Seen`, `\Flagged`}[i%3])
				sent[sha256.Sum256(raw)]++
			}
			listed, err := mailbox.Folders(t.Context(), src)
			if err != nil {
				t.Fatal(err)
			}
			src.Account.Folders = nil
			for _, l := range listed {
				if l.Role != casefile.OtherFolder {
					src.Account.Folders = append(src.Account.Folders, casefile.Folder{Name: l.Name, Role: l.Role})
				}
			}
			if len(src.Account.Folders) != 3 {
				t.Fatalf("the folders are %+v", listed)
			}
			marks := h.flags("INBOX") + h.flags("Junk")
			k := newTray()
			src.Limits.Bytes, src.Limits.Piece = 20_000, 7_000 // some of them in pieces
			for _, r := range pullAll(t, src, k) {
				if r.New != r.Server || r.New < 10 {
					t.Errorf("first pull: %+v", r)
				}
			}
			if got := k.contents(); len(got) != len(sent) || len(k.at) != 40 || len(k.doubled) > 0 {
				t.Errorf("%d places, %d contents, doubled %v", len(k.at), len(got), k.doubled)
			}
			for sum := range k.contents() {
				if sent[sum] == 0 {
					t.Error("a message is not what was put in")
				}
			}
			for _, f := range k.at {
				if f.Copy.InternalDate.Hour() != 9 || f.Copy.Role != src.Account.Role(f.Copy.Folder) {
					t.Errorf("a copy is %+v", f.Copy)
				}
			}
			for _, r := range pullAll(t, src, k) {
				if r.New != 0 || r.Known != r.Server || r.Bytes != 0 {
					t.Errorf("second pull: %+v", r)
				}
			}
			if after := h.flags("INBOX") + h.flags("Junk"); after != marks {
				t.Errorf("marks changed from\n%s\nto\n%s", marks, after)
			}
		})
	}
}

// TestEveryServerChanges moves, removes, repeats and renumbers (I4, I5, I6).
func TestEveryServerChanges(t *testing.T) {
	for _, server := range servers {
		t.Run(server.name, func(t *testing.T) {
			src := server.start(t)
			src.Account.Folders = []casefile.Folder{{Name: "INBOX", Role: casefile.InboxFolder}, {Name: "Cases", Role: casefile.OtherFolder}}
			h := newHand(t, src)
			h.do("CREATE Cases")
			at := time.Date(2026, time.October, 1, 9, 0, 0, 0, time.UTC)
			same := "Message-ID: <one@example.org>\r\n\r\n"
			for _, raw := range []string{"Subject: a\r\n" + same + "A\r\n", "Subject: b\r\n" + same + "B\r\n", "Subject: no id\r\n\r\nC\r\n", "Subject: no id\r\n\r\nC\r\n"} {
				h.put("INBOX", []byte(raw), at, "")
			}
			k := newTray()
			pullAll(t, src, k)
			if len(k.at) != 4 || len(k.contents()) != 3 {
				t.Fatalf("at first %d places, %d contents", len(k.at), len(k.contents()))
			}
			h.do("SELECT INBOX")
			h.do("UID MOVE 2 Cases")
			h.do("UID STORE 3 +FLAGS (\\Deleted)")
			h.do("EXPUNGE")
			h.do("CLOSE")
			r := pullAll(t, src, k)
			if !slices.Equal(r[0].Gone, []uint32{2, 3}) || r[0].Known != 2 || r[0].New != 0 || r[1].New != 1 {
				t.Errorf("after moving and removing: %+v", r)
			}
			if len(k.contents()) != 3 || len(k.at) != 5 {
				t.Errorf("%d places, %d contents", len(k.at), len(k.contents()))
			}
			before := r[1].UIDValidity
			h.do("DELETE Cases")
			for v := before; v == before; {
				h.do("CREATE Cases")
				h.put("Cases", []byte("Subject: b\r\n"+same+"B\r\n"), at, "")
				if v = validityOf(h, "Cases"); v == before {
					h.do("DELETE Cases") // numbered by the second, and this one is not over
				}
			}
			r = pullAll(t, src, k)
			if r[1].UIDValidity == before || r[1].New != 1 || len(k.contents()) != 3 {
				t.Errorf("numbered anew: %+v, %d contents", r[1], len(k.contents()))
			}
		})
	}
}

func validityOf(h *hand, folder string) (v uint32) {
	h.t.Helper()
	all := h.do("EXAMINE %s", folder)
	if _, after, ok := strings.Cut(all, "UIDVALIDITY "); ok {
		fmt.Sscanf(after, "%d", &v)
	}
	h.do("CLOSE")
	return v
}

// TestEveryServerGivesOlderMailOnRequest counts mail before the start date, and
// fetches what of it is asked for.
func TestEveryServerGivesOlderMailOnRequest(t *testing.T) {
	for _, server := range servers {
		t.Run(server.name, func(t *testing.T) {
			src := server.start(t)
			src.Account.Folders[0].Since = day("2026-09-01")
			h := newHand(t, src)
			for i, from := range []string{"ann@example.org", "ben@example.org", "ann@example.org", "ann@example.org"} {
				raw := fmt.Appendf(nil, "From: %s\r\nSubject: %d\r\n\r\nHello.\r\n", from, i)
				h.put("INBOX", raw, time.Date(2026, time.Month(6+i), 10, 9, 0, 0, 0, time.UTC), "")
			}
			k := newTray()
			if r := pullAll(t, src, k)[0]; r.New != 1 || r.BeforeStart != 3 {
				t.Errorf("by the start date: %+v", r)
			}
			src.Only = &mailbox.Selection{From: "ann@example.org", Until: day("2026-06-30")}
			if r := pullAll(t, src, k)[0]; r.New != 1 || r.BeforeStart != 2 || r.Known != 1 {
				t.Errorf("of one sender until June: %+v", r)
			}
			src.Only = &mailbox.Selection{Since: day("2026-07-10"), Until: day("2026-07-10")}
			if r := pullAll(t, src, k)[0]; r.New != 1 || r.BeforeStart != 1 || r.Known != 2 {
				t.Errorf("of one day: %+v", r)
			}
			src.Only = nil
			if r := pullAll(t, src, k)[0]; r.New != 0 || r.Known != 3 || r.BeforeStart != 1 {
				t.Errorf("afterwards: %+v", r)
			}
		})
	}
}

// TestEveryServerTellsOfNews waits for mail that comes while nobody asks (I11).
func TestEveryServerTellsOfNews(t *testing.T) {
	for _, server := range servers {
		t.Run(server.name, func(t *testing.T) {
			src := server.start(t)
			h := newHand(t, src)
			h.put("INBOX", crlf(0), time.Now(), "")
			k := newTray()
			ctx, stop := context.WithCancel(t.Context())
			woken := make(chan int, 100)
			ended := make(chan error, 1)
			go func() { ended <- mailbox.Watch(ctx, src, time.Hour, func() { woken <- 1 }) }()
			<-woken
			pullAll(t, src, k)
			h.put("INBOX", crlf(2), time.Now(), "")
			for len(k.at) < 2 {
				<-woken
				pullAll(t, src, k)
			}
			stop()
			if e := casefile.AsError(<-ended); e == nil || e.Kind != casefile.Cancelled {
				t.Errorf("ended by %v", e)
			}
		})
	}
}

// The server of the demonstration, which keeps what it was given.
func TestServerInTheProcess(t *testing.T) {
	mails := letters(40)
	_, src := serve(t, mails, demo.WithStartTLS())
	listed, err := mailbox.Folders(t.Context(), src)
	if err != nil || len(listed) != 2 || listed[0].Role != casefile.InboxFolder || !listed[1].Drafts {
		t.Fatalf("%+v, %v", listed, err)
	}
	s := newShelf()
	pull(t, src, s)
	wantAll(t, s, mails)
	if r := pull(t, src, s); r.New != 0 || r.Known != 40 {
		t.Errorf("second pull: %+v", r)
	}
}

func sourceAt(t *testing.T, address, caFile, user, password string) mailbox.Source {
	t.Helper()
	ca, err := os.ReadFile(caFile)
	if err != nil {
		t.Fatal(err)
	}
	return mailbox.Source{
		Account: casefile.Account{
			ID: "acc", Host: "127.0.0.1", Port: portOf(address), TLS: casefile.Implicit, User: user, CA: string(ca),
			Folders: slices.Clone(inbox),
		},
		Password: password,
		Limits:   mailbox.Limits{Silence: 30 * time.Second, Backoff: 10 * time.Millisecond},
	}
}
