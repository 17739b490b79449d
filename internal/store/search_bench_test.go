package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/store"
	"casebook/internal/vault"
)

// The size of the large vault, and the variable that says where the benchmark
// of building is to leave it. It is built by a program of its own: building
// leaves much memory behind that is not to be measured.
const (
	manyCases    = 100_000
	manyMessages = 300_000
	buildIn      = "CASEBOOK_BENCH_BUILD"
)

// syllables make invented names and words.
var syllables = strings.Fields("ba ber cor dal den el fen gar hol ing jes kel lor mar nor ost pem quil ros sel tam ul ver wic yar zan")

// common are words that stand in very many messages.
var common = strings.Fields(`please send copy records information request regarding school account data letter reply dear
	kind regards personal complaint right access address years since children parent number asked never would like`)

// writer invents people and mail.
type writer struct{ *rand.Rand }

func (w writer) word() string {
	if w.IntN(3) > 0 {
		return common[w.IntN(len(common))]
	}
	var b strings.Builder
	for range 2 + w.IntN(3) {
		b.WriteString(syllables[min(w.IntN(len(syllables)), w.IntN(len(syllables)))])
	}
	return b.String()
}

func (w writer) name() string {
	one := func(n int) string {
		s := ""
		for range n {
			s += syllables[w.IntN(len(syllables))]
		}
		return strings.ToUpper(s[:1]) + s[1:]
	}
	return one(2) + " " + one(2+w.IntN(2))
}

func (w writer) sentence(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = w.word()
	}
	return strings.Join(words, " ")
}

func address(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@example.org"
}

// clientOf is the id of one of fifty clients, the first with most of the work.
func (w writer) clientOf() string { return fmt.Sprintf("client-%02d", min(w.IntN(50), w.IntN(50))) }

// BenchmarkBuild makes the rows of a vault with the store's own code, without
// the events: a small one, or the large one of the other benchmarks.
func BenchmarkBuild(b *testing.B) {
	if dir := os.Getenv(buildIn); dir != "" {
		build(b, dir, manyCases)
		return
	}
	for range b.N {
		build(b, filepath.Join(b.TempDir(), "vault"), 2000)
	}
}

func build(b *testing.B, dir string, cases int) {
	if err := vault.Create(dir, passphrase, cheap); err != nil {
		b.Fatal(err)
	}
	k := &bench{TB: b, dir: dir, opt: testOptions(b)}
	k.open()
	defer k.v.Close()
	w := writer{rand.New(rand.NewPCG(4, 4))}
	for i := range 50 {
		k.client(fmt.Sprintf("client-%02d", i), "england")
	}
	for n := 0; n < cases; n += 10_000 {
		err := k.Bulk(b.Context(), func(add store.Adder) error {
			for i := n; i < min(n+10_000, cases); i++ {
				if err := w.addCase(add, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := k.Settle(b.Context()); err != nil {
		b.Fatal(err)
	}
}

// addCase adds the rows of a case, of two messages that are filed to it and of
// one that is not.
func (w writer) addCase(add store.Adder, n int) error {
	person, id := w.name(), fmt.Sprintf("01994f2c-0000-7000-8000-%012d", n)
	due := civil.MustParse("2026-08-01").AddDays(n % 120)
	c := store.CaseRow{
		ID: id, Reference: casefile.Reference(fmt.Sprintf("26-%06d", n)), Kind: []casefile.Kind{casefile.Access, casefile.Erasure}[n%2],
		Client: w.clientOf(), Person: person, Email: address(person), Handler: []string{"Sam", "Priya", "Ola"}[n%3],
		State: casefile.StateOpen, Received: due.AddDays(-30), Due: due, WorkTo: due, Next: "Reply", NextDue: due,
	}
	if err := add.Case(c, fmt.Sprintf("1 High Street\nTS%d %dLD", n%90, n%10), "Opened on paper. "+w.sentence(15)); err != nil {
		return err
	}
	for i := range manyMessages / manyCases {
		from, of := person, id
		if i == 2 {
			from, of = w.name(), ""
		}
		m := store.MessageRow{
			MessageRecord: casefile.MessageRecord{
				ID: fmt.Sprintf("01994f2c-0000-7000-9000-%012d", 3*n+i), SHA256: fmt.Sprintf("%064x", 3*n+i),
				State: casefile.MessageNew, Received: civil.On(due.AddDays(i)),
			},
			From: casefile.Address{Name: from, Email: address(from)}, Subject: w.sentence(4),
		}
		if err := add.Message(m, of, w.sentence(40+w.IntN(80))); err != nil {
			return err
		}
	}
	return nil
}

var large struct {
	sync.Once
	dir  string
	err  error
	took time.Duration
}

// openLarge builds the large vault once, in a program of its own, and opens it.
// With CASEBOOK_BENCH_DIR set it is kept there and used again.
func openLarge(b *testing.B) *bench {
	large.Do(func() {
		dir := os.Getenv("CASEBOOK_BENCH_DIR")
		if dir == "" {
			dir, large.err = os.MkdirTemp("", "casebook-bench-")
		}
		large.dir = filepath.Join(dir, "vault")
		if _, err := os.Stat(large.dir); err == nil || large.err != nil {
			return
		}
		start := time.Now()
		c := exec.Command(os.Args[0], "-test.run=^$", "-test.bench=^BenchmarkBuild$", "-test.benchtime=1x", "-test.timeout=0")
		c.Env = append(os.Environ(), buildIn+"="+large.dir)
		if out, err := c.CombinedOutput(); err != nil {
			large.err = fmt.Errorf("%w: %s", err, out)
		}
		large.took = time.Since(start)
	})
	if large.err != nil {
		b.Fatal(large.err)
	}
	k := &bench{TB: b, dir: large.dir, opt: testOptions(b)}
	k.open()
	b.Cleanup(func() { k.v.Close() })
	return k
}

// spread reports the 50th and the 95th in a hundred of the times, in ms.
func spread(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(times[len(times)/2]), "p50-ms")
	b.ReportMetric(ms(times[len(times)*95/100]), "p95-ms")
	b.ReportMetric(ms(times[len(times)-1]), "max-ms")
}

func timed(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}

// memory reports the heap, and what the system counts as the program's.
func memory(b *testing.B) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapInuse)/(1<<20), "heap-MB")
	status, _ := os.ReadFile("/proc/self/status") // where there is none, nothing is reported
	for line := range strings.Lines(string(status)) {
		if peak, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(peak)[0])
			b.ReportMetric(float64(kb)/1024, "peak-RSS-MB")
		}
	}
}

