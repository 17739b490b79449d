package triage

import "slices"

// text is a passage cut into words.
type text struct {
	raw   string
	words []word // without those that phrases need not allow for
	said  []said // all of them
}

// match is a phrase found in a text.
type match struct {
	pattern *pattern
	from    int // its first word
	to      int // the word after its last
}

func (m match) overlaps(o match) bool { return m.from < o.to && o.from < m.to }

// look reads a passage and finds the phrases in it, unless that is done already.
func (r *Rules) look(s *scratch, raw string) (text, []match) {
	if s.own.raw == raw {
		return s.own, s.found
	}
	t := r.read(s, raw)
	return t, r.find(t)
}

// read cuts a passage into words. Words that only colour a sentence are left
// out, so that a phrase need not allow for "please" everywhere. The words hold
// until the scratch is given back.
func (r *Rules) read(s *scratch, raw string) text {
	from, began := len(s.words), len(s.said)
	s.words = r.cut(s.words, raw)
	kept := s.words[from:from]
	var pending uint8
	for _, w := range s.words[from:] {
		s.said = append(s.said, said{w.known.said, w.lo, w.before})
		pending = max(pending, w.before)
		if w.stop {
			pending = max(pending, clauseBreak)
		}
		if w.filler {
			continue
		}
		w.before = pending
		kept = append(kept, w)
		pending = noBreak
	}
	s.words = s.words[:from+len(kept)]
	return text{raw: raw, words: kept[:len(kept):len(kept)], said: s.said[began:len(s.said):len(s.said)]}
}

// cut appends all words of a text.
func (r *Rules) cut(words []word, raw string) []word {
	in := reader{text: raw, buf: make([]byte, 0, 32), brk: sentenceBreak}
	words = slices.Grow(words, len(raw)/5)
	for {
		plain, lo, hi, ok := in.next()
		if !ok {
			return words
		}
		words = append(words, word{known: r.know(plain), lo: int32(lo), hi: int32(hi), before: in.takeBreak()})
	}
}

// find returns every phrase in the text, in the order of their first words.
//
// It goes through the text backwards, so that for each word it is known how far
// after it the next word of each group stands: that rules out nearly all phrases
// that could begin there, before any is tried.
func (r *Rules) find(t text) []match {
	ahead := r.vocabulary.ahead.Get().(*ahead)
	defer r.vocabulary.ahead.Put(ahead)
	ahead.begin(len(t.words))
	found := make([]match, 0, len(t.words)/4+4)
	for i := len(t.words) - 1; i >= 0; i-- {
		w := &t.words[i]
		for n := len(w.class.starts) - 1; n >= 0; n-- {
			s := &w.class.starts[n]
			if !ahead.has(i, s.need) {
				continue
			}
			p := &r.patterns[s.pattern]
			if p.opens && w.before < sentenceBreak || !ahead.all(i, p.needs) {
				continue
			}
			m := matcher{words: t.words, parts: p.parts, greedy: p.greedy, edge: p.edge}
			if end, ok := m.match(i, 0, i); ok {
				found = append(found, match{pattern: p, from: i, to: end})
			}
		}
		ahead.pass(i, w)
	}
	slices.Reverse(found)
	return found
}

// matcher tries one phrase at one place.
type matcher struct {
	words  []word
	parts  []part
	greedy bool  // gaps take as many words as they can
	edge   uint8 // the break no gap crosses
}

// match tries the parts from k on at word i, and returns the word after the
// match. The phrase began at word from.
func (m *matcher) match(i, k, from int) (int, bool) {
	if k == len(m.parts) {
		return i, i > from
	}
	switch p := &m.parts[k]; p.kind {
	case opens:
		if i >= len(m.words) || m.words[i].before < sentenceBreak {
			return 0, false
		}
		return m.match(i, k+1, from)
	case closes:
		if i < len(m.words) && m.words[i].before < sentenceBreak {
			return 0, false
		}
		return m.match(i, k+1, from)
	case gap:
		return m.matchGap(i, k, from)
	default:
		return m.matchOneOf(i, k, from)
	}
}

// matchGap skips as few words as it must, or in a phrase that takes words away
// from others as many as it can.
func (m *matcher) matchGap(i, k, from int) (int, bool) {
	limit := i
	for limit < len(m.words) && limit-i < m.parts[k].gap && !m.broken(limit) {
		limit++
	}
	if m.greedy {
		for j := limit; j >= i; j-- {
			if end, ok := m.match(j, k+1, from); ok {
				return end, true
			}
		}
		return 0, false
	}
	for j := i; j <= limit; j++ {
		if end, ok := m.match(j, k+1, from); ok {
			return end, true
		}
	}
	return 0, false
}

// broken reports whether a phrase may not reach across the break before word i.
func (m *matcher) broken(i int) bool {
	return m.words[i].before >= m.edge
}

func (m *matcher) matchOneOf(i, k, from int) (int, bool) {
	p := &m.parts[k]
	if i < len(m.words) && (i == from || m.words[i].before < sentenceBreak) && m.words[i].class.in(p.any) {
		if end, ok := m.matchPhrases(i, k, from); ok {
			return end, true
		}
		if m.words[i].class.in(p.group) {
			if end, ok := m.match(i+1, k+1, from); ok {
				return end, true
			}
		}
	}
	if p.optional {
		return m.match(i, k+1, from)
	}
	return 0, false
}

func (m *matcher) matchPhrases(i, k, from int) (int, bool) {
	p := &m.parts[k]
	if i+1 >= len(m.words) || !m.words[i].class.in(p.begin) || !m.words[i+1].class.in(p.second) {
		return 0, false
	}
	for list := p.phrases; len(list) > 0; list = list[1+list[0]:] {
		if n := m.phrase(i, list[1:1+list[0]]); n > 0 {
			if end, ok := m.match(i+n, k+1, from); ok {
				return end, true
			}
		}
	}
	return 0, false
}

// phrase returns how many words the phrase takes at word i, or 0.
func (m *matcher) phrase(i int, groups []int32) int {
	if i+len(groups) > len(m.words) {
		return 0
	}
	for n, g := range groups {
		if !m.words[i+n].class.in(int(g)) || n > 0 && m.words[i+n].before >= sentenceBreak {
			return 0
		}
	}
	return len(groups)
}

// passage returns the words of a match as they stand in the text.
func (t text) passage(m match) string { return t.raw[t.words[m.from].lo:t.words[m.to-1].hi] }
