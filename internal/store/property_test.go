package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/store"
	"casebook/internal/vault"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// world draws random acts on a few streams.
type world struct {
	*bench
	r       *rapid.T
	cases   []string
	mails   []string
	uid     uint32
	history []casefile.Event
}

func pick[T any](r *rapid.T, label string, of ...T) T { return rapid.SampledFrom(of).Draw(r, label) }

func (w *world) day() string {
	return civil.MustParse("2026-07-01").AddDays(rapid.IntRange(0, 100).Draw(w.r, "day")).String()
}

func (w *world) word() string {
	return pick(w.r, "word", "", "Zoë", "gymnasium", "élève", "26-7KQ4MX", "a 'quoted' \"word\"", "line\nbreak", "\x00nul", "日本")
}

// caseEvent draws something that can happen on a case.
func (w *world) caseEvent(id string) casefile.Event {
	p := pick[casefile.Payload](w.r, "payload",
		&casefile.RequestReceived{By: casefile.ByController},
		&casefile.RequestReceived{By: casefile.ByDPO},
		&casefile.PersonRecorded{Person: casefile.Person{Name: w.word()}},
		&casefile.HandlerAssigned{Handler: w.word()},
		&casefile.NoteAdded{Text: w.word()},
		&casefile.IdentityAsked{Reason: "x"},
		&casefile.IdentityReceived{},
		&casefile.ClarificationAsked{Reason: "x", Volume: "y"},
		&casefile.ClarificationAnswered{},
		&casefile.ExtensionNoticed{Ground: casefile.Complexity, Reasons: "x"},
		&casefile.CaseClosed{Reason: w.word()},
		&casefile.CaseReopened{},
	)
	return w.event(casefile.CaseStream, id, w.day(), p)
}

// messageEvent draws something that can happen to a message.
func (w *world) messageEvent(id string) casefile.Event {
	w.uid++
	p := pick[casefile.Payload](w.r, "payload",
		&casefile.MessageFiledTo{Case: pick(w.r, "case", append(w.cases, "nowhere")...)},
		&casefile.MessageDeclined{Reason: w.word()},
		&casefile.MessageReturned{},
		&casefile.MessageCopied{Copy: casefile.Copy{Account: "dpo", Folder: w.word(), UIDValidity: 1, UID: w.uid, InternalDate: noon}},
	)
	return w.event(casefile.MessageStream, id, w.day(), p)
}

func (w *world) newCase() store.Act {
	ref, err := casefile.NewReference(w.opt.Env.Today(), w.opt.Env.Random)
	if err != nil {
		w.r.Fatal(err)
	}
	id := w.id()
	w.cases = append(w.cases, id)
	kind := pick(w.r, "kind", casefile.OpenKinds()...).Kind
	return store.Act{Events: []casefile.Event{
		w.event(casefile.CaseStream, id, w.day(), &casefile.CaseOpened{
			Reference: ref, Kind: kind, Client: pick(w.r, "client", "oakfield", "ashfield", "nobody"), Person: casefile.Person{Name: w.word()},
		}),
		w.event(casefile.CaseStream, id, w.day(), &casefile.RequestReceived{By: casefile.ByController}),
	}}
}

func (w *world) newMail() store.Act {
	id := w.id()
	w.mails = append(w.mails, id)
	w.uid++
	raw := fmt.Appendf(nil, "%s <a@example.org>\n%s\n%s %d", w.word(), w.word(), strings.Repeat(w.word(), 9), w.uid)
	return store.Act{Blobs: [][]byte{raw}, Events: []casefile.Event{
		w.event(casefile.MessageStream, id, w.day(), &casefile.MessageReceived{
			SHA256: store.Sum(raw), Size: len(raw), Unreadable: rapid.Bool().Draw(w.r, "unreadable"),
			Copy: casefile.Copy{Account: "dpo", Folder: "INBOX", UIDValidity: 1, UID: w.uid, InternalDate: noon},
		}),
	}}
}

func (w *world) newClient() store.Act {
	id := pick(w.r, "client", "oakfield", "ashfield")
	c := casefile.Client{
		ID: id, Name: w.word(), Nation: pick(w.r, "nation", casefile.Nations...),
		Policy: casefile.Policy{OutcomeDays: rapid.IntRange(0, 40).Draw(w.r, "days")},
	}
	return store.Act{Events: []casefile.Event{w.event(casefile.ClientStream, "stream of "+id, w.day(), &casefile.ClientRecorded{Client: c})}}
}

