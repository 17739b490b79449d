package letter

import (
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/page"
)

// composed is a letter in words, before it is set.
type composed struct {
	*view
	subject    string
	body       []page.Block
	duties     []casefile.Duty
	discharged map[string][]string // the paragraphs, by the id of the duty
}

// compose chooses and fills the paragraphs of a letter and sees that it does
// all it must.
func compose(in Input) (*composed, error) {
	if !casefile.HasLetter(in.Kind, in.Case.Kind) {
		return nil, casefile.NoSuchLetter(in.Kind, in.Case.Kind)
	}
	if err := checkValues(in.Values); err != nil {
		return nil, err
	}
	v := newView(in)
	duties := casefile.Duties(in.Kind, in.Case.Kind, v.decision().Outcome)
	if missing := casefile.Missing(in.Kind, in.Case, in.Client, v.given()); len(missing) > 0 {
		return nil, casefile.Lacks(missing, duties)
	}
	f, err := in.Wording.find(in.Kind, in.Case.Kind)
	if err != nil {
		return nil, err
	}
	c := &composed{view: v, duties: duties, discharged: map[string][]string{}}
	c.subject = flat(plain(f.subject.fill(v)))
	c.take(in.Wording, f.paras)
	for _, d := range duties {
		if len(c.discharged[d.ID]) == 0 {
			return nil, undischarged(d)
		}
	}
	return c, nil
}

// undischarged is the error for a duty that no printed paragraph discharges.
func undischarged(d casefile.Duty) error {
	law := d.Law
	if law == casefile.PolicyLaw {
		law = ""
	}
	return &casefile.Error{
		Kind: casefile.Refused, Field: "wording", What: "No paragraph of this letter does what it must: " + d.Words + ".",
		Do: "Put the paragraph back into the wording, marked [duty " + d.ID + "].", Law: law,
	}
}

// take adds the paragraphs whose conditions hold. A heading waits until
// something follows it.
func (c *composed) take(w *Wording, paras []para) {
	var heading []page.Block
	for _, p := range w.flatten(paras) {
		if !p.holds(c.view) {
			continue
		}
		blocks := p.blocks(c.view)
		if p.form == formHeading {
			heading = blocks
			continue
		}
		if len(blocks) == 0 {
			continue
		}
		c.body = append(append(c.body, heading...), blocks...)
		heading = nil
		for _, id := range p.duties {
			c.discharged[id] = append(c.discharged[id], words(blocks)...)
		}
	}
}

// flatten puts the paragraphs of groups where they are used. What is said
// about the line that uses them is said of each.
func (w *Wording) flatten(paras []para) []para {
	var out []para
	for _, p := range paras {
		if p.form != formUse {
			out = append(out, p)
			continue
		}
		for _, inner := range w.groups[p.use].paras {
			inner.when = slices.Concat(p.when, inner.when)
			inner.duties = slices.Concat(p.duties, inner.duties)
			out = append(out, inner)
		}
	}
	return out
}

// blocks sets one paragraph; a list without items, or a text that is empty,
// sets nothing.
func (p para) blocks(v *view) []page.Block {
	switch p.form {
	case formHeading:
		return []page.Block{{Kind: page.Heading, Spans: p.items[0].fill(v)}}
	case formBullets:
		return p.bullets(v)
	case formQuote:
		spans := p.items[0].fill(v)
		for i := range spans {
			spans[i].Italic = true
		}
		return []page.Block{page.Para(spans...)}
	}
	if hole := p.items[0].only(); hole != "" {
		return alone(hole, v)
	}
	return []page.Block{page.Para(p.items[0].fill(v)...)}
}

func (p para) bullets(v *view) []page.Block {
	var items [][]page.Span
	for _, t := range p.items {
		if list := lists[t.only()]; list != nil {
			for _, item := range list(v) {
				items = append(items, page.Text(flat(item)))
			}
			continue
		}
		items = append(items, t.fill(v))
	}
	if len(items) == 0 {
		return nil
	}
	return []page.Block{{Kind: page.Bullets, Items: items}}
}

// only returns the placeholder of a text that is nothing else.
func (t template) only() string {
	if len(t) == 1 {
		return t[0].hole
	}
	return ""
}

// alone sets a placeholder that is a paragraph of its own.
func alone(hole string, v *view) []page.Block {
	var out []page.Block
	switch {
	case sections[hole] != nil:
		return sections[hole](v)
	case slices.Contains(whole, hole):
		for _, line := range splitLines(texts[hole](v)) {
			out = append(out, page.Plain(line))
		}
	default:
		out = append(out, page.Plain(filling(hole, v)))
	}
	return out
}

// bold are the placeholders a reader looks for.
var bold = []string{"due", "received", "reference", "next-contact"}

// fill puts values for placeholders. Values are data: nothing in them is read.
func (t template) fill(v *view) []page.Span {
	spans := make([]page.Span, 0, len(t))
	for _, p := range t {
		if p.hole == "" {
			spans = append(spans, page.Span{Text: p.text, Bold: p.bold})
			continue
		}
		spans = append(spans, page.Span{Text: oneLine(filling(p.hole, v)), Bold: p.bold || slices.Contains(bold, p.hole)})
	}
	return spans
}

// filling is what stands for a placeholder in a sentence.
func filling(hole string, v *view) string {
	if list := lists[hole]; list != nil {
		items := slices.Clone(list(v))
		for i := range items {
			items[i] = strings.TrimRight(items[i], " .;") // the wording ends the sentence
		}
		return strings.Join(items, "; ")
	}
	return texts[hole](v)
}

// words returns the text of blocks, one string for each paragraph and item.
func words(blocks []page.Block) []string {
	var out []string
	for _, b := range blocks {
		for _, spans := range append([][]page.Span{b.Spans}, b.Items...) {
			if s := plain(spans); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}

// plain returns the words of spans.
func plain(spans []page.Span) string {
	s := ""
	for _, span := range spans {
		s += span.Text
	}
	return s
}
