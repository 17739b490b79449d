package mailbox

import "context"

// atHand is how many batches may be with the keeper: while one is kept others
// are prepared, and those that are ready when it is done are kept together. That
// is quicker than one by one, and where the server is slower than the keeper each
// is kept as it comes.
const atHand = 4

// handed is what became of messages that were handed to the keeper.
type handed struct {
	messages []Fetched // until they are prepared
	prepared any
	n        int
	bytes    int64
	done     chan struct{}
	err      error // once done
}

// keep hands messages to the keeper, and waits until there is room for more.
func (p *pull) keep(ctx context.Context, items ...item) error {
	if len(items) == 0 {
		return nil
	}
	h := &handed{messages: make([]Fetched, len(items)), n: len(items), done: make(chan struct{})}
	for i, it := range items {
		h.messages[i] = Fetched{Copy: p.copy(it), Raw: it.raw}
		h.bytes += int64(len(it.raw))
	}
	if err := p.settle(atHand - 1); err != nil {
		return err
	}
	if p.queue == nil {
		p.queue = make(chan *handed, atHand)
		prepared := make(chan *handed, atHand)
		go p.prepareAll(p.queue, prepared)
		go p.keepAll(ctx, prepared)
	}
	p.handed = append(p.handed, h)
	p.queue <- h
	return nil
}

// room asks the keeper whether there is room for so many messages more, beside
// those that are with it.
func (p *pull) room(ctx context.Context, messages int, bytes int64) error {
	for _, h := range p.handed {
		if !h.isDone() {
			messages, bytes = messages+h.n, bytes+h.bytes
		}
	}
	return p.keeper.Room(ctx, messages, bytes)
}

// prepareAll does what of keeping messages can be done while others are kept.
func (p *pull) prepareAll(queue <-chan *handed, prepared chan<- *handed) {
	defer close(prepared)
	for h := range queue {
		h.prepared = p.prepare(h.messages)
		h.messages = nil
		prepared <- h
	}
}

// keepAll keeps in their order what was prepared. After what failed none is
// kept.
func (p *pull) keepAll(ctx context.Context, prepared <-chan *handed) {
	var failed error
	for h := range prepared {
		group := []*handed{h}
		for len(prepared) > 0 {
			group = append(group, <-prepared)
		}
		if failed == nil {
			failed = p.keepGroup(ctx, group)
		}
		for _, h := range group {
			h.end(failed)
		}
	}
}

func (h *handed) isDone() bool {
	select {
	case <-h.done:
		return true
	default:
		return false
	}
}

// end says what became of a batch, unless it was kept before another failed.
func (h *handed) end(err error) {
	if !h.isDone() {
		h.err, h.prepared = err, nil
		close(h.done)
	}
}

// keepGroup keeps batches together, and one by one where that fails: what can
// be kept is.
func (p *pull) keepGroup(ctx context.Context, group []*handed) error {
	all := make([]any, len(group))
	for i, h := range group {
		all[i] = h.prepared
	}
	err := p.keepPrepared(ctx, all...)
	if err == nil || len(group) == 1 || ctx.Err() != nil {
		return err
	}
	for _, h := range group {
		if err := p.keepPrepared(ctx, h.prepared); err != nil {
			return err
		}
		h.end(nil)
	}
	return nil
}

func (p *pull) prepare(messages []Fetched) any {
	if k, ok := p.keeper.(Preparer); ok {
		return k.Prepare(messages)
	}
	return messages
}

func (p *pull) keepPrepared(ctx context.Context, batches ...any) error {
	if k, ok := p.keeper.(Preparer); ok {
		return k.KeepPrepared(ctx, batches)
	}
	var all []Fetched
	for _, b := range batches {
		all = append(all, b.([]Fetched)...)
	}
	return p.keeper.Keep(ctx, all)
}

// settle waits until at most so many batches are with the keeper, and counts
// what it has kept. Where one failed it waits for all.
func (p *pull) settle(most int) (err error) {
	for len(p.handed) > 0 {
		h := p.handed[0]
		if len(p.handed) <= most && err == nil && !h.isDone() {
			break
		}
		p.handed = p.handed[1:]
		<-h.done
		if h.err == nil {
			p.kept(h.n, h.bytes)
		} else if err == nil {
			err = h.err
		}
	}
	return err
}

// finish waits for all that was handed to the keeper; nothing follows.
func (p *pull) finish() error {
	err := p.settle(0)
	if p.queue != nil {
		close(p.queue)
		p.queue = nil
	}
	return err
}
