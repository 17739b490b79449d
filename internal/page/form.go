package page

import "strconv"

// A FormSheet is a record before it is set: facts, numbered issues, and the
// working of the dates.
type FormSheet struct {
	Title      string // what the record is, "Record of a complaint"
	Lang       string // BCP 47; en-GB where empty
	Reference  string // on every page
	Date       string // on every page
	Controller string // legal name, in the footer
	Contact    string // how to reach the data protection officer, in the footer
	Facts      []Field
	Codes      []string // groups of characters that a person is to type
	Issues     []Issue
	Closing    []Block
	Dates      []Working
	// DatesTitle stands above the dates; "How each date was worked out" where
	// empty.
	DatesTitle string
}

// An Issue is one numbered block of a record.
type Issue struct {
	Title string
	Parts []Part
}

// A Part is a stretch of an issue under its own heading: what was said, what
// was found, what was changed.
type Part struct {
	Heading string
	Body    []Block
}

// A Working is one date and the steps that led to it.
type Working struct {
	Name  string // the duty, "Acknowledge the complaint"
	Due   string // the date it came to
	Steps []Step
}

// A Step is one line of a [Working].
type Step struct{ Date, Text, Law string }

// Form sets a record. The error is an [*Error] where the title or the
// reference is empty.
func (f *Fonts) Form(sheet FormSheet) (Document, error) {
	if flat(sheet.Title) == "" {
		return Document{}, &Error{"Title", "The record has no title.", "Say what it is a record of."}
	}
	if flat(sheet.Reference) == "" {
		return Document{}, &Error{"Reference", "The record has no reference.", "Give the case's reference."}
	}
	s := setter{measure: newMeasure(f), style: formPrint, left: formMargin, width: A4Width - 2*formMargin}
	rows := s.formTitle(sheet)
	rows = append(rows, s.facts(sheet.Facts)...)
	rows = append(rows, s.codes(sheet.Codes)...)
	for i, issue := range sheet.Issues {
		rows = append(rows, s.issue(i+1, issue)...)
	}
	rows = append(rows, s.blocks(sheet.Closing)...)
	rows = append(rows, s.workings(either(sheet.DatesTitle, "How each date was worked out"), sheet.Dates)...)
	around := furniture{
		reference: sheet.Reference, date: sheet.Date, controller: sheet.Controller, contact: sheet.Contact,
	}
	area := frame{s.top(topMargin), s.bottom(around, bottomMargin)}
	pages := paginate(rows, func(int) frame { return area })
	s.furnish(pages, around, 0)
	return s.document(sheet.Title+" "+sheet.Reference, sheet.Lang, pages), nil
}

// The form's measures, mm.
const (
	formMargin  = 20.0
	cellPad     = 1.2 // above and below the text of a cell
	columnGap   = 4.0
	factLabel   = 46.0
	issueIndent = 9.0
	dateColumn  = 34.0
	lawColumn   = 44.0
	shadePad    = 1.5 // of the shading beyond the text at both sides
)

// formTitle sets the title with a rule beneath.
func (s setter) formTitle(sheet FormSheet) []row {
	rows := s.paragraph(Text(flat(sheet.Title)), Bold, s.style.title, Ink, 0)
	return append(keepAll(rows), row{height: 2.5, keep: true})
}

// facts sets the two-column table.
func (s setter) facts(facts []Field) []row {
	labels := s.within(s.left, factLabel)
	values := s.within(s.left+factLabel+columnGap, s.width-factLabel-columnGap)
	var out []row
	for _, fact := range facts {
		label := labels.paragraph(Text(flat(fact.Label)), Regular, s.style.body, Quiet, 0)
		value := values.paragraph(Text(fact.Value), Regular, s.style.body, Ink, 0)
		out = append(out, s.tableRow(beside(label, value))...)
	}
	if len(out) > 0 {
		out[0].Rules = append(out[0].Rules, s.across(0, Faint))
	}
	return out
}

