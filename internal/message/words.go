package message

import (
	"regexp"
	"strings"
)

// word is an encoded word (RFC 2047). Blanks inside are against the rule and
// common.
var word = regexp.MustCompile(`=\?([^?\s]+)\?([bBqQ])\?([^?\r\n]*)\?=`)

// decodeWords decodes the encoded words of a header value, and bytes that were
// put there raw. Neighbouring words of one character set are decoded together:
// many programs cut between the bytes of one character.
func decodeWords(value string) string {
	if !strings.Contains(value, "=?") {
		return guess([]byte(value))
	}
	var out strings.Builder
	var pending []byte
	charset, end := "", 0
	flush := func() {
		s, _ := decode(pending, charset)
		out.WriteString(s)
		pending = nil
	}
	for _, m := range word.FindAllStringSubmatchIndex(value, -1) {
		between := value[end:m[0]]
		label, _, _ := strings.Cut(value[m[2]:m[3]], "*") // a language may follow (RFC 2231)
		glued := end > 0 && strings.TrimSpace(between) == ""
		if !glued || !strings.EqualFold(label, charset) {
			flush()
		}
		if !glued {
			out.WriteString(guess([]byte(between)))
		}
		charset, end = label, m[1]
		pending = append(pending, wordBytes(value[m[4]:m[5]], value[m[6]:m[7]])...)
	}
	flush()
	out.WriteString(guess([]byte(value[end:])))
	return out.String()
}

func wordBytes(kind, s string) []byte {
	if strings.EqualFold(kind, "b") {
		b, _ := fromBase64([]byte(s))
		return b
	}
	b, _ := fromQuotedPrintable([]byte(strings.ReplaceAll(s, "_", " ")))
	return b
}