// act draws what is done next.
func (w *world) act() store.Act {
	switch n := rapid.IntRange(0, 9).Draw(w.r, "act"); {
	case n == 0 || len(w.cases) == 0:
		return w.newCase()
	case n == 1 || len(w.mails) == 0:
		return w.newMail()
	case n == 2:
		return w.newClient()
	case n == 3: // something of a newer version
		e := w.event(casefile.CaseStream, pick(w.r, "case", w.cases...), w.day(), &casefile.NoteAdded{})
		e.Type, e.Data = "case.teleported", []byte(`{"where":"`+pick(w.r, "where", "a", "b")+`"}`)
		return store.Act{Events: []casefile.Event{e}}
	case n == 4 && len(w.history) > 0: // something is taken back
		e := pick(w.r, "event", w.history...)
		return store.Act{Events: []casefile.Event{w.event(e.Stream.Kind, e.Stream.ID, w.day(), &casefile.EventWithdrawn{Event: e.ID, Reason: "x"})}}
	case n == 5:
		pdf := []byte("%PDF " + w.word())
		letter := &casefile.LetterIssued{Letter: casefile.Reply, SHA256: store.Sum(pdf), Size: len(pdf)}
		return store.Act{Blobs: [][]byte{pdf}, Events: []casefile.Event{w.event(casefile.CaseStream, pick(w.r, "case", w.cases...), w.day(), letter)}}
	}
	return store.Act{Events: []casefile.Event{
		w.caseEvent(pick(w.r, "case", w.cases...)),
		w.messageEvent(pick(w.r, "mail", w.mails...)),
		w.caseEvent(pick(w.r, "case", w.cases...)),
	}}
}

// Whatever happens, in whatever order: making the read rows again gives the
// same bytes, every chain holds, and every row is what the fold of its events
// says.
func TestRowsAreWhatTheEventsMake(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := &world{bench: newBench(t), r: r}
		defer func() { w.v.Close() }()
		for range rapid.IntRange(1, 16).Draw(r, "acts") {
			if rapid.IntRange(0, 5).Draw(r, "law") == 0 {
				w.loadLaw()
			}
			var sealed []casefile.Event
			act := w.act()
			stream := act.Events[0].Stream
			w.moving(stream, func() (err error) {
				if sealed, err = w.Append(t.Context(), act); err != nil {
					r.Fatalf("an act is refused: %v", err)
				}
				return nil
			})
			w.history = append(w.history, sealed...)
			if rapid.IntRange(0, 20).Draw(r, "reopen") == 0 {
				w.opt.Machine = pick(r, "machine", "a laptop", "another laptop")
				w.opt.Law.Version = pick(r, "program", clock.RulesVersion, "another")
				w.moving(casefile.TheLaw, func() error { w.reopen(); return nil })
			}
		}
		before := w.dump()
		if err := w.Rebuild(t.Context()); err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(before, w.dump()); diff != "" {
			r.Fatalf("the rows are made differently the second time: %s", diff)
		}
		w.checkChains()
		w.checkCases()
		if failed := w.failed(); len(failed) > 0 {
			r.Fatalf("verify fails: %v", failed)
		}
	})
}

