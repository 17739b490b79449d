package letter

import (
	"slices"
	"strings"
	"unicode"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/page"
)

// view is what the wording can ask about a letter: its input, and what follows
// from it once.
type view struct {
	Input
	duty clock.Obligation // the one whose date the letter prints
	has  bool             // whether there is one
}

func newView(in Input) *view {
	v := &view{Input: in}
	v.duty, v.has = ReplyDuty(in.Case.Kind, in.Obligations)
	return v
}

// ReplyDuty returns the obligation whose date letters of a case print as
// "Reply due": the reply to a request; for a complaint the target for its
// outcome, since the law names no day for that. A letter about a breach is due
// without undue delay, and the regulator's date is none of the reader's.
func ReplyDuty(kind casefile.Kind, obligations []clock.Obligation) (clock.Obligation, bool) {
	if kind == casefile.Breach {
		return clock.Obligation{}, false
	}
	return casefile.AnswerDuty(kind, obligations)
}

// given returns what the clock and the caller add to the case, under the
// names of facts. An acknowledgement may say what the clock waits for in the
// place of a date.
func (v *view) given() map[string]string {
	given := map[string]string{}
	for _, f := range givable { // dates of the law are not among them
		given[string(f)] = v.Values[string(f)]
	}
	if v.has {
		given[string(casefile.FactDue)] = v.due()
	}
	if v.duty.Extension == clock.Granted {
		given[string(casefile.FactNewDue)] = v.due()
	}
	return given
}

// due returns the day the answer is due as letters print it, or what it waits
// for.
func (v *view) due() string {
	switch {
	case !v.has:
		return "as soon as we can"
	// A letter that stops the clock is drawn before the stop is recorded.
	case v.duty.State == clock.Paused, v.Kind == casefile.Clarification && v.duty.Rule != clock.FOIScotland:
		return "paused until you answer"
	case v.Kind == casefile.FeeNotice:
		return "after your payment"
	case v.duty.Due.IsZero(), v.Kind == casefile.IdentityRequest, v.Kind == casefile.AuthorityAsking:
		return "after your answer"
	}
	return v.duty.Due.Letter()
}

// value returns what the caller gave under a key, or what the case holds.
func (v *view) value(key, held string) string {
	if s := strings.TrimSpace(v.Values[key]); s != "" {
		return s
	}
	return strings.TrimSpace(held)
}

// values is [view.value] for lists: one item a line.
func (v *view) values(key string, held []string) []string {
	if given := splitLines(v.Values[key]); len(given) > 0 {
		return given
	}
	return held
}

func (v *view) decision() casefile.Decision {
	if v.Case.Decision == nil {
		return casefile.Decision{}
	}
	return *v.Case.Decision
}

func (v *view) extension() casefile.Extension {
	if v.Case.Extension == nil {
		return casefile.Extension{}
	}
	return *v.Case.Extension
}

// question returns the open question of a clarification, or the last one.
func (v *view) question() casefile.Pause {
	var last casefile.Pause
	for _, p := range v.Case.Pauses {
		last = p
		if p.Open() {
			break
		}
	}
	return last
}

// forOther reports whether the data is somebody else's than the writer's.
func (v *view) forOther() bool { return !v.Case.Subject.IsSelf() }

// unnamed stands for a person whose name the case does not hold.
const unnamed = "the person you write for"

// whom names whose data it is, after a preposition.
func (v *view) whom() string {
	switch s := v.Case.Subject; {
	case !v.forOther():
		return "you"
	case strings.TrimSpace(s.Name) != "":
		return flat(s.Name)
	case s.Relation == casefile.Parent:
		return "your child"
	}
	return unnamed
}

// whose is the possessive of whom.
func (v *view) whose() string {
	if !v.forOther() {
		return "your"
	}
	if whom := v.whom(); whom != unnamed {
		return whom + "’s"
	}
	return "that person’s"
}

// other is whom where a sentence has not said yet that there is somebody.
func (v *view) other() string {
	if whom := v.whom(); whom != unnamed {
		return whom
	}
	return "somebody else"
}

// handler names who works on the case.
func (v *view) handler() string { return flat(v.value("handler", v.Case.Handler)) }

// splitLines returns the lines that hold something.
func splitLines(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); seen(line) {
			out = append(out, line)
		}
	}
	return out
}

// seen reports whether a text holds anything to be seen.
func seen(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) })
}

// flat makes one line of a text.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// quoteLength is how many characters of somebody's own words a letter repeats:
// enough to know them by.
const quoteLength = 160

// shortened cuts a text at a word, and says so.
func shortened(s string) string {
	r := []rune(flat(s))
	if len(r) <= quoteLength {
		return string(r)
	}
	cut := string(r[:quoteLength])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + " …"
}

// unquoted takes off the quotation marks that stand round the whole of a text,
// and no others: they are the person's own.
func unquoted(s string) string {
	for _, marks := range [][2]string{{"“", "”"}, {`"`, `"`}} {
		inner, opens := strings.CutPrefix(s, marks[0])
		inner, closes := strings.CutSuffix(inner, marks[1])
		if opens && closes && !strings.Contains(inner, marks[0]) && !strings.Contains(inner, marks[1]) {
			return inner
		}
	}
	return s
}

// oneLine makes line ends and tabs spaces and leaves the spaces that hold
// words together.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
}

// held prints a date so that no line ends in it.
func held(d civil.Date) string { return page.Hold(d.Letter()) }

// names lists the keys of a table in order.
func names[M ~map[string]F, F any](m M) []string {
	out := make([]string, 0, len(m))
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
