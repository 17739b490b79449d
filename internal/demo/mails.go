package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// Mails invents the mail of some six weeks before today to a data protection
// officer who acts for those clients: requests for every right, complaints,
// enquiries, and what else comes to a mailbox. Dates are spread so that some
// replies are overdue, some are due today or this week, some later. The same
// seed, day and clients give the same bytes. No two letters are alike.
func Mails(seed int64, today civil.Date, clients []casefile.Client) []Mail {
	rng := rand.New(rand.NewPCG(uint64(seed), 0xca5eb00c))
	d := drawing{teller: teller{rng}, w: writer{rng}, cast: newCast(rng), today: today, clients: clients}
	stories := slices.Concat(accessStories, changeStories, stopStories, complaintStories, publicStories)
	days := d.days(len(stories))
	for i, s := range stories {
		d.request(s, days[i])
	}
	for _, r := range replies {
		d.answer(r)
	}
	for _, o := range others {
		day := today.AddDays(-1 - rng.IntN(40))
		m := d.teller.ordinary(o, d.w, d.cast.someone(nil), mailbox, day)
		d.add(m, nil, "", civil.Of(m.Received))
	}
	slices.SortStableFunc(d.mails, func(a, b Mail) int { return a.Received.Compare(b.Received) })
	return d.mails
}

// mailbox is where all of it goes.
const mailbox = "Data Protection Officer <" + user + ">"

// drawing is one run of [Mails].
type drawing struct {
	teller  teller
	w       writer
	cast    *cast
	today   civil.Date
	clients []casefile.Client
	mails   []Mail
	asked   []asked
}

// asked is a letter that can be answered to.
type asked struct {
	by      person
	subject string
	kinds   []casefile.Kind
	client  string
	day     civil.Date
}

// days returns the days on which n requests came, in any order. A reply is due
// in a month (a month and more when that ends on a weekend), so a month ago
// means today.
func (d *drawing) days(n int) []civil.Date {
	month := d.today.AddMonths(-1)
	list := []civil.Date{month, month, month.AddDays(-1), month.AddDays(-2)}
	for ahead := range 7 {
		list = append(list, month.AddDays(ahead+1))
	}
	for _, ago := range []int{34, 36, 38, 41, 43, 45} {
		list = append(list, d.today.AddDays(-ago))
	}
	for len(list) < n {
		list = append(list, d.today.AddDays(-1-d.teller.rng.IntN(22)))
	}
	d.teller.rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// request writes one story and sends it, by way of a school's office if the
// story says so.
func (d *drawing) request(s story, day civil.Date) {
	client := d.clientFor(s.where)
	p := d.cast.someone(nameFor(s.shape))
	if ago := d.today.Sub(day); s.shape.forwarded() && ago < 6 {
		day = d.today.AddDays(-ago - 9)
	}
	l := letter{from: p.name, email: p.email, to: mailbox, date: d.w.at(day)}
	l.subject, l.text = d.teller.letterOf(s, p, d.teller.facts(p, client))
	m := Mail{Received: l.date.Add(4 * time.Second), Truth: Truth{Name: p.name, Shape: string(s.shape)}}
	if s.shape.forwarded() {
		later := d.w.at(day.AddDays(2 + d.teller.rng.IntN(3)))
		m.Raw = d.w.forward(s.shape, l, d.clerkOf(client, s), mailbox, later)
		m.Received = later.Add(4 * time.Second)
	} else {
		m.Raw = shapes[s.shape](d.w, l, s.file)
		d.asked = append(d.asked, asked{p, l.subject, s.kinds, client.ID, day})
	}
	d.add(m, s.kinds, client.ID, civil.Of(l.date))
}

// nameFor says which names suit a shape: one that must be encoded in Latin
// letters, or one in another script.
func nameFor(s shape) func(string) bool {
	switch s {
	case latin1:
		return latin
	case broken, plain:
		return func(name string) bool { return !foreign(name) }
	}
	return nil
}

// clientFor draws a client of that sort; where there is none, any.
func (d *drawing) clientFor(w where) casefile.Client {
	var fit []casefile.Client
	for _, c := range d.clients {
		if w == anywhere || (w == atSchool) == slices.Contains(schools, c.Kind) {
			fit = append(fit, c)
		}
	}
	switch {
	case len(fit) > 0:
		return pick(d.teller.rng, fit)
	case len(d.clients) > 0:
		return pick(d.teller.rng, d.clients)
	}
	return casefile.Client{Name: "Fairholme Learning Trust"}
}

func (d *drawing) clerkOf(c casefile.Client, s story) clerk {
	domain := "fairholme.example"
	if c.ID != "" {
		domain = c.ID + ".example"
	}
	name := pick(d.teller.rng, []string{"Pauline Entwhistle", "Gareth Loftus", "Denise Okafor", "Sandra Whitcombe"})
	return clerk{name: name, email: "office@" + domain, school: c.Called(), note: d.teller.tell(s.note, nil)}
}

// answer adds a reply of somebody who asked for that long enough ago.
func (d *drawing) answer(r reply) {
	for tries := 0; tries < 100 && len(d.asked) > 0; tries++ {
		i := d.teller.rng.IntN(len(d.asked))
		a := d.asked[i]
		if d.today.Sub(a.day) < 6 || !slices.Contains(a.kinds, r.to) {
			continue
		}
		d.asked = slices.Delete(d.asked, i, i+1)
		m := d.teller.reply(r.text, d.w, a.by, a.subject, mailbox, a.day.AddDays(4))
		d.add(m, nil, a.client, civil.Of(m.Received))
		return
	}
}

// add completes a mail's truth and puts it in the mailbox.
func (d *drawing) add(m Mail, kinds []casefile.Kind, client string, received civil.Date) {
	if len(kinds) == 0 {
		kinds = []casefile.Kind{casefile.NoKind}
	}
	m.Received = m.Received.UTC()
	m.Seen = d.teller.rng.IntN(3) > 0
	m.Truth.Kinds, m.Truth.Client, m.Truth.Received = kinds, client, received
	d.mails = append(d.mails, m)
}