// checkChains verifies the sealed events as the domain does, device by device,
// and that those in the vault are the very ones.
func (w *world) checkChains() {
	devices, streams := map[string][]casefile.Event{}, map[casefile.Stream][]casefile.Event{}
	for _, e := range w.history {
		kept, read := streams[e.Stream]
		if !read {
			var err error
			if kept, err = w.Events(w.Context(), e.Stream); err != nil {
				w.r.Fatal(err)
			}
			streams[e.Stream] = kept
		}
		i := slices.IndexFunc(kept, func(k casefile.Event) bool { return k.ID == e.ID })
		if i < 0 || !cmp.Equal(e, kept[i], cmp.Comparer(func(a, b civil.Moment) bool { return a == b })) {
			w.r.Fatalf("event %s is not in the vault as it was sealed", e.ID)
		}
		devices[e.Device] = append(devices[e.Device], e)
	}
	results, err := w.Events(w.Context(), casefile.TheLaw)
	for _, id := range []string{"oakfield", "ashfield"} {
		events, failed := w.Events(w.Context(), streamOf(casefile.ClientStream, "stream of "+id))
		results, err = append(results, events...), errors.Join(err, failed)
	}
	if err != nil {
		w.r.Fatal(err)
	}
	for _, e := range results { // what the store itself puts on record
		if !slices.ContainsFunc(w.history, func(h casefile.Event) bool { return h.ID == e.ID }) {
			devices[e.Device] = append(devices[e.Device], e)
		}
	}
	for _, events := range devices {
		slices.SortFunc(events, func(a, b casefile.Event) int { return int(a.Seq - b.Seq) })
	}
	started, err := w.Events(w.Context(), streamOf(casefile.VaultStream, w.v.ID()))
	if err != nil {
		w.r.Fatal(err)
	}
	for _, first := range started {
		last := casefile.Event{Device: first.Device, Hash: first.Prev}
		for _, e := range append([]casefile.Event{first}, devices[first.Device]...) {
			if err := e.Verify(); err != nil || !e.Follows(last) {
				w.r.Fatalf("event %s is not the next of its device: %v", e.ID, err)
			}
			last = e
		}
	}
}

// checkCases compares the list with the folds.
func (w *world) checkCases() {
	rows, err := w.Cases(w.Context(), store.CaseQuery{})
	if err != nil {
		w.r.Fatal(err)
	}
	for _, row := range rows {
		c, _, err := w.Case(w.Context(), row.ID)
		if err != nil || c.Reference != row.Reference || c.State() != row.State || c.Handler != row.Handler || c.Newer != row.Newer || c.ReceivedOn() != row.Received {
			w.r.Fatalf("the row %+v is of the case %+v, %v", row, c, err)
		}
	}
}

// dump is every byte of the read rows but the numbers of the search.
func (b *bench) dump() []string {
	b.Helper()
	var out []string
	err := b.v.Read(b.Context(), func(r vault.Reader) error {
		for _, table := range []string{
			"blob_use", "case_row", "obligation_row", "message_row", "message_case", "message_like", "copy", "client_row", "account_row",
			"gone_case", "gone_message", "gone_place",
			"(SELECT kind, id, of, clients, people, labels, subject, text FROM doc)",
			"(SELECT i.term, d.kind, d.id FROM names_in i LEFT JOIN doc d ON d.n = i.doc)",
			"(SELECT i.term, d.kind, d.id FROM words_in i LEFT JOIN doc d ON d.n = i.doc)",
		} {
			err := r.Each(b.Context(), func(row vault.Rows) error {
				values, err := row.Values()
				out = append(out, fmt.Sprintf("%.20s %q", table, values))
				return err
			}, "SELECT * FROM "+table)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// The rows are made again when the law, the holidays or the reader of mail have
// changed, and only then.
func TestRowsFollowTheirMakers(t *testing.T) {
	b := newBench(t)
	id := b.mail(41, "Jo <jo@example.org>\nHello\nText")
	subject := func() string {
		m, err := b.Message(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return m.Subject
	}
	b.opt.Read = func([]byte) store.MessageText { return store.MessageText{Subject: "read better"} }
	b.reopen()
	if got := subject(); got != "Hello" {
		t.Errorf("the same reader read again: %q", got)
	}
	b.opt.Reader = "2"
	b.reopen()
	if got := subject(); got != "read better" {
		t.Errorf("a better reader did not read again: %q", got)
	}
	b.opt.Read = nil
	b.opt.Law.Version = "another"
	b.reopen()
	if got := subject(); got != "" {
		t.Errorf("under another law the rows stayed: %q", got)
	}
	b.sound()
}

// A day's worth of acts cannot make the clock of events run ahead of what a
// later version could read.
func TestManyEventsInOneInstant(t *testing.T) {
	b := newBench(t)
	b.opt.Env.Now = func() time.Time { return noon }
	b.reopen()
	var events []casefile.Event
	for range 300 {
		events = append(events, b.event(casefile.CaseStream, "one", "2026-10-12", &casefile.NoteAdded{Text: "x"}))
	}
	sealed := b.keep(store.Act{Events: events})
	for i, e := range sealed[1:] {
		if e.HLC != sealed[i].HLC+1 || !e.At.Equal(noon) {
			t.Fatalf("event %d has clock %d after %d", i, e.HLC, sealed[i].HLC)
		}
	}
	b.sound()
}
