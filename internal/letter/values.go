package letter

import (
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// givable are the facts that a caseworker can give to a letter; the others
// come from the case, the client or the clock alone.
var givable = []casefile.Fact{
	casefile.FactDone, casefile.FactReasons, casefile.FactPurposes, casefile.FactCategories, casefile.FactRecipients,
	casefile.FactRetention, casefile.FactSources, casefile.FactAutomated, casefile.FactTransfers, casefile.FactIdentity,
	casefile.FactAuthority, casefile.FactFeeReason, casefile.FactFeeWorking,
	casefile.FactUnclear, casefile.FactVolume, casefile.FactGround, casefile.FactDelay, casefile.FactProgress,
	casefile.FactBalance, casefile.FactConsequences, casefile.FactMeasures, casefile.FactAdvice,
}

// Extra is a paragraph or a detail that a caseworker may add to a letter under
// a key.
type Extra struct{ Key, Label string }

// Extras returns the keys of [Input.Values] that are not facts.
func Extras() []Extra { return slices.Clone(extras) }

var extras = []Extra{
	{"note", "A paragraph of your own, after the decision"},
	{"handler", "Who is dealing with it, if not the case's handler"},
	{"enclosed", "What is enclosed, one item a line"},
	{"told", "Who was told of the change, one a line"},
	{"backups", "What becomes of backups"},
	{"services", "Which services end with a consent"},
	{"effective", "The day a withdrawn consent ended, like 2026-10-09"},
	{"remedy", "What we do to put things right"},
	{"next-contact", "By when they will hear again, like 2026-10-09"},
	{"your-reference", "Their reference"},
}

// checkValues refuses what no letter would print, so that a slip of the hand
// is not lost in silence.
func checkValues(values map[string]string) error {
	for _, key := range names(values) {
		value := strings.TrimSpace(values[key])
		if !isGivable(key) {
			return &casefile.Error{
				Kind: casefile.Invalid, Field: key, What: "Letters have no field of that name.",
				Do: "Use one of: " + strings.Join(ValueKeys(), ", ") + ".",
			}
		}
		if check := valueChecks[key]; check != nil && value != "" && !check(value) {
			return &casefile.Error{Kind: casefile.Invalid, Field: key, What: "That is not what this field holds.", Do: valueHelp[key]}
		}
	}
	return nil
}

// ValueKeys returns every key of [Input.Values], in order.
func ValueKeys() []string {
	var keys []string
	for _, f := range givable {
		keys = append(keys, string(f))
	}
	for _, e := range extras {
		keys = append(keys, e.Key)
	}
	slices.Sort(keys)
	return keys
}

func isGivable(key string) bool { return slices.Contains(ValueKeys(), key) }

func isDay(s string) bool {
	_, err := civil.Parse(s)
	return err == nil
}

// valueChecks are for the fields that are more than text.
var valueChecks = map[string]func(string) bool{
	"effective":    isDay,
	"next-contact": isDay,
	// law: UK GDPR Art 12A(3)
	"ground": func(s string) bool {
		return s == string(casefile.Complexity) || s == string(casefile.Number)
	},
}

var valueHelp = map[string]string{
	"effective":    "Write the day like 2026-10-09.",
	"next-contact": "Write the day like 2026-10-09.",
	"ground":       "Use complexity or number: the law knows no other ground for taking longer.",
}
