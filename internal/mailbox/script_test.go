package mailbox_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
)

// script is an IMAP server that answers as badly as a test wants. It logs what
// it is asked.
type script struct {
	mails map[uint32]string // by UID
	// fetch answers for one message in place of the ordinary answer; ok false
	// leaves it to that. "hang up" closes the connection.
	fetch func(uid uint32, items string) (answer string, ok bool)
	// command answers a whole command, TAG standing for its tag.
	command  func(line string) (answer string, ok bool)
	validity func() int
	caps     string // "": IMAP4rev1

	mu  sync.Mutex
	log []string
}

const hangUp = "hang up"

func (s *script) serve(t *testing.T) mailbox.Source {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { s.talk(c) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		all.Wait()
	})
	_, port, _ := net.SplitHostPort(l.Addr().String())
	n, _ := strconv.Atoi(port)
	return mailbox.Source{
		Account: casefile.Account{ID: "acc", Host: "127.0.0.1", Port: n, TLS: casefile.Plain, User: "u", Folders: inbox},
		Limits:  mailbox.Limits{Silence: 10 * time.Second, Backoff: time.Millisecond},
	}
}

// inside is [script.serve] in a bubble of [synctest]: the network is a pipe, and
// time passes only where everybody waits, so that no pause of the machine is
// taken for silence of the server.
func (s *script) inside() mailbox.Source {
	return mailbox.Source{
		Account: casefile.Account{ID: "acc", Host: "127.0.0.1", Port: 143, TLS: casefile.Plain, User: "u", Folders: inbox},
		Dial:    func(context.Context, string, string) (net.Conn, error) { return s.pipe(), nil },
	}
}

// pipe is a connection to the server.
func (s *script) pipe() net.Conn {
	client, server := net.Pipe()
	go s.talk(server)
	return client
}

func (s *script) talk(c net.Conn) {
	defer c.Close()
	caps := s.caps
	if caps == "" {
		caps = "IMAP4rev1"
	}
	fmt.Fprintf(c, "* OK [CAPABILITY %s] ready\r\n", caps)
	idle := "" // tag of the IDLE under way
	for in := bufio.NewScanner(c); in.Scan(); {
		tag, line, _ := strings.Cut(in.Text(), " ")
		s.mu.Lock()
		s.log = append(s.log, line)
		s.mu.Unlock()
		answer := strings.NewReplacer("\nTAG", "\n"+tag, `"TAG"`, `"`+tag+`"`).Replace("\n" + s.answer(line))[1:]
		switch {
		case line == "IDLE":
			idle = tag
		case tag == "DONE":
			answer = idle + " OK done\r\n"
		}
		body, _, hang := strings.Cut(answer, hangUp)
		fmt.Fprint(c, body)
		if hang {
			return
		}
	}
}

func (s *script) answer(line string) string {
	if s.command != nil {
		if a, ok := s.command(line); ok {
			return a
		}
	}
	words := strings.Fields(line)
	if len(words) == 0 {
		return hangUp // no line of IMAP
	}
	switch strings.ToUpper(words[0]) {
	case "CAPABILITY":
		return "* CAPABILITY IMAP4rev1 " + s.caps + "\r\nTAG OK done\r\n"
	case "EXAMINE":
		validity := 9
		if s.validity != nil {
			validity = s.validity()
		}
		return fmt.Sprintf("* %d EXISTS\r\n* OK [UIDVALIDITY %d] fine\r\nTAG OK [READ-ONLY] done\r\n", len(s.mails), validity)
	case "IDLE":
		return "+ idling\r\n"
	case "UID":
		if strings.EqualFold(words[1], "SEARCH") {
			return s.search(words[2:]) + "TAG OK done\r\n"
		}
		return s.fetchAll(words[2], strings.Join(words[3:], " "))
	}
	return "TAG OK done\r\n"
}

