package desk

import (
	"context"
	"slices"
	"sync"

	"casebook/internal/message"
)

// threads remembers which Message-IDs messages name, while the vault is open: a
// message never changes, and to learn it the message has to be read.
type threads struct {
	mu    sync.Mutex
	names map[string][]string // by the message's id
}

func (t *threads) of(id string) ([]string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	names, known := t.names[id]
	return names, known
}

func (t *threads) learn(id string, names []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.names == nil {
		t.names = map[string][]string{}
	}
	t.names[id] = names
}

// What [Intake.ThreadOf] reads at once: a number beside a link is worth no wait.
const (
	threadMessages = 64
	threadBytes    = 8 << 20
)

// ThreadOf returns the ids of those of some messages that belong with one, as
// [Intake.SetAsideAll] would take them, and whether that is known: a few that
// were not looked at yet are read each time, and until all were it is not.
func (in *Intake) ThreadOf(ctx context.Context, id string, among []MessageRow) (ids []string, known bool, err error) {
	if !slices.ContainsFunc(among, func(m MessageRow) bool { return m.ID == id }) {
		return nil, false, nil
	}
	count, size := 0, 0
	for _, m := range among {
		if _, read := in.threads.of(m.ID); read {
			continue
		}
		if count, size = count+1, size+m.Size; count > threadMessages || size > threadBytes && count > 1 {
			return nil, false, nil
		}
		if _, err := in.threadIDs(ctx, m.ID); err != nil {
			return nil, false, err
		}
	}
	ids, err = in.thread(ctx, id, among)
	return ids, err == nil, err
}

// threadIDs returns the Message-IDs that a message names, its own included.
func (in *Intake) threadIDs(ctx context.Context, id string) ([]string, error) {
	if names, known := in.threads.of(id); known {
		return names, nil
	}
	raw, err := (&Records{in.room}).Raw(ctx, id)
	if err != nil {
		return nil, err
	}
	m := message.Read(message.Light(raw))
	names := slices.Concat(m.References, m.InReplyTo)
	if m.MessageID != "" {
		names = append(names, m.MessageID)
	}
	in.threads.learn(id, names)
	return names, nil
}
