package casefile

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"casebook/internal/civil"
)

// Reference is how people name a case: two digits of the year it was opened,
// a dash, five random characters and one check character ("26-7KQ4MX").
//
// There is no counter in it that two laptops could both reach, no personal
// data, and a mistyped one is recognised.
type Reference string

// crockford is Douglas Crockford's base 32: no I, L, O or U, so that nothing
// is misread aloud or on paper.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	referenceRandom = 5
	referenceLength = len("26-") + referenceRandom + 1
)

// NewReference draws a reference for a case opened on that day, reading five
// bytes of chance from r.
func NewReference(opened civil.Date, r io.Reader) (Reference, error) {
	var chance [referenceRandom]byte
	if _, err := io.ReadFull(r, chance[:]); err != nil {
		return "", internalf("drawing a reference: %w", err)
	}
	year, _, _ := opened.Split()
	s := fmt.Sprintf("%02d-", year%100)
	for _, b := range chance {
		s += string(crockford[b%32])
	}
	return Reference(s + string(checkCharacter(s))), nil
}

// ParseReference reads a reference as a person types it: any case, with or
// without the dash, with O for 0 and I or L for 1. One wrong character, or two
// neighbours exchanged, is always recognised.
func ParseReference(s string) (Reference, error) {
	s = canonicalReference(s)
	if len(s) != referenceLength || !plausibleReference(s) {
		return "", fieldError("case", "That is not a case reference.",
			"A reference looks like 26-7KQ4MX: two digits, a dash and six letters or digits.")
	}
	if s[referenceLength-1] != checkCharacter(s[:referenceLength-1]) {
		return "", fieldError("case", "That reference has a typing mistake in it: its last character does not fit the rest.",
			"Check it against the letter or the list of cases.")
	}
	return Reference(s), nil
}

// Mistyped returns the error of a text that is a whole reference but for a
// mistake in it, and nil for any other text.
func Mistyped(s string) error {
	ref := canonicalReference(s)
	if len(ref) != referenceLength || !plausibleReference(ref) || ref[referenceLength-1] == checkCharacter(ref[:referenceLength-1]) {
		return nil
	}
	_, err := ParseReference(s)
	return err
}

// typed turns what people type into what was meant, and dashes what mail
// programs make of a hyphen back into one. Building them is slow.
var (
	typed  = strings.NewReplacer("O", "0", "I", "1", "L", "1", " ", "", "–", "-", "‑", "-")
	dashes = strings.NewReplacer("–", "-", "‑", "-", "—", "-", "−", "-")
)

// canonicalReference undoes what people do to a reference when typing it.
func canonicalReference(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	s = typed.Replace(s)
	if len(s) == referenceLength-1 && !strings.Contains(s, "-") {
		s = s[:2] + "-" + s[2:]
	}
	return s
}

// plausibleReference reports whether s has the shape of a reference.
func plausibleReference(s string) bool {
	for i := range len(s) {
		switch {
		case i == 2:
			if s[i] != '-' {
				return false
			}
		case i < 2:
			if s[i] < '0' || s[i] > '9' {
				return false
			}
		case strings.IndexByte(crockford, s[i]) < 0:
			return false
		}
	}
	return true
}

// checkCharacter works over the field of 32 elements: the sum of each
// character multiplied by a different power of a generator. As the weights all
// differ and none is zero, every single mistake and every exchange of two
// characters changes the sum.
func checkCharacter(s string) byte {
	sum, weight := 0, 1
	for i := range len(s) {
		if s[i] == '-' {
			continue
		}
		weight = times2(weight)
		v := strings.IndexByte(crockford, s[i])
		sum ^= multiply(v, weight)
	}
	return crockford[sum]
}

// times2 multiplies by x in GF(32) with the polynomial x^5 + x^2 + 1.
func times2(v int) int {
	v <<= 1
	if v&32 != 0 {
		v ^= 0b100101
	}
	return v
}

func multiply(a, b int) int {
	product := 0
	for ; b > 0; b >>= 1 {
		if b&1 != 0 {
			product ^= a
		}
		a = times2(a)
	}
	return product
}

// mostReferences is how many references of one text are told: each is looked
// for in the vault, and a stranger can write a quarter of a million in one mail.
const mostReferences = 100

// FindReferences returns the references written anywhere in a text, such as
// the subject of a reply, each once and in order, also where the dash is missing
// or another sign. What only looks like one, but fails its check character, is
// left out, and so is what follows on a hundred of them.
func FindReferences(text string) []Reference {
	var found []Reference
	for _, word := range referenceWords(text) {
		if ref, err := ParseReference(word); err == nil && !slices.Contains(found, ref) {
			if found = append(found, ref); len(found) == mostReferences {
				break
			}
		}
	}
	return found
}