func (s *script) uids() []uint32 {
	var uids []uint32
	for uid := range s.mails {
		uids = append(uids, uid)
	}
	slices.Sort(uids)
	return uids
}

func (s *script) search(words []string) string {
	out := "* SEARCH"
	for _, uid := range s.uids() {
		if words[0] != "UID" || inSet(words[1], uid) {
			out += fmt.Sprintf(" %d", uid)
		}
	}
	return out + "\r\n"
}

func (s *script) fetchAll(set, items string) string {
	var out strings.Builder
	for i, uid := range s.uids() {
		if !inSet(set, uid) {
			continue
		}
		if s.fetch != nil {
			if a, ok := s.fetch(uid, items); ok {
				out.WriteString(strings.ReplaceAll(a, "SEQ", fmt.Sprint(i+1)))
				continue
			}
		}
		out.WriteString(fmt.Sprintf("* %d FETCH (%s)\r\n", i+1, s.ordinary(uid, items)))
	}
	return out.String() + "TAG OK done\r\n"
}

const when = `INTERNALDATE "01-Nov-2026 08:00:00 +0000"`

func (s *script) ordinary(uid uint32, items string) string {
	out := fmt.Sprintf("UID %d", uid)
	if strings.Contains(items, "INTERNALDATE") {
		out += " " + when
	}
	if strings.Contains(items, "RFC822.SIZE") {
		out += fmt.Sprintf(" RFC822.SIZE %d", len(s.mails[uid]))
	}
	if strings.Contains(items, "BODY") {
		out += " " + literal(s.mails[uid])
	}
	return out
}

func literal(s string) string { return fmt.Sprintf("BODY[] {%d}\r\n%s", len(s), s) }

func inSet(set string, uid uint32) bool {
	for _, r := range strings.Split(set, ",") {
		from, to, span := strings.Cut(r, ":")
		a, _ := strconv.Atoi(from)
		b := a
		if span {
			b, _ = strconv.Atoi(to)
		}
		if int(uid) >= a && int(uid) <= b {
			return true
		}
	}
	return false
}

func fiveMails() map[uint32]string {
	mails := map[uint32]string{}
	for _, uid := range []uint32{3, 5, 6, 7, 20} {
		mails[uid] = fmt.Sprintf("Subject: %d\r\n\r\nHello, this is %d.\r\n", uid, uid)
	}
	return mails
}

func (s *shelf) want(t *testing.T, mails map[uint32]string) {
	t.Helper()
	if len(s.kept) != len(mails) || len(s.doubled) > 0 {
		t.Errorf("kept %d of %d, doubled %v", len(s.kept), len(mails), s.doubled)
	}
	for uid, raw := range mails {
		if got := string(s.kept[uid].Raw); got != raw {
			t.Errorf("UID %d: %q, want %q", uid, got, raw)
		}
	}
}

func TestOnlyHarmlessCommandsAreSent(t *testing.T) {
	s := &script{mails: fiveMails()}
	src := s.serve(t)
	shelf := newShelf()
	pull(t, src, shelf)
	shelf.want(t, s.mails)
	for _, line := range s.log {
		verb := strings.ToUpper(line)
		ok := slices.ContainsFunc([]string{"LOGIN ", "EXAMINE ", "UID SEARCH ", "UID FETCH ", "LOGOUT", "CAPABILITY", "NOOP"},
			func(allowed string) bool { return strings.HasPrefix(verb, allowed) })
		if !ok || strings.Contains(verb, "BODY[") || strings.Contains(verb, "FLAGS") || strings.Contains(verb, "ENVELOPE") {
			t.Errorf("sent %q", line)
		}
	}
}

