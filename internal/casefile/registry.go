package casefile

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// eventKey names a schema: a type of event in one version.
type eventKey struct {
	name string
	v    int
}

// registry maps each schema to a function that makes an empty payload of it.
// It is filled from the tables of payloads and never changes afterwards.
var registry = func() map[eventKey]func() Payload {
	m := map[eventKey]func() Payload{}
	for _, table := range [][]func() Payload{casePayloads, clientPayloads, messagePayloads, accountPayloads, vaultPayloads, lawPayloads} {
		for _, empty := range table {
			name, v := empty().EventType()
			if _, taken := m[eventKey{name, v}]; taken {
				panic(fmt.Sprintf("casefile: two payloads are registered as %s %d", name, v))
			}
			m[eventKey{name, v}] = empty
		}
	}
	return m
}()

// empty returns a function that makes a new, empty T behind a pointer.
func empty[T any, P interface {
	*T
	Payload
}]() Payload {
	return P(new(T))
}

// typeOf returns the name under which a payload is registered.
func typeOf(p Payload) string {
	name, _ := p.EventType()
	return name
}

// Payload returns the content of e, as a pointer to its Go type. It is nil
// without an error where the type is from a newer version of Casebook, or
// where the data has been disposed of: such an event is kept and shown.
func (e Event) Payload() (Payload, error) {
	make, known := registry[eventKey{e.Type, e.V}]
	if !known || e.Data == nil {
		return nil, nil
	}
	p := make()
	d := json.NewDecoder(bytes.NewReader(e.Data))
	d.DisallowUnknownFields()
	if err := d.Decode(p); err != nil {
		return nil, &Error{
			Kind: Damaged, What: "An event in this vault cannot be read.",
			Do:  "Run casebook verify, and restore a backup if it reports damage.",
			Err: fmt.Errorf("event %s (%s %d): %w", e.ID, e.Type, e.V, err),
		}
	}
	return p, nil
}

// Known reports whether this version of Casebook knows the type of e.
func (e Event) Known() bool {
	_, known := registry[eventKey{e.Type, e.V}]
	return known
}
