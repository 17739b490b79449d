package store_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/store"

	"pgregory.net/rapid"
)

// planted are people of whom each belongs to one client, but for the last, who
// writes to all. Their names share beginnings, so that what is typed finds
// several.
var planted = []string{"Zephyra Quillon", "Zephyrin Quilter", "Zébulon Quince", "Zelda Quist"}

var plantedClients = []string{"oakfield", "ashfield", "elmfield"}

// walled is a random vault: cases and messages of every client, filed, put back,
// filed elsewhere, or left.
type walled struct {
	*bench
	r     *rapid.T
	uid   uint32
	cases map[string]string // the client of each
	filed map[string][]string
	order []string // messages
}

func (w *walled) open() {
	client := rapid.SampledFrom(plantedClients).Draw(w.r, "client")
	person := planted[3]
	if rapid.Bool().Draw(w.r, "own") {
		person = planted[slices.Index(plantedClients, client)]
	}
	id, _ := w.openCase(casefile.Access, client, person, "2026-09-10")
	w.cases[id] = client
	w.keep(store.Act{Events: []casefile.Event{
		w.event(casefile.CaseStream, id, "2026-10-12", &casefile.NoteAdded{Text: "Rang from " + client + ", zebra crossing"}),
		w.event(casefile.CaseStream, id, "2026-10-12", &casefile.LetterIssued{Letter: casefile.Reply, Subject: "To " + person + " of " + client}),
	}})
}

func (w *walled) write() {
	w.uid++
	person := rapid.SampledFrom(planted).Draw(w.r, "person")
	id := w.mail(w.uid, fmt.Sprintf("%s <%d@example.org>\nZebra %d\nWords of %s on zeal", person, w.uid, w.uid, person))
	w.filed[id] = nil
	w.order = append(w.order, id)
}

// file files a message to a case, takes it back, or does both in turn.
func (w *walled) file() {
	if len(w.order) == 0 || len(w.cases) == 0 {
		return
	}
	id := rapid.SampledFrom(w.order).Draw(w.r, "message")
	var p casefile.Payload = &casefile.MessageReturned{}
	if rapid.IntRange(0, 3).Draw(w.r, "file") > 0 {
		of := rapid.SampledFrom(slices.Sorted(maps.Keys(w.cases))).Draw(w.r, "case")
		p = &casefile.MessageFiledTo{Case: of}
		w.filed[id] = append(w.filed[id], of)
	} else {
		w.filed[id] = nil
	}
	w.keep(store.Act{Events: []casefile.Event{w.event(casefile.MessageStream, id, "2026-10-12", p)}})
}

// within reports whether a find belongs to a client.
func (w *walled) within(h store.Hit, client string) bool {
	if h.Kind == store.MessageHit {
		return h.Client == client && slices.ContainsFunc(w.filed[h.ID], func(of string) bool { return w.cases[of] == client })
	}
	return h.Client == client
}

// expected counts what a search for a beginning that everything has finds: each
// case with its letter, and each message once for each client it is filed to.
func (w *walled) expected(client string) int {
	n := 0
	for _, of := range w.cases {
		if client == "" || of == client {
			n += 2
		}
	}
	for _, filed := range w.filed {
		clients := map[string]bool{}
		for _, of := range filed {
			clients[w.cases[of]] = true
		}
		switch {
		case client == "":
			n += max(1, len(clients))
		case clients[client]:
			n++
		}
	}
	return n
}

// No search inside a client shows anything of another: no case, no letter, no
// message, no word of a passage, and no number that tells of one. And what is
// the client's is found, whatever was filed and put back before.
func TestWalls(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := &walled{bench: newBench(t), r: r, cases: map[string]string{}, filed: map[string][]string{}}
		for _, c := range plantedClients {
			w.client(c, "england")
		}
		r.Repeat(map[string]func(*rapid.T){
			"open": func(*rapid.T) { w.open() }, "write": func(*rapid.T) { w.write() }, "file": func(*rapid.T) { w.file() },
			"": func(*rapid.T) { w.check() },
		})
		w.sound()
	})
}

func (w *walled) check() {
	typed := rapid.SampledFrom([]string{"z", "ze", "zephyr", "quil", "zébulon q", "quist zelda", "zebra", "zeal", "field", "example.org", "26", "@exam"}).Draw(w.r, "typed")
	for _, client := range plantedClients {
		hits, err := w.Search(w.Context(), typed, client, 0)
		if err != nil {
			w.r.Fatal(err)
		}
		for _, h := range hits {
			foreign := slices.DeleteFunc(slices.Clone(plantedClients), func(c string) bool { return c == client })
			if !w.within(h, client) || slices.ContainsFunc(foreign, func(c string) bool { return h.Kind != store.MessageHit && strings.Contains(h.Passage+h.Subject, c) }) {
				w.r.Fatalf("%q within %s finds %+v", typed, client, h)
			}
		}
	}
	for _, client := range append([]string{""}, plantedClients...) {
		hits, err := w.Search(w.Context(), "z", client, 1000)
		if err != nil || len(hits) != w.expected(client) {
			w.r.Fatalf("z within %q finds %d of %d, %v: %+v", client, len(hits), w.expected(client), err, hits)
		}
	}
}
