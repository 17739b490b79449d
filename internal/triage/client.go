package triage

import (
	"slices"
	"strings"
	"unicode"

	"casebook/internal/casefile"
)

// What a sign of a client weighs: an address is surer than a name in a text,
// and a long name than a short one.
const (
	weightAddress = 8
	weightMailbox = 2 // that serves this client alone
	weightWritten = 3 // an address written in the text
	weightLegal   = 6
	weightCalled  = 4
	weightCompany = 3
	weightCommon  = 1 // a name that is a word of the language too, in small letters
)

// directory knows the clients by their addresses and names.
type directory struct {
	clients []casefile.Client
	domains map[string][]int // to clients
	mailbox map[string][]int // the published addresses of each
	names   map[string][]clientName
}

// clientName is one name of a client, in plain words.
type clientName struct {
	words  []string
	client int
	weight int
}

func newDirectory(clients []casefile.Client) *directory {
	d := &directory{clients: clients, domains: map[string][]int{}, mailbox: map[string][]int{}, names: map[string][]clientName{}}
	for i, c := range clients {
		for _, domain := range c.Domains {
			put(d.domains, strings.ToLower(domain), i)
		}
		put(d.mailbox, strings.ToLower(c.DPO.Email), i)
		for _, k := range c.Contacts {
			if k.Channel == casefile.ByEmail {
				put(d.mailbox, strings.ToLower(k.Value), i)
			}
		}
		d.addName(i, weightLegal, c.Name, shortName(c.Name))
		d.addName(i, weightCalled, append(append([]string{c.Trading}, c.Aliases...), c.SchoolNames()...)...)
		d.addName(i, weightCompany, append([]string{c.Group}, c.Companies...)...)
		if n := len(c.Address); n > 0 && hasDigit(c.Address[n-1]) {
			d.addName(i, weightCompany, c.Address[n-1]) // the postcode
		}
	}
	for _, names := range d.names { // the longest first
		slices.SortStableFunc(names, func(a, b clientName) int {
			if len(a.words) != len(b.words) {
				return len(b.words) - len(a.words)
			}
			return b.weight - a.weight
		})
	}
	return d
}

func put(m map[string][]int, key string, client int) {
	if key != "" && !slices.Contains(m[key], client) {
		m[key] = append(m[key], client)
	}
}

func (d *directory) addName(client, weight int, names ...string) {
	for _, name := range names {
		if words := plainWords(name); len(words) > 0 {
			d.names[words[0]] = append(d.names[words[0]], clientName{words, client, weight})
		}
	}
}

// shortName is a legal name without what only lawyers write.
func shortName(name string) string {
	for _, ending := range []string{" Limited", " Ltd", " Ltd.", " PLC", " plc", " CIO", " LLP"} {
		name = strings.TrimSuffix(name, ending)
	}
	return name
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// ofAddress returns the clients to whose domain, or the one above it, an
// address belongs.
func (d *directory) ofAddress(email string) []int {
	_, domain, ok := strings.Cut(email, "@")
	for ok {
		if found := d.domains[domain]; found != nil {
			return found
		}
		_, domain, ok = strings.Cut(domain, ".")
	}
	return nil
}

// sign is what speaks for a client.
type sign struct {
	weight int
	why    string
}

// client returns the client that the message most likely concerns.
func (e *envelope) client() casefile.Guess {
	signs := map[int][]sign{}
	e.addressSigns(signs)
	for _, place := range []struct{ text, name string }{{e.Subject, "subject"}, {e.Text, "text"}} {
		e.known.clients.nameSigns(place.text, place.name, signs)
	}
	for _, f := range e.Forwarded {
		if !within(e.Text, f.Text) {
			e.known.clients.nameSigns(f.Text, "message passed on", signs)
		}
	}
	return e.known.clients.best(signs)
}

func (e *envelope) addressSigns(signs map[int][]sign) {
	add := func(a casefile.Address, words string) {
		for _, i := range e.known.clients.ofAddress(a.Email) {
			signs[i] = append(signs[i], sign{weightAddress, words + a.Email + "."})
		}
		if alone := e.known.clients.mailbox[a.Email]; len(alone) == 1 {
			signs[alone[0]] = append(signs[alone[0]], sign{weightMailbox, words + a.Email + ", a published address."})
		}
	}
	for _, a := range slices.Concat(e.To, e.Cc) {
		add(a, "It is addressed to ")
	}
	add(e.From, "It comes from ")
	for _, f := range e.Forwarded {
		add(f.From, "The message inside comes from ")
		for _, a := range f.To {
			add(a, "The message inside is addressed to ")
		}
	}
	for _, email := range addressesIn(e.Text) {
		for _, i := range e.known.clients.ofAddress(email) {
			signs[i] = append(signs[i], sign{weightWritten, "The text mentions " + email + "."})
		}
	}
}

// nameSigns notes the names of clients in a text, the longest at each place.
func (d *directory) nameSigns(raw, place string, signs map[int][]sign) {
	if len(d.names) == 0 {
		return
	}
	var words []string
	var spans [][2]int
	r := reader{text: raw}
	for {
		plain, lo, hi, ok := r.next()
		if !ok {
			break
		}
		words = append(words, string(plain))
		spans = append(spans, [2]int{lo, hi})
	}
	for i := 0; i < len(words); i++ {
		taken := 0
		for _, n := range d.names[words[i]] {
			if len(n.words) < taken || len(words)-i < len(n.words) || !slices.Equal(words[i:i+len(n.words)], n.words) {
				continue
			}
			taken = len(n.words)
			written := raw[spans[i][0]:spans[i+taken-1][1]]
			weight := n.weight
			if taken == 1 && !startsUpper(written) {
				weight = weightCommon
			}
			signs[n.client] = append(signs[n.client], sign{weight, "The " + place + " names " + strings.Join(strings.Fields(written), " ") + "."})
		}
		i += max(taken-1, 0)
	}
}

func startsUpper(s string) bool { return unicode.IsUpper(firstRune(s)) }

// best returns the client with the strongest sign; several signs of one client
// decide between equals.
func (d *directory) best(signs map[int][]sign) casefile.Guess {
	type total struct{ client, strongest, sum int }
	var totals []total
	for i := range d.clients {
		t := total{client: i}
		for _, s := range signs[i] {
			t.strongest, t.sum = max(t.strongest, s.weight), t.sum+s.weight
		}
		if t.sum > 0 {
			totals = append(totals, t)
		}
	}
	slices.SortStableFunc(totals, func(a, b total) int {
		if a.strongest != b.strongest {
			return b.strongest - a.strongest
		}
		return b.sum - a.sum
	})
	switch {
	case len(totals) == 0:
		return casefile.Guess{}
	case len(totals) > 1 && totals[0].strongest == totals[1].strongest && totals[0].sum == totals[1].sum:
		return casefile.Guess{Why: "Several clients fit equally: " + d.clients[totals[0].client].Called() + ", " + d.clients[totals[1].client].Called() + "."}
	}
	best := totals[0]
	for _, s := range signs[best.client] {
		if s.weight == best.strongest {
			return casefile.Guess{Value: d.clients[best.client].ID, Why: s.why}
		}
	}
	return casefile.Guess{}
}
