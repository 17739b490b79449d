package letter

import "fmt"

// Paragraphs names every paragraph of the wording by file and line, headings
// and the lines that use a group apart.
func Paragraphs(w *Wording) []string {
	var out []string
	add := func(paras []para) {
		for _, p := range paras {
			if p.form != formUse && p.form != formHeading {
				out = append(out, fmt.Sprintf("%s:%d", p.file, p.line))
			}
		}
	}
	for _, f := range w.files {
		add(f.paras)
	}
	for _, g := range w.groups {
		add(g.paras)
	}
	return out
}

// Printed names the paragraphs that a letter prints.
func Printed(in Input) []string {
	f, err := in.Wording.find(in.Kind, in.Case.Kind)
	if err != nil {
		return nil
	}
	v := newView(in)
	var out []string
	for _, p := range in.Wording.flatten(f.paras) {
		if p.holds(v) && len(p.blocks(v)) > 0 {
			out = append(out, fmt.Sprintf("%s:%d", p.file, p.line))
		}
	}
	return out
}

// Conditions and Holes name what wording may use.
var Conditions, Holes = conditionNames, holeNames
