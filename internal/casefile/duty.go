package casefile

import (
	"slices"
	"strings"
)

// Duty is something a letter must do before it may be issued.
type Duty struct {
	ID    string // "access-purposes", by which wording marks its paragraphs
	Law   string // the clause, or "Policy" where no statute asks for it
	Words string // completes "The letter must ..."
	Needs []Fact // without these it cannot be discharged
}

// dutyRow gives duties to letters, kinds and outcomes; an empty list means any.
type dutyRow struct {
	letters  []LetterKind
	kinds    []Kind
	outcomes []Outcome
	duties   []Duty
}

// PolicyLaw stands for a clause where no statute asks for what every letter of
// ours does.
const PolicyLaw = "Policy"

const policy = PolicyLaw

// rightKinds are the kinds on the clock of UK GDPR Art 12A.
var rightKinds = func() []Kind {
	var out []Kind
	for _, k := range kinds {
		if k.Right {
			out = append(out, k.Kind)
		}
	}
	return out
}()

// declining are the outcomes in which something asked for was not done. That
// "nothing held" is one is our reading: no action is taken on the request (I).
var declining = []Outcome{Partly, Declined, NothingHeld}

// acting are the outcomes in which something asked for was done.
var acting = []Outcome{Granted, Partly}

// Duties returns what a letter must do: for a reply, with that outcome. There
// is no such letter where it returns nothing.
func Duties(letter LetterKind, kind Kind, outcome Outcome) []Duty {
	if !HasLetter(letter, kind) {
		return nil
	}
	var out []Duty
	for _, row := range letterDuties {
		if !row.covers(letter, kind, outcome) {
			continue
		}
		for _, d := range row.duties {
			if d.Law == "" {
				d.Law = answerLaw(kind)
			}
			out = withDuty(out, d)
		}
	}
	return out
}

// withDuty adds a duty, or to one that two rows ask for the second clause.
func withDuty(duties []Duty, d Duty) []Duty {
	i := slices.IndexFunc(duties, func(o Duty) bool { return o.ID == d.ID })
	if i < 0 {
		return append(duties, d)
	}
	if old := &duties[i]; !strings.Contains(old.Law, d.Law) {
		old.Law += "; " + d.Law
	}
	return duties
}

// DutyIDs returns the id of every duty of any letter, each once, in the order
// of the table.
func DutyIDs() []string {
	var out []string
	for _, row := range letterDuties {
		for _, d := range row.duties {
			if !slices.Contains(out, d.ID) {
				out = append(out, d.ID)
			}
		}
	}
	return out
}

// covers reports whether the row speaks of that letter.
func (r dutyRow) covers(letter LetterKind, kind Kind, outcome Outcome) bool {
	return (len(r.letters) == 0 || slices.Contains(r.letters, letter)) &&
		(len(r.kinds) == 0 || slices.Contains(r.kinds, kind)) &&
		(len(r.outcomes) == 0 || slices.Contains(r.outcomes, outcome))
}

// answerLaw is the clause that asks for an answer at all.
func answerLaw(kind Kind) string {
	switch {
	case kind.Info().Right:
		return "UK GDPR Art 12(3)"
	case kind == Complaint:
		return "DPA 2018 s.164A(4)"
	case kind == InformationRequest:
		return "FOIA s.1; EIR reg 5"
	case kind == EducationRecord:
		return recordLaw
	case kind == Breach:
		return "UK GDPR Art 34"
	}
	return policy
}

// HasLetter reports whether there is a letter of that sort for a kind of case.
//
// law: UK GDPR Art 12(6) and Art 12A(3) for the rights; Art 12A(5) for access
func HasLetter(letter LetterKind, kind Kind) bool {
	info := kind.Info()
	switch letter {
	case Acknowledgement, Reply, Progress:
		return info.Opens
	case IdentityRequest, AuthorityAsking, FeeNotice, ExtensionNotice:
		return info.Right
	case Clarification:
		return kind == Access || kind == InformationRequest // law: FOIA s.1(3)
	}
	return false
}

// LetterKinds returns every letter, in the order in which casework meets them.
func LetterKinds() []LetterKind {
	return []LetterKind{Acknowledgement, IdentityRequest, AuthorityAsking, FeeNotice, Clarification, ExtensionNotice, Progress, Reply}
}

// Missing returns the facts a letter of the case lacks, each once, in the
// order of its duties. Given holds what the clock and the caseworker add,
// under the facts' names.
func Missing(letter LetterKind, c Case, client Client, given map[string]string) []FactInfo {
	var out []FactInfo
	seen := map[Fact]bool{}
	for _, d := range Duties(letter, c.Kind, c.outcome()) {
		for _, f := range d.Needs {
			if !seen[f] && !f.Known(c, client, given) {
				out = append(out, f.Info())
			}
			seen[f] = true
		}
	}
	return out
}

// outcome returns what was decided, or nothing.
func (c Case) outcome() Outcome {
	if c.Decision == nil {
		return ""
	}
	return c.Decision.Outcome
}

// NoSuchLetter is the error for a letter that cases of a kind do not have.
func NoSuchLetter(letter LetterKind, kind Kind) *Error {
	e := &Error{
		Kind: Refused, Field: "letter", What: "There is no such letter for this kind of case.",
		Do: "List its letters with casebook letter CASE --list.",
	}
	if letter == Clarification && kind.Info().Right {
		e.Law = "UK GDPR Art 12A(5)"
		e.Do = "Only an access request is clarified: ask in a letter of your own, and answer within the month."
	}
	return e
}

// Lacks is the error for a letter with facts missing.
func Lacks(missing []FactInfo, duties []Duty) *Error {
	words := make([]string, len(missing))
	for i, f := range missing {
		words[i] = f.Words
	}
	e := &Error{
		Kind: Refused, Field: string(missing[0].Fact),
		What: "The letter cannot be drawn without " + strings.Join(words, "; ") + ".", Do: missing[0].Do,
	}
	for _, d := range duties {
		if slices.Contains(d.Needs, missing[0].Fact) {
			e.Law = d.Law
			break
		}
	}
	if e.Law == policy {
		e.Law = ""
	}
	return e
}
