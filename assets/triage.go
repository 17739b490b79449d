package assets

import (
	_ "embed"
	"slices"
)

//go:embed triage/phrases.txt
var phrases []byte

//go:embed triage/ideas.txt
var ideas []byte

//go:embed triage/weights.txt
var weights []byte

//go:embed triage/sayings.txt
var sayings []byte

// Triage returns the rules by which triage understands a message: the phrases,
// the ideas, and the weights and sayings that were learned from labelled
// messages.
func Triage() []byte { return slices.Concat(phrases, ideas, weights, sayings) }

// TriageUntaught returns the same rules without what was learned.
func TriageUntaught() []byte { return slices.Concat(phrases, ideas) }
