package message_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"casebook/internal/casefile"
	"casebook/internal/message"
)

// node is a stream or a folder of a compound file.
type node struct {
	name     string
	data     []byte
	children []*node // of a folder
	folder   bool
}

func stream(name string, data []byte) *node { return &node{name: name, data: data} }
func folderOf(name string, children ...*node) *node {
	return &node{name: name, folder: true, children: children}
}

// sectors collects what a compound file is made of, 512 bytes at a time, and
// the chain in which they follow.
type sectors struct {
	data []byte
	fat  []uint32
}

const (
	endOfChain = 0xFFFFFFFE
	noStream   = 0xFFFFFFFF
)

// put adds data as a chain of sectors and returns its first.
func (s *sectors) put(b []byte, size int) uint32 {
	if len(b) == 0 {
		return endOfChain
	}
	first := uint32(len(s.fat))
	for at := 0; at < len(b); at += size {
		piece := make([]byte, size)
		copy(piece, b[at:])
		s.data = append(s.data, piece...)
		s.fat = append(s.fat, uint32(len(s.fat))+1)
	}
	s.fat[len(s.fat)-1] = endOfChain
	return first
}

func le32(list ...uint32) []byte {
	var b []byte
	for _, v := range list {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// compoundFile writes a compound file: [MS-CFB], version 3.
func compoundFile(children ...*node) []byte {
	var big, small sectors
	var entries [][]byte
	var place func(n *node) int
	place = func(n *node) int {
		id := len(entries)
		e := make([]byte, 128)
		for i, u := range utf16.Encode([]rune(n.name)) {
			binary.LittleEndian.PutUint16(e[2*i:], u)
		}
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(utf16.Encode([]rune(n.name)))+2))
		for _, at := range []int{68, 72, 76} {
			binary.LittleEndian.PutUint32(e[at:], noStream)
		}
		entries = append(entries, e)
		e[66], e[67] = 2, 1
		switch {
		case n.folder:
			e[66] = 1
			before := -1
			for _, c := range n.children {
				at := place(c)
				if before < 0 {
					binary.LittleEndian.PutUint32(e[76:], uint32(at))
				} else {
					binary.LittleEndian.PutUint32(entries[before][72:], uint32(at))
				}
				before = at
			}
			return id
		case len(n.data) >= 4096:
			binary.LittleEndian.PutUint32(e[116:], big.put(n.data, 512))
		default:
			binary.LittleEndian.PutUint32(e[116:], small.put(n.data, 64))
		}
		binary.LittleEndian.PutUint32(e[120:], uint32(len(n.data)))
		return id
	}
	place(folderOf("Root Entry", children...))
	entries[0][66] = 5
	binary.LittleEndian.PutUint32(entries[0][116:], big.put(small.data, 512))
	binary.LittleEndian.PutUint32(entries[0][120:], uint32(len(small.data)))
	for len(entries)%4 != 0 {
		e := make([]byte, 128)
		copy(e[68:], le32(noStream, noStream, noStream))
		entries = append(entries, e)
	}
	for len(small.fat)%128 != 0 {
		small.fat = append(small.fat, noStream)
	}
	dir := big.put(bytes.Join(entries, nil), 512)
	miniFAT := big.put(le32(small.fat...), 512)
	n := (len(big.fat) + 128) / 127 // sectors of the table, which lists itself
	firstFAT := uint32(len(big.fat))
	for range n {
		big.fat = append(big.fat, 0xFFFFFFFD)
	}
	for len(big.fat) < 128*n {
		big.fat = append(big.fat, noStream)
	}
	h := make([]byte, 512)
	copy(h, []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1})
	copy(h[24:], []byte{0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0})
	copy(h[44:], le32(uint32(n), dir, 0, 4096, miniFAT, uint32(len(small.fat)/128), endOfChain, 0))
	for i := range 109 {
		at := uint32(noStream)
		if i < n {
			at = firstFAT + uint32(i)
		}
		binary.LittleEndian.PutUint32(h[76+4*i:], at)
	}
	return append(append(h, big.data...), le32(big.fat...)...)
}