// What is typed letter by letter, on 100,000 cases and 300,000 messages.
func BenchmarkSearchAsYouType(tb *testing.B) {
	b := openLarge(tb)
	w := writer{rand.New(rand.NewPCG(5, 5))}
	inputs := map[string]func() string{
		"name":      w.name,
		"reversed":  func() string { first, last, _ := strings.Cut(w.name(), " "); return last + " " + first },
		"words":     func() string { return common[w.IntN(len(common))] + " " + w.word() + " " + w.word() },
		"reference": func() string { return fmt.Sprintf("26-%06d", w.IntN(manyCases)) },
		"mail":      func() string { return address(w.name()) },
		"postcode":  func() string { return fmt.Sprintf("ts%d %dld", w.IntN(90), w.IntN(10)) },
	}
	all := map[string][]time.Duration{}
	defer func() {
		for client, times := range all {
			slices.Sort(times)
			tb.Logf("within %q: of %d keys typed, p95 %v", client, len(times), times[len(times)*95/100])
		}
	}()
	for _, name := range slices.Sorted(mapKeys(inputs)) {
		for _, client := range []string{"", "client-02", "client-48"} {
			tb.Run(name+"/"+client, func(tb *testing.B) {
				var times []time.Duration
				for range tb.N {
					text := inputs[name]()
					for i := range min(len(text), 24) {
						times = append(times, timed(func() {
							if _, err := b.Search(tb.Context(), text[:i+1], client, 60); err != nil && casefile.AsError(err).Kind != casefile.Invalid {
								tb.Fatal(err)
							}
						}))
					}
				}
				all[client] = append(all[client], times...)
				spread(tb, times)
				memory(tb)
			})
		}
	}
}

func mapKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// One letter, and a word of nearly every message, each next to the raw query
// that reads as many rows by their key.
func BenchmarkSearchOneLetter(tb *testing.B) {
	b := openLarge(tb)
	for _, client := range []string{"", "client-02", "client-48"} {
		tb.Run("of/"+client, func(tb *testing.B) {
			var times, raw []time.Duration
			for range tb.N {
				for c := 'a'; c <= 'z'; c++ {
					times = append(times, timed(func() {
						if _, err := b.Search(tb.Context(), string(c), client, 60); err != nil {
							tb.Fatal(err)
						}
					}))
					raw = append(raw, timed(func() {
						b.number(`SELECT count(*) FROM (SELECT d.text FROM doc d JOIN case_row c ON c.id = d.id
							WHERE d.n > ? AND d.kind = 'case' LIMIT 60)`, 1000*int(c))
					}))
				}
			}
			slices.Sort(raw)
			spread(tb, times)
			tb.ReportMetric(float64(times[len(times)/2])/float64(raw[len(raw)/2]), "times-raw-query")
		})
	}
}

// A page of 200 rows, anywhere, next to a plain loop over 200 rows by their id.
func BenchmarkCasePage(tb *testing.B) {
	b := openLarge(tb)
	due, late := civil.MustParse("2026-09-20"), civil.MustParse("2027-09-20")
	queries := map[string]store.CaseQuery{
		"first": {}, "after 50000": {After: b.behind(store.CaseQuery{}, 50_000)},
		"client": {Client: "client-02"}, "handler": {Handler: "Sam"}, "client and handler": {Client: "client-02", Handler: "Ola"},
		"handler, after 10000": {Handler: "Sam", After: b.behind(store.CaseQuery{Handler: "Sam"}, 10_000)},
		"due":                  {DueBy: due}, "client and due": {Client: "client-02", DueBy: due},
		"handler and due far": {Handler: "Ola", DueBy: late, After: b.behind(store.CaseQuery{Handler: "Ola", DueBy: late}, 20_000)},
	}
	for _, name := range slices.Sorted(mapKeys(queries)) {
		q := queries[name]
		q.Limit = 200
		tb.Run(name, func(tb *testing.B) {
			var times, raw []time.Duration
			for range tb.N {
				times = append(times, timed(func() {
					if rows, err := b.Cases(tb.Context(), q); err != nil || len(rows) == 0 {
						tb.Fatal(len(rows), err)
					}
				}))
				raw = append(raw, timed(func() { b.readRows(200) }))
			}
			slices.Sort(raw)
			spread(tb, times)
			tb.ReportMetric(float64(times[len(times)/2])/float64(raw[len(raw)/2]), "times-plain-loop")
		})
	}
}

// behind goes through the pages of a query and returns its row of that number.
func (b *bench) behind(q store.CaseQuery, n int) *store.CaseRow {
	for q.Limit = 1000; n > 0; n -= q.Limit {
		rows, err := b.Cases(b.Context(), q)
		if err != nil || len(rows) == 0 {
			b.Fatal(len(rows), err)
		}
		q.After = &rows[len(rows)-1]
	}
	return q.After
}

// readRows reads so many rows of cases in the order of the table.
func (b *bench) readRows(n int) {
	err := b.v.Read(b.Context(), func(r vault.Reader) error {
		return r.Each(b.Context(), func(row vault.Rows) error { _, err := row.Values(); return err }, "SELECT * FROM case_row LIMIT ?", n)
	})
	if err != nil {
		b.Fatal(err)
	}
}

func BenchmarkMessagePage(tb *testing.B) {
	b := openLarge(tb)
	far := store.MessageQuery{Limit: 1000}
	for range 100 {
		rows, err := b.Messages(tb.Context(), far)
		if err != nil || len(rows) == 0 {
			tb.Fatal(len(rows), err)
		}
		far.After = &rows[len(rows)-1]
	}
	for _, q := range []store.MessageQuery{{}, {State: casefile.MessageNew}, far} {
		q.Limit = 200
		tb.Run(fmt.Sprintf("%s/after=%t", q.State, q.After != nil), func(tb *testing.B) {
			var times []time.Duration
			for range tb.N {
				times = append(times, timed(func() {
					if rows, err := b.Messages(tb.Context(), q); err != nil || len(rows) != 200 {
						tb.Fatal(len(rows), err)
					}
				}))
			}
			spread(tb, times)
		})
	}
}

// Opening, with Argon2id as cheap as it can be.
func BenchmarkOpenLarge(tb *testing.B) {
	b := openLarge(tb)
	var times []time.Duration
	for range tb.N {
		if err := b.v.Close(); err != nil {
			tb.Fatal(err)
		}
		times = append(times, timed(b.open))
	}
	spread(tb, times)
	memory(tb)
	tb.ReportMetric(large.took.Seconds(), "building-s")
}
