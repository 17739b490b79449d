package mailbox_test

import (
	"bytes"
	"strconv"
	"strings"
)

// A lie changes the beginning of what a server says at one place. choice is any
// number, by which it picks one of its forms.
type lie struct {
	name string
	tell func(said []byte, choice int) []byte
}

var lies = []lie{
	{"another bit", func(b []byte, n int) []byte { return append([]byte{b[0] ^ 1<<(n%8)}, b[1:]...) }},
	{"another byte", func(b []byte, n int) []byte { return append([]byte{byte(n)}, b[1:]...) }},
	{"a byte less", func(b []byte, _ int) []byte { return b[1:] }},
	{"some less", func(b []byte, n int) []byte { return b[min(len(b), 1+n%60):] }},
	{"a byte more", func(b []byte, n int) []byte { return join(marks[n%len(marks):][:1], b) }},
	{"a long word", func(b []byte, n int) []byte { return join(strings.Repeat("x", 1<<(8+n%10)), b) }},
	{"another number", func(b []byte, n int) []byte { return swapNumber(b, strangeNumbers[n%len(strangeNumbers)]) }},
	{"a number near", func(b []byte, n int) []byte { return swapNumber(b, "+"+strconv.Itoa(n%7-3)) }},
	{"a line twice", func(b []byte, _ int) []byte { return join(string(firstLine(b)), b) }},
	{"a line less", func(b []byte, _ int) []byte { return b[len(firstLine(b)):] }},
	{"lines changed about", func(b []byte, _ int) []byte {
		one := firstLine(b)
		two := firstLine(b[len(one):])
		return join(string(two)+string(one), b[len(one)+len(two):])
	}},
	{"nothing", func(b []byte, _ int) []byte {
		if end := bytes.IndexAny(b, " )\r"); end >= 0 {
			return join("NIL", b[end:])
		}
		return b
	}},
	{"something unasked", func(b []byte, n int) []byte { return join(unasked[n%len(unasked)]+"\r\n", b) }},
	{"something unasked, on a line of its own", func(b []byte, n int) []byte {
		one := firstLine(b)
		return join(string(one)+unasked[n%len(unasked)]+"\r\n", b[len(one):])
	}},
	{"no more", func([]byte, int) []byte { return nil }},
}

const marks = " ()[]{}\"\\\r\n*+<>,:0"

// strangeNumbers take the place of numbers.
var strangeNumbers = []string{
	"0", "-1", "00000000001", "2147483648", "4294967295", "4294967296", "9223372036854775807", "18446744073709551616",
	"1" + strings.Repeat("0", 30), "", "1:*", "NIL", strings.Repeat("7", 70_000),
}

// unasked is what a server may say at any time, and what it may not.
var unasked = []string{
	"* 3 EXPUNGE", "* 4294967295 EXISTS", "* 0 EXISTS", "* 99 RECENT", "* VANISHED (EARLIER) 3:5", "* BYE see you", "* OK [ALERT] the moon is full",
	"* NO [ALERT] no", "* BAD what", "* CAPABILITY IMAP4rev1", "* CAPABILITY IMAP4rev2 LITERAL+ UTF8=ACCEPT", "* PREAUTH welcome",
	"* ESEARCH", "* ESEARCH UID", "* ESEARCH (TAG \"T5\") UID ALL 1:4294967295", "* ESEARCH ALL 1:5", "* SEARCH", "* SEARCH 99", "* SEARCH 0",
	"* 3 FETCH (FLAGS (\\Seen))", "* 3 FETCH (BODY[] {5}\r\nhello)", "* 3 FETCH (UID 3 BODY[] {5}\r\nhello)", "* 1 FETCH (UID 99 BODY[] NIL)",
	"* 2 FETCH (UID 2 RFC822.SIZE 3)", "* 2 FETCH (UID 2 BODY[] \"\")", "* 2 FETCH ()", "* 2 FETCH (UID 2 BODYSTRUCTURE ((((((", "* 2 FETCH NIL",
	"+ ", "+ go on", "+ eyJzdGF0dXMiOiI0MDEifQ==", "T1 OK done", "T4 OK done", "T5 NO no", "T6 OK [CLOSED] done", "T999 OK done", "A1 OK done",
	"* OK [CLOSED] closed", "* OK [UIDVALIDITY 0] x", "* OK [UIDNEXT 1] x", "* OK [COPYUID 1 1:4294967295 1:4294967295] x",
	"* FLAGS (\\Seen)", "* LIST (\\Noselect) \"/\" INBOX", "* LIST () NIL {3}\r\nabc", "* STATUS INBOX (MESSAGES 3)", "* ID (\"name\" \"x\")",
	"* NAMESPACE NIL NIL NIL", "* THREAD (1)(2)", "* METADATA \"\" (/a NIL)", "", "*", "* 1 ", "(", "\"", "{5}", "NIL",
}

func join(s string, b []byte) []byte { return append([]byte(s), b...) }

func firstLine(b []byte) []byte {
	if end := bytes.IndexByte(b, '\n'); end >= 0 {
		return b[:end+1]
	}
	return b
}

// swapNumber puts s in the place of the first number, or adds it where it begins
// with a plus.
func swapNumber(b []byte, s string) []byte {
	begin := bytes.IndexAny(b, "0123456789")
	if begin < 0 {
		return b
	}
	end := begin
	for end < len(b) && b[end] >= '0' && b[end] <= '9' {
		end++
	}
	if more, near := strings.CutPrefix(s, "+"); near {
		was, _ := strconv.Atoi(string(b[begin:end]))
		by, _ := strconv.Atoi(more)
		s = strconv.Itoa(max(0, was+by))
	}
	return join(string(b[:begin])+s, b[end:])
}
