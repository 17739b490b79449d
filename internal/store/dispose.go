package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/vault"
)

// Disposing is what is to be disposed of, all of it or nothing. Whether it may
// go is for the caller to know; the store fills in the counts and what
// tombstones need.
type Disposing struct {
	Actor    string
	Cases    []CaseProof
	Messages []MessageProof
	Expect   map[casefile.Stream]int // as in [Act]
}

// CaseProof names a case and says of it what its proof is to say.
type CaseProof struct {
	ID    string
	Proof casefile.CaseDisposed
}

// MessageProof names a message and says of it what its tombstone is to say.
type MessageProof struct {
	ID    string
	Proof casefile.MessageDisposed
}

// Dispose takes out of the vault what is named, in one transaction: the content
// of every event of its streams, its read rows and words, and each stored file
// to which nothing else refers. A message that is filed to a case goes with the
// last of its cases. What is left is the chain of events and a proof.
//
// decide says what goes. It is asked inside the transaction, before anything has
// gone: it reads the vault by the store's other methods, and nothing that holds
// a case can be recorded between its answer and the disposal. Where it names
// nothing, nothing happens.
//
// Dispose then writes the log back into the file and empties it. The proofs of the
// cases are returned as they were recorded.
func (s *Store) Dispose(ctx context.Context, decide func(context.Context) (Disposing, error)) ([]casefile.CaseDisposed, error) {
	var proofs []casefile.CaseDisposed
	var g *gravedigger
	err := s.write(ctx, func(ctx context.Context, w vault.Writer) error {
		d, err := decide(ctx)
		if err != nil {
			return err
		}
		if err := expect(ctx, w, d.Expect); err != nil {
			return err
		}
		if g, err = s.gravedigger(ctx, w, d.Actor); err != nil {
			return err
		}
		if proofs, err = g.dispose(d); err != nil {
			return err
		}
		return g.finish()
	})
	if err != nil || len(g.events) == 0 {
		return nil, err
	}
	s.kept(g.events)
	// What was decided has happened: from here on nobody stops it halfway.
	return proofs, s.scrub(context.WithoutCancel(ctx))
}

// tracesSetting is set while the pages may still hold traces of what was
// disposed of.
const tracesSetting = "traces"

// scrub clears the traces from the pages. While somebody reads the log, or
// where the program is killed first, they are cleared at the next opening.
func (s *Store) scrub(ctx context.Context) error {
	err := s.v.Scrub(ctx)
	if err == nil {
		err = s.write(ctx, func(ctx context.Context, w vault.Writer) error { return setSetting(ctx, w, tracesSetting, "") })
	}
	if err == nil {
		err = s.v.Flush(ctx)
	}
	if errors.Is(err, vault.ErrBusy) {
		return nil
	}
	return Problem(err)
}

// scrubRest clears the traces that a disposal could not.
func (s *Store) scrubRest(ctx context.Context) error {
	var left string
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		left, err = setting(ctx, r, tracesSetting)
		return err
	})
	if err != nil || left == "" {
		return err
	}
	return s.scrub(ctx)
}

// gravedigger is one disposal under way.
type gravedigger struct {
	*Store
	ctx     context.Context
	w       vault.Writer
	actor   string
	printOf func(sha256 string) string
	touched []casefile.Stream // whose rows are to be made again
	events  []casefile.Event  // the proofs
}

func (s *Store) gravedigger(ctx context.Context, w vault.Writer, actor string) (*gravedigger, error) {
	printOf, err := printer(ctx, w)
	return &gravedigger{Store: s, ctx: ctx, w: w, actor: actor, printOf: printOf}, err
}

func (g *gravedigger) dispose(d Disposing) ([]casefile.CaseDisposed, error) {
	going := make([]string, len(d.Cases))
	for i, c := range d.Cases {
		going[i] = c.ID
	}
	proofs := make([]casefile.CaseDisposed, len(d.Cases))
	messages := d.Messages
	for i, c := range d.Cases {
		events, err := g.live(casefile.Stream{Kind: casefile.CaseStream, ID: c.ID})
		if err != nil {
			return nil, err
		}
		p := c.Proof
		with, err := g.messagesOf(c.ID, going, &p)
		if err != nil {
			return nil, err
		}
		for _, m := range with {
			if !slices.ContainsFunc(messages, func(known MessageProof) bool { return known.ID == m.ID }) {
				messages = append(messages, m)
			}
		}
		if err := g.countLetters(events, &p); err != nil {
			return nil, err
		}
		if err := g.caseGoes(c.ID, events, &p); err != nil {
			return nil, err
		}
		proofs[i] = p
	}
	for _, m := range messages {
		p := m.Proof
		if err := g.messageGoes(m.ID, &p); err != nil {
			return nil, err
		}
	}
	return proofs, nil
}

