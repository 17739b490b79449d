package casefile

import "slices"

// Kind is what a person asks for. A message can hold several; each becomes a
// case of its own, with a clock of its own, linked to the others.
type Kind string

// The kinds. The first nine are rights of data subjects.
const (
	Access            Kind = "access"
	Rectification     Kind = "rectification"
	Erasure           Kind = "erasure"
	Restriction       Kind = "restriction"
	Portability       Kind = "portability"
	Objection         Kind = "objection"
	AutomatedDecision Kind = "automated-decision"
	ConsentWithdrawal Kind = "consent-withdrawal"
	MarketingOptOut   Kind = "marketing-opt-out"
	Complaint         Kind = "complaint"

	Breach             Kind = "breach"
	InformationRequest Kind = "information-request"
	EducationRecord    Kind = "education-record"
	Enquiry            Kind = "enquiry"
	NoKind             Kind = "none" // nothing that opens a case
)

// KindInfo is what Casebook knows of a kind.
type KindInfo struct {
	Kind  Kind
	Label string // "Access"
	// Asks completes "You asked us ..." in plain English.
	Asks string
	// Right reports whether it is a right of a data subject, on the clock of
	// UK GDPR Art 12A.
	Right bool
	// Opens reports whether a case of this kind can be opened.
	Opens bool
	Law   string
}

// kinds is the table; its order is the order of every list of kinds.
var kinds = []KindInfo{
	{Access, "Access", "for a copy of the personal data we hold", true, true, "UK GDPR Art 15"},
	{Rectification, "Rectification", "to correct personal data", true, true, "UK GDPR Art 16"},
	{Erasure, "Erasure", "to erase personal data", true, true, "UK GDPR Art 17"},
	{Restriction, "Restriction", "to restrict what we do with personal data", true, true, "UK GDPR Art 18"},
	{Portability, "Portability", "for personal data in a form you can take elsewhere", true, true, "UK GDPR Art 20"},
	{Objection, "Objection", "to stop using personal data", true, true, "UK GDPR Art 21(1)"},
	{AutomatedDecision, "Automated decision", "for a person to look again at a decision made by a computer", true, true, "UK GDPR Arts 22A-22D"},
	{ConsentWithdrawal, "Consent withdrawal", "to act on the withdrawal of your consent", true, true, "UK GDPR Art 7(3)"},
	{MarketingOptOut, "Marketing opt-out", "to stop sending you marketing", true, true, "UK GDPR Art 21(2)-(3)"},
	{Complaint, "Complaint", "to look into your complaint", false, true, "DPA 2018 s.164A"},
	{Enquiry, "Enquiry", "a question about personal data", false, true, ""},
	{Breach, "Breach", "to look into a possible breach of personal data", false, true, "UK GDPR Art 33"},
	{InformationRequest, "Information request", "for information that we hold", false, true, "FOIA 2000 s.1"},
	{EducationRecord, "Education record", "for a pupil’s educational record", false, true, "SI 2005/1437 reg 5"},
	{NoKind, "Not a request", "", false, false, ""},
}

// Kinds returns every kind, in the order of lists.
func Kinds() []KindInfo { return slices.Clone(kinds) }

// OpenKinds returns the kinds of which a case can be opened.
func OpenKinds() []KindInfo {
	return slices.DeleteFunc(Kinds(), func(k KindInfo) bool { return !k.Opens })
}

// Info returns what is known of k; an unknown kind has an empty label.
func (k Kind) Info() KindInfo {
	for _, info := range kinds {
		if info.Kind == k {
			return info
		}
	}
	return KindInfo{Kind: k}
}

// Label returns the kind as people read it.
func (k Kind) Label() string { return k.Info().Label }

// ParseKind returns the kind of that name, if a case of it can be opened.
func ParseKind(s string) (Kind, error) {
	info := Kind(s).Info()
	if !info.Opens {
		return "", fieldError("kind", "There is no kind of case by that name.", "Use one of: "+kindNames()+".")
	}
	return info.Kind, nil
}

func kindNames() string {
	s := ""
	for i, k := range OpenKinds() {
		if i > 0 {
			s += ", "
		}
		s += string(k.Kind)
	}
	return s
}
