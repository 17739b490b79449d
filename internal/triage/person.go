package triage

import (
	"slices"
	"strings"
	"unicode"

	"casebook/internal/casefile"
)

// person returns who asks: the writer, or where a client or we ourselves only
// pass a message on, the writer of the message inside.
func (e *envelope) person() casefile.Person {
	from, inside := e.From, false
	if e.ReplyTo.Email != "" && from.Email == "" {
		from = e.ReplyTo
	}
	if e.forward && e.inner != nil && e.inner.From.Email != "" && e.inner.From.Email != from.Email {
		from, inside = e.inner.From, true
	}
	p := casefile.Person{Name: tidyName(from.Name), Email: from.Email}
	switch {
	case p.Name != "":
	case inside:
		p.Name = signedName(split(e.inner.Text).own)
	default:
		p.Name = signedName(e.parts.own + "\n" + e.parts.signature)
	}
	return p
}

// tidyName returns a display name as a letter would use it: "Smith, Jane" is
// Jane Smith, and an address is no name.
func tidyName(name string) string {
	name = strings.Trim(strings.Join(strings.Fields(name), " "), `"'`)
	if strings.ContainsAny(name, "@<>") {
		return ""
	}
	if last, first, ok := strings.Cut(name, ", "); ok && !strings.Contains(first, ",") && len(strings.Fields(first)) <= 2 && len(strings.Fields(last)) <= 2 {
		return first + " " + last
	}
	return name
}

// closings are what people write above their name.
var closings = []string{
	"regards", "kind regards", "best regards", "many thanks", "thanks", "thank you", "yours", "yours sincerely",
	"yours faithfully", "sincerely", "best wishes", "cheers", "best", "all the best", "faithfully", "warm regards", "rgds", "br", "kr",
}

// longestClosing is how long a line may be that holds such a formula and the
// signs and blanks around it, in bytes.
const longestClosing = 48

// signedName returns the name under a closing formula, or nothing.
func signedName(text string) string {
	lines := strings.Split(text, "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if len(lines[i]) > longestClosing || !slices.Contains(closings, strings.Join(plainWords(lines[i]), " ")) {
			continue
		}
		for _, line := range lines[i+1:] {
			if line = strings.Trim(strings.TrimSpace(line), ",.*_- "); line != "" {
				return nameOnly(line)
			}
		}
	}
	return ""
}

// nameOnly returns the line if it looks like a name and nothing else.
func nameOnly(line string) string {
	words := strings.Fields(line)
	if len(words) == 0 || len(words) > 5 || hasDigit(line) || strings.ContainsAny(line, "@:/") || !startsUpper(words[0]) {
		return ""
	}
	return strings.Join(words, " ")
}

// subject returns whose data it is, where somebody else's is asked for.
func (g reading) subject(writer casefile.Person) casefile.Subject {
	var heard []speech
	for _, relation := range relations {
		for i := range g.texts {
			if !slices.ContainsFunc(g.found[i], func(m match) bool { return m.pattern.section == string(relation) }) {
				continue
			}
			if heard == nil {
				heard = g.listen()
			}
			if s, ok := g.related(relation, writer, heard); ok {
				return g.orLayman(s, writer, heard)
			}
			break
		}
	}
	return casefile.Subject{}
}

// orLayman returns a representative who says "I act for her" where nothing else
// speaks of a lawyer.
func (g reading) orLayman(s casefile.Subject, writer casefile.Person, heard []speech) casefile.Subject {
	if s.Relation != casefile.Solicitor || s.Name != "" || slices.ContainsFunc(heard, speech.legal) {
		return s
	}
	if r, ok := g.related(casefile.Representative, writer, heard); ok && r.Name != "" {
		return r
	}
	return s
}

func (g reading) listen() []speech {
	heard := make([]speech, len(g.texts))
	for i, t := range g.texts {
		heard[i] = g.rules.listen(t.raw)
	}
	return heard
}

