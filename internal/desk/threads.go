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
	age   int                 // how often they were forgotten
}

// of returns the names of a message, if they are known, and the age in which
// they can be learnt.
func (t *threads) of(id string) (names []string, known bool, age int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	names, known = t.names[id]
	return names, known, t.age
}

// learn remembers what was read, unless all was forgotten meanwhile: the message
// may have been among what went.
func (t *threads) learn(id string, names []string, age int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if age != t.age {
		return
	}
	if t.names == nil {
		t.names = map[string][]string{}
	}
	t.names[id] = names
}

// forget drops all: messages were disposed of, and no name of theirs may stay.
//
// law: UK GDPR Art 5(1)(e)
func (t *threads) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.names, t.age = nil, t.age+1
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
		if _, read, _ := in.threads.of(m.ID); read {
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
	names, known, age := in.threads.of(id)
	if known {
		return names, nil
	}
	raw, err := (&Records{in.room}).Raw(ctx, id)
	if err != nil {
		return nil, err
	}
	m := message.Read(message.Light(raw))
	names = slices.Concat(m.References, m.InReplyTo)
	if m.MessageID != "" {
		names = append(names, m.MessageID)
	}
	in.threads.learn(id, names, age)
	return names, nil
}