// TestTrapsOfTheLibrary plays what go-imap v2 was seen to lose messages by.
func TestTrapsOfTheLibrary(t *testing.T) {
	asksBody := func(items string) bool { return strings.Contains(items, "BODY") }
	once := func(uid uint32, answer func(s *script) string) func(*script) {
		return func(s *script) {
			var mu sync.Mutex
			done := false
			s.fetch = func(u uint32, items string) (string, bool) {
				mu.Lock()
				defer mu.Unlock()
				if u != uid || done || !asksBody(items) {
					return "", false
				}
				done = true
				return answer(s), true
			}
		}
	}
	for _, c := range []struct {
		name  string
		spoil func(*script)
	}{
		{"a colleague's flag comes before the body", once(6, func(s *script) string {
			return "* SEQ FETCH (UID 6 FLAGS (\\Seen))\r\n* SEQ FETCH (" + s.ordinary(6, "INTERNALDATE BODY") + ")\r\n"
		})},
		{"the body comes before the UID", once(6, func(s *script) string {
			return "* SEQ FETCH (" + literal(s.mails[6]) + " UID 6 " + when + ")\r\n"
		})},
		{"the connection ends inside a body", once(6, func(*script) string {
			return "* SEQ FETCH (UID 6 " + when + " BODY[] {40}\r\nSubject: 6\r\n" + hangUp
		})},
		{"an item nobody knows", once(6, func(s *script) string {
			return "* SEQ FETCH (X-GM-MSGID 17 " + s.ordinary(6, "BODY") + ")\r\n"
		})},
		{"no body at first", once(6, func(*script) string { return "* SEQ FETCH (UID 6 " + when + " BODY[] NIL)\r\n" })},
		{"left out at first", once(6, func(*script) string { return "" })},
		{"bodies in quotation marks", once(6, func(*script) string {
			return "* SEQ FETCH (UID 6 " + when + " BODY[] \"\")\r\n"
		})},
		{"an answer nobody asked for", once(6, func(s *script) string {
			return "* VANISHED (EARLIER) 41,43\r\n* SEQ FETCH (" + s.ordinary(6, "INTERNALDATE BODY") + ")\r\n"
		})},
		{"throttled for a moment", func(s *script) {
			left := 2
			s.command = func(line string) (string, bool) {
				if strings.HasPrefix(line, "UID FETCH") && left > 0 {
					left--
					return "TAG NO Request is throttled. Suggested Backoff Time: 2 milliseconds\r\n", true
				}
				return "", false
			}
		}},
		{"a count ahead of the list", func(s *script) {
			looked := false
			s.command = func(line string) (string, bool) {
				switch {
				case line == "NOOP":
					looked = true
				case strings.HasPrefix(line, "UID SEARCH ALL") && !looked:
					return "* SEARCH 3 5\r\nTAG OK done\r\n", true
				}
				return "", false
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &script{mails: fiveMails()}
			if c.name == "bodies in quotation marks" {
				s.mails[6] = ""
			}
			c.spoil(s)
			shelf := newShelf()
			r := pull(t, s.serve(t), shelf)
			shelf.want(t, s.mails)
			if r.New != 5 || len(r.SetAside) > 0 || len(r.Vanished) > 0 {
				t.Errorf("got %+v", r)
			}
			for uid, m := range shelf.kept {
				if m.Copy.InternalDate.IsZero() {
					t.Errorf("UID %d has no date", uid)
				}
			}
		})
	}
}

func TestWhatCannotBeFetchedIsSetAside(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer string
		reason string
		dated  bool
	}{
		{"kills the connection", "* SEQ FETCH (UID 6 " + when + " BODY[] {30}\r\nSubj" + hangUp, "breaks", true},
		{"is never handed over", "", "does not hand it over", true},
		{"has no body", "* SEQ FETCH (UID 6 BODY[] NIL)\r\n", "does not hand it over", true},
		{"is larger than said", "* SEQ FETCH (UID 6 BODY[] {4000000000}\r\nxxx", "larger", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &script{mails: fiveMails()}
			s.fetch = func(uid uint32, items string) (string, bool) {
				return c.answer, uid == 6 && strings.Contains(items, "BODY")
			}
			shelf := newShelf()
			r := pull(t, s.serve(t), shelf)
			if r.New != 4 || len(r.SetAside) != 1 || r.SetAside[0].UID != 6 || !strings.Contains(r.SetAside[0].Reason, c.reason) {
				t.Errorf("got %+v", r)
			}
			s.fetch = nil
			if r := pull(t, s.serve(t), shelf); r.New != 1 || r.Known != 4 {
				t.Errorf("after the server is mended: %+v", r)
			}
			shelf.want(t, s.mails)
		})
	}
}