// related looks for the words of one relation that count; one that gives a name
// is better than an earlier one that does not.
func (g reading) related(relation casefile.Relation, writer casefile.Person, heard []speech) (casefile.Subject, bool) {
	s, found := casefile.Subject{Relation: relation, Child: relation == casefile.Parent}, false
	for i, t := range g.texts {
		for _, m := range g.found[i] {
			if m.pattern.section != string(relation) {
				continue
			}
			name := nameAfter(t.raw[t.words[m.to-1].hi:])
			if name == "" {
				name = nameInside(t.passage(m))
			}
			if name == "" {
				name = nameBefore(t.raw[:t.words[m.from].lo])
			}
			if strings.EqualFold(name, writer.Name) {
				name = ""
			}
			if !heard[i].mention(t, m, name).counts(relation, heard) {
				continue
			}
			if found = true; name != "" {
				s.Name = name
				return s, true
			}
		}
	}
	return s, found
}

// notNames are words with a capital that follow a relation and begin no name.
var notNames = []string{"i", "we", "the", "in", "at", "is", "who", "year", "please", "he", "she", "they", "you", "my", "our", "and", "dob", "data", "subject", "gdpr", "under", "uk", "school", "re", "ref", "it", "that", "this", "what", "there", "here", "let", "how"}

// titles may stand before a name.
var titles = []string{"mr", "mrs", "ms", "miss", "mx", "dr", "master", "sir", "prof", "rev"}

// particles stand in names without a capital.
var particles = []string{"de", "da", "van", "von", "der", "den", "el", "al", "bin", "la", "di", "du", "ap", "ab", "o"}

// maxName is how many words a name may have.
const maxName = 6

// nameAfter returns the name that text begins with, or nothing.
func nameAfter(text string) string {
	for _, lead := range []string{",", " (", " -", " –", ":", " named", " called", " is", " of", "'s", "’s"} {
		if rest, ok := strings.CutPrefix(text, lead); ok && lead != "'s" && lead != "’s" {
			text = rest
			break
		}
	}
	if strings.HasPrefix(text, "\n\n") || strings.HasPrefix(text, ".") {
		return ""
	}
	var name []string
	for w := range strings.FieldsSeq(text) {
		bare := strings.Trim(w, ".,;:()!?\"")
		plain := strings.Join(plainWords(bare), "")
		if bare == "" || !isNameWord(bare, plain, len(name)) {
			break
		}
		owned := strings.TrimSuffix(strings.TrimSuffix(bare, "'s"), "’s")
		name = append(name, owned)
		title := slices.Contains(titles, plain)
		if len(name) == maxName || owned != bare || w[len(w)-1] != bare[len(bare)-1] && !title {
			break
		}
	}
	for len(name) > 0 && (slices.Contains(particles, name[len(name)-1]) || slices.Contains(titles, strings.ToLower(strings.Trim(name[len(name)-1], ".")))) {
		name = name[:len(name)-1]
	}
	return strings.Join(name, " ")
}

func isNameWord(bare, plain string, at int) bool {
	if at > 0 && slices.Contains(particles, bare) {
		return true
	}
	c := firstRune(bare)
	return unicode.IsUpper(c) && !slices.Contains(notNames, plain) && !hasDigit(bare)
}

// nameInside returns the name within "I am Jan's mother".
func nameInside(passage string) string {
	words := strings.Fields(passage)
	for i, w := range words {
		if i > 0 && isOwner(w) {
			return nameAfter(" " + strings.Join(words[i:], " "))
		}
	}
	return ""
}

// nameBefore returns the name that text ends with as an owner, but for a word:
// "I am Dana Pike's union" before "representative".
func nameBefore(text string) string {
	words := strings.Fields(text[max(0, len(text)-maxName*20):])
	end := len(words)
	if end > 0 && !isOwner(words[end-1]) {
		end--
	}
	if end == 0 || !isOwner(words[end-1]) {
		return ""
	}
	from := end - 1
	for from > 0 && end-from < maxName && startsUpper(words[from-1]) && words[from-1][len(words[from-1])-1] != '.' {
		from--
	}
	return nameAfter(" " + strings.Join(words[from:end], " "))
}

// isOwner reports whether a word is a name's last with 's.
func isOwner(w string) bool {
	bare := strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
	return bare != w && startsUpper(w) && !slices.Contains(notNames, strings.ToLower(bare))
}
