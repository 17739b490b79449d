package triage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"casebook/internal/casefile"
)

// Rules are the phrases by which a message is understood. They are read once
// and can be used by many at the same time.
type Rules struct {
	patterns   []pattern
	vocabulary *vocabulary
	prefer     [wide]uint32 // by the number of each kind, those it goes before where both claim the same words, a bit each
	lexicon    *lexicon
	weights    *weights
	sayings    *sayings
	memory     *memory
}

// The sections of the rules file besides those of the kinds and the relations.
const (
	sectionIgnore   = "ignore"   // words that count for no kind
	sectionNot      = "not "     // words that do not count for one kind
	sectionWeigh    = "weigh "   // what was learned of one kind, of whole messages
	sectionHear     = "hear "    // the same of sentences
	sectionSay      = "say"      // what was learned of words as they stand
	sectionNegation = "negation" // what follows at once does not count
	sectionBulk     = "bulk"     // signs of a message sent to many
	sectionForward  = "forward"  // words of somebody who only passes mail on
)

// weighings are the sections of the weights, by what they weigh.
var weighings = [...]string{asWhole: sectionWeigh, asSentence: sectionHear}

// relations are the sections that say how the writer stands to the data
// subject.
var relations = []casefile.Relation{casefile.Solicitor, casefile.Parent, casefile.Carer, casefile.Representative}

// Parse reads the rules: a line each, under headings in square brackets.
//
//	set my = my our his her        names a set of words
//	filler please kindly           words that phrases need not allow for
//	stop but however               words at which an ignored phrase ends
//	proper content                 right words that look like misspelt others
//	spelling u you                 a common misspelling, and what is meant
//	prefer erasure over access     whose the words are where both claim them
//
//	[access]                       phrases that speak for access to data
//	3 copy|copies [of] ..4 @my ..2 data
//
// A phrase begins with its weight: phrases of together 3 make a proposal, and
// a phrase with a negative weight speaks against. In it, | stands between
// choices, @my is a set, [of] may be missing, ..4 is a gap of up to four words,
// delet* is any word that begins so, two_words go together, < and > are the
// beginning and the end of a sentence. Case, accents, apostrophes, hyphens and
// a single wrong letter in a long word make no difference. No phrase reaches
// across the end of a sentence.
//
// Besides the kinds there are the headings ignore, not KIND, negation, bulk,
// forward, parent, carer, solicitor and representative; "answer" with the id of
// an action, for what people write who send what a case waits for; and "weigh"
// and "hear" with a kind, or with "any", for what was learned of whole messages
// and of sentences (see [Rules.Learn]). Where nothing was learned, every kind is
// proposed of which phrases make a proposal. A line
//
//	idea delete = delet* eras* wipe
//
// names words that mean the same to the weights. The lines of all texts are
// counted together.
func Parse(texts ...string) (Rules, error) {
	p := parser{
		builder:  builder{sets: map[string][]string{}, groups: map[string]int{}},
		spelling: map[string]string{},
		rules:    Rules{memory: newMemory(), lexicon: newLexicon(), weights: newWeights(), sayings: newSayings(len(weighed()))},
	}
	n := 0
	for _, text := range texts {
		for line := range strings.Lines(text) {
			n++
			line, _, _ = strings.Cut(line, "#")
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			if err := p.line(line, n); err != nil {
				return Rules{}, ruleError(n, err)
			}
		}
	}
	return p.finish(), nil
}

func ruleError(line int, err error) error {
	return &casefile.Error{
		Kind: casefile.Invalid, Field: "triage rules",
		What: fmt.Sprintf("The triage rules cannot be read: line %d: %v.", line, err),
		Do:   "Mend that line, or put the rules back as they came.", Err: err,
	}
}

// parser is a rules file being read.
type parser struct {
	builder
	rules                Rules
	section              string
	filler, stop, proper []string
	spelling             map[string]string
}

