package mailbox

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// Check connects, signs in and opens each folder, read-only, and nothing more:
// whether an account is right. Its errors are [casefile.Error].
func Check(ctx context.Context, src Source) error {
	src.Limits = src.Limits.withDefaults()
	s, err := open(ctx, src)
	if err != nil {
		return err
	}
	defer s.leave()
	for _, f := range src.Account.Folders {
		if err := s.examine(ctx, f.Name); err != nil {
			return err
		}
	}
	return nil
}

// Pull fetches every message of the account's folders that is not held, from
// each folder's start date on, and hands it to the keeper. progress may be nil;
// it is called on the same goroutine.
//
// There is a result for each folder that was come to, in order, which counts
// what was done also where an error is returned: what was kept is kept, and the
// next pull goes on from there. The error is a [casefile.Error] or the keeper's
// own; one folder that cannot be opened keeps no other from being read.
func Pull(ctx context.Context, src Source, keeper Keeper, progress func(Progress)) ([]Result, error) {
	src.Limits = src.Limits.withDefaults()
	if progress == nil {
		progress = func(Progress) {}
	}
	var results []Result
	var open *session
	var failed []error
	for _, f := range src.Account.Folders {
		p := &pull{src: src, folder: f, keeper: keeper, progress: progress, session: open, result: Result{Folder: f.Name}}
		err := p.run(ctx)
		results, open = append(results, p.result), p.session
		if err != nil {
			failed = append(failed, err)
		}
		if err != nil && !ofFolder(err) {
			break
		}
	}
	if open != nil {
		open.leave()
	}
	if len(failed) == 1 {
		return results, failed[0]
	}
	return results, errors.Join(failed...)
}

// ofFolder reports whether an error is one folder's own.
func ofFolder(err error) bool {
	var e *casefile.Error
	return errors.As(err, &e) && e.Field == "folder"
}

// pull is the reading of one folder.
type pull struct {
	src      Source
	folder   casefile.Folder
	keeper   Keeper
	progress func(Progress)
	session  *session
	result   Result

	handed []*handed    // what the keeper is at, in order
	queue  chan *handed // where it takes it from; nil: nothing was handed yet

	deaths   int // connections that died in a row with nothing gained
	rests    int // that the server asked for in a row with nothing gained
	done     int
	total    int
	received int64
}

func (p *pull) run(ctx context.Context) error {
	if err := p.openFolder(ctx); err != nil {
		return err
	}
	p.result.UIDValidity = p.session.validity
	held, err := p.keeper.Held(ctx, p.folder.Name, p.session.validity)
	if err != nil {
		return err
	}
	var listed, chosen []uint32
	if err := p.persist(ctx, func() error {
		listed, chosen, err = p.survey(ctx, held)
		return err
	}); err != nil {
		return err
	}
	err = p.fetchAll(ctx, p.compare(listed, chosen, held))
	if settled := p.finish(); err == nil {
		err = settled
	}
	return err
}

// openFolder opens the folder, over the connection that stands or a new one.
func (p *pull) openFolder(ctx context.Context) error {
	if p.session != nil && !p.session.alive() {
		p.session.close()
		p.session = nil
	}
	if p.session == nil {
		s, err := open(ctx, p.src)
		if err != nil {
			return err
		}
		p.session = s
	}
	for {
		err := p.session.examine(ctx, p.folder.Name)
		wait, throttled := throttle(err)
		if !throttled {
			return err
		}
		if err := p.wait(ctx, wait, err); err != nil {
			return err
		}
	}
}

// survey asks what there is, and which of it is wanted where anything is not
// held. Without a start date everything is. Who asks for a selection is told how
// much it found, so that one is always asked for.
func (p *pull) survey(ctx context.Context, held []uint32) (listed, chosen []uint32, err error) {
	if listed, err = p.session.list(ctx); err != nil {
		return nil, nil, err
	}
	if p.src.Only == nil && within(listed, held) || p.want() == (Selection{}) {
		return listed, listed, nil
	}
	chosen, err = p.session.choose(ctx, p.want())
	if p.src.Only != nil {
		p.result.Selected = len(chosen)
	}
	return listed, chosen, err
}

