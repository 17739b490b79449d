package triage

import (
	"slices"
	"sort"
	"strings"

	"casebook/internal/casefile"
)

// That somebody else is mentioned does not say that the writer acts for them:
// "my colleague told me", "the children in my care". What counts is whose data
// is asked for: the mention itself ("records about my son", "my son's file"), or
// a pronoun in a sentence that asks ("please send me her file").

// heardWord is a word of a text and its sentence.
type heardWord struct {
	*known
	sentence int32
	lo, hi   int32 // its bytes in the text
}

// in reports whether the word is of one of these sets.
func (w heardWord) in(sets wordSets) bool { return w.sets&sets != 0 }

// speech is a text as words, for asking whose data is meant.
type speech struct {
	raw   string
	words []heardWord
	asks  []bool         // of each sentence, whether it asks for something
	other map[int32]bool // sentences that ask for the data of somebody called by a pronoun
	own   bool           // the writer's own data is asked for
}

// listen takes all words of a text, those too that phrases need not allow for.
func (r *Rules) listen(raw string) speech {
	every := r.cut(nil, raw)
	s := speech{raw: raw, asks: []bool{false}, words: make([]heardWord, 0, len(every))}
	for i, said := range every {
		if i > 0 && said.before == sentenceBreak {
			s.asks = append(s.asks, false)
		}
		w := heardWord{said.known, int32(len(s.asks) - 1), said.lo, said.hi}
		s.words = append(s.words, w)
		s.asks[w.sentence] = s.asks[w.sentence] || w.in(askWords)
	}
	// Once for all mentions: a text of nothing but mentions may be long.
	s.other, s.own = s.pronouns(), s.asksOwn()
	return s
}

// near is how many words may stand between the parts of one thought.
const near = 5

// firmness says how much a mention of somebody needs beside it.
type firmness uint8

const (
	passing   firmness = iota // counts where their data is asked for
	presumed                  // counts unless the writer's own data is asked for
	undoubted                 // counts by itself
)

// mention is somebody else in a text: the words from and to.
type mention struct {
	speech
	from, to int
	name     string
}

// mention is what a match says of somebody, as words.
func (s speech) mention(t text, at match, name string) mention {
	lo, hi := t.words[at.from].lo, t.words[at.to-1].hi
	m := mention{speech: s, name: name}
	m.from = sort.Search(len(s.words), func(i int) bool { return s.words[i].hi > lo })
	for m.to = m.from; m.to < len(s.words) && s.words[m.to].lo < hi; {
		m.to++
	}
	return m
}

// counts reports whether the writer acts for the one who is mentioned. What the
// other parts of the message say is heard as well.
func (m mention) counts(relation casefile.Relation, heard []speech) bool {
	if m.from == m.to {
		return false
	}
	own := slices.ContainsFunc(heard, func(s speech) bool { return s.own })
	firm := m.firm(relation)
	here := m.words()[0].sentence
	switch {
	case m.has("foster") && relation == casefile.Parent:
		return false // said better as a carer
	case firm == undoubted:
		return true
	case m.tied():
		return !own || m.asks[here]
	case firm == presumed || m.isRole() || m.inCare():
		if slices.ContainsFunc(heard, func(s speech) bool { return len(s.other) > 0 }) {
			return true
		}
		return firm == presumed && !own
	}
	return !own && (m.other[here] || m.other[here+1])
}

// inCare reports whether the mention is of somebody in the writer's care.
func (m mention) inCare() bool { return m.has("care") }

func (m mention) words() []heardWord { return m.speech.words[m.from:m.to] }

func (m mention) has(words ...string) bool {
	return slices.ContainsFunc(m.words(), func(w heardWord) bool { return slices.Contains(words, w.plain) })
}

func (m mention) any(sets wordSets) bool {
	return slices.ContainsFunc(m.words(), func(w heardWord) bool { return w.in(sets) })
}

// firm says how much the mention needs beside it.
func (m mention) firm(relation casefile.Relation) firmness {
	role := m.isRole()
	switch {
	case m.has("behalf", "act", "acting", "instructed", "represent", "attorney"):
		if m.ofOther() && (m.byWriter() || m.has("attorney")) {
			return undoubted
		}
		return passing
	case m.has("parental") || m.has("authority") && relation == casefile.Solicitor:
		return presumed
	case role && m.name != "", m.has("client", "clients"):
		return presumed
	case relation == casefile.Parent && m.any(childName) && !role:
		return presumed
	}
	return passing
}

// isRole reports whether the writer says what they are: "I am the mother of".
func (m mention) isRole() bool {
	for i := max(0, m.from-4); i < m.to; i++ {
		if w := m.speech.words[i]; w.sentence == m.words()[0].sentence && (w.plain == "im" || w.plain == "am" || w.plain == "as") {
			return true
		}
	}
	return false
}