func (p *parser) line(line string, n int) error {
	if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") && !strings.Contains(line, " [") {
		p.section = strings.TrimSpace(line[1 : len(line)-1])
		if !isSection(p.section) {
			return fmt.Errorf("there is no heading %q", p.section)
		}
		return nil
	}
	if p.section == sectionSay {
		return p.rules.sayings.read(line)
	}
	first, rest, _ := strings.Cut(line, " ")
	for as, section := range weighings {
		if kind, ok := strings.CutPrefix(p.section, section); ok {
			if by, err := strconv.ParseFloat(first, 64); err == nil {
				return p.rules.weights.read(p.rules.lexicon, as, kind, by, rest)
			}
		}
	}
	if weight, err := strconv.Atoi(first); err == nil {
		return p.phrase(weight, rest, n)
	}
	return p.directive(first, strings.Fields(rest))
}

func isSection(s string) bool {
	if kind, ok := strings.CutPrefix(s, sectionNot); ok {
		return isKind(kind)
	}
	for _, section := range weighings {
		if kind, ok := strings.CutPrefix(s, section); ok {
			return isKind(kind) || kind == string(asksAnything)
		}
	}
	if action, ok := strings.CutPrefix(s, sectionAnswer); ok {
		return isAnswer(action)
	}
	return isKind(s) || slices.Contains(relations, casefile.Relation(s)) ||
		slices.Contains([]string{sectionSay, sectionIgnore, sectionNegation, sectionBulk, sectionForward}, s)
}

func isKind(s string) bool {
	return s != string(casefile.NoKind) && casefile.Kind(s).Label() != ""
}

func (p *parser) phrase(weight int, text string, n int) error {
	if p.section == "" {
		return fmt.Errorf("a phrase stands before the first heading")
	}
	parts, err := p.pattern(text)
	if err != nil {
		return err
	}
	p.rules.patterns = append(p.rules.patterns, newPattern(p.section, weight, parts, n))
	return nil
}

func (p *parser) directive(name string, words []string) error {
	switch {
	case name == "set" && len(words) > 2 && words[1] == "=":
		return p.set(words[0], words[2:])
	case name == "idea" && len(words) > 2 && words[1] == "=":
		return p.rules.lexicon.idea(words[0], words[2:])
	case name == "filler":
		p.filler = append(p.filler, words...)
	case name == "stop":
		p.stop = append(p.stop, words...)
	case name == "proper":
		p.proper = append(p.proper, words...)
	case name == "spelling" && len(words) == 2:
		p.spelling[words[0]] = words[1]
	case name == "prefer" && len(words) > 2 && words[1] == "over":
		return p.preference(words[0], words[2:])
	default:
		return fmt.Errorf("%q begins neither a phrase nor anything else", name)
	}
	return nil
}

func (p *parser) set(name string, words []string) error {
	for _, w := range words {
		members := []string{w}
		if set, ok := strings.CutPrefix(w, "@"); ok {
			if members, ok = p.sets[set]; !ok {
				return fmt.Errorf("there is no set %s", w)
			}
		}
		p.sets[name] = append(p.sets[name], members...)
	}
	return nil
}

func (p *parser) preference(kind string, over []string) error {
	for _, k := range append(slices.Clone(over), kind) {
		if !isKind(k) {
			return fmt.Errorf("there is no kind %q", k)
		}
	}
	for _, k := range over {
		p.rules.prefer[numberOf(casefile.Kind(kind))] |= 1 << numberOf(casefile.Kind(k))
	}
	return nil
}

func (p *parser) finish() Rules {
	r := p.rules
	r.vocabulary = newVocabulary(p.words)
	for _, w := range p.filler {
		r.vocabulary.filler[w] = true
	}
	for _, w := range p.stop {
		r.vocabulary.stop[w] = true
	}
	for wrong, right := range p.spelling {
		r.vocabulary.spelling[wrong] = right
	}
	r.vocabulary.learnSpelling(p.proper)
	r.vocabulary.index(r.patterns)
	r.lexicon.layOut()
	r.weights.layOut(r.lexicon)
	return r
}
