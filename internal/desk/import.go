package desk

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/message"
	"casebook/internal/store"
)

// Import is a set of mail files to be taken in: single messages (.eml), mailbox
// files (.mbox) and what Outlook saves (.msg). Which of them a file is, its
// content says, not its name.
type Import struct {
	Files []string
	// Received is when they were received, for all of them; zero takes what the
	// last server wrote on top of each, or else its date.
	Received civil.Moment
}

// ImportProgress is how far an import is.
type ImportProgress struct {
	File, Files int   // the file at work, from 1, of so many
	Messages    int   // so far
	Bytes       int64 // of messages, so far
}

// Imported is what became of one file.
type Imported struct {
	File       string
	New, Known int
	Unreadable int
	Bytes      int64    // of the new ones
	IDs        []string // of its messages, in their order
	Refused    string   // what the file is that is no mail, in words: "a PDF"
	// Undated are the ids of new messages that bear no day which can be: they
	// count as received now.
	Undated []string
	// OtherDay are the ids of known messages that were received on another day by
	// what the vault holds than by [Import.Received]: they stay as they are.
	OtherDay []string
}

// ImportFiles keeps each message of the files once, byte for byte. One that the
// vault holds already, from a mailbox or a file, is counted as known. What was
// kept when a file cannot be read, or the work is cancelled, stays kept, and
// is known the next time. What is plainly no mail is left out and the others are
// taken in; the error then names what was left out.
func (in *Intake) ImportFiles(ctx context.Context, i Import, progress func(ImportProgress)) ([]Imported, error) {
	if in.env.Today().Before(i.Received.Date()) {
		return nil, invalid("received", "That day is still to come.", "Give the day on which the mail was received.")
	}
	end, err := in.alone(ctx) // a pull may be bringing the same messages
	if err != nil {
		return nil, err
	}
	defer end()
	if progress == nil {
		progress = func(ImportProgress) {}
	}
	if err := readable(i.Files); err != nil {
		return nil, err
	}
	w := &importer{room: in.room, received: i.Received, progress: progress, at: ImportProgress{Files: len(i.Files)}}
	var done []Imported
	for n, name := range i.Files {
		w.at.File, w.done, w.batch, w.bytes = n+1, Imported{File: name}, nil, 0
		err := w.file(ctx, name)
		done = append(done, w.done)
		if err != nil {
			return done, err
		}
	}
	return done, leftOut(done)
}

// importer takes in one file after the other.
type importer struct {
	*room
	received civil.Moment
	progress func(ImportProgress)
	at       ImportProgress
	done     Imported

	batch []arrived
	bytes int
}

// arrived is a message of a file.
type arrived struct {
	raw []byte
	message.Summary
}

// How much is kept at once.
const (
	importBatch = 200
	importBytes = 16 << 20
)

func (w *importer) file(ctx context.Context, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return badFile(name, err)
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 64<<10)
	beginning, err := in.Peek(32 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return badFile(name, err)
	}
	if w.done.Refused = notMail(name, beginning); w.done.Refused != "" {
		return nil
	}
	add := func(raw []byte) error { return w.add(ctx, raw) }
	if message.IsMbox(beginning) {
		err = message.ReadMbox(in, add)
	} else {
		err = whole(in, add)
	}
	if err != nil {
		return badFile(name, err)
	}
	return w.keep(ctx)
}

// whole hands over a file that is one message.
func whole(in io.Reader, add func(raw []byte) error) error {
	raw, err := io.ReadAll(io.LimitReader(in, message.MaxMessage+1))
	switch {
	case err != nil:
		return err
	case len(raw) > message.MaxMessage:
		return message.ErrTooLarge
	}
	return add(raw)
}

// readable refuses files of which one cannot be opened or is no file, before
// anything is kept. It names all of them.
func readable(files []string) error {
	var first *casefile.Error
	var others []string
	for _, name := range files {
		err := openable(name)
		switch {
		case err == nil:
		case first == nil:
			e := *casefile.AsError(err)
			first = &e
		default:
			others = append(others, name)
		}
	}
	if first == nil {
		return nil
	}
	if len(others) > 0 {
		first.What += " Nor can these be read: " + strings.Join(others, ", ") + "."
	}
	if len(files) > 1 {
		first.What += " Nothing was taken in."
	}
	return first
}

// openable returns why a file cannot be read, if it cannot.
func openable(name string) error {
	if err := RegularFile("file", name); err != nil {
		return err
	}
	f, err := os.Open(name)
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return badFile(name, err)
	}
	return nil
}

