package store

import (
	"context"
	"errors"

	"casebook/internal/vault"
)

// How much the database grows by a message, at most, in bytes. Measured with
// mailboxes of 1,000 to 10,000 messages pulled onto a file system of their own,
// at the moment at which log and database together were largest:
//
//   - its content, compressed or as it came: 1.3% more than its bytes where
//     nothing compresses (300 MB took 303.9 MB);
//   - its events, rows and places in indexes: 2.8 KB where it says one word;
//   - what the search holds of its text, the text and the pages of the index
//     that are written and merged: 1.2 times the text of letters as people write
//     them, 4.8 times where 24 KB are words of six letters of which none comes
//     twice, 3.8 times where 64 KB are.
//
// TestMostRoom sees that it is enough.
const (
	perMessage = 4 << 10
	perContent = 32 // one part more in so many
	perText    = 5
)

// grows is by how much the database grows by so many messages of so many bytes
// together, once they are kept and read. How much of the bytes is text is not
// known before they have come.
func grows(messages int, bytes int64) int64 {
	return int64(messages)*perMessage + bytes + bytes/perContent + readGrows(min(bytes, int64(messages)*mostText))
}

// readGrows is by how much it grows when so many bytes of text are read.
func readGrows(text int64) int64 { return perText * text }

// Room returns an error where the disk has no room for so many messages more, of
// so many bytes together: to keep them and, later, to read them and those that
// are not read yet. It is vault.ErrFull.
func (s *Store) Room(ctx context.Context, messages int, bytes int64) error {
	all := grows(messages, bytes) + readGrows(s.unread.Load())
	return Problem(s.v.Room(ctx, all, all))
}

// RoomForBody is Room for one message that is written part by part, where Room is
// asked before each megabyte or two.
func (s *Store) RoomForBody(ctx context.Context, size int64) error {
	const parts = 4 * partSize
	left := readGrows(s.unread.Load())
	return Problem(s.v.Room(ctx, grows(1, size)+left, grows(1, min(size, parts))+left))
}

// Unread reports whether there may be messages that are not read yet: reading
// them first may make room, as it takes less than it might.
func (s *Store) Unread() bool { return s.unread.Load() > 0 }

// toRead notes what came and is not read yet.
func (s *Store) toRead(taken []Taken, blobs []packed) {
	for i, t := range taken {
		if t.New {
			s.unread.Add(min(int64(blobs[i].size), mostText))
		}
	}
}

// unlessFull leaves out the error of a full disk: what can wait for room keeps
// no vault shut.
func unlessFull(err error) error {
	if errors.Is(err, vault.ErrFull) {
		return nil
	}
	return err
}
