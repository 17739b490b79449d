package triage

import (
	"fmt"
	"strconv"
	"strings"

	"casebook/internal/casefile"
)

// pattern is one phrase of the rules.
type pattern struct {
	section string
	kind    casefile.Kind // that the section is of, "" where it is of none
	number  int           // of that kind, or -1
	not     string        // the kind for which its words do not count, "" for none
	weight  int
	parts   []part
	line    int    // in the rules file
	needs   []need // what must stand after its first word
	opens   bool   // it begins with the beginning of a sentence
	greedy  bool   // its gaps take as many words as they can
	edge    uint8  // the break that no gap crosses
}

// need is a group of which a phrase must come upon a word, at most so many words
// after its first.
type need struct {
	group  int32
	within int32
}

func newPattern(section string, weight int, parts []part, line int) pattern {
	p := pattern{section: section, weight: weight, parts: parts, line: line, needs: needsOf(parts), opens: parts[0].kind == opens, edge: sentenceBreak}
	p.not, _ = strings.CutPrefix(section, sectionNot)
	if p.not == section {
		p.not = ""
	}
	if isKind(section) {
		p.kind = casefile.Kind(section)
	}
	p.number = numberOf(p.kind)
	p.greedy = p.voids()
	if section == sectionIgnore {
		p.edge = clauseBreak
	}
	return p
}

// needsOf returns what a phrase must come upon after the first of its parts that
// cannot be missing: a word that can begin the phrase is that or stands before it.
// Of a part that is several words the second is needed too.
func needsOf(parts []part) []need {
	var needs []need
	begun, reach := false, 0
	for _, p := range parts {
		if p.kind == oneOf && !p.optional {
			if begun {
				needs = append(needs, need{int32(p.any), int32(reach)})
			}
			if p.group < 0 {
				needs = append(needs, need{int32(p.second), int32(reach) + 1})
			}
			begun = true
		}
		reach += p.longest()
	}
	return needs
}

// voids reports whether the phrase takes words away from others.
func (p *pattern) voids() bool {
	return p.section == sectionIgnore || p.not != ""
}

// partKind is what a part of a phrase matches.
type partKind uint8

const (
	oneOf  partKind = iota // a word or one of several
	gap                    // up to so many words of any kind
	opens                  // the beginning of a sentence
	closes                 // its end
)

// part is one element of a phrase.
type part struct {
	kind     partKind
	optional bool
	gap      int     // how many words at most
	group    int     // the single words it matches
	phrases  []int32 // the longer ones one after another: how many words, and the group of each
	begin    int     // the words they begin with
	second   int     // the second words of them
	any      int     // those and the single words
}

// longest is how many words the part can take.
func (p part) longest() int {
	n := p.gap
	if p.kind == oneOf {
		n = 1
	}
	for list := p.phrases; len(list) > 0; list = list[1+list[0]:] {
		n = max(n, int(list[0]))
	}
	return n
}

// builder makes patterns and remembers the words they use.
type builder struct {
	sets   map[string][]string
	groups map[string]int // by what the file says
	words  [][]string     // of each group, prefixes with a star
}

// pattern reads a phrase.
func (b *builder) pattern(text string) ([]part, error) {
	var parts []part
	for _, field := range strings.Fields(text) {
		p, err := b.part(field)
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("the phrase is empty")
	}
	for _, p := range parts {
		if p.kind == oneOf && !p.optional {
			if parts[0].kind == gap {
				return nil, fmt.Errorf("a phrase cannot begin with a gap")
			}
			return parts, nil
		}
	}
	return nil, fmt.Errorf("the phrase has no word that must be there")
}

func (b *builder) part(field string) (part, error) {
	switch {
	case field == "<":
		return part{kind: opens}, nil
	case field == ">":
		return part{kind: closes}, nil
	case strings.HasPrefix(field, ".."):
		n := 2
		if digits := field[2:]; digits != "" {
			var err error
			if n, err = strconv.Atoi(digits); err != nil || n < 1 || n > 40 {
				return part{}, fmt.Errorf("a gap is written ..3, with at most 40 words")
			}
		}
		return part{kind: gap, gap: n}, nil
	}
	inner, optional := strings.CutPrefix(field, "[")
	if optional {
		var closed bool
		if inner, closed = strings.CutSuffix(inner, "]"); !closed {
			return part{}, fmt.Errorf("%s has no closing bracket", field)
		}
	}
	p := part{optional: optional, group: -1, begin: -1, second: -1}
	return p, b.alternatives(&p, inner)
}

// alternatives reads "send|give|let_have|@want".
func (b *builder) alternatives(p *part, text string) error {
	var singles, first, second []string
	for _, alternative := range strings.Split(text, "|") {
		members := []string{alternative}
		if name, ok := strings.CutPrefix(alternative, "@"); ok {
			if members, ok = b.sets[name]; !ok {
				return fmt.Errorf("there is no set %s", alternative)
			}
		}
		for _, member := range members {
			words, err := splitMember(member)
			if err != nil {
				return err
			}
			if len(words) == 1 {
				singles = append(singles, words[0])
				continue
			}
			p.phrases, first = append(p.phrases, int32(len(words))), append(first, words[0])
			second = append(second, words[1])
			for _, w := range words {
				p.phrases = append(p.phrases, int32(b.group([]string{w})))
			}
		}
	}
	if len(singles) > 0 {
		p.group = b.group(singles)
	}
	if len(first) > 0 {
		p.begin, p.second = b.group(first), b.group(second)
	}
	p.any = b.group(append(singles, first...))
	return nil
}

// splitMember returns the words of "e-mail" or "let_have", each in its plain
// form; a star at the end of the last is kept.
func splitMember(member string) ([]string, error) {
	stem, star := strings.CutSuffix(member, "*")
	words := plainWords(stem)
	if len(words) == 0 || strings.ContainsAny(stem, "*[]@") {
		return nil, fmt.Errorf("%q is not a word", member)
	}
	if star {
		if len(words[len(words)-1]) < minPrefix {
			return nil, fmt.Errorf("%q is too short to stand for all that begin so", member)
		}
		words[len(words)-1] += "*"
	}
	return words, nil
}

// group returns the number of a set of words.
func (b *builder) group(words []string) int {
	key := strings.Join(words, "|")
	n, ok := b.groups[key]
	if !ok {
		n = len(b.words)
		b.groups[key] = n
		b.words = append(b.words, words)
	}
	return n
}
