package mailbox

import (
	"context"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// Check connects, signs in and opens the folder, read-only, and nothing more:
// whether an account is right. Its errors are [casefile.Error].
func Check(ctx context.Context, src Source) error {
	src.Limits = src.Limits.withDefaults()
	s, err := open(ctx, src)
	if err != nil {
		return err
	}
	s.leave()
	return nil
}

// Pull fetches every message of the account's folder that is not held, from its
// start date on, and hands it to the keeper. progress may be nil; it is called
// on the same goroutine.
//
// The result counts what was done also where an error is returned, which is a
// [casefile.Error] or the keeper's own: what was kept is kept, and the next pull
// goes on from there.
func Pull(ctx context.Context, src Source, keeper Keeper, progress func(Progress)) (Result, error) {
	src.Limits = src.Limits.withDefaults()
	if progress == nil {
		progress = func(Progress) {}
	}
	p := &pull{src: src, keeper: keeper, progress: progress, result: Result{Folder: src.Account.Folder}}
	err := p.run(ctx)
	if p.session != nil {
		p.session.leave()
	}
	return p.result, err
}

// pull is one run of [Pull].
type pull struct {
	src      Source
	keeper   Keeper
	progress func(Progress)
	session  *session
	result   Result

	deaths   int // connections that died in a row with nothing gained
	done     int
	total    int
	received int64
}

func (p *pull) run(ctx context.Context) error {
	var err error
	if p.session, err = open(ctx, p.src); err != nil {
		return err
	}
	p.result.UIDValidity = p.session.validity
	held, err := p.keeper.Held(ctx, p.src.Account.Folder, p.session.validity)
	if err != nil {
		return err
	}
	var listed, recent []uint32
	if err := p.persist(ctx, func() error {
		listed, recent, err = p.survey(ctx)
		return err
	}); err != nil {
		return err
	}
	return p.fetchAll(ctx, p.compare(listed, recent, held))
}

// survey asks what there is. Without a start date everything is recent.
func (p *pull) survey(ctx context.Context) (listed, recent []uint32, err error) {
	if listed, err = p.session.list(ctx); err != nil {
		return nil, nil, err
	}
	if p.src.Account.Since.IsZero() {
		return listed, listed, nil
	}
	recent, err = p.session.since(ctx, p.src.Account.Since)
	return listed, recent, err
}

// compare sorts what the server lists into held, too old and wanted, and
// returns the wanted. No mark of "how far we got" decides here.
func (p *pull) compare(listed, recent, held []uint32) []uint32 {
	hold, fresh := setOf(held), setOf(recent)
	var wanted []uint32
	for _, uid := range listed {
		switch {
		case hold[uid]:
			p.result.Known++
			delete(hold, uid)
		case !fresh[uid]:
			p.result.BeforeStart++
		default:
			wanted = append(wanted, uid)
		}
	}
	for uid := range hold {
		p.result.Gone = append(p.result.Gone, uid)
	}
	slices.Sort(p.result.Gone)
	slices.Sort(wanted)
	p.result.Server = len(listed)
	p.total = len(wanted)
	return wanted
}

func setOf(uids []uint32) map[uint32]bool {
	set := make(map[uint32]bool, len(uids))
	for _, uid := range uids {
		set[uid] = true
	}
	return set
}

// lookAt is how many messages are asked for their dates and sizes in one command.
const lookAt = 500

func (p *pull) fetchAll(ctx context.Context, wanted []uint32) error {
	p.report()
	for chunk := range slices.Chunk(wanted, lookAt) {
		facts, err := p.look(ctx, chunk)
		if err != nil {
			return err
		}
		for _, batch := range p.batches(chunk, facts) {
			if err := p.fetchBatch(ctx, batch); err != nil {
				return err
			}
		}
	}
	return nil
}

// look asks for dates and sizes. If that kills the connection twice the
// messages are fetched one by one without: an unreadable date is no reason to
// lose mail.
func (p *pull) look(ctx context.Context, uids []uint32) (map[uint32]item, error) {
	for range 2 {
		facts, err := p.ask(ctx, uids, imap.FetchOptions{InternalDate: true, RFC822Size: true})
		if err == nil || !p.mended(ctx, err) {
			return facts, err
		}
		if err := p.reopen(ctx, err); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// batch is some messages to be fetched in one command, with what is known of them.
type batch struct {
	uids  []uint32
	facts map[uint32]item
	bytes int64
}

// batches divides a chunk so that one command's messages fit in memory.
// Messages from before the start date, which the server's own zone let
// through, are counted here and left.
func (p *pull) batches(uids []uint32, facts map[uint32]item) []batch {
	var all []batch
	cur := batch{facts: facts}
	flush := func() {
		if len(cur.uids) > 0 {
			all = append(all, cur)
		}
		cur = batch{facts: facts}
	}
	for _, uid := range uids {
		fact, known := facts[uid]
		if known && p.early(fact.date) {
			p.result.BeforeStart++
			p.step()
			continue
		}
		if len(cur.uids) > 0 && (!known || len(cur.uids) >= p.src.Limits.Batch || cur.bytes+fact.size > p.src.Limits.Bytes) {
			flush()
		}
		cur.uids, cur.bytes = append(cur.uids, uid), cur.bytes+fact.size
		if !known {
			flush() // its size is unknown: alone
		}
	}
	flush()
	return all
}

// early reports whether a message came before the start date, in London.
func (p *pull) early(at time.Time) bool {
	return !at.IsZero() && civil.Of(at).Before(p.src.Account.Since)
}

// fetchBatch fetches and keeps one batch. What one command does not bring is
// asked for singly: only UID SEARCH says that a message is gone.
func (p *pull) fetchBatch(ctx context.Context, b batch) error {
	if len(b.uids) == 1 {
		return p.single(ctx, b.uids[0], b.facts[b.uids[0]])
	}
	items, err := p.ask(ctx, b.uids, full)
	if err != nil {
		if !p.mended(ctx, err) {
			return err
		}
		if err := p.reopen(ctx, err); err != nil {
			return err
		}
	}
	var got []item
	var missing []uint32
	for _, uid := range b.uids {
		if it, ok := items[uid]; ok && it.body {
			got = append(got, it)
		} else {
			missing = append(missing, uid)
		}
	}
	if err := p.keep(ctx, got...); err != nil {
		return err
	}
	for _, uid := range missing {
		if err := p.single(ctx, uid, b.facts[uid]); err != nil {
			return err
		}
	}
	return nil
}

func (p *pull) keep(ctx context.Context, items ...item) error {
	if len(items) == 0 {
		return nil
	}
	messages := make([]Fetched, len(items))
	var bytes int64
	for i, it := range items {
		messages[i] = Fetched{
			Copy: casefile.Copy{
				Account: p.src.Account.ID, Folder: p.src.Account.Folder,
				UIDValidity: p.result.UIDValidity, UID: it.uid, InternalDate: it.date,
			},
			Raw: it.raw,
		}
		bytes += int64(len(it.raw))
	}
	if err := p.keeper.Keep(ctx, messages); err != nil {
		return err
	}
	p.result.New += len(items)
	p.result.Bytes += bytes
	p.received += bytes
	p.deaths = 0
	p.done += len(items)
	p.report()
	return nil
}

func (p *pull) step() {
	p.deaths = 0
	p.done++
	p.report()
}

func (p *pull) report() {
	p.progress(Progress{Folder: p.result.Folder, Done: p.done, Total: p.total, Bytes: p.received})
}
