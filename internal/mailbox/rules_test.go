package mailbox_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"casebook/internal/mailbox"
)

// rules are those under which the IMAP library is used (R) and what must hold of
// every pull (I), each with the tests that fail without it. Where a test is in
// another room, its file stands before its name.
var rules = []struct{ id, what, tests string }{
	{"R1", "one command at a time on a connection", "TestOnlyOneCommandAtATime TestTrapsOfTheLibrary"},
	{"R2", "no ENVELOPE, no BODYSTRUCTURE, BODY.PEEK[] alone", "TestOnlyHarmlessCommandsAreSent"},
	{"R3", "a body is whole by its announced length: the reading of it, the item and the command's end all see to it, and any one of them keeps half a body out", "TestTrapsOfTheLibrary TestNothingIsLostOrDoubledWhereverTheConnectionFails"},
	{"R4", "what did not come is asked for singly, absence believed from SEARCH", "TestTrapsOfTheLibrary TestGoneIsBelievedFromSearchAlone"},
	{"R5", "what kills the connection is set aside, the others come", "TestWhatCannotBeFetchedIsSetAside TestAnUnreadableDateLosesNoMail"},
	{"R6", "silence ends every wait, a slow server is not cut off, stopping is at once", "TestSilenceEndsEveryWait TestASlowSteadyServerIsNotCutOff TestStoppingDoesNotWaitForTheServer"},
	{"R7", "large messages in pieces, resumed over connections", "TestAMessageInPiecesOutlivesABrokenConnection TestPullTakesLargeMessagesInPieces ../store/receive_test.go:TestBody"},
	{"R8", "what a server can is looked up, nothing is inferred or enabled", "TestNothingIsInferredFromIMAP4rev2"},
	{"R9", "a session that dies is begun again, after longer and longer pauses", "TestBackoff TestWatchOutlivesAChangeOfNetwork"},
	{"R10", "no secret is written", "TestNoSecretIsWritten"},
	{"I1", "a copy is its place, a message its bytes", "TestEveryServerChanges ../store/receive_test.go:TestReceive"},
	{"I2", "recorded with its whole body or not at all", "TestNothingIsLostOrDoubledWhereverTheConnectionFails TestDovecotBreaksAndIsKilled ../store/crash_test.go:TestKilled"},
	{"I3", "the server's set less the recorded set, every round", "TestEveryMessageIsAccountedFor"},
	{"I4", "absence never deletes", "TestHeldButGoneIsToldAndNothingElse TestEveryServerChanges"},
	{"I5", "known bytes are no second request", "TestEveryServerChanges ../desk/sent_test.go:TestTwoAccountsOnOneMailbox"},
	{"I6", "numbered anew: all is kept, nothing is new", "TestEveryServerChanges TestAFolderNumberedAnewEndsThePull TestDovecotNumbersTheFolderAnew"},
	{"I7", "no mark in the mailbox changes", "TestEveryServer TestDovecot"},
	{"I8", "the counts add up", "TestEveryMessageIsAccountedFor TestWhatCannotBeFetchedIsSetAside"},
	{"I9", "what cannot be read is a message", "../desk/intake_test.go:TestPullKeepsEveryMessage ../store/receive_test.go:TestReceive"},
	{"I10", "back-off, throttling obeyed, a refusal stops", "TestBackoff TestThrottlingIsObeyedEverywhere TestAServerThatWantsALongRestGetsIt TestWatchStopsWhereItIsRefused"},
	{"I11", "IDLE is a hint, renewed within 25 minutes", "TestIdleIsRenewed TestWatchAsksWhereNothingIsTold TestWatchHearsWhatIsToldMeanwhile TestEveryServerTellsOfNews"},
	{"I12", "TLS verified, nothing secret before it", "TestEveryFailureIsOnePlainSentence TestNoSecretIsWritten TestDovecotRefusals"},
	{"I13", "one pull at a time", "../desk/pull_test.go:TestTwoPullsAreOneAfterTheOther"},
}

// TestEveryRuleHasItsTests fails where a rule names a test that is not there.
func TestEveryRuleHasItsTests(t *testing.T) {
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	here := read(t, files...)
	for _, r := range rules {
		for name := range strings.FieldsSeq(r.tests) {
			source := here
			if file, of, elsewhere := strings.Cut(name, ":"); elsewhere {
				source, name = read(t, file), of
			}
			if !strings.Contains(source, "func "+name+"(t *testing.T)") {
				t.Errorf("%s (%s): there is no %s", r.id, r.what, name)
			}
		}
	}
}

func read(t *testing.T, files ...string) string {
	t.Helper()
	var all strings.Builder
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// TestNothingIsInferredFromIMAP4rev2 says that the server speaks IMAP4rev2, of
// which a client could infer IDLE, ENABLE and more: some servers advertise it
// and cannot (R8).
func TestNothingIsInferredFromIMAP4rev2(t *testing.T) {
	s := &script{mails: fiveMails(), caps: "IMAP4rev1 IMAP4rev2"}
	src := s.serve(t)
	shelf := newShelf()
	pull(t, src, shelf)
	shelf.want(t, s.mails)
	if listed, err := mailbox.Folders(t.Context(), src); err != nil || len(listed) != 0 {
		t.Errorf("listed %v, %v", listed, err)
	}
	watchScript(t, src, 1, 3)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, line := range s.log {
		for _, never := range []string{"ENABLE", "IDLE", "RETURN", "CONDSTORE", "MOVE"} {
			if strings.Contains(line, never) {
				t.Errorf("sent %q", line)
			}
		}
	}
}

// counter is a connection that knows which commands are under way.
type counter struct {
	net.Conn
	t *testing.T

	mu    sync.Mutex
	open  map[string]string // commands without an answer yet, by tag
	heard string
}

func (c *counter) Write(b []byte) (int, error) {
	c.mu.Lock()
	tag, command, _ := strings.Cut(string(b), " ")
	if strings.HasPrefix(tag, "T") {
		for _, before := range c.open {
			if strings.HasPrefix(before, "UID FETCH") || strings.HasPrefix(command, "UID FETCH") {
				c.t.Errorf("%q is sent while %q is under way", command, before)
			}
		}
		c.open[tag] = command
	}
	c.mu.Unlock()
	return c.Conn.Write(b)
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.heard += string(b[:n])
	for {
		line, rest, whole := strings.Cut(c.heard, "\n")
		if !whole {
			return n, err
		}
		tag, _, _ := strings.Cut(line, " ")
		delete(c.open, tag)
		c.heard = rest
	}
}

// TestOnlyOneCommandAtATime watches the wire: two FETCH commands at once lose
// bodies with Cyrus, or lock the library (R1).
func TestOnlyOneCommandAtATime(t *testing.T) {
	s := &script{mails: fiveMails()}
	src := s.serve(t)
	src.Limits.Batch = 2
	fetches := 0
	src.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		var d net.Dialer
		conn, err := d.DialContext(ctx, network, address)
		return &counter{Conn: conn, t: t, open: map[string]string{}}, err
	}
	shelf := newShelf()
	pull(t, src, shelf)
	shelf.want(t, s.mails)
	for _, line := range s.log {
		if strings.HasPrefix(line, "UID FETCH") {
			fetches++
		}
	}
	if fetches < 4 {
		t.Errorf("%d FETCH commands", fetches)
	}
}
