package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/vault"
)

// LedgerEntry is one disposal as an older copy of the vault needs it to do the
// same. It holds a proof or a tombstone, and so no person.
type LedgerEntry struct {
	Stream casefile.Stream `json:"stream"`
	On     civil.Date      `json:"on"`
	Actor  string          `json:"actor"`
	HLC    casefile.HLC    `json:"hlc"` // when it was done, in the order of events
	Type   string          `json:"type"`
	V      int             `json:"v"`
	Data   json.RawMessage `json:"data"`
}

// Ledger returns every disposal of the vault, in the order in which they were
// done.
func (s *Store) Ledger(ctx context.Context) ([]LedgerEntry, error) {
	var all []LedgerEntry
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		events, err := list(ctx, r, scanEvent, "SELECT "+eventColumns+` FROM event WHERE data IS NOT NULL AND (
			(kind = 'case' AND stream IN (SELECT id FROM gone_case)) OR
			(kind = 'message' AND stream IN (SELECT id FROM gone_message))) ORDER BY hlc, device`)
		for _, e := range events {
			p, wrong := e.Payload()
			switch p.(type) {
			case *casefile.CaseDisposed, *casefile.MessageDisposed:
				all = append(all, LedgerEntry{Stream: e.Stream, On: e.On.Date(), Actor: e.Actor, HLC: e.HLC, Type: e.Type, V: e.V, Data: e.Data})
			}
			if wrong != nil {
				return wrong
			}
		}
		return err
	})
	return all, err
}

// Redispose does in this copy of the vault what a ledger says was disposed of
// in a later one, in one transaction, and returns how many streams went. What
// somebody has worked on here since then stays: it is another story.
func (s *Store) Redispose(ctx context.Context, entries []LedgerEntry) (int, error) {
	done := 0
	err := s.write(ctx, func(ctx context.Context, w vault.Writer) error {
		g, err := s.gravedigger(ctx, w, "")
		if err != nil {
			return err
		}
		bySum, err := g.prints()
		if err != nil {
			return err
		}
		for _, entry := range entries {
			n, err := g.again(entry, bySum)
			if err != nil {
				return err
			}
			done += n
		}
		if done == 0 {
			return nil
		}
		return g.leave()
	})
	if err != nil || done == 0 {
		return 0, err
	}
	return done, s.scrub(ctx)
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

// again disposes of what an entry names, and of the same bytes under another
// name.
func (g *gravedigger) again(entry LedgerEntry, bySum map[string][]string) (int, error) {
	streams := []casefile.Stream{entry.Stream}
	proof, err := casefile.Event{Type: entry.Type, V: entry.V, Data: entry.Data}.Payload()
	if err != nil {
		return 0, err
	}
	switch p := proof.(type) {
	case *casefile.MessageDisposed:
		for _, id := range bySum[p.Print] {
			if id != entry.Stream.ID {
				streams = append(streams, casefile.Stream{Kind: casefile.MessageStream, ID: id})
			}
		}
	case *casefile.CaseDisposed:
	default:
		return 0, fmt.Errorf("%w: an entry of the ledger is of type %s", vault.ErrDamaged, entry.Type)
	}
	done := 0
	for _, stream := range streams {
		went, err := g.streamAgain(stream, entry, proof)
		if err != nil {
			return 0, err
		}
		if went {
			done++
		}
	}
	return done, nil
}

func (g *gravedigger) streamAgain(stream casefile.Stream, entry LedgerEntry, proof casefile.Payload) (bool, error) {
	events, err := eventsOf(g.ctx, g.w, stream)
	if err != nil {
		return false, err
	}
	if d, err := casefile.DisposalOf(events); err != nil || d != nil {
		return false, err
	}
	if slices.ContainsFunc(events, func(e casefile.Event) bool { return e.HLC > entry.HLC && e.Type != copiedType }) {
		return false, nil
	}
	if p, ok := proof.(*casefile.CaseDisposed); ok {
		if err := g.unlink(events, p.Reference); err != nil {
			return false, err
		}
	}
	if err := g.scrub(stream, events); err != nil {
		return false, err
	}
	e, err := casefile.NewEvent(stream, civil.On(entry.On), proof)
	if err != nil {
		return false, err
	}
	_, err = g.seal(g.ctx, g.w, Act{Actor: entry.Actor, Events: []casefile.Event{e}})
	return true, err
}

// copiedType is what happens to a message by itself, when another copy of it
// is found: it is no work on it.
var copiedType, _ = casefile.MessageCopied{}.EventType()
