package casefile

import "slices"

// EventWithdrawn takes back an event of the same stream: the fold skips it and
// the timeline shows it struck through.
type EventWithdrawn struct {
	Event  string `json:"event"`
	Reason string `json:"reason"`
}

// EventType implements [Payload].
func (EventWithdrawn) EventType() (string, int) { return "event.withdrawn", 1 }

// entry is an event with its payload, which is nil where the type is unknown
// or the data is gone.
type entry struct {
	Event
	payload   Payload
	withdrawn bool
}

// read returns the events of a stream with their payloads, marking those that
// a later event took back.
func read(events []Event) ([]entry, error) {
	entries := make([]entry, len(events))
	at := make(map[string]int, len(events))
	for i, e := range events {
		p, err := e.Payload()
		if err != nil {
			return nil, err
		}
		entries[i] = entry{Event: e, payload: p}
		at[e.ID] = i
	}
	// The last first: a withdrawal that was itself taken back counts for nothing.
	for i, e := range slices.Backward(entries) {
		w, ok := e.payload.(*EventWithdrawn)
		if !ok || entries[i].withdrawn {
			continue
		}
		if j, found := at[w.Event]; found && j < i {
			entries[j].withdrawn = true
		}
	}
	sentStands(entries)
	return entries, nil
}

// sentStands puts back the issue of a letter that was taken back on one laptop
// and sent from another before either knew of it. Sent wins: what has left
// cannot be taken back, only followed.
func sentStands(entries []entry) {
	sent := map[string]bool{}
	for _, e := range entries {
		if p, ok := e.payload.(*LetterSent); ok && !e.withdrawn {
			sent[p.Letter] = true
		}
	}
	for i := range entries {
		if _, ok := entries[i].payload.(*LetterIssued); ok && sent[entries[i].ID] {
			entries[i].withdrawn = false
		}
	}
}
