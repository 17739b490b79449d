package desk

import (
	"bytes"
	"io/fs"
	"strings"
	"sync"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clientfile"
	"casebook/internal/clock"
	"casebook/internal/clock/deadline"
	"casebook/internal/message"
	"casebook/internal/triage"
)

// What follows needs no vault.

// ClientTemplate returns a whole commented client file.
func ClientTemplate() string { return clientfile.Template() }

// ShippedClients returns the two clients whose published notices ship with
// Casebook.
func ShippedClients() ([]casefile.Client, error) {
	files, err := fs.Glob(assets.Clients(), "*.toml")
	if err != nil {
		return nil, casefile.AsError(err)
	}
	var clients []casefile.Client
	for _, name := range files {
		b, err := fs.ReadFile(assets.Clients(), name)
		if err != nil {
			return nil, casefile.AsError(err)
		}
		c, err := clientfile.Read(name, b)
		if err != nil {
			return nil, err
		}
		clients = append(clients, c)
	}
	return clients, nil
}

// ruleBook is the rules of triage, read when the first message is to be
// understood: they are long, and most of what a person does needs none of them.
type ruleBook struct {
	sync.Mutex
	read *triage.Rules
}

var book ruleBook

func (b *ruleBook) open() (*triage.Rules, error) {
	b.Lock()
	defer b.Unlock()
	if b.read == nil {
		r, err := triage.Parse(assets.Triage()...)
		if err != nil {
			return nil, casefile.AsError(err)
		}
		b.read = &r
	}
	return b.read, nil
}

// close forgets the words of the messages that were understood.
func (b *ruleBook) close() {
	b.Lock()
	defer b.Unlock()
	if b.read != nil {
		b.read.Forget()
	}
}

// Reader reads mail files and says what they seem to ask.
type Reader struct {
	rules *triage.Rules
	known triage.Context
}

// NewReader returns a reader that knows the shipped clients and no case.
func NewReader() (*Reader, error) {
	rules, err := book.open()
	if err != nil {
		return nil, err
	}
	clients, err := ShippedClients()
	if err != nil {
		return nil, err
	}
	return &Reader{rules: rules, known: triage.NewContext(clients, nil, triage.Cases{})}, nil
}

// Read returns what can be read in the raw bytes of a message, and what it
// seems to ask.
func (r *Reader) Read(raw []byte) (casefile.Message, casefile.Proposal) {
	m := message.Read(raw)
	return m, r.rules.Propose(m, civil.Moment{}, r.known)
}

// Clock answers questions about dates.
type Clock struct{ law clock.Law }

// NewClock returns a clock with the law that ships with Casebook.
func NewClock() (*Clock, error) {
	law, err := clock.DefaultLaw(assets.Holidays)
	if err != nil {
		return nil, casefile.AsError(err)
	}
	return &Clock{law}, nil
}

// Answer answers one line of JSON with one line of JSON, as the deadline
// command does. An empty line has no answer.
func (c *Clock) Answer(line string, today civil.Date) []byte {
	if strings.TrimSpace(line) == "" {
		return nil
	}
	return append(bytes.TrimSpace(deadline.Answer([]byte(line), c.law, today)), '\n')
}
