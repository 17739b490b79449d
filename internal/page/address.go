package page

// addressSizes are tried from the largest until every line of the address is
// as wide as the window or less; pt.
var addressSizes = []float64{10.5, 10, 9.5, 9, 8.5, 8}

// address sets the address inside the window. In large print it is as large
// as its lines let it be.
func (s setter) address(lines []string, window Rect) (Page, error) {
	var kept []string
	for _, line := range lines {
		if line = flat(line); line != "" {
			kept = append(kept, line)
		}
	}
	if len(kept) == 0 {
		return Page{}, &Error{"Address", "The letter has no address.", "Add the name and address it is posted to."}
	}
	if len(kept) > maxAddressLines {
		return Page{}, tooManyLines(len(kept))
	}
	left := max(window.X, s.left)
	inside := s.within(left, window.X+window.W-left)
	rows := inside.addressRows(kept, inside.addressTypes(len(kept), window.H))
	if len(rows) > maxAddressLines || heightOf(rows) > window.H+slack {
		return Page{}, tooManyLines(len(rows))
	}
	return place(rows, window.Y), nil
}

// addressTypes lists the type sizes to try.
func (s setter) addressTypes(lines int, height float64) []typeSize {
	var out []typeSize
	if body := s.style.body; body.size > addressSizes[0] {
		lead := min(body.lead, height/float64(lines))
		for size := body.size * lead / body.lead; size > addressSizes[0]; size-- {
			out = append(out, typeSize{size, lead})
		}
	}
	lead := min(addressLead, height/maxAddressLines)
	for _, size := range addressSizes {
		out = append(out, typeSize{size, lead})
	}
	return out
}

// addressRows sets the address in the first type in which no line is too
// wide, else in the smallest, with the long lines broken.
func (s setter) addressRows(lines []string, types []typeSize) []row {
	var rows []row
	for _, t := range types {
		rows = nil
		for _, line := range lines {
			rows = append(rows, s.paragraph(Text(line), Regular, t, Ink, 0)...)
		}
		if len(rows) == len(lines) {
			return rows
		}
	}
	return rows
}

// The right block: labels in one column, values in another.
const (
	labelWidth = 27.0
	labelGap   = 2.0
)

// rightBlock sets label and value lines at the right of the address and
// returns how far down they reach.
func (s setter) rightBlock(fields []Field) (Page, float64) {
	t := typeSize{9.5, 4.6}
	right := s.left + s.width
	values := s.within(blockLeft+labelWidth+labelGap, right-blockLeft-labelWidth-labelGap)
	labels := s.within(blockLeft, labelWidth)
	var rows []row
	for _, field := range fields {
		if flat(field.Value) == "" {
			continue
		}
		label := labels.paragraph(Text(flat(field.Label)), Regular, t, Quiet, 0)
		value := values.paragraph(Text(flat(field.Value)), Regular, t, Ink, 0)
		rows = append(rows, beside(label, value)...)
	}
	return stack(rows, blockTop)
}

// beside joins rows that stand side by side, line by line. The heights of a
// pair must be alike.
func beside(left, right []row) []row {
	out := make([]row, max(len(left), len(right)))
	for i := range out {
		if i < len(left) {
			out[i] = left[i]
		}
		if i < len(right) {
			keep := out[i].keep || right[i].keep
			height := max(out[i].height, right[i].height)
			out[i].add(right[i].Page, 0)
			out[i].keep, out[i].height, out[i].text = keep, height, true
		}
	}
	return out
}
