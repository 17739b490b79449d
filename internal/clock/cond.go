package clock

import (
	"slices"

	"casebook/internal/civil"
)

// Cond is a condition on the facts of a case.
type Cond uint8

// The conditions. The zero value always holds.
const (
	Always           Cond = iota
	MarksAsked            // the request asks for exam marks
	Unannounced           // ... before the results were announced
	UnderFOI              // an information request to an authority other than a school
	UnderFOISchool        // ... to a school
	UnderFOIScotland      // ... to a Scottish authority
	UnderEIR              // ... about the environment
	ReporterData          // data from the Principal Reporter
	OpinionRelied         // a health professional's opinion is relied on
	PastMonth             // extended beyond the first month, or the client promises more
	IdentityPending       // proof of identity asked for and not there
	AuthorityPending
	FeePending
	QuestionOpen
	AnyPending // any of these four
	HolderPending
	ReviewWanted      // an internal review was asked for
	ReviewFOI         // ... under FOIA
	ReviewEIR         // ... under the EIR
	ReviewFOIScotland // ... under FOISA
	Closed            // the case is closed
	ClosedWithdrawn   // ... because the person withdrew or fell silent
	ClosedRegulator   // ... and the regulator was involved
	Notifiable        // a breach that the regulator has to be told of
)

var conds = [...]func(*Facts, *Law) bool{
	Always:     func(*Facts, *Law) bool { return true },
	MarksAsked: func(f *Facts, _ *Law) bool { return f.Marks },
	Unannounced: func(f *Facts, _ *Law) bool {
		return f.Results.IsZero() || f.Results.After(orReceived(civil.Date{}, f))
	},
	UnderFOI:         func(f *Facts, _ *Law) bool { return regime(f) == FOI },
	UnderFOISchool:   func(f *Facts, _ *Law) bool { return regime(f) == FOISchool },
	UnderFOIScotland: func(f *Facts, _ *Law) bool { return regime(f) == FOIScotland },
	UnderEIR:         func(f *Facts, _ *Law) bool { return regime(f) == EIR },
	ReporterData:     func(f *Facts, _ *Law) bool { return !f.Reporter.IsZero() },
	OpinionRelied:    func(f *Facts, _ *Law) bool { return !f.Opinion.IsZero() },
	PastMonth: func(f *Facts, l *Law) bool {
		_, promised := l.Settings.Periods[ReplyProgress]
		return promised || f.ExtendedInTime || len(f.Extensions) > 0
	},
	IdentityPending:  func(f *Facts, _ *Law) bool { return asking(f.Identity) },
	AuthorityPending: func(f *Facts, _ *Law) bool { return asking(f.Authority) },
	FeePending:       func(f *Facts, _ *Law) bool { return asking(f.Fee.Wait) },
	QuestionOpen:     func(f *Facts, _ *Law) bool { return !openQuestion(f).IsZero() },
	AnyPending:       func(f *Facts, _ *Law) bool { return !firstAsked(f).IsZero() },
	HolderPending:    func(f *Facts, _ *Law) bool { return !holderAsked(f).IsZero() },
	ReviewWanted:     func(f *Facts, _ *Law) bool { return !f.Review.Asked.IsZero() },
	ReviewFOI: func(f *Facts, _ *Law) bool {
		return !f.Review.Asked.IsZero() && (regime(f) == FOI || regime(f) == FOISchool)
	},
	ReviewEIR:         func(f *Facts, _ *Law) bool { return !f.Review.Asked.IsZero() && regime(f) == EIR },
	ReviewFOIScotland: func(f *Facts, _ *Law) bool { return !f.Review.Asked.IsZero() && regime(f) == FOIScotland },
	Closed: func(f *Facts, _ *Law) bool {
		return !f.Closed.IsZero() && !f.Withdrawn && f.RegulatorClosed.IsZero()
	},
	ClosedWithdrawn: func(f *Facts, _ *Law) bool {
		return !f.Closed.IsZero() && f.Withdrawn && f.RegulatorClosed.IsZero()
	},
	ClosedRegulator: func(f *Facts, _ *Law) bool { return !f.Closed.IsZero() && !f.RegulatorClosed.IsZero() },
	// law: UK GDPR Art 33(1), "unless ... unlikely to result in a risk"
	Notifiable: func(f *Facts, _ *Law) bool { return !f.NoRisk },
}

func asking(w Wait) bool { return w.Pending() && !w.Asked.IsZero() }

// regime returns the rule under which an information request is answered.
//
// law: EIR reg 5(2) before FOIA s.10; SI 2004/3364 and SI 2010/2768 for schools
func regime(f *Facts) RuleID {
	switch {
	case f.Environment:
		return EIR
	case f.Nation == Scotland:
		return FOIScotland
	case f.School != "":
		return FOISchool
	}
	return FOI
}

// place reports whether the rule holds in the nation and at the school.
func (r *Rule) place(f *Facts) bool {
	return (len(r.Nations) == 0 || slices.Contains(r.Nations, f.Nation)) &&
		(len(r.Schools) == 0 || slices.Contains(r.Schools, f.SchoolType))
}

// applies reports whether a case has the duty.
func (r *Rule) applies(f *Facts, l *Law) bool {
	return slices.Contains(r.Kinds, f.Kind) && r.place(f) && conds[r.When](f, l) && conds[r.Only](f, l)
}
