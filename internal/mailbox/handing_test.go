package mailbox_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"casebook/internal/mailbox"
)

// packer is a shelf that takes several batches at once. It does not begin before
// four are with it, so that they come together, and has no room for one message.
type packer struct {
	*shelf
	prepared chan struct{}
	groups   []int
	begun    bool
	takesAll bool // that message too
}

var errNoRoom = errors.New("no room")

const noRoomFor = 25

func (p *packer) Prepare(messages []mailbox.Fetched) any {
	p.prepared <- struct{}{}
	return messages
}

func (p *packer) KeepPrepared(ctx context.Context, batches []any) error {
	for n := 0; !p.begun && n < 4; n++ {
		<-p.prepared
	}
	p.begun = true
	p.groups = append(p.groups, len(batches))
	var all []mailbox.Fetched
	for _, b := range batches {
		all = append(all, b.([]mailbox.Fetched)...)
	}
	if !p.takesAll && slices.ContainsFunc(all, func(f mailbox.Fetched) bool { return f.Copy.UID == noRoomFor }) {
		return errNoRoom
	}
	return p.Keep(ctx, all)
}

// Batches that are kept together and cannot be are kept one by one: those before
// the one that cannot be kept are there, once, and none behind it.
func TestWhatCanBeKeptOfSeveralBatchesIs(t *testing.T) {
	_, src := serve(t, letters(60))
	src.Limits.Batch = 10
	p := &packer{shelf: newShelf(), prepared: make(chan struct{}, 100)}
	r, err := pullOne(t.Context(), src, p, nil)
	if !errors.Is(err, errNoRoom) {
		t.Fatalf("got %v", err)
	}
	if last := p.groups[len(p.groups)-1]; slices.Max(p.groups) < 2 || last != 1 {
		t.Errorf("kept in groups of %v", p.groups)
	}
	if r.New != 20 || len(p.kept) != 20 || len(p.doubled) > 0 {
		t.Errorf("%d are kept, %v twice, counted %+v", len(p.kept), p.doubled, r)
	}
	for uid := range p.kept {
		if uid > 20 {
			t.Errorf("message %d is kept behind one that is not", uid)
		}
	}
}
