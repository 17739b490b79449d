package store

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"casebook/internal/casefile"

	"golang.org/x/text/unicode/norm"
)

// What of one case or message is indexed, so that hostile mail cannot fill the
// disk: words of the first part of its text, none endless, and so many of them.
const (
	mostText  = 64 << 10 // bytes
	mostWord  = 64       // bytes of one word; a longer one is left out
	mostWords = 4096     // different ones
)

// letters are those that no decomposition turns into plain ones.
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "ı", "i", "þ", "th")

// folded returns a text in lower case without accents. What is plain in it, and
// most is, is not looked at a second time: what a character comes to does not
// depend on the plain ones beside it.
func folded(s string) string {
	at := run(s, true)
	if at == len(s) {
		return strings.ToLower(s)
	}
	b := make([]byte, 0, len(s)+len(s)/8)
	for {
		for _, c := range []byte(s[:at]) {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			b = append(b, c)
		}
		if s = s[at:]; s == "" {
			return string(b)
		}
		n := run(s, false)
		b = append(b, plain(s[:n])...)
		s = s[n:]
		at = run(s, true)
	}
}

// run is how many bytes a text begins with that are ASCII, or are not.
func run(s string, ascii bool) int {
	for i := range len(s) {
		if s[i] < utf8.RuneSelf != ascii {
			return i
		}
	}
	return len(s)
}

// plain folds characters that are not ASCII.
func plain(s string) string {
	s = norm.NFKD.String(strings.ToValidUTF8(s, " "))
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) || r == '\u00ad' || r == '\u200b' { // marks; the soft hyphen and the blank of no width
			return -1
		}
		return unicode.ToLower(r)
	}, s)
	return letters.Replace(s)
}

// split returns the words of a folded text in their order: runs of letters and
// digits. Nothing else is ever handed to the index, so that nothing typed or
// received has a meaning to it.
func split(s string) []string { return slices.Collect(eachWord(s)) }

// eachWord gives the same one after another.
func eachWord(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		from := -1
		for at := 0; at < len(s); {
			c, size := rune(s[at]), 1
			if c >= utf8.RuneSelf {
				c, size = utf8.DecodeRuneInString(s[at:])
			}
			switch {
			case inWord(c):
				if from < 0 {
					from = at
				}
			case from >= 0:
				if !yield(s[from:at]) {
					return
				}
				from = -1
			}
			at += size
		}
		if from >= 0 {
			yield(s[from:])
		}
	}
}

func inWord(c rune) bool {
	if c < utf8.RuneSelf {
		return plainInWord[c]
	}
	return unicode.IsLetter(c) || unicode.IsNumber(c)
}

var plainInWord = func() (in [utf8.RuneSelf]bool) {
	for _, c := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" {
		in[c] = true
	}
	return in
}()

// wordSet is the different words of a document.
type wordSet struct {
	words []string // in the order in which they came
	known map[string]struct{}
}

func newWordSet() *wordSet { return &wordSet{known: map[string]struct{}{}} }

func (set *wordSet) add(word string) {
	if word == "" || len(word) > mostWord || len(set.words) == mostWords {
		return
	}
	before := len(set.known)
	if set.known[word] = struct{}{}; len(set.known) > before {
		set.words = append(set.words, word)
	}
}

// empty makes the set one of nothing, to be used again.
func (set *wordSet) empty() {
	clear(set.known)
	clear(set.words)
	set.words = set.words[:0]
}

// addText adds the words of a text; addresses of mail also whole; a postcode both
// as one word and as two, so that it is found with and without its blank.
func (set *wordSet) addText(text string) {
	text = folded(casefile.Clip(text, mostText))
	if strings.Contains(text, "@") {
		set.addMail(text)
	}
	before := ""
	for word := range eachWord(text) {
		set.add(word)
		if out, in, ok := postcode(word); ok {
			set.add(out)
			set.add(in)
		}
		if inward(word) {
			if _, _, ok := postcode(before + word); ok {
				set.add(before + word)
			}
		}
		before = word
	}
}

// addPeople adds what names people, numbers of telephones also without their
// blanks, and names of several parts as one word: O'Brien also as obrien.
func (set *wordSet) addPeople(people string) {
	set.addText(people)
	for line := range strings.Lines(casefile.Clip(people, mostText)) {
		set.add(digits(line))
		if !strings.ContainsAny(line, "-'’‘`´‐‑") {
			continue
		}
		for name := range strings.FieldsSeq(folded(line)) {
			if !strings.Contains(name, "@") {
				set.add(strings.Join(split(name), ""))
			}
		}
	}
}

// addMail adds the addresses of mail in a folded text, whole and by their
// domain.
func (set *wordSet) addMail(text string) {
	for field := range strings.FieldsSeq(text) {
		if at := strings.LastIndexByte(field, '@'); at >= 0 {
			set.add(mailWord(field))
			set.add(mailWord(field[at:]))
		}
	}
}

// digits returns the digits of a line that is a number of a telephone, or "".
func digits(line string) string {
	if strings.ContainsFunc(line, unicode.IsLetter) {
		return ""
	}
	return strings.Join(split(line), "")
}

// mailWord is a mail address, or from its @ on a domain, as one word of the
// index: what is neither letter nor digit becomes a low line. It begins like no
// typed word. A long one is cut.
func mailWord(address string) string {
	prefix := "~e"
	if domain, ok := strings.CutPrefix(address, "@"); ok {
		prefix, address = "~d", domain
	}
	word := strings.Map(func(r rune) rune {
		if inWord(r) {
			return r
		}
		return '_'
	}, strings.ReplaceAll(strings.Trim(address, "<>()[],;:\"'"), "@", "__"))
	return casefile.Clip(prefix+word, mostWord)
}

// inward reports whether a word may be the second half of a postcode.
func inward(word string) bool { return len(word) == 3 && word[0] >= '0' && word[0] <= '9' }

// postcode cuts a postcode without its blank in lower case, or what only looks
// like one.
func postcode(word string) (out, in string, ok bool) {
	if len(word) < 5 || len(word) > 7 || !inward(word[len(word)-3:]) {
		return "", "", false
	}
	switch form(word) {
	case "a99aa", "a999aa", "a9a9aa", "aa99aa", "aa999aa", "aa9a9aa":
		return word[:len(word)-3], word[len(word)-3:], true
	}
	return "", "", false
}

// form is a word with an a for each of its plain letters and a 9 for each digit.
func form(word string) string {
	b := []byte(word)
	for i, c := range b {
		switch {
		case c >= 'a' && c <= 'z':
			b[i] = 'a'
		case c >= '0' && c <= '9':
			b[i] = '9'
		default:
			b[i] = '?'
		}
	}
	return string(b)
}