func TestAnUnreadableDateLosesNoMail(t *testing.T) {
	s := &script{mails: fiveMails()}
	s.fetch = func(uid uint32, items string) (string, bool) {
		if uid != 6 || !strings.Contains(items, "INTERNALDATE") {
			return "", false
		}
		return "* SEQ FETCH (UID 6 INTERNALDATE \"yesterday\" " + literal(s.mails[6]) + ")\r\n", true
	}
	shelf := newShelf()
	r := pull(t, s.serve(t), shelf)
	shelf.want(t, s.mails)
	if r.New != 5 || !shelf.kept[6].Copy.InternalDate.IsZero() || shelf.kept[5].Copy.InternalDate.IsZero() {
		t.Errorf("got %+v", r)
	}
}

func TestGoneIsBelievedFromSearchAlone(t *testing.T) {
	s := &script{mails: fiveMails()}
	full := s.uids()
	s.fetch = func(uid uint32, items string) (string, bool) {
		if strings.Contains(items, "BODY") {
			delete(s.mails, 6) // a colleague deletes it meanwhile
		}
		return "", uid == 6
	}
	shelf := newShelf()
	r := pull(t, s.serve(t), shelf)
	if r.New != 4 || !slices.Equal(r.Vanished, []uint32{6}) || r.Server != len(full)-1 {
		t.Errorf("got %+v", r)
	}
	shelf.want(t, s.mails)
}

func TestAFolderNumberedAnewEndsThePull(t *testing.T) {
	s := &script{mails: fiveMails()}
	opened := 0
	s.validity = func() int { opened++; return 8 + opened }
	s.fetch = func(_ uint32, items string) (string, bool) {
		return hangUp, opened == 1 && strings.Contains(items, "BODY")
	}
	shelf := newShelf()
	_, err := pullOne(t.Context(), s.serve(t), shelf, nil)
	if e := casefile.AsError(err); e == nil || e.Kind != casefile.Conflict || e.Field != "folder" {
		t.Fatalf("got %v", err)
	}
	if len(shelf.kept) > 0 {
		t.Errorf("kept %d under a numbering that is over", len(shelf.kept))
	}
}

func TestAServerThatWantsALongRestGetsIt(t *testing.T) {
	s := &script{mails: fiveMails()}
	s.command = func(line string) (string, bool) {
		return "TAG BAD Request is throttled. Suggested Backoff Time: 3599000 milliseconds\r\n", strings.HasPrefix(line, "UID FETCH")
	}
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second) // for a pull that waits all the same
	defer stop()
	_, err := pullOne(ctx, s.serve(t), newShelf(), nil)
	if e := casefile.AsError(err); e == nil || e.Kind != casefile.Unreachable || !strings.Contains(e.What, "left alone") {
		t.Errorf("got %v", err)
	}
}

func TestAFolderWithoutNumbersIsRefused(t *testing.T) {
	s := &script{mails: fiveMails(), validity: func() int { return 0 }}
	s.command = func(line string) (string, bool) {
		return "* 5 EXISTS\r\nTAG OK done\r\n", strings.HasPrefix(line, "EXAMINE")
	}
	err := mailbox.Check(t.Context(), s.serve(t))
	if e := casefile.AsError(err); e == nil || e.Kind != casefile.Refused || e.Field != "folder" {
		t.Errorf("got %v", err)
	}
}