// badFile is why a file could not be taken in. What is an error of the vault
// stays what it is.
func badFile(name string, err error) error {
	if _, ours := errors.AsType[*casefile.Error](err); ours {
		return err
	}
	return unreadable("file", name, err)
}

func (w *importer) add(ctx context.Context, raw []byte) error {
	if err := ctx.Err(); err != nil {
		return store.Problem(err)
	}
	w.batch, w.bytes = append(w.batch, arrived{raw: raw, Summary: message.Summarise(raw)}), w.bytes+len(raw)
	if len(w.batch) < importBatch && w.bytes < importBytes {
		return nil
	}
	return w.keep(ctx)
}

// keep writes what has been read so far.
func (w *importer) keep(ctx context.Context) error {
	if err := w.store.Room(ctx, len(w.batch), int64(w.bytes)); err != nil {
		return toGoOn(err, "Make room on it, then import the same files again: what was taken in is kept.")
	}
	act := store.Act{Actor: w.actor}
	fresh := map[string]string{} // ids by SHA-256
	done := w.done
	for _, m := range w.batch {
		sum := store.Sum(m.raw)
		id, known := fresh[sum]
		if !known {
			var err error
			if id, known, err = w.store.MessageBySHA(ctx, sum); err != nil {
				return err
			}
		}
		if known {
			done.Known++
			done.IDs = append(done.IDs, id)
			if other, err := w.otherDay(ctx, id, fresh[sum] != ""); err != nil {
				return err
			} else if other {
				done.OtherDay = append(done.OtherDay, id)
			}
			continue
		}
		if _, gone, err := w.store.DisposedMessage(ctx, sum); err != nil {
			return err
		} else if gone { // a tombstone is honoured whichever way the bytes come
			done.Known++
			continue
		}
		id = w.env.NewID()
		at, said := w.when(m.Summary)
		fresh[sum] = id
		e, err := casefile.NewEvent(messageStream(id), at, &casefile.MessageReceived{
			SHA256: sum, Size: len(m.raw), Copy: fileCopy(sum, at), Unreadable: m.Unreadable,
		})
		if err != nil {
			return err
		}
		act.Events, act.Blobs = append(act.Events, e), append(act.Blobs, m.raw)
		done.New, done.Bytes, done.IDs = done.New+1, done.Bytes+int64(len(m.raw)), append(done.IDs, id)
		if m.Unreadable {
			done.Unreadable++
		}
		if !said {
			done.Undated = append(done.Undated, id)
		}
	}
	if len(act.Events) > 0 {
		if _, err := w.store.Append(ctx, act); err != nil {
			return err
		}
	}
	w.at.Messages, w.at.Bytes = w.at.Messages+len(w.batch), w.at.Bytes+int64(w.bytes)
	w.done, w.batch, w.bytes = done, w.batch[:0], 0
	w.progress(w.at)
	return nil
}

// when is when a message of a file was received: as the person says, or by the
// last server's line, or by its date. What says nothing, or claims to be from
// the future, came now, and said is false.
func (w *importer) when(m message.Summary) (at civil.Moment, said bool) {
	now := w.env.Now().UTC()
	if !w.received.IsZero() {
		return w.received, true
	}
	for _, at := range []time.Time{m.Delivered, m.Sent} {
		if !at.IsZero() && !at.After(now) {
			return civil.At(at), true
		}
	}
	return civil.At(now), false
}

// otherDay reports whether a message that is here was received on another day
// than the person says now. One of this very import was not.
func (w *importer) otherDay(ctx context.Context, id string, now bool) (bool, error) {
	if w.received.IsZero() || now {
		return false, nil
	}
	row, err := w.store.Message(ctx, id)
	return row.Received.Date() != w.received.Date(), err
}

// FilesFolder is the folder of messages that came in files, which have no
// account.
const FilesFolder = "file"

// fileCopy is the place of a message that came in a file: its content names it,
// as a server would by numbers, so that no two messages share a place and one
// message always has the same.
func fileCopy(sum string, at civil.Moment) casefile.Copy {
	b, err := hex.DecodeString(sum[:16])
	if err != nil {
		panic("the sum is not hexadecimal")
	}
	number := func(b []byte) uint32 {
		return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	}
	c := casefile.Copy{Folder: FilesFolder, UIDValidity: number(b), UID: number(b[4:])}
	c.InternalDate, _ = at.Time()
	if c.InternalDate.IsZero() {
		c.InternalDate = at.Date().Midnight().UTC()
	}
	return c
}
