// Package mailbox reads a mailbox over IMAP: every message, byte for byte,
// once, and without changing anything in it.
//
// [Pull] opens each folder with EXAMINE and asks for BODY.PEEK[] alone, so that
// no colleague's unread mark changes. What is fetched is the server's set of
// UIDs less the set that is held, worked out anew at every pull: there is no
// cursor that could run past a message. A body counts as received only when as
// many bytes came as the server announced and the command ended well. Absence
// is believed from UID SEARCH alone, never from an answer that did not come.
//
// The IMAP library (go-imap v2) stays behind this package. It is used under
// rules found by playing faults to it: one command at a time, no ENVELOPE and no
// FLAGS, its time-outs replaced by a limit on silence (see guard).
package mailbox

import (
	"context"
	"io"
	"net"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// Source is a mailbox to read, with what is needed to get in.
type Source struct {
	Account  casefile.Account
	Password string
	// Token gives the access token of an account that signs in by OAuth2. It is
	// asked at every new connection. refused is the token that the server has
	// just turned down, "" at first: another one is wanted then. Its errors are
	// for people and end the pull, except those of kind Unreachable.
	Token func(ctx context.Context, refused string) (string, error)
	// Only chooses among the messages that are not held, in place of the start
	// dates: older mail is fetched on request. Nil goes by the start dates.
	Only *Selection
	// AllowLarge takes messages above Limits.Largest too: a person was asked.
	AllowLarge bool
	// Dial connects; nil is an ordinary TCP connection.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Limits are how long to wait and how much to take at once; what is zero
	// has its default.
	Limits Limits
}

// Selection is older mail that is asked for. What is left empty does not choose.
type Selection struct {
	From         string     // an address, or a part of one
	Since, Until civil.Date // days in London, both included
}

// Limits bound a pull in time and memory.
type Limits struct {
	Silence time.Duration // without a byte, while an answer is due; default 60 s
	Backoff time.Duration // before the first try at a new connection; see [Backoff]; default 1 s
	Tries   int           // at a new connection after one died; default 3
	Deaths  int           // connections that may die in a row with nothing gained; default 8
	Batch   int           // messages in one command; default 500
	Bytes   int64         // of messages in one command, by the sizes the server states; default 8 MB
	Piece   int64         // of a message larger than Bytes in one command; default 2 MB
	Largest int64         // a larger message is set aside until a person accepts it; default 64 MB
}

const megabyte = 1 << 20

// withDefaults fills in what is zero.
func (l Limits) withDefaults() Limits {
	def := Limits{
		Silence: time.Minute, Backoff: time.Second, Tries: 3, Deaths: 8, Batch: 500,
		Bytes: 8 * megabyte, Piece: 2 * megabyte, Largest: 64 * megabyte,
	}
	pick(&l.Silence, def.Silence)
	pick(&l.Backoff, def.Backoff)
	pick(&l.Tries, def.Tries)
	pick(&l.Deaths, def.Deaths)
	pick(&l.Batch, def.Batch)
	pick(&l.Bytes, def.Bytes)
	pick(&l.Piece, def.Piece)
	pick(&l.Largest, def.Largest)
	return l
}

func pick[T int | int64 | time.Duration](v *T, def T) {
	if *v <= 0 {
		*v = def
	}
}

// Keeper is where messages go. It must keep all of a call's messages or, with
// an error, none of them, and lose none that it has kept.
type Keeper interface {
	// Held returns the UIDs that are held of a folder in that numbering.
	Held(ctx context.Context, folder string, uidvalidity uint32) ([]uint32, error)
	// Room returns an error where there is no room for so many messages more, of so
	// many bytes together, beside those that were kept: they are not fetched, and
	// the pull ends with it.
	Room(ctx context.Context, messages int, bytes int64) error
	// Keep stores messages. One that is held already must change nothing.
	Keep(ctx context.Context, messages []Fetched) error
	// Begin makes ready for a message that is too large to be held in memory, of so
	// many bytes as the server states, or returns an error as Room does. Room is
	// asked before each piece again.
	Begin(ctx context.Context, size int64) (Sink, error)
}

// Preparer is a [Keeper] with work that needs nothing of what it keeps, such as
// compressing: it is done while the messages before are being kept.
type Preparer interface {
	// Prepare does that work for a batch. One is prepared at a time.
	Prepare(messages []Fetched) any
	// KeepPrepared does the rest of [Keeper].Keep for some such batches at once.
	KeepPrepared(ctx context.Context, batches []any) error
}

// Sink takes one large message piece by piece. Until Keep it is nothing: what
// was written of a message that is not kept leaves no trace.
type Sink interface {
	// Write takes the next piece.
	io.Writer
	// Keep stores what was written as that copy's message, as [Keeper.Keep] does.
	Keep(ctx context.Context, copy casefile.Copy) error
	// Discard forgets what was written. After Keep it does nothing.
	Discard(ctx context.Context) error
}

// Fetched is one message as the server sent it.
type Fetched struct {
	// Copy says where it is. Its InternalDate is zero where the server gives
	// none that can be read.
	Copy casefile.Copy
	Raw  []byte
}

// Progress is how far a pull is.
type Progress struct {
	Folder string
	Done   int   // messages dealt with
	Total  int   // messages to deal with
	Bytes  int64 // received
}

// Result is what became of the folder's messages. New, Known, BeforeStart and
// SetAside add up to Server.
type Result struct {
	Folder      string
	UIDValidity uint32
	Server      int // messages the server lists, less those that vanished meanwhile
	Selected    int // messages the server finds for [Source].Only, held or not; 0 without one
	New         int // kept by this pull
	Known       int // held already
	BeforeStart int // older than the folder's start date, or not selected: counted, not fetched
	SetAside    []SetAside
	Gone        []uint32 // held, and no longer on the server
	Vanished    []uint32 // listed at first and gone before they were fetched
	Bytes       int64    // of the messages kept
}

// SetAside is a message that the server lists and that could not be fetched.
// It is tried again at every pull.
type SetAside struct {
	UID    uint32
	Reason string // a sentence for people
	Size   int64  // bytes, as the server states them; 0: not known
	Large  bool   // above the limit: it waits for a person's yes
}