func utf16le(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// textProp is a property in a stream of its own; number and timeProp are lines
// of the list of properties.
func textProp(id int, s string) *node {
	return stream(fmt.Sprintf("__substg1.0_%04X001F", id), utf16le(s))
}

func bytesProp(id, kind int, b []byte) *node {
	return stream(fmt.Sprintf("__substg1.0_%04X%04X", id, kind), b)
}

func propList(header int, lines ...[]byte) *node {
	return stream("__properties_version1.0", append(make([]byte, header), bytes.Join(lines, nil)...))
}

func number(id int, n uint32) []byte {
	return append(le32(uint32(id)<<16|3, 6, n), 0, 0, 0, 0)
}

func timeProp(id int, at time.Time) []byte {
	n := uint64(at.Unix()+11_644_473_600) * 10_000_000
	return append(le32(uint32(id)<<16|0x40, 6), binary.LittleEndian.AppendUint64(nil, n)...)
}

var sentAt = time.Date(2026, time.October, 12, 17, 30, 0, 0, time.UTC)

// packRTF compresses RTF without finding anything in it to compress.
func packRTF(s string) []byte {
	var b []byte
	for at := 0; at < len(s); at += 8 {
		b = append(append(b, 0), s[at:min(at+8, len(s))]...)
	}
	return append(le32(uint32(len(b)+12), uint32(len(s)), 0x75465A4C, 0), b...)
}

func recipient(n int, kind uint32, name, email string) *node {
	return folderOf(fmt.Sprintf("__recip_version1.0_#%08X", n), propList(8, number(0x0C15, kind)), textProp(0x3001, name), textProp(0x39FE, email))
}

func attachment(n int, children ...*node) *node {
	return folderOf(fmt.Sprintf("__attach_version1.0_#%08X", n), append(children, propList(8))...)
}

// outlookFiles are messages as Outlook saves them.
func outlookFiles() map[string][]byte {
	inner := folderOf("__substg1.0_3701000D", propList(24, timeProp(0x0039, sentAt)),
		textProp(0x0037, "Photographs"), textProp(0x0C1A, "Tom Birch"), textProp(0x5D01, "Tom@birch.example"),
		textProp(0x1000, "Please take my daughter's photographs down.\r\n"),
		attachment(0, textProp(0x3707, "letter.pdf"), bytesProp(0x3701, 0x0102, []byte("%PDF-1.7 inside"))))
	from := []*node{textProp(0x0042, "Gwen Aldous"), textProp(0x5D02, "gwen@aldous.example")}
	rtf := `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator x;}Dear Sir\par I want my son\'92s records\u8211?all of them.\par{\b Now.}}`
	wrapped := `{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <p>}Please \htmlrtf{\b\htmlrtf0{\*\htmltag84 <b>}erase\htmlrtf}\htmlrtf0{\*\htmltag92 </b>} me{\*\htmltag244 <br>}\htmlrtf\line\htmlrtf0 today{\*\htmltag72 </p>}}`
	return map[string][]byte{
		"outlook-plain": compoundFile(append(from, propList(32, timeProp(0x0039, sentAt), timeProp(0x0E06, sentAt.Add(time.Minute))),
			textProp(0x0037, "Records – please"), textProp(0x1035, "<7@aldous.example>"), textProp(0x1000, "Please send me my records.\r\n\r\nGwen\r\n"),
			recipient(0, 1, "DPO", "dpo@firm.example"), recipient(1, 2, "Office", "office@school.example"),
			attachment(0, textProp(0x3707, "passport.jpg"), bytesProp(0x3701, 0x0102, []byte("\xFF\xD8picture")), textProp(0x370E, "image/jpeg")),
			attachment(1, textProp(0x3704, "run.exe"), bytesProp(0x3701, 0x0102, bytes.Repeat([]byte("MZ"), 5000))))...),
		"outlook-headers": compoundFile(propList(32), textProp(0x007D, "Received: from a by b; Mon, 12 Oct 2026 18:31:00 +0100\r\nFrom: Gwen Aldous <gwen@aldous.example>\r\nTo: dpo@firm.example\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\nDate: Mon, 12 Oct 2026 18:30:00 +0100\r\nMessage-ID: <8@aldous.example>\r\nIn-Reply-To: <1@firm.example>\r\n"),
			bytesProp(0x1013, 0x0102, []byte("<html><meta charset=windows-1252><p>My caf\xe9 is <b>mine</b>.</p></html>"))),
		"outlook-rtf":      compoundFile(append(from, propList(32, timeProp(0x0039, sentAt)), textProp(0x0037, "RTF"), bytesProp(0x1009, 0x0102, packRTF(rtf)))...),
		"outlook-rtf-html": compoundFile(append(from, propList(32, timeProp(0x0039, sentAt)), textProp(0x0037, "Wrapped"), bytesProp(0x1009, 0x0102, packRTF(wrapped)))...),
		"outlook-8bit": compoundFile(propList(32, number(0x3FFD, 1250), timeProp(0x0039, sentAt)), bytesProp(0x0037, 0x001E, []byte("Pro\x9cba")),
			bytesProp(0x0C1A, 0x001E, []byte("Zofia \xa3ucka")), bytesProp(0x0C1F, 0x001E, []byte("zofia@lucka.example")), bytesProp(0x1000, 0x001E, []byte("Prosz\xea o dane."))),
		"outlook-inside": compoundFile(append(from, propList(32, timeProp(0x0039, sentAt.AddDate(0, 0, 22))), textProp(0x0037, "FW: Photographs"), textProp(0x1000, "Please deal.\r\n"),
			attachment(0, textProp(0x3001, "Photographs"), inner))...),
		"outlook-office-address": compoundFile(propList(32, timeProp(0x0039, sentAt)), textProp(0x0C1A, "Head"), textProp(0x0C1F, "/O=SCHOOL/OU=X/CN=HEAD"), textProp(0x0037, "x"), textProp(0x1000, "y")),
		"outlook-empty":          compoundFile(propList(32)),
		"outlook-no-message":     compoundFile(stream("WordDocument", []byte("a letter"))),
		"outlook-cut":            compoundFile(append(from, propList(32), textProp(0x0037, "cut"), textProp(0x1000, strings.Repeat("long text ", 2000)))...)[:9000],
	}
}

// tnefAttr is one attribute of a winmail.dat.
func tnefAttr(level byte, id, kind uint16, data []byte) []byte {
	b := append([]byte{level}, byte(id), byte(id>>8), byte(kind), byte(kind>>8))
	b = append(append(b, le32(uint32(len(data)))...), data...)
	var sum uint16
	for _, c := range data {
		sum += uint16(c)
	}
	return binary.LittleEndian.AppendUint16(b, sum)
}

func tnefProps(list ...[]byte) []byte {
	return append(le32(uint32(len(list))), bytes.Join(list, nil)...)
}

func tnefString(id int, b []byte, kind int) []byte {
	out := append(le32(uint32(id)<<16|uint32(kind), 1, uint32(len(b))), b...)
	return append(out, make([]byte, -len(b)&3)...)
}

func tnefFile(attrs ...[]byte) []byte {
	return append(append(le32(0x223E9F78), 1, 0), bytes.Join(attrs, nil)...)
}

// winmails are what Outlook packs.
func winmails() map[string][]byte {
	file := [][]byte{
		tnefAttr(2, 0x9002, 6, make([]byte, 14)), tnefAttr(2, 0x8010, 1, []byte("RECORD~1.PDF\x00")), tnefAttr(2, 0x800F, 6, []byte("%PDF-1.7 packed")),
		tnefAttr(2, 0x9005, 6, tnefProps(tnefString(0x3707, utf16le("Records of Łucja.pdf\x00"), 0x1F), tnefString(0x370E, []byte("application/pdf\x00"), 0x1E))),
	}
	inner := tnefFile(tnefAttr(1, 0x8004, 1, []byte("The first letter\x00")), tnefAttr(1, 0x9003, 6, tnefProps(
		append(le32(0x0039<<16|0x40), timeProp(0x0039, sentAt)[8:]...), tnefString(0x0C1A, []byte("Tom Birch\x00"), 0x1E), tnefString(0x0C1F, []byte("tom@birch.example\x00"), 0x1E),
		tnefString(0x1000, []byte("What do you hold about me?\x00"), 0x1E))))
	return map[string][]byte{
		"tnef-file": tnefFile(file...),
		"tnef-body": tnefFile(append([][]byte{tnefAttr(1, 0x9007, 6, le32(1252, 0)), tnefAttr(1, 0x800C, 2, []byte("Please erase caf\xe9 bookings.\r\n\x00"))}, file...)...),
		"tnef-rtf":  tnefFile(tnefAttr(1, 0x9003, 6, tnefProps(tnefString(0x1009, packRTF(`{\rtf1\ansi I object to \i profiling\i0 .\par}`), 0x102)))),
		"tnef-html": tnefFile(tnefAttr(1, 0x9003, 6, tnefProps(tnefString(0x1013, []byte("<p>I withdraw my <b>consent</b>.</p>"), 0x102)))),
		"tnef-inside": tnefFile(tnefAttr(2, 0x9002, 6, make([]byte, 14)), tnefAttr(2, 0x8010, 1, []byte("The first letter\x00")),
			tnefAttr(2, 0x9005, 6, tnefProps(tnefString(0x3701, append(make([]byte, 16), inner...), 0x0D)))),
		"tnef-named": tnefFile(tnefAttr(1, 0x9003, 6, tnefProps(
			bytes.Join([][]byte{le32(0x8001<<16 | 0x1E), make([]byte, 16), le32(1, 6), utf16le("ab\x00"), {0, 0}, le32(1, 4), []byte("no\x00\x00")}, nil),
			tnefString(0x1000, []byte("After a named property.\x00"), 0x1E)))),
		"tnef-cut": tnefFile(append([][]byte{tnefAttr(1, 0x800C, 2, []byte("The beginning is here.\x00"))}, file...)...)[:120],
	}
}

// TestOutlookFilesAreWritten keeps the files of testdata in step with what is
// written above; with -update it writes them.
func TestOutlookFilesAreWritten(t *testing.T) {
	write := outlookFiles()
	files := map[string][]byte{}
	for name, b := range write {
		files[name+".msg"] = b
	}
	for name, b := range winmails() {
		files[name+".eml"] = winmailMail(b)
	}
	for name, b := range files {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		have, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(have, b) {
			t.Errorf("%s is not what it should be, %v", name, err)
		}
	}
}

// winmailMail is the mail in which a winmail.dat comes.
func winmailMail(b []byte) []byte {
	var hex strings.Builder
	for i, c := range b {
		fmt.Fprintf(&hex, "=%02X", c)
		if i%24 == 23 {
			hex.WriteString("=\n")
		}
	}
	return []byte("From: Gwen Aldous <gwen@aldous.example>\nTo: dpo@firm.example\nDate: Tue, 3 Nov 2026 09:15:00 +0000\nMessage-ID: <1@aldous.example>\nSubject: Packed\n" +
		"Content-Type: multipart/mixed; boundary=b1\n\n--b1\nContent-Type: text/plain\n\n\n--b1\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: quoted-printable\n\n" +
		hex.String() + "\n--b1--\n")
}

func TestAttachmentContent(t *testing.T) {
	files := outlookFiles()
	for _, c := range []struct {
		raw     []byte
		n       int
		name    string
		content string
	}{
		{files["outlook-plain"], 0, "passport.jpg", "\xFF\xD8picture"},
		{files["outlook-plain"], 1, "run.exe", strings.Repeat("MZ", 5000)},
		{files["outlook-inside"], 0, "letter.pdf", "%PDF-1.7 inside"},
		{winmailMail(winmails()["tnef-file"]), 0, "Records of Łucja.pdf", "%PDF-1.7 packed"},
	} {
		a, content, ok := message.Attachment(c.raw, c.n)
		if !ok || a.Name != c.name || string(content) != c.content || a.Size != len(content) {
			t.Errorf("%d is %+v with %.40q, want %s", c.n, a, string(content), c.name)
		}
		if list := message.Read(c.raw).Attachments; list[c.n] != a {
			t.Errorf("the list says %+v, the attachment %+v", list[c.n], a)
		}
		if _, _, ok := message.Attachment(c.raw, 99); ok {
			t.Error("there is a hundredth")
		}
	}
}

// A part damaged in any place reads as something.
func FuzzOutlook(f *testing.F) {
	for _, b := range outlookFiles() {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		sound(t, message.Read(append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, raw[min(8, len(raw)):]...)))
	})
}