// byWriter reports whether the one who acts is the writer, or nobody else is
// named: "on behalf of my husband, ...".
func (m mention) byWriter() bool {
	start := m.from
	for start > max(0, m.from-near) && m.speech.words[start-1].sentence == m.words()[0].sentence {
		start--
	}
	return m.from == start || slices.ContainsFunc(m.speech.words[start:m.to], func(w heardWord) bool { return w.in(firstPerson) })
}

// ofOther reports whether the one acted for is somebody, and another than the
// writer: "for a colleague" names nobody.
func (m mention) ofOther() bool {
	if m.to < len(m.speech.words) && (m.speech.words[m.to].plain == "a" || m.speech.words[m.to].plain == "an") {
		return false
	}
	for i := m.to; i < min(len(m.speech.words), m.to+3); i++ {
		w := m.speech.words[i]
		if w.sentence != m.words()[0].sentence || w.in(childName|relatives) {
			break
		}
		if w.in(bodies) {
			return false
		}
	}
	return !m.any(bodies)
}

// tied reports whether data of the one who is mentioned is meant, by the words
// next to the mention.
func (m mention) tied() bool { return m.owns() || m.isObject() }

// owns reports "my son's file", and with a name between "my daughter Aoife's
// school file".
func (m mention) owns() bool {
	last := m.words()[len(m.words())-1]
	apart := strings.HasSuffix(last.plain, "s")
	for i := m.to; i < min(len(m.speech.words), m.to+near+1); i++ {
		w := m.speech.words[i]
		if w.sentence != last.sentence {
			return false
		}
		if apart && w.in(dataWords) {
			return true
		}
		if w.plain == "and" || w.plain == "who" || w.in(firstPerson) {
			return false
		}
		apart = apart || strings.ContainsAny(m.raw[w.lo:w.hi], "'’")
	}
	return false
}

// isObject reports "records about my son" and "remove my son from your list".
func (m mention) isObject() bool {
	from := m.from
	sentence := m.words()[0].sentence
	for from > max(0, m.from-2*near) && m.speech.words[from-1].sentence == sentence && m.speech.words[from-1].in(childName|articles) {
		from-- // "the two children in my care"
	}
	about := false
	for i := from - 1; i >= max(0, from-2*near) && m.speech.words[i].sentence == sentence; i-- {
		w := m.speech.words[i]
		switch {
		case from-i <= 2 && w.in(deeds), from-i <= 3 && (w.plain == "object" || w.plain == "sar" || w.plain == "dsar"):
			return true
		case from-i <= 2 && (w.in(aboutWords) || w.plain == "to"):
			about = true
		case about && w.in(dataWords|holds):
			return true
		}
	}
	return false
}

// pronouns returns the sentences that ask for the data of somebody called by a
// pronoun or as a child: "her file", "about him", "the child".
func (s speech) pronouns() map[int32]bool {
	found := map[int32]bool{}
	for i, w := range s.words {
		if !s.asks[w.sentence] || found[w.sentence] {
			continue
		}
		next := s.words[i+1 : min(len(s.words), i+1+near-1)]
		switch {
		case w.in(theirs) && slices.ContainsFunc(next, func(n heardWord) bool { return n.in(dataWords) && n.sentence == w.sentence }),
			i > 0 && w.in(them) && s.words[i-1].in(aboutWords|deeds),
			w.in(aboutWords) && len(next) > 1 && next[0].in(articles) && next[1].in(childName),
			w.plain == "childs" || w.plain == "childrens":
			found[w.sentence] = true
		}
	}
	return found
}

// legal reports whether a lawyer seems to write.
func (s speech) legal() bool {
	return slices.ContainsFunc(s.words, func(w heardWord) bool { return w.in(lawWords) })
}

// asksOwn reports whether the writer's own data is asked for: "my file", "about
// me".
func (s speech) asksOwn() bool {
	for i, w := range s.words {
		switch {
		case w.in(mine) && s.ownThing(i):
			return true
		case i > 0 && w.in(myself) && s.asks[w.sentence] && (s.words[i-1].in(ofMe|deeds) || s.words[i-1].plain == "sending"):
			return true
		}
	}
	return false
}

// ownThing reports whether what is "my" at word i is data, and nobody else's.
func (s speech) ownThing(i int) bool {
	for j := i + 1; j < min(len(s.words), i+near); j++ {
		w := s.words[j]
		if w.sentence != s.words[i].sentence || w.in(childName|relatives) {
			return false
		}
		if w.in(dataWords) {
			return !w.in(ownWords) || j > i+1 && s.words[j-1].plain == "email"
		}
		if w.in(aboutWords) || w.plain == "and" {
			return false
		}
	}
	return false
}
