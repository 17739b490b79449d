package message

import (
	"encoding/binary"
	"strconv"
	"strings"
	"time"

	"casebook/internal/casefile"
)

// The properties of Outlook's objects that are read here, by their numbers in
// Microsoft's [MS-OXPROPS].
const (
	propSubject       = 0x0037
	propSubmitted     = 0x0039
	propSentName      = 0x0042
	propSentEmail     = 0x0065
	propHeaders       = 0x007D
	propRecipientType = 0x0C15
	propSenderName    = 0x0C1A
	propSenderEmail   = 0x0C1F
	propDelivered     = 0x0E06
	propBody          = 0x1000
	propRTF           = 0x1009
	propHTML          = 0x1013
	propMessageID     = 0x1035
	propInReplyTo     = 0x1042
	propReferences    = 0x1039
	propName          = 0x3001
	propEmail         = 0x3003
	propData          = 0x3701
	propShortName     = 0x3704
	propMethod        = 0x3705
	propLongName      = 0x3707
	propMIMEType      = 0x370E
	propSMTP          = 0x39FE
	propHTMLCodePage  = 0x3FDE
	propCodePage      = 0x3FFD
	propSenderSMTP    = 0x5D01
	propSentSMTP      = 0x5D02
)

// The types of properties: [MS-OXCDATA], section 2.11.1.
const (
	typeInt16   = 0x0002
	typeInt32   = 0x0003
	typeBool    = 0x000B
	typeObject  = 0x000D
	typeString8 = 0x001E
	typeUnicode = 0x001F
	typeTime    = 0x0040
	typeBinary  = 0x0102
)

// prop is one property as it is stored.
type prop struct {
	kind uint16
	data []byte
}

// props are the properties of an object, by number.
type props map[uint16]prop

// mapiMessage is a message as Outlook keeps it.
type mapiMessage struct {
	props
	recipients  []props
	attachments []mapiAttachment
}

// mapiAttachment is a file in it, or a message.
type mapiAttachment struct {
	props
	inner *mapiMessage
}

// number returns an integer, 0 where there is none.
func (p props) number(id uint16) int {
	v := p[id]
	switch {
	case v.kind == typeInt16 && len(v.data) >= 2:
		return int(binary.LittleEndian.Uint16(v.data))
	case len(v.data) >= 4 && v.kind != typeUnicode && v.kind != typeString8:
		return int(binary.LittleEndian.Uint32(v.data))
	}
	return 0
}

// when returns a time, which is counted in tenths of microseconds since 1601.
func (p props) when(id uint16) time.Time {
	v := p[id]
	if v.kind != typeTime || len(v.data) < 8 {
		return time.Time{}
	}
	const to1970 = 11_644_473_600 // seconds
	n := binary.LittleEndian.Uint64(v.data)
	at := time.Unix(int64(n/10_000_000)-to1970, int64(n%10_000_000)*100).UTC()
	if at.Year() < 1970 || at.Year() > 2200 {
		return time.Time{}
	}
	return at
}

// codePage returns the character set of the 8-bit strings beside it.
func (p props) codePage() string {
	if n := p.number(propCodePage); n != 0 {
		return codePage(n)
	}
	return codePage(p.number(propHTMLCodePage))
}

// first returns the first of some properties that is a string with something
// in it.
func (p props) first(charset string, ids ...uint16) string {
	for _, id := range ids {
		if s := strings.TrimSpace(p.string(id, charset)); s != "" {
			return s
		}
	}
	return ""
}

func (p props) string(id uint16, charset string) string {
	v, b := p[id], p[id].data
	switch v.kind {
	case typeUnicode:
		b = swapped(b)
		s := fromUTF16(b)
		return strings.TrimRight(s, "\x00")
	case typeString8, typeBinary:
		s, _ := decode([]byte(strings.TrimRight(string(b), "\x00")), charset)
		return s
	}
	return ""
}

// swapped turns the bytes of UTF-16 to the order that fromUTF16 reads.
func swapped(b []byte) []byte {
	out := make([]byte, len(b)&^1)
	for i := 0; i+1 < len(b); i += 2 {
		out[i], out[i+1] = b[i+1], b[i]
	}
	return out
}

// codePages are those whose names do not follow from their numbers.
var codePages = map[int]string{
	932: "shift_jis", 936: "gbk", 949: "euc-kr", 950: "big5", 20127: "us-ascii", 20866: "koi8-r", 21866: "koi8-u",
	50220: "iso-2022-jp", 51932: "euc-jp", 54936: "gb18030", 65000: "utf-7", 65001: "utf-8", 10000: "macintosh", 1200: "utf-16le",
}

// codePage names one of Windows' character sets, "" where it is not known.
func codePage(n int) string {
	switch {
	case codePages[n] != "":
		return codePages[n]
	case n >= 1250 && n <= 1258 || n == 874:
		return "windows-" + strconv.Itoa(n)
	case n >= 28591 && n <= 28605:
		return "iso-8859-" + strconv.Itoa(n-28590)
	}
	return ""
}

// person reads an address kept in a name and in one or more places for the
// address itself: within a firm Outlook keeps its own kind of address, which
// means nothing outside.
func (p props) person(charset string, name uint16, emails ...uint16) casefile.Address {
	a := casefile.Address{Name: line(p.first(charset, name))}
	for _, id := range emails {
		if m := spot.FindString(p.first(charset, id)); m != "" {
			a.Email = strings.ToLower(line(m))
			break
		}
	}
	if a.Email == "" && spot.MatchString(a.Name) {
		a.Email = strings.ToLower(spot.FindString(a.Name))
	}
	if strings.EqualFold(a.Name, a.Email) {
		a.Name = ""
	}
	return a
}
