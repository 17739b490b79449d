package message

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// transfer undoes a content transfer encoding (RFC 2045, section 6), leniently.
// ok is false where the content was not what the header said.
func transfer(b []byte, encoding string) (out []byte, ok bool) {
	word, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(encoding)), " ")
	switch strings.Trim(word, "\";,") {
	case "base64":
		return fromBase64(b)
	case "quoted-printable":
		return fromQuotedPrintable(b)
	case "x-uuencode", "uuencode", "x-uue", "uue":
		if at := uuBegin.FindIndex(b); at != nil {
			if data, _, ok := fromUU(string(b[at[1]:])); ok {
				return data, true
			}
		}
		return b, false
	case "", "7bit", "8bit", "binary":
		return b, true
	}
	return b, false
}

// fromBase64 decodes what is base64 and leaves out the rest.
func fromBase64(b []byte) ([]byte, bool) {
	clean := make([]byte, 0, len(b))
	strange := false
	for _, c := range b {
		switch {
		case base64Char(c):
			clean = append(clean, c)
		case c != '\r' && c != '\n' && c != ' ' && c != '\t' && c != '=':
			strange = true
		}
	}
	if len(clean)%4 == 1 {
		clean, strange = clean[:len(clean)-1], true
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, err := base64.RawStdEncoding.Decode(out, clean)
	return out[:n], err == nil && !strange
}

// base64Size returns how many bytes base64 holds, without decoding it. ok is
// false where there is anything else in it.
func base64Size(b []byte) (n int, ok bool) {
	letters := 0
	for _, c := range b {
		switch base64Class[c] {
		case 1:
			letters++
		case 0:
			return 0, false
		}
	}
	return letters * 3 / 4, letters%4 != 1
}

// base64Class is 1 for what stands for six bits, 2 for what may stand between.
var base64Class = func() (class [256]byte) {
	for c := range class {
		if base64Char(byte(c)) {
			class[c] = 1
		}
	}
	for _, c := range []byte("\r\n \t=") {
		class[c] = 2
	}
	return class
}()

// fromQuotedPrintable decodes =XX and soft line breaks; what is neither stays.
func fromQuotedPrintable(b []byte) ([]byte, bool) {
	out := make([]byte, 0, len(b))
	ok := true
	for i := 0; i < len(b); i++ {
		if b[i] != '=' {
			out = append(out, b[i])
			continue
		}
		if i+2 < len(b) && hexDigit(b[i+1]) >= 0 && hexDigit(b[i+2]) >= 0 {
			out = append(out, byte(hexDigit(b[i+1])<<4|hexDigit(b[i+2])))
			i += 2
			continue
		}
		if end := softBreak(b[i+1:]); end >= 0 {
			i += end
			continue
		}
		out, ok = append(out, '='), false
	}
	return out, ok
}

// softBreak returns how long a line's end is that follows an equals sign, blanks
// before it included, or -1.
func softBreak(b []byte) int {
	rest := bytes.TrimLeft(b, " \t")
	skipped := len(b) - len(rest)
	switch {
	case len(rest) == 0:
		return skipped
	case rest[0] == '\n':
		return skipped + 1
	case len(rest) > 1 && rest[0] == '\r' && rest[1] == '\n':
		return skipped + 2
	}
	return -1
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
