package message

import (
	"encoding/binary"
	"errors"
)

// The attributes of TNEF that are read here: [MS-OXTNEF], section 2.1.3.
const (
	tnefSignature = 0x223E9F78

	attFrom     = 0x8000
	attSubject  = 0x8004
	attBody     = 0x800C
	attData     = 0x800F
	attTitle    = 0x8010
	attNewFile  = 0x9002
	attProps    = 0x9003
	attFileProp = 0x9005
	attCodePage = 0x9007
)

// maxProps bounds the properties of one object.
const maxProps = 5000

var (
	errTNEF = errors.New("not TNEF")
	errCut  = errors.New("TNEF ends before its end")
)

// readTNEF reads a winmail.dat. What was read before a mistake in it is
// returned with the error.
func readTNEF(b []byte, depth int) (*mapiMessage, error) {
	m := &mapiMessage{props: props{}}
	if len(b) < 6 || binary.LittleEndian.Uint32(b) != tnefSignature {
		return m, errTNEF
	}
	for b = b[6:]; len(b) > 0; {
		if len(b) < 9 {
			return m, errCut
		}
		inFile, id := b[0] == 2, binary.LittleEndian.Uint16(b[1:])
		size := uint64(binary.LittleEndian.Uint32(b[5:]))
		if size > uint64(len(b)-9) {
			return m, errCut
		}
		data := b[9 : 9+size]
		b = b[min(9+int(size)+2, len(b)):] // a sum of two bytes follows
		if inFile {
			m.fileAttribute(id, data, depth)
		} else {
			m.attribute(id, data)
		}
	}
	return m, nil
}

// attribute takes in one attribute of the message.
func (m *mapiMessage) attribute(id uint16, data []byte) {
	switch id {
	case attProps:
		readProps(data, m.props)
	case attBody:
		m.unlessThere(propBody, data)
	case attSubject:
		m.unlessThere(propSubject, data)
	case attCodePage:
		if _, ok := m.props[propCodePage]; !ok && len(data) >= 4 {
			m.props[propCodePage] = prop{typeInt32, data[:4]}
		}
	case attNewFile: // some programs give it the wrong level
		m.newFile()
	}
}

func (m *mapiMessage) unlessThere(id uint16, data []byte) {
	if _, ok := m.props[id]; !ok {
		m.props[id] = prop{typeString8, data}
	}
}

func (m *mapiMessage) newFile() {
	if len(m.attachments) < maxAttachments {
		m.attachments = append(m.attachments, mapiAttachment{props: props{}})
	}
}

// fileAttribute takes in one attribute of the last file.
func (m *mapiMessage) fileAttribute(id uint16, data []byte, depth int) {
	if id == attNewFile || len(m.attachments) == 0 {
		m.newFile()
	}
	at := &m.attachments[len(m.attachments)-1]
	switch id {
	case attTitle:
		at.props[propShortName] = prop{typeString8, data}
	case attData:
		at.props[propData] = prop{typeBinary, data}
	case attFileProp:
		readProps(data, at.props)
		// A message inside is TNEF again, behind the 16 bytes that name its kind.
		if v := at.props[propData]; v.kind == typeObject && len(v.data) > 16 && depth < maxDepth {
			if inner, err := readTNEF(v.data[16:], depth+1); !errors.Is(err, errTNEF) {
				at.inner = inner
			}
		}
	}
}

// readProps reads a list of properties: [MS-OXTNEF], section 2.1.3.3. It ends
// where the list does not go on as it should.
func readProps(b []byte, into props) {
	r := &bits{b: b}
	n := min(r.u32(), maxProps)
	for range n {
		kind, id := uint16(r.u16()), uint16(r.u16())
		if id >= 0x8000 { // a named one: its name is of no use here
			r.take(16)
			if r.u32() == 0 {
				r.u32()
			} else {
				r.padded(r.u32())
			}
		}
		v, ok := r.value(kind)
		if !ok {
			return
		}
		if _, twice := into[id]; !twice || id == propData {
			into[id] = prop{kind &^ 0x1000, v}
		}
	}
}

// bits reads numbers and runs of bytes one after the other.
type bits struct {
	b   []byte
	bad bool
}

func (r *bits) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.bad, r.b = true, nil
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *bits) u16() int {
	if b := r.take(2); b != nil {
		return int(binary.LittleEndian.Uint16(b))
	}
	return 0
}

func (r *bits) u32() int {
	if b := r.take(4); b != nil {
		return int(binary.LittleEndian.Uint32(b))
	}
	return 0
}

// padded takes n bytes and what fills them up to a multiple of four.
func (r *bits) padded(n int) []byte {
	out := r.take(n)
	r.take(min(-n&3, len(r.b)))
	return out
}

// fixedSize is how many bytes a property takes that does not say so itself.
var fixedSize = map[uint16]int{
	typeInt16: 2, typeInt32: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, typeBool: 2, 0x0014: 8, typeTime: 8, 0x0048: 16,
}

// value reads the value of a property; of several it keeps the first.
func (r *bits) value(kind uint16) ([]byte, bool) {
	size, fixed := fixedSize[kind&^0x1000]
	count := 1
	if kind&0x1000 != 0 || !fixed {
		count = r.u32()
	}
	var first []byte
	for i := 0; i < count && !r.bad; i++ {
		n := size
		if !fixed {
			n = r.u32()
		}
		v := r.padded(n)
		if i == 0 {
			first = v
		}
	}
	return first, !r.bad
}
