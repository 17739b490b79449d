package page

// A frame is the height between which the text of a page stands, in
// millimetres from the top.
type frame struct{ top, bottom float64 }

// slack absorbs the rounding of sums of millimetres.
const slack = 1e-6

// paginate puts rows on pages. frameOf tells the frame of page n, from 0.
func paginate(rows []row, frameOf func(n int) frame) []Page {
	var pages []Page
	for len(rows) > 0 || len(pages) == 0 {
		f := frameOf(len(pages))
		n := fit(rows, f.bottom-f.top)
		pages = append(pages, place(rows[:n], f.top))
		rows = rows[n:]
	}
	return pages
}

// fit counts the rows that go on one page: as many as there is room for, less
// those that must stay with what follows. Rows that hold together over more
// than a page are parted all the same, for nothing may be lost.
func fit(rows []row, room float64) int {
	used, best := 0.0, 0
	for i, r := range rows {
		used += r.height
		if i > 0 {
			used += r.before
		} else {
			used += heightOf(r.head)
		}
		if used > room+slack {
			if best == 0 {
				best = max(i, 1)
			}
			return best
		}
		if !r.keep {
			best = i + 1
		}
	}
	return len(rows)
}

// place draws rows downwards from top.
func place(rows []row, top float64) Page {
	var out Page
	y := top
	if len(rows) > 0 {
		for _, h := range rows[0].head {
			out.add(h.Page, y)
			y += h.height
		}
	}
	for i, r := range rows {
		if i > 0 {
			y += r.before
		}
		out.add(r.Page, y)
		y += r.height
	}
	return out
}

// heightOf sums rows that stand without gaps.
func heightOf(rows []row) float64 {
	sum := 0.0
	for _, r := range rows {
		sum += r.height
	}
	return sum
}

// stack places rows with their gaps and returns how far down they reach.
func stack(rows []row, top float64) (Page, float64) {
	y := top
	for i, r := range rows {
		if i > 0 {
			y += r.before
		}
		y += r.height
	}
	return place(rows, top), y
}
