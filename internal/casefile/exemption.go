package casefile

import "strings"

// Exemption is a ground of the Act on which something may be left out of an
// access reply. Which item it was applied to, why and by whom is recorded in
// the decision.
type Exemption struct {
	Code  string // short name for lists, "TP"
	Words string // as a letter says it
	Law   string
}

// exemptions is the choose-list of law/rules.md B.4; the numbers are those of
// the Act.
var exemptions = []Exemption{
	{"TP", "Information about other people", "DPA 2018 Sch 2 para 16"},
	{"LPP", "Legal advice and other legally privileged communications", "DPA 2018 Sch 2 para 19"},
	{"MGMT", "Management forecasting or planning", "DPA 2018 Sch 2 para 22"},
	{"NEG", "Our intentions in negotiations with you", "DPA 2018 Sch 2 para 23"},
	{"REF", "Confidential references", "DPA 2018 Sch 2 para 24"},
	{"EXAM-S", "Answers written in an exam", "DPA 2018 Sch 2 para 25(1)"},
	{"EXAM-M", "Exam marks before the results are announced", "DPA 2018 Sch 2 para 25(2)-(5)"},
	{"CRIME", "Preventing, investigating or detecting crime", "DPA 2018 Sch 2 para 2"},
	{"LEGAL", "Information needed for legal proceedings or required by law", "DPA 2018 Sch 2 para 5"},
	{"SELFINC", "Information that would incriminate us", "DPA 2018 Sch 2 para 20"},
	{"RESEARCH", "Research, statistics and archiving", "DPA 2018 Sch 2 paras 27-28"},
	{"HEALTH-SH", "Health data: risk of serious harm", "DPA 2018 Sch 3 paras 5-6"},
	{"HEALTH-EXP", "Health data that a child expected to stay private", "DPA 2018 Sch 3 para 4"},
	{"EDU-SH", "Education data: risk of serious harm", "DPA 2018 Sch 3 para 19"},
	{"CHILD-ABUSE", "Child abuse data, in the child’s best interests", "DPA 2018 Sch 3 para 21"},
	{"PR-SCOT", "Information from the Principal Reporter", "DPA 2018 Sch 3 paras 12, 20"},
	{"SEN/ADOPT", "Special needs, adoption and parental order records", "DPA 2018 Sch 4 paras 3-5"},
	{"MU/ME", "A request that is manifestly unfounded or excessive", "UK GDPR Art 12(5)"},
}

// Exemptions returns the choose-list.
func Exemptions() []Exemption { return append([]Exemption(nil), exemptions...) }

// inFull writes a clause out for people who do not read Acts.
var inFull = strings.NewReplacer(
	"DPA 2018 Sch", "Data Protection Act 2018, Schedule", " para ", ", paragraph ", " paras ", ", paragraphs ", "Art ", "Article ",
)

// ExemptionWords returns the exemptions of a decision as a letter lists them:
// a code in words with its clause, and anything else as it was written.
func ExemptionWords(written []string) []string {
	out := make([]string, len(written))
	for i, s := range written {
		out[i] = strings.TrimSpace(s)
		code, more, _ := strings.Cut(out[i], ":")
		for _, e := range exemptions {
			if strings.EqualFold(strings.TrimSpace(code), e.Code) {
				out[i] = e.Words + " (" + inFull.Replace(e.Law) + ")"
				if more = strings.TrimSpace(more); more != "" {
					out[i] += ": " + more
				}
			}
		}
	}
	return out
}
