package assets

import _ "embed"

//go:embed triage/phrases.txt
var triage []byte

// Triage returns the phrases by which triage understands a message.
func Triage() []byte { return triage }
