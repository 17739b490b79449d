package store

import (
	"context"
	"fmt"
	"math"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/vault"
)

// Kept is what a ledger says was disposed of in another copy of the vault, and
// what stays in this one until a person has looked at it: there is something
// here that whoever disposed of it did not know.
type Kept struct {
	Stream casefile.Stream
	On     civil.Date     // on which it was disposed of there
	Hold   *casefile.Held // what holds it, that they did not know of; nil: somebody has worked on it here
}

// Holder returns what holds a stream here that whoever made the entry did not
// know of, or nil. It sees the vault as it was before anything went.
type Holder func(ctx context.Context, stream casefile.Stream, entry LedgerEntry) (*casefile.Held, error)

// Redispose does in this copy of the vault what ledgers say was disposed of in
// another, in one transaction, and returns how many streams went and which
// stay. A stream stays where it has an event that no entry for it knew, where
// something new holds it, and, a message, where its case stays.
func (s *Store) Redispose(ctx context.Context, entries []LedgerEntry, holds Holder) (int, []Kept, error) {
	a := &again{holds: holds, kept: map[casefile.Stream]Kept{}}
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, func(a, b LedgerEntry) int { return rank(a) - rank(b) })
	err := s.write(ctx, func(ctx context.Context, w vault.Writer) (err error) {
		if a.gravedigger, err = s.gravedigger(ctx, w, ""); err != nil {
			return err
		}
		if a.bySum, err = a.prints(); err != nil {
			return err
		}
		for _, entry := range entries {
			if err := a.entry(entry); err != nil {
				return err
			}
		}
		if a.done == 0 {
			return nil
		}
		return a.leave()
	})
	if err != nil {
		return 0, nil, err
	}
	kept := make([]Kept, len(a.order))
	for i, stream := range a.order {
		kept[i] = a.kept[stream]
	}
	if a.done == 0 {
		return 0, kept, nil
	}
	return a.done, kept, s.scrub(ctx)
}

// rank puts cases before messages: a message stays with its case.
func rank(e LedgerEntry) int {
	if e.Stream.Kind == casefile.CaseStream {
		return 0
	}
	return 1
}

// again is one Redispose under way.
type again struct {
	*gravedigger
	holds Holder
	bySum map[string][]string // the messages that the vault holds, by their prints
	done  int
	kept  map[casefile.Stream]Kept
	order []casefile.Stream // of what is kept
}

// prints returns the messages that the vault holds, by their prints.
func (g *gravedigger) prints() (map[string][]string, error) {
	out := map[string][]string{}
	err := g.w.Each(g.ctx, func(row vault.Rows) error {
		var id, sha string
		if err := row.Scan(&id, &sha); err != nil {
			return err
		}
		p := g.printOf(sha)
		out[p] = append(out[p], id)
		return nil
	}, "SELECT id, sha256 FROM message_row ORDER BY id")
	return out, err
}

// entry disposes of what an entry names, and of the same bytes under another
// name.
func (a *again) entry(entry LedgerEntry) error {
	streams := []casefile.Stream{entry.Stream}
	proof, err := casefile.Event{Type: entry.Type, V: entry.V, Data: entry.Data}.Payload()
	if err != nil {
		return err
	}
	switch p := proof.(type) {
	case *casefile.MessageDisposed:
		for _, id := range a.bySum[p.Print] {
			if id != entry.Stream.ID {
				streams = append(streams, casefile.Stream{Kind: casefile.MessageStream, ID: id})
			}
		}
	case *casefile.CaseDisposed:
	default:
		return fmt.Errorf("%w: an entry of the ledger is of type %s", vault.ErrDamaged, entry.Type)
	}
	for _, stream := range streams {
		if err := a.stream(stream, entry, proof); err != nil {
			return err
		}
	}
	return nil
}

func (a *again) stream(stream casefile.Stream, entry LedgerEntry, proof casefile.Payload) error {
	events, err := eventsOf(a.ctx, a.w, stream)
	if err != nil {
		return err
	}
	if d, err := casefile.DisposalOf(events); err != nil || d != nil {
		return err
	}
	stays, err := a.stays(stream, entry, events)
	if err != nil {
		return err
	}
	if stays != nil {
		a.keep(*stays)
		return nil
	}
	if p, ok := proof.(*casefile.CaseDisposed); ok {
		if err := a.unlink(events, p.Reference); err != nil {
			return err
		}
	}
	if err := a.scrub(stream, events); err != nil {
		return err
	}
	e, err := casefile.NewEvent(stream, civil.On(entry.On), proof)
	if err != nil {
		return err
	}
	if _, err := a.seal(a.ctx, a.w, Act{Actor: entry.Actor, Events: []casefile.Event{e}}); err != nil {
		return err
	}
	a.done++
	delete(a.kept, stream)
	a.order = slices.DeleteFunc(a.order, func(s casefile.Stream) bool { return s == stream })
	return nil
}

// keep notes what stays; of several entries for it the last one says why.
func (a *again) keep(k Kept) {
	if _, noted := a.kept[k.Stream]; !noted {
		a.order = append(a.order, k.Stream)
	}
	a.kept[k.Stream] = k
}

// stays returns why a stream is not disposed of again, or nil.
func (a *again) stays(stream casefile.Stream, entry LedgerEntry, events []casefile.Event) (*Kept, error) {
	kept := &Kept{Stream: stream, On: entry.On}
	if slices.ContainsFunc(events, func(e casefile.Event) bool { return !entry.Knew(e) && !arrived(e, stream != entry.Stream) }) {
		return kept, nil
	}
	if stream.Kind == casefile.MessageStream && len(events) > 0 {
		m, err := casefile.FoldMessage(events)
		if err != nil {
			return nil, err
		}
		for _, id := range m.Cases {
			if with, ok := a.kept[casefile.Stream{Kind: casefile.CaseStream, ID: id}]; ok {
				kept.Hold = with.Hold
				return kept, nil
			}
		}
	}
	if len(events) == 0 {
		return nil, nil // it came after this copy was made: it is known by its tombstone from now on
	}
	hold, err := a.holds(a.ctx, stream, entry)
	if err != nil || hold == nil {
		return nil, err
	}
	kept.Hold = hold
	return kept, nil
}

// arrived reports whether an event is none of a person's work: another copy of
// a message was found, or, of the same bytes under another name, it came in.
func arrived(e casefile.Event, other bool) bool {
	return e.Type == copiedType || other && e.Type == receivedType
}

var (
	copiedType, _   = casefile.MessageCopied{}.EventType()
	receivedType, _ = casefile.MessageReceived{}.EventType()
)

// NewCases returns the ids of the cases that may have events which some of the
// entries did not know; none that has is missing.
func (s *Store) NewCases(ctx context.Context, entries []LedgerEntry) ([]string, error) {
	var ids []string
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		devices, err := list(ctx, r, scanHead, "SELECT id, seq FROM device ORDER BY started")
		if err != nil {
			return err
		}
		first := casefile.HLC(math.MaxInt64)
		for _, e := range entries {
			first = min(first, e.HLC)
		}
		for _, d := range devices {
			for _, e := range entries {
				d.seq = min(d.seq, e.Seen[d.device])
			}
			found, err := list(ctx, r, one[string], "SELECT DISTINCT stream FROM event WHERE device = ? AND (seq > ? OR hlc >= ?) AND kind = 'case'",
				d.device, d.seq, int64(first)) // see [LedgerEntry.Knew]
			if err != nil {
				return err
			}
			ids = append(ids, found...)
		}
		slices.Sort(ids)
		ids = slices.Compact(ids)
		return nil
	})
	return ids, err
}