// live returns the events of a stream that has not been disposed of.
func (g *gravedigger) live(stream casefile.Stream) ([]casefile.Event, error) {
	events, err := eventsOf(g.ctx, g.w, stream)
	if err != nil {
		return nil, err
	}
	if r := casefile.Blocked(events); r != nil {
		return nil, r.Err()
	}
	if len(events) == 0 {
		return nil, notFound("There is nothing of that name to dispose of.", "List what is due with casebook dispose --list.")
	}
	return events, nil
}

// messagesOf returns the messages that go with a case: those of which no case
// stays. It counts them in its proof.
func (g *gravedigger) messagesOf(id string, going []string, p *casefile.CaseDisposed) ([]MessageProof, error) {
	ids, err := list(g.ctx, g.w, one[string], "SELECT message FROM message_case WHERE case_id = ? ORDER BY message", id)
	if err != nil {
		return nil, err
	}
	var out []MessageProof
	for _, id := range ids {
		m, refs, stays, err := g.filed(id, going)
		if err != nil {
			return nil, err
		}
		if stays {
			p.Shared++
			continue
		}
		p.Messages++
		p.Bytes += int64(m.Size)
		out = append(out, MessageProof{ID: id, Proof: casefile.MessageDisposed{
			Cases: refs, Rule: p.Rule, Due: p.Due, Early: p.Early, Reason: p.Reason, Approver: p.Approver,
		}})
	}
	return out, nil
}

// filed returns a message, the references of its cases, and whether one of
// them stays.
func (g *gravedigger) filed(id string, going []string) (m casefile.MessageRecord, refs []casefile.Reference, stays bool, err error) {
	events, err := g.live(casefile.Stream{Kind: casefile.MessageStream, ID: id})
	if err == nil {
		m, err = casefile.FoldMessage(events)
	}
	if err != nil {
		return m, nil, false, err
	}
	for _, in := range m.Cases {
		found, err := list(g.ctx, g.w, one[casefile.Reference],
			"SELECT reference FROM case_row WHERE id = ?1 UNION ALL SELECT reference FROM gone_case WHERE id = ?1", in)
		if err != nil {
			return m, nil, false, err
		}
		refs = append(refs, found...)
		if len(found) > 0 && !slices.Contains(going, in) {
			var gone int
			if err := g.w.QueryRow(g.ctx, "SELECT count(*) FROM gone_case WHERE id = ?", in).Scan(&gone); err != nil {
				return m, nil, false, err
			}
			stays = stays || gone == 0
		}
	}
	return m, refs, stays, nil
}

func (g *gravedigger) countLetters(events []casefile.Event, p *casefile.CaseDisposed) error {
	for _, e := range events {
		payload, err := e.Payload()
		if err != nil {
			return err
		}
		if l, ok := payload.(*casefile.LetterIssued); ok {
			p.Letters++
			p.Bytes += int64(l.Size)
		}
	}
	p.Entries = len(events)
	return nil
}

// caseGoes takes the content out of a case and out of what other cases say of
// their link to it, and records the proof.
func (g *gravedigger) caseGoes(id string, events []casefile.Event, p *casefile.CaseDisposed) error {
	if err := g.unlink(events, p.Reference); err != nil {
		return err
	}
	stream := casefile.Stream{Kind: casefile.CaseStream, ID: id}
	if err := g.scrub(stream, events); err != nil {
		return err
	}
	return g.record(stream, civil.On(g.opt.Env.Today()), p)
}

// messageGoes takes the content out of a message and records its tombstone.
func (g *gravedigger) messageGoes(id string, p *casefile.MessageDisposed) error {
	stream := casefile.Stream{Kind: casefile.MessageStream, ID: id}
	events, err := g.live(stream)
	if err != nil {
		return err
	}
	m, err := casefile.FoldMessage(events)
	if err != nil {
		return err
	}
	p.Received, p.Bytes, p.Print = m.Received.Date(), int64(m.Size), g.printOf(m.SHA256)
	p.Places = []casefile.Place{}
	for _, c := range m.Copies {
		if c.Account != "" { // the place of a message that came in a file tells of its content
			p.Places = append(p.Places, c.Place())
		}
	}
	if p.Cases == nil {
		p.Cases = []casefile.Reference{}
	}
	if err := g.scrub(stream, events); err != nil {
		return err
	}
	return g.record(stream, civil.On(g.opt.Env.Today()), p)
}