// mostMistyped is how many mistyped references of one text are looked at.
const mostMistyped = 3

// MistypedReferences returns, for what looks like a reference with a mistake in
// it, all references that differ from it in one character, each once: one of
// them may be the one that was meant.
func MistypedReferences(text string) []Reference {
	var found []Reference
	looked := 0
	for _, word := range referenceWords(text) {
		word = canonicalReference(word)
		if _, err := ParseReference(word); err == nil || len(word) != referenceLength || !plausibleReference(word) {
			continue
		}
		if looked++; looked > mostMistyped {
			break
		}
		found = appendNear(found, word)
	}
	return found
}

// appendNear appends the references that differ from a mistyped one in one
// character. Of each place there is at most one: what is to be added to its
// weighted value is what the check character is off by.
func appendNear(found []Reference, word string) []Reference {
	last := referenceLength - 1
	off := strings.IndexByte(crockford, checkCharacter(word[:last])) ^ strings.IndexByte(crockford, word[last])
	weight := 1
	for i := range len(word) {
		if i == 2 {
			continue // the dash
		}
		if weight = times2(weight); i == last {
			weight = 1
		}
		among := crockford
		if i < 2 {
			among = crockford[:10] // the year
		}
		was := strings.IndexByte(crockford, word[i])
		for v := range len(among) {
			if multiply(v^was, weight) != off {
				continue
			}
			if ref := Reference(word[:i] + among[v:v+1] + word[i+1:]); !slices.Contains(found, ref) {
				found = append(found, ref)
			}
		}
	}
	return found
}

// referenceWords returns what may be references in a text, in capitals: words
// that begin with two digits, or what people type for them. Few do.
func referenceWords(text string) []string {
	var out []string
	for at, end := candidate(text, 0); at >= 0; at, end = candidate(text, end) {
		w := plainDashes(text[at:end])
		switch {
		case len(w) == referenceLength && w[2] == '-', len(w) == referenceLength-1 && !strings.Contains(w, "-"):
			out = append(out, w)
		case len(w) == 2:
			if next := plainDashes(nextWord(text, end)); len(next) == referenceRandom+1 {
				out = append(out, w+"-"+next) // "26 7KQ4MX"
			}
		}
	}
	return out
}

// MayRefer reports, at a glance, whether a text can hold a reference, mistyped or
// not, or the beginning of one that goes on in the text after it.
func MayRefer(text string) bool {
	for at, end := candidate(text, 0); at >= 0; at, end = candidate(text, end) {
		next := nextWord(text, end)
		if end-at > 2 || next == "" || len(next) > referenceRandom {
			return true
		}
	}
	return false
}

// candidate returns where a word begins and ends, the first after that offset, that
// by its beginning and its length may be a reference, or its first two digits; or
// -1.
func candidate(text string, from int) (at, end int) {
	for at := from; at+1 < len(text); at++ {
		if digitMeant[text[at]]&digitMeant[text[at+1]] == 0 || !beginsWord(text, at) {
			continue
		}
		end := wordEnd(text, at)
		if n := end - at; n == 2 || n >= referenceLength-1 && n <= longestWritten {
			return at, end
		}
		at = end - 1
	}
	return -1, 0
}

// beginsWord reports whether no word goes on over that offset.
func beginsWord(text string, at int) bool {
	if at == 0 {
		return true
	}
	dash := at - len("–")
	return !ofWord[text[at-1]] && (dash < 0 || text[dash] != '\xE2' || !isDash(text[dash:]))
}

// longestWritten is how long a reference is at most as people write it, in
// bytes: its dash may be one of three bytes.
const longestWritten = referenceLength + len("–") - len("-")

func plainDashes(word string) string { return dashes.Replace(strings.ToUpper(word)) }

// digitMeant is 1 for the bytes that people type for a digit.
var digitMeant = func() (table [256]uint8) {
	for _, c := range []byte("0123456789OoIiLl") {
		table[c] = 1
	}
	return table
}()

// wordEnd returns where the letters, digits and dashes end that begin at an
// offset. All dashes but the hyphen are of three bytes, of which E2 is the first.
func wordEnd(text string, at int) int {
	for at < len(text) {
		if ofWord[text[at]] {
			at++
			continue
		}
		if text[at] != '\xE2' || !isDash(text[at:]) {
			break
		}
		at += len("–")
	}
	return at
}

// ofWord says which bytes are ASCII letters and digits, or the hyphen.
var ofWord = func() (table [256]bool) {
	for c := range table {
		b := byte(c)
		table[c] = b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '-'
	}
	return table
}()

func isDash(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("–‑—−", r)
}

// nextWord returns the word that comes after an offset.
func nextWord(text string, at int) string {
	for at < len(text) {
		if end := wordEnd(text, at); end > at {
			return text[at:end]
		}
		at++
	}
	return ""
}
