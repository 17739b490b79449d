package casefile

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Whether two names are one person's is not to be known. Here it is answered so
// that a hold rather keeps too much: to keep what nobody asked for does no harm
// for a while, and a person looks; to destroy what was asked for does.
//
// Whoever calls has taken accents and compatibility forms out of what is
// compared: that needs tables the standard library has not.

// SamePeople reports whether two cases of one controller seem to concern the
// same person, who asks or about whom it is asked.
func (c Case) SamePeople(other Case) bool {
	if c.Client != other.Client {
		return false
	}
	return slices.ContainsFunc(other.people(), c.isOf)
}

// AmongPeople reports whether one of the addresses of a message seems to be that
// of a person of the case.
func (c Case) AmongPeople(addresses ...Address) bool {
	return slices.ContainsFunc(addresses, func(a Address) bool {
		return c.isOf(a.Email) || c.isOf(a.Name) || c.isOf(localName(a.Email))
	})
}

// NamedIn reports whether a text seems to name a person of the case: it holds
// the address, every word of the name but initials, or two telling words of
// one that has more.
func (c Case) NamedIn(t Text) bool {
	return slices.ContainsFunc(c.people(), func(p string) bool {
		if strings.Contains(p, "@") {
			return strings.Contains(t.small, mailKey(p))
		}
		return slices.ContainsFunc(spellings(p), t.names)
	})
}

// people are the names and addresses of the case.
func (c Case) people() []string {
	return slices.DeleteFunc([]string{c.Person.Email, c.Person.Name, c.Subject.Name}, func(s string) bool { return strings.TrimSpace(s) == "" })
}

// isOf reports whether a name or an address seems to be that of a person of the
// case.
func (c Case) isOf(s string) bool {
	mail := strings.Contains(s, "@")
	return slices.ContainsFunc(c.people(), func(p string) bool {
		switch {
		case mail != strings.Contains(p, "@"):
			return false
		case mail:
			return mailKey(s) == mailKey(p)
		}
		return sameName(s, p)
	})
}

// tag is what a person may add to the own part of an address.
var tag = regexp.MustCompile(`\+[^@\s]*@`)

// mailKey makes of an address, or of a text with some, what can be compared.
func mailKey(s string) string {
	return tag.ReplaceAllString(strings.ToLower(strings.TrimSpace(withoutUnseen(s))), "@")
}

// localName returns the own part of an address where it may be a name, such as
// ann.lee, and "" otherwise.
func localName(email string) string {
	own, _, _ := strings.Cut(mailKey(email), "@")
	if len(wordsOf(own)) < 2 {
		return ""
	}
	return own
}

// particles stand in many names and texts, and tell nobody apart.
var particles = []string{"al", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "el", "la", "le", "mac", "mc", "st", "van", "von"}

// telling reports whether two names that share a word share it by more than
// chance.
func telling(w string) bool { return !initial(w) && !slices.Contains(particles, w) }

// sameName reports whether two names may be one person's: every word of the
// shorter stands in the other, in whatever order, an initial for a word that
// begins with it; or they share two words that tell. So a name in the
// middle may be missing, and a second surname.
func sameName(a, b string) bool {
	for _, x := range spellings(a) {
		for _, y := range spellings(b) {
			few, more := x, y
			if len(few) > len(more) {
				few, more = more, few
			}
			if within(few, more) || shared(few, more) > 1 || glued(x, y) || glued(y, x) {
				return true
			}
		}
	}
	return false
}

// within reports whether every word of a stands in b, one at least in full.
func within(a, b []string) bool {
	full := false
	for _, w := range a {
		whole := slices.Contains(b, w)
		full = full || whole && !initial(w)
		if !whole && !slices.ContainsFunc(b, func(other string) bool {
			return initial(w) && strings.HasPrefix(other, w) || initial(other) && strings.HasPrefix(w, other)
		}) {
			return false
		}
	}
	return full
}

// shared counts the telling words that two names have in common.
func shared(a, b []string) int {
	n := 0
	for _, w := range a {
		if telling(w) && slices.Contains(b, w) {
			n++
		}
	}
	return n
}

func initial(w string) bool { return len([]rune(w)) == 1 }

var titles = []string{"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "rev"}

// spellings returns the words of a name without titles: as it is divided, and
// with O'Brien and Smith-Jones as one word each.
func spellings(name string) [][]string {
	var out [][]string
	for _, s := range []string{name, joined(name)} {
		words := wordsOf(s)
		if rest := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(titles, w) }); len(rest) > 0 {
			words = rest
		}
		if len(words) > 0 {
			out = append(out, words)
		}
	}
	return out
}

// joined leaves out what stands inside a name's words.
func joined(s string) string {
	return strings.Map(func(r rune) rune {
		if unseen(r) {
			return -1
		}
		if strings.ContainsRune("'\u2019\u2018\u02bc`\u00b4-\u2010\u2011", r) {
			return -1
		}
		return r
	}, s)
}

// digraphs are ways to write letters that lose their marks otherwise: Mueller is
// Müller.
var digraphs = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "aa", "a")

func wordsOf(s string) []string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return unseen(r) || !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
	for i, w := range words {
		words[i] = digraphs.Replace(w)
	}
	return words
}

// Text is a text in which people are looked for.
type Text struct {
	small string
	words map[string]bool
	lines [2]string // the words in their order, as written and joined
}

// ReadText makes a text ready for [Case.NamedIn].
func ReadText(s string) Text {
	t := Text{small: mailKey(s), words: map[string]bool{}}
	for i, text := range []string{s, joined(s)} {
		words := wordsOf(text)
		for _, w := range words {
			t.words[w] = true
		}
		t.lines[i] = lineOf(words)
	}
	return t
}

// names reports whether the text holds the words of a name.
func (t Text) names(words []string) bool {
	full, found, missing := 0, 0, 0
	for _, w := range words {
		switch there := t.words[w]; {
		case initial(w):
		case !there:
			missing++
		default:
			full++
			if telling(w) {
				found++
			}
		}
	}
	return full > 0 && missing == 0 || found > 1 || t.glues(words)
}