// tableRow pads the lines of one row of a table and rules it off beneath.
func (s setter) tableRow(lines []row) []row {
	if len(lines) == 0 {
		return nil
	}
	var first Page
	first.add(lines[0].Page, cellPad)
	lines[0].Page = first
	lines[0].height += cellPad
	last := &lines[len(lines)-1]
	last.height += cellPad
	last.Rules = append(last.Rules, s.across(last.height, Faint))
	return lines
}

// across is a rule over the column's width, y beneath the row's top.
func (s setter) across(y float64, tone Tone) Rule {
	return Rule{X1: s.left, Y1: y, X2: s.left + s.width, Y2: y, Thick: hairline, Tone: tone}
}

// issue sets a numbered block: the number in the margin of its title, the
// parts indented beneath.
func (s setter) issue(n int, issue Issue) []row {
	st := s.style
	inner := s.within(s.left+issueIndent, s.width-issueIndent)
	title := inner.paragraph(Text(flat(issue.Title)), Bold, st.head, Ink, 0)
	if len(title) == 0 {
		title = []row{{height: st.head.lead}}
	}
	title[0].Runs = append(s.line(strconv.Itoa(n), Bold, st.head, Ink), title[0].Runs...)
	title[0].before = st.paraGap + st.headGap
	out := keepAll(title)
	for _, part := range issue.Parts {
		body := inner.blocks(part.Body)
		if len(body) == 0 {
			continue
		}
		heading := inner.paragraph(Text(flat(part.Heading)), Bold, st.body, Quiet, st.paraGap)
		out = append(out, keepAll(heading)...)
		body[0].before = st.itemGap / 2
		out = append(out, body...)
	}
	if len(out) == len(title) {
		out[len(out)-1].keep = false
	}
	return out
}

// workings sets the table of dates: a shaded line for each date, its steps
// beneath, the columns' names again on each page.
func (s setter) workings(title string, dates []Working) []row {
	if len(dates) == 0 {
		return nil
	}
	st := s.style
	out := keepAll(s.paragraph(Text(title), Bold, st.head, Ink, st.paraGap+st.headGap))
	head := s.columns(Bold, st.small, Quiet, Step{"Date", "What was counted", "Rule"})
	out = append(out, keepAll(copyRows(head))...)
	for _, w := range dates {
		rows := s.working(w)
		for i := range rows {
			rows[i].head = head
		}
		out = append(out, rows...)
	}
	return out
}

// working sets one date and its steps.
func (s setter) working(w Working) []row {
	st := s.style
	name := s.within(s.left, s.width-lawColumn-columnGap).paragraph(Text(flat(w.Name)), Bold, st.body, Ink, 0)
	due := s.within(s.left+s.width-lawColumn, lawColumn).paragraph(Text(flat(w.Due)), Bold, st.body, Ink, 0)
	out := keepAll(s.tableRow(beside(name, due)))
	for i := range out {
		out[i].Rules = nil
		out[i].Fills = []Fill{{X: s.left - shadePad, Y: 0, W: s.width + 2*shadePad, H: out[i].height, Tone: Tint}}
	}
	for _, step := range w.Steps {
		out = append(out, s.columns(Regular, st.small, Ink, step)...)
	}
	if len(w.Steps) == 0 && len(out) > 0 {
		out[len(out)-1].keep = false
	}
	return out
}

// columns sets one step as a row of three cells.
func (s setter) columns(face Face, t typeSize, tone Tone, step Step) []row {
	middle := s.width - dateColumn - lawColumn - 2*columnGap
	cells := []struct {
		text        string
		left, width float64
	}{
		{step.Date, s.left, dateColumn},
		{step.Text, s.left + dateColumn + columnGap, middle},
		{step.Law, s.left + s.width - lawColumn, lawColumn},
	}
	var lines []row
	for _, c := range cells {
		cell := s.within(c.left, c.width).paragraph(Text(c.text), face, t, tone, 0)
		lines = beside(lines, cell)
	}
	return s.tableRow(lines)
}

// copyRows copies rows so that flags set on the copy leave the original.
func copyRows(rows []row) []row { return append([]row(nil), rows...) }
