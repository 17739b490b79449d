package store

import (
	"context"
	"encoding/json"

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
	// Seen is how much of each device's chain lay before whoever disposed of it:
	// the number of its last event. What is beyond is news to them.
	Seen map[string]int64 `json:"seen"`
	Last string           `json:"last"` // id of the last event of the stream that went
}

// Knew reports whether whoever disposed of it had that event before them.
func (e LedgerEntry) Knew(event casefile.Event) bool {
	return event.Seq <= e.Seen[event.Device] && event.HLC < e.HLC
}

// Ledger returns every disposal of the vault, in the order in which they were
// done.
func (s *Store) Ledger(ctx context.Context) ([]LedgerEntry, error) {
	var all []LedgerEntry
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		heads, err := list(ctx, r, scanHead, "SELECT id, seq FROM device ORDER BY started")
		if err != nil {
			return err
		}
		events, err := list(ctx, r, scanEvent, "SELECT "+eventColumns+` FROM event WHERE data IS NOT NULL AND (
			(kind = 'case' AND stream IN (SELECT id FROM gone_case)) OR
			(kind = 'message' AND stream IN (SELECT id FROM gone_message))) ORDER BY hlc, device`)
		for _, e := range events {
			p, wrong := e.Payload()
			if wrong != nil {
				return wrong
			}
			switch p.(type) {
			case *casefile.CaseDisposed, *casefile.MessageDisposed:
				last, err := lastBefore(ctx, r, e)
				if err != nil {
					return err
				}
				all = append(all, LedgerEntry{
					Stream: e.Stream, On: e.On.Date(), Actor: e.Actor, HLC: e.HLC, Type: e.Type, V: e.V, Data: e.Data,
					Seen: before(e, heads), Last: last,
				})
			}
		}
		return err
	})
	return all, err
}

// head is the end of a device's chain.
type head struct {
	device string
	seq    int64
}

func scanHead(row vault.Row) (head, error) {
	var h head
	err := row.Scan(&h.device, &h.seq)
	return h, err
}

// before returns what lay before an event in its vault: all of the devices that
// were at work before its own, and its own up to it. A device does not go on
// once another has begun.
func before(e casefile.Event, heads []head) map[string]int64 {
	seen := map[string]int64{}
	for _, h := range heads {
		if h.device == e.Device {
			seen[h.device] = e.Seq - 1
			break
		}
		seen[h.device] = h.seq
	}
	return seen
}

// lastBefore returns the id of the last event of the same stream before e, or "".
func lastBefore(ctx context.Context, r vault.Reader, e casefile.Event) (string, error) {
	ids, err := list(ctx, r, one[string], "SELECT id FROM event WHERE kind = ? AND stream = ? AND hlc < ? ORDER BY hlc DESC, device DESC LIMIT 1",
		e.Stream.Kind, e.Stream.ID, int64(e.HLC))
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}
