package message

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
)

// decode turns bytes of a declared character set into text. Where the
// declaration is missing, unknown or plainly wrong the bytes speak for
// themselves: UTF-8 where they are, Windows-1252 otherwise, which every byte is
// something in. ok is false where the declaration did not hold.
func decode(b []byte, label string) (s string, ok bool) {
	label = strings.ToLower(strings.Trim(label, " \t\"'"))
	label = strings.TrimPrefix(label, "charset=")
	switch {
	case label == "" || strings.Contains(label, "ascii") || label == "ansi_x3.4-1968":
		return guess(b), true
	case label == "utf-8" || label == "utf8" || label == "unicode-1-1-utf-8":
		return guess(b), utf8.Valid(b)
	case label == "utf-7" || label == "unicode-1-1-utf-7":
		return utf7(string(b)), true
	}
	enc, canonical := charset.Lookup(label)
	if enc == nil || canonical == "replacement" {
		return guess(b), false
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return guess(b), false
	}
	return string(out), true
}

// guess reads bytes whose character set nobody declared.
func guess(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(out)
}

// utf7 decodes UTF-7 (RFC 2152), which old systems still send: +AOk- is é. What
// is not UTF-7 stays as it is.
func utf7(s string) string {
	var out strings.Builder
	for {
		at := strings.IndexByte(s, '+')
		if at < 0 {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(s[:at])
		s = s[at+1:]
		n := 0
		for n < len(s) && base64Char(s[n]) {
			n++
		}
		run := s[:n]
		s = strings.TrimPrefix(s[n:], "-")
		if run == "" {
			out.WriteByte('+')
			continue
		}
		units, err := base64.RawStdEncoding.DecodeString(run)
		if err != nil {
			out.WriteString("+" + run)
			continue
		}
		out.WriteString(fromUTF16(units))
	}
}

func base64Char(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/'
}

func fromUTF16(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}
