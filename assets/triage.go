package assets

import _ "embed"

//go:embed triage/phrases.txt
var phrases string

//go:embed triage/ideas.txt
var ideas string

//go:embed triage/weights.txt
var weights string

//go:embed triage/sayings.txt
var sayings string

// Triage returns the rules by which triage understands a message: the phrases,
// the ideas, and the weights and sayings that were learned from labelled
// messages.
func Triage() []string { return []string{phrases, ideas, weights, sayings} }

// TriageUntaught returns the same rules without what was learned.
func TriageUntaught() []string { return []string{phrases, ideas} }
