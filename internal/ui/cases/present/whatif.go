package present

import "casebook/internal/casefile"

// WhatIf is a question about the dates of a case, with the clock's answer.
type WhatIf struct {
	Question, Answer, Law string
	Day                   string // the day the answer is about, where there is one
}

func whatIfs(answers []casefile.WhatIf) []WhatIf {
	out := make([]WhatIf, 0, len(answers))
	for _, a := range answers {
		out = append(out, WhatIf{a.Words, a.Answer(), a.Law, long(a.Day())})
	}
	return out
}
