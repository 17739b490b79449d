package message

import (
	"bytes"
	"encoding/asn1"
	"regexp"
	"strings"
)

// unwrap takes out of a plain text what mail programs of old put into it: files
// in uuencode, which become attachments, and the shells of PGP.
func (r *reader) unwrap(b *body, s string) string {
	if strings.Contains(s, "begin ") {
		s = r.takeUU(b, s)
	}
	if strings.Contains(s, "-----BEGIN PGP ") {
		s = unshell(b, s)
	}
	return s
}

// uuBegin is the line above a file in uuencode.
var uuBegin = regexp.MustCompile(`(?m)^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n`)

// takeUU takes the files in uuencode out of a text. What only looks like one
// stays.
func (r *reader) takeUU(b *body, s string) string {
	var out strings.Builder
	for {
		at := uuBegin.FindStringSubmatchIndex(s)
		if at == nil {
			break
		}
		data, n, ok := fromUU(s[at[1]:])
		if !ok {
			out.WriteString(s[:at[1]])
			s = s[at[1]:]
			continue
		}
		out.WriteString(s[:at[0]])
		r.list(b, s[at[2]:at[3]], "application/octet-stream", data, len(data))
		s = s[at[1]+n:]
	}
	return out.String() + s
}

// fromUU decodes lines of uuencode up to the one that says end, and returns how
// much of the text they are.
func fromUU(s string) (data []byte, length int, ok bool) {
	for length < len(s) {
		l, _, _ := strings.Cut(s[length:], "\n")
		length = min(length+len(l)+1, len(s))
		l = strings.TrimRight(l, "\r")
		if strings.TrimSpace(l) == "end" {
			return data, length, true
		}
		more, fine := uuLine(l)
		if !fine {
			return nil, 0, false
		}
		data = append(data, more...)
	}
	return nil, 0, false
}

// uuLine decodes one line: a letter that says how many bytes, then four letters
// for three of them. Blanks at the end may have been lost on the way.
func uuLine(l string) ([]byte, bool) {
	if l == "" || l == "`" {
		return nil, true
	}
	n := int(l[0]-' ') & 63
	need := (n + 2) / 3 * 4
	if l[0] < ' ' || l[0] > '`' || len(l)-1 > need+4 {
		return nil, false
	}
	l = l[1:] + strings.Repeat(" ", max(0, need-len(l)+1))
	out := make([]byte, 0, need)
	for i := 0; i+4 <= need; i += 4 {
		var v uint32
		for _, c := range []byte(l[i : i+4]) {
			if c < ' ' || c > '`' {
				return nil, false
			}
			v = v<<6 | uint32(c-' ')&63
		}
		out = append(out, byte(v>>16), byte(v>>8), byte(v))
	}
	return out[:min(n, len(out))], true
}

var (
	pgpSigned = regexp.MustCompile(`(?s)-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?\n(?:[A-Za-z]+: [^\n]*\n)*[ \t]*\r?\n(.*?)\r?\n-----BEGIN PGP SIGNATURE-----.*?(?:-----END PGP SIGNATURE-----[ \t]*|\z)`)
	pgpSealed = regexp.MustCompile(`(?s)-----BEGIN PGP MESSAGE-----.*?(?:-----END PGP MESSAGE-----[ \t]*|\z)`)
	pgpDashes = regexp.MustCompile(`(?m)^- `)
)

// unshell takes the signature off a signed text (RFC 9580, section 7), and an
// encrypted one out.
func unshell(b *body, s string) string {
	s = pgpSigned.ReplaceAllStringFunc(s, func(all string) string {
		return pgpDashes.ReplaceAllString(pgpSigned.FindStringSubmatch(all)[1], "")
	})
	if pgpSealed.MatchString(s) {
		b.note(sealedPGP)
		s = pgpSealed.ReplaceAllLiteralString(s, "")
	}
	return s
}

// The kinds of content of CMS (RFC 5652) as they stand in the bytes.
var (
	oidSigned   = oid(1, 2, 840, 113549, 1, 7, 2)
	oidEnvelope = oid(1, 2, 840, 113549, 1, 7, 3)
	oidAuth     = oid(1, 2, 840, 113549, 1, 9, 16, 1, 23)
)

func oid(n ...int) []byte {
	b, err := asn1.Marshal(asn1.ObjectIdentifier(n))
	if err != nil {
		panic(err)
	}
	return b[2:]
}

// readSealed opens an S/MIME part that is signed; of one that is encrypted it
// says so. It reports whether the part need not be listed as a file.
func (r *reader) readSealed(b *body, raw []byte, depth int) bool {
	top := berParts(raw, 1)
	if len(top) == 0 {
		b.note(sealedSMIME)
		return false
	}
	info := berParts(top[0].content, 2)
	if len(info) < 2 || !bytes.Equal(info[0].content, oidSigned) {
		if len(info) > 0 && (bytes.Equal(info[0].content, oidEnvelope) || bytes.Equal(info[0].content, oidAuth)) || len(info) == 0 {
			b.note(sealedSMIME)
		}
		return false
	}
	entity := signedContent(info[1].content)
	if len(entity) == 0 || depth >= maxDepth {
		return false
	}
	rest, head, _ := mend(entity)
	b.take(r.readBody(head, rest, depth+1))
	return true
}

// signedContent finds what was signed in SignedData: the octets of the third
// part's second part.
func signedContent(explicit []byte) []byte {
	data := berParts(explicit, 1)
	if len(data) == 0 {
		return nil
	}
	for _, part := range berParts(data[0].content, 4) {
		if part.tag != 0x30 {
			continue
		}
		inside := berParts(part.content, 2)
		if len(inside) < 2 || inside[1].tag != 0xA0 {
			return nil
		}
		return berOctets(inside[1].content, 0)
	}
	return nil
}

// ber is one element of BER (X.690).
type ber struct {
	tag     byte
	content []byte
}

// berParts reads up to n elements that stand one after the other.
func berParts(b []byte, n int) []ber {
	var all []ber
	for len(b) > 0 && len(all) < n {
		e, rest, ok := berNext(b, 0)
		if !ok || e.tag == 0 {
			break
		}
		all, b = append(all, e), rest
	}
	return all
}

// berNext reads one element. Its length may be left open: then two zeros end
// it. What is cut off is taken as far as it goes.
func berNext(b []byte, depth int) (e ber, rest []byte, ok bool) {
	if len(b) < 2 || b[0]&0x1F == 0x1F || depth > 24 {
		return e, nil, false
	}
	e.tag = b[0]
	size, b := int(b[1]), b[2:]
	if size == 0x80 {
		for rest = b; len(rest) >= 2 && (rest[0] != 0 || rest[1] != 0); {
			if _, rest, ok = berNext(rest, depth+1); !ok {
				return e, nil, false
			}
		}
		e.content = b[:len(b)-len(rest)]
		return e, rest[min(2, len(rest)):], true
	}
	if size > 0x80 {
		n := size & 0x7F
		if n > 4 || n > len(b) {
			return e, nil, false
		}
		size = 0
		for _, c := range b[:n] {
			size = size<<8 | int(c)
		}
		b = b[n:]
	}
	size = min(size, len(b))
	e.content = b[:size]
	return e, b[size:], true
}

// berOctets joins a string of octets that may be cut into several.
func berOctets(b []byte, depth int) []byte {
	var out []byte
	for _, e := range berParts(b, 1<<20) {
		switch {
		case e.tag == 0x04:
			out = append(out, e.content...)
		case e.tag == 0x24 && depth < 8:
			out = append(out, berOctets(e.content, depth+1)...)
		}
	}
	return out
}