func FuzzTNEF(f *testing.F) {
	for _, b := range winmails() {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		sound(t, message.Read(winmailMail(append(le32(0x223E9F78), raw[min(4, len(raw)):]...))))
	})
}

func FuzzHTML(f *testing.F) {
	f.Add("<p>Hello<div style='display:none'>x</div><table><tr><td>a<td>b</table><a href=http://a.example>here</a>")
	f.Add("<!--<script>--><blockquote><pre>\n\n x</pre><span hidden>never ended")
	f.Fuzz(func(t *testing.T, page string) {
		sound(t, message.Read([]byte("Subject: x\nContent-Type: text/html; charset=utf-8\n\n"+page)))
	})
}

// TestOutlookBytesAnyDamage turns over each byte of each file in turn.
func TestOutlookBytesAnyDamage(t *testing.T) {
	damage := func(t *testing.T, raw []byte, read func([]byte) casefile.Message) {
		for i := range raw {
			if i > 700 && i%7 != 0 {
				continue
			}
			b := bytes.Clone(raw)
			b[i] ^= 0xFF
			sound(t, read(b))
		}
	}
	damage(t, outlookFiles()["outlook-plain"], message.Read)
	damage(t, outlookFiles()["outlook-inside"], message.Read)
	for _, b := range winmails() {
		damage(t, b, func(b []byte) casefile.Message { return message.Read(winmailMail(b)) })
	}
}