// unlink takes the content out of the entries by which other cases are linked
// to this one: how the two bear on each other is written in free words.
func (g *gravedigger) unlink(events []casefile.Event, ref casefile.Reference) error {
	for _, e := range events {
		payload, err := e.Payload()
		if err != nil {
			return err
		}
		link, ok := payload.(*casefile.CaseLinked)
		if !ok || link.Case == "" {
			continue
		}
		ids, err := list(g.ctx, g.w, one[string], "SELECT id FROM case_row WHERE reference = ?", link.Case)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := g.unlinkFrom(casefile.Stream{Kind: casefile.CaseStream, ID: id}, ref); err != nil {
				return err
			}
		}
	}
	return nil
}

func (g *gravedigger) unlinkFrom(stream casefile.Stream, ref casefile.Reference) error {
	events, err := eventsOf(g.ctx, g.w, stream)
	if err != nil {
		return err
	}
	for _, e := range events {
		payload, err := e.Payload()
		if err != nil {
			return err
		}
		if link, ok := payload.(*casefile.CaseLinked); ok && link.Case == ref {
			if err := g.scrub(stream, []casefile.Event{e}); err != nil {
				return err
			}
		}
	}
	return nil
}

// scrub takes the content out of events, and each stored file that nothing
// refers to any more.
func (g *gravedigger) scrub(stream casefile.Stream, events []casefile.Event) error {
	for _, e := range events {
		if e.Remains() || e.Data == nil {
			continue
		}
		if _, err := g.w.Exec(g.ctx, "UPDATE event SET data = NULL, salt = NULL WHERE id = ?", e.ID); err != nil {
			return err
		}
		sha := blobOf(e)
		if sha == "" {
			continue
		}
		if _, err := g.w.Exec(g.ctx, "DELETE FROM blob_use WHERE sha256 = ? AND event = ?", sha, e.ID); err != nil {
			return err
		}
		_, err := g.w.Exec(g.ctx, "DELETE FROM blob WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM blob_use WHERE sha256 = ?1)", sha)
		if err != nil {
			return err
		}
	}
	if !slices.Contains(g.touched, stream) {
		g.touched = append(g.touched, stream)
	}
	return nil
}

// record adds the proof to what will be sealed.
func (g *gravedigger) record(stream casefile.Stream, on civil.Moment, p casefile.Payload) error {
	e, err := casefile.NewEvent(stream, on, p)
	if err != nil {
		return err
	}
	g.events = append(g.events, e)
	if !slices.Contains(g.touched, stream) {
		g.touched = append(g.touched, stream)
	}
	return nil
}

// finish seals the proofs and makes the rows of what was touched again.
func (g *gravedigger) finish() (err error) {
	if len(g.events) == 0 {
		return nil
	}
	if g.events, err = g.seal(g.ctx, g.w, Act{Actor: g.actor, Events: g.events}); err != nil {
		return err
	}
	return g.leave()
}

// leave makes the rows again without what was disposed of, takes its words out
// of the indexes, and notes that the pages are to be scrubbed.
func (g *gravedigger) leave() error {
	if err := g.fold(g.ctx, g.w, g.touched); err != nil {
		return err
	}
	if err := forget(g.ctx, g.w); err != nil {
		return err
	}
	return setSetting(g.ctx, g.w, tracesSetting, "left")
}

// checkDisposals sees that nothing is left of what was disposed of.
func checkDisposals(ctx context.Context, r vault.Reader, c *Check) error {
	if err := r.QueryRow(ctx, "SELECT (SELECT count(*) FROM gone_case) + (SELECT count(*) FROM gone_message)").Scan(&c.Count); err != nil {
		return err
	}
	return r.Each(ctx, func(row vault.Rows) error {
		e, err := scanEvent(row)
		if err != nil {
			return err
		}
		if !e.Remains() {
			c.fail("event %s was disposed of and still has content", e.ID)
		}
		return nil
	}, fmt.Sprintf(`SELECT %s FROM event WHERE data IS NOT NULL AND (
		(kind = 'case' AND stream IN (SELECT id FROM gone_case)) OR (kind = 'message' AND stream IN (SELECT id FROM gone_message)))`, eventColumns))
}