// within reports whether all that is listed is held.
func within(listed, held []uint32) bool {
	hold := setOf(held)
	return !slices.ContainsFunc(listed, func(uid uint32) bool { return !hold[uid] })
}

// want says which messages are to be fetched.
func (p *pull) want() Selection {
	if p.src.Only != nil {
		return *p.src.Only
	}
	return Selection{Since: p.folder.Since}
}

// compare sorts what the server lists into held, not chosen and wanted, and
// returns the wanted. No mark of "how far we got" decides here.
func (p *pull) compare(listed, chosen, held []uint32) []uint32 {
	hold, fresh := setOf(held), setOf(chosen)
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
	next := newBatch()
	for chunk := range slices.Chunk(wanted, lookAt) {
		facts, err := p.look(ctx, chunk)
		if err != nil {
			return err
		}
		var full []batch
		full, next = p.batches(next, chunk, facts)
		for _, b := range full {
			if err := p.fetchBatch(ctx, b); err != nil {
				return err
			}
		}
	}
	return p.fetchBatch(ctx, next)
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

func newBatch() batch { return batch{facts: map[uint32]item{}} }

// batches divides a chunk so that one command's messages fit in memory. They
// begin with what is left of the chunk before, and what does not fill a batch
// is left for the chunk after. Messages of other days, which the server's own
// zone let through, are counted here and left.
func (p *pull) batches(next batch, uids []uint32, facts map[uint32]item) (full []batch, rest batch) {
	flush := func() {
		if len(next.uids) > 0 {
			full, next = append(full, next), newBatch()
		}
	}
	for _, uid := range uids {
		fact, known := facts[uid]
		if known && p.outside(fact.date) {
			p.result.BeforeStart++
			p.step()
			continue
		}
		size := min(fact.size, beyondAll) // a server may state any number
		if !known || len(next.uids) >= p.src.Limits.Batch || next.bytes+size > p.src.Limits.Bytes {
			flush()
		}
		next.uids, next.bytes = append(next.uids, uid), next.bytes+size
		if known {
			next.facts[uid] = fact
		} else {
			flush() // its size is unknown: alone
		}
	}
	return full, next
}

// outside reports whether a message came on a day that is not wanted, in London.
func (p *pull) outside(at time.Time) bool {
	if at.IsZero() {
		return false
	}
	want, day := p.want(), civil.Of(at)
	return day.Before(want.Since) || !want.Until.IsZero() && day.After(want.Until)
}

// fetchBatch fetches and keeps one batch. What one command does not bring is
// asked for singly: only UID SEARCH says that a message is gone.
func (p *pull) fetchBatch(ctx context.Context, b batch) error {
	switch len(b.uids) {
	case 0:
		return nil
	case 1:
		return p.single(ctx, b.uids[0], b.facts[b.uids[0]])
	}
	if err := p.room(ctx, len(b.uids), b.bytes); err != nil {
		return err
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

// copy says where a message is.
func (p *pull) copy(it item) casefile.Copy {
	return casefile.Copy{
		Account: p.src.Account.ID, Folder: p.folder.Name, Role: p.folder.Role,
		UIDValidity: p.result.UIDValidity, UID: it.uid, InternalDate: it.date,
	}
}

// kept counts messages that are kept.
func (p *pull) kept(n int, bytes int64) {
	p.result.New += n
	p.result.Bytes += bytes
	p.received += bytes
	p.deaths, p.rests = 0, 0
	p.done += n
	p.report()
}

func (p *pull) step() {
	p.deaths, p.rests = 0, 0
	p.done++
	p.report()
}

func (p *pull) report() {
	p.progress(Progress{Folder: p.result.Folder, Done: p.done, Total: p.total, Bytes: p.received})
}
