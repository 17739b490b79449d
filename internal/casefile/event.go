package casefile

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"casebook/internal/civil"
)

// StreamKind says what a stream of events is about.
type StreamKind string

// The kinds of stream.
const (
	CaseStream    StreamKind = "case"
	ClientStream  StreamKind = "client"
	MessageStream StreamKind = "message"
	AccountStream StreamKind = "account"
	LawStream     StreamKind = "law"
	VaultStream   StreamKind = "vault"
)

// Stream names what an event belongs to. A fold reads its own stream alone.
type Stream struct {
	Kind StreamKind `json:"kind"`
	ID   string     `json:"id"`
}

// HLC is a hybrid logical clock: milliseconds since 1970 in the upper 48 bits
// and a counter in the lower 16. It is the only order of events: it never goes
// back on one device, even when the machine's clock does, and moves past
// whatever it has seen of others.
type HLC uint64

// Next returns the reading for an event recorded at that instant after prev.
func (prev HLC) Next(at time.Time) HLC {
	return max(prev+1, HLC(uint64(at.UnixMilli())<<16))
}

// Time returns the instant of the reading, to the millisecond: what the most
// advanced clock said that has been seen.
func (h HLC) Time() time.Time { return time.UnixMilli(int64(h >> 16)).UTC() }

// Event is one thing that happened. Its header is never changed; disposal may
// remove Data and Salt, after which Hash still verifies through Digest.
type Event struct {
	ID     string       `json:"id"` // UUIDv7
	Stream Stream       `json:"stream"`
	Device string       `json:"device"`
	Seq    int64        `json:"seq"` // 1, 2, 3 ... per device, gapless
	HLC    HLC          `json:"hlc"`
	At     time.Time    `json:"at"` // UTC, when it was recorded
	On     civil.Moment `json:"on"` // when it happened: the law uses only this
	Actor  string       `json:"actor"`
	Type   string       `json:"type"`
	V      int          `json:"v"` // version of the schema of Data

	Data   []byte `json:"-"` // canonical JSON: the bytes stored are the bytes hashed
	Salt   []byte `json:"-"`
	Digest []byte `json:"-"` // SHA-256 of Salt and Data
	Prev   []byte `json:"-"` // Hash of the device's event before this one
	Hash   []byte `json:"-"`
}

// Payload is the content of an event, by type and version.
type Payload interface {
	// EventType returns the name and the version under which the payload is
	// registered.
	EventType() (name string, version int)
}

// NewEvent returns an event of that stream which happened then. It is not yet
// part of any chain: see [Event.Seal].
func NewEvent(s Stream, on civil.Moment, p Payload) (Event, error) {
	data, err := canonicalJSON(p)
	if err != nil {
		return Event{}, internalf("writing the data of an event: %w", err)
	}
	name, v := p.EventType()
	return Event{Stream: s, On: on, Type: name, V: v, Data: data}, nil
}

// Link is where a new event joins its device's chain.
type Link struct {
	ID     string
	Device string
	Seq    int64
	HLC    HLC
	At     time.Time
	Actor  string
	Prev   []byte
}

// saltSize is the number of random bytes that keep the digest of short data
// from being guessed after disposal.
const saltSize = 16

// Seal joins e to a chain: it fills in the header, salts the data with bytes
// from random and computes the digest and the hash.
func (e Event) Seal(l Link, random io.Reader) (Event, error) {
	e.ID, e.Device, e.Seq, e.HLC, e.Actor, e.Prev = l.ID, l.Device, l.Seq, l.HLC, l.Actor, l.Prev
	e.At = l.At.UTC().Truncate(time.Millisecond)
	e.Salt = make([]byte, saltSize)
	if _, err := io.ReadFull(random, e.Salt); err != nil {
		return Event{}, internalf("salting an event: %w", err)
	}
	e.Digest = e.dataDigest()
	e.Hash = e.sum()
	return e, nil
}

// Verify reports whether e is what was sealed: the hash covers the header and
// the digest, and the digest covers the data, unless the data was disposed of.
func (e Event) Verify() error {
	if e.Data != nil && !bytes.Equal(e.Digest, e.dataDigest()) {
		return fmt.Errorf("event %s: its data is not what was recorded", e.ID)
	}
	if !bytes.Equal(e.Hash, e.sum()) {
		return fmt.Errorf("event %s: its header is not what was recorded", e.ID)
	}
	return nil
}

func (e Event) dataDigest() []byte {
	h := sha256.New()
	h.Write(e.Salt)
	h.Write(e.Data)
	return h.Sum(nil)
}

// sum hashes every field of the header with its length before it, so that no
// two headers share their bytes.
func (e Event) sum() []byte {
	h := sha256.New()
	field := func(b []byte) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	number := func(n uint64) { field(binary.BigEndian.AppendUint64(nil, n)) }
	field([]byte("casebook event 1"))
	field([]byte(e.ID))
	field([]byte(e.Stream.Kind))
	field([]byte(e.Stream.ID))
	field([]byte(e.Device))
	number(uint64(e.Seq))
	number(uint64(e.HLC))
	number(uint64(e.At.UnixMilli()))
	field([]byte(e.On.String()))
	field([]byte(e.Actor))
	field([]byte(e.Type))
	number(uint64(e.V))
	field(e.Prev)
	field(e.Digest)
	return h.Sum(nil)
}

// Follows reports whether e is the next event of its device after prev: it has
// the next number and names its hash. The first of a device follows the head of
// the chain it grew from, with number 0.
func (e Event) Follows(prev Event) bool {
	return e.Device == prev.Device && e.Seq == prev.Seq+1 && bytes.Equal(e.Prev, prev.Hash)
}
