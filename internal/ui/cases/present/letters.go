package present

import (
	"context"
	"strconv"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

// The ids of the rows of the list of letters.
const (
	issuedRow = "issued:"
	draftRow  = "draft:"
	// RecordRow is the record of the case.
	RecordRow = "record"
)

// letterRows lists the letters that were issued, those that can be drawn, and
// the record.
func letterRows(p Page) []Row {
	var rows []Row
	for i := len(p.File.Case.Letters) - 1; i >= 0; i-- {
		if len(rows) == 0 {
			rows = append(rows, Row{Title: "Issued", Right: strconv.Itoa(len(p.File.Case.Letters)), Heading: true})
		}
		rows = append(rows, issued(p.File.Case.Letters[i]))
	}
	if len(p.Ready) > 0 {
		rows = append(rows, Row{Title: "To draw", Heading: true})
	}
	for _, a := range p.Ready {
		rows = append(rows, available(a))
	}
	words := "What was asked, what was done and when, on paper"
	if p.File.Case.Kind == casefile.Complaint {
		words = "The record of the complaint that the law asks you to keep"
	}
	return append(rows, Row{Title: "For the file", Heading: true}, Row{ID: RecordRow, Title: "Record", Right: "R", Sub: words})
}

func issued(l casefile.Letter) Row {
	r := Row{ID: issuedRow + l.ID, Title: l.Kind.Label(), Right: "not sent", State: Today}
	r.Sub = join("issued "+l.Issued.Long(), casefile.Counted(l.Pages, "page", "pages"))
	if l.Drafted {
		r.Right = "in drafts, not sent"
	}
	if l.Sent != nil {
		r.Right, r.State = "sent "+l.Sent.On.Format("2 Jan 2006"), Done
		r.Sub = join(r.Sub, "by "+l.Sent.How.Words())
	}
	return r
}

func available(a desk.AvailableLetter) Row {
	r := Row{ID: draftRow + string(a.Kind), Title: a.Label, Right: "ready", Sub: "Has all it needs", State: Info}
	if !a.Ready {
		r.Right, r.State = "lacks "+casefile.Counted(len(a.Missing), "thing", "things"), Plain
		r.Sub = first("needs " + strings.Join(a.Missing, "; "))
	}
	return r
}

// LetterOf reads the id of a row of letters: a kind to draw, or the id of an
// issued one.
func LetterOf(row string) (kind casefile.LetterKind, id string) {
	if k, ok := strings.CutPrefix(row, draftRow); ok {
		return casefile.LetterKind(k), ""
	}
	id, _ = strings.CutPrefix(row, issuedRow)
	return "", id
}

// Has reports whether cases of this kind have such a letter.
func (p Page) Has(kind casefile.LetterKind) bool {
	for _, a := range p.Ready {
		if a.Kind == kind {
			return true
		}
	}
	return false
}

// Lack is something a letter cannot be written without.
type Lack struct {
	Fact  casefile.Fact
	Words string // "the reasons"
	Do    string // how to supply it
	// Action is what records it on the case; where there is none, it is given
	// to the letter alone.
	Action string
}

// recorded are the facts that belong on the case, with the action for each.
var recorded = map[casefile.Fact]string{
	casefile.FactReceived: "received", casefile.FactDue: "received",
	casefile.FactOutcome: "decide", casefile.FactDone: "decide", casefile.FactReasons: "decide",
	casefile.FactIdentity: "identity-ask", casefile.FactAuthority: "authority-ask", casefile.FactUnclear: "clarify-ask", casefile.FactVolume: "clarify-ask",
	casefile.FactGround: "extend", casefile.FactDelay: "extend", casefile.FactNewDue: "extend",
	casefile.FactFee: "fee-ask", casefile.FactFeeReason: "fee-ask",
	casefile.FactIssues: "issue", casefile.FactFindings: "finding",
}

// Lacks returns what a letter of the case needs and has not got. What only the
// caseworker can say to this letter has no action.
func (p Page) Lacks(kind casefile.LetterKind) []Lack {
	var out []Lack
	for _, a := range p.Ready {
		if a.Kind != kind {
			continue
		}
		for _, words := range a.Missing {
			out = append(out, lack(words))
		}
	}
	return out
}

func lack(words string) Lack {
	for _, f := range casefile.Facts() {
		if f.Words == words {
			return Lack{Fact: f.Fact, Words: words, Do: AskWords(f), Action: recorded[f.Fact]}
		}
	}
	return Lack{Words: words}
}

// AskWords says how to supply a fact, without what is written for the command
// line.
func AskWords(f casefile.FactInfo) string {
	do, _, _ := strings.Cut(f.Do, ", or give ")
	if _, why, told := strings.Cut(do, "=...: "); told {
		do = first(why)
	}
	return sentence(do)
}

// AskFor turns what is lacking into fields to be filled in for the letter.
func AskFor(lacks []Lack, values map[string]string) []Field {
	var fields []Field
	for _, l := range lacks {
		if l.Action == "" && l.Fact != "" && l.Fact != casefile.FactContact {
			fields = append(fields, Field{
				Name: string(l.Fact), Label: first(l.Words), Kind: LongText, Required: true,
				Value: values[string(l.Fact)], Hint: "For this letter alone; one item a line.",
				Missing: "Say " + l.Words,
			})
		}
	}
	return fields
}

// Draw draws a letter; it is not kept.
func Draw(ctx context.Context, d *desk.Desk, ref casefile.Reference, kind casefile.LetterKind, values map[string]string) (desk.Drawn, error) {
	return d.Letter(ctx, ref, kind, values)
}

// Issue freezes a letter. What undoes it takes the issue back, while the letter
// has not been sent.
func Issue(ctx context.Context, d *desk.Desk, ref casefile.Reference, kind casefile.LetterKind, values map[string]string) (desk.Drawn, Outcome, error) {
	drawn, err := d.Issue(ctx, ref, kind, values)
	if err != nil {
		return drawn, Outcome{}, err
	}
	return drawn, Outcome{Words: kind.Label() + " issued. It has not been sent yet.", Undo: takeBack(d, ref, []string{drawn.Letter})}, nil
}

// FileName names the PDF of a letter for people who save it.
func FileName(ref casefile.Reference, what string) string {
	words := strings.ToLower(strings.Join(strings.Fields(what), "-"))
	return string(ref) + "-" + words + ".pdf"
}

// Extras are what a caseworker can add to one letter.
func Extras(kind casefile.LetterKind, values map[string]string) []Field {
	fields := []Field{
		{Name: "note", Label: "A paragraph of your own", Kind: LongText, Value: values["note"]},
		{Name: "your-reference", Label: "Their reference", Kind: OneLine, Value: values["your-reference"]},
	}
	if kind == casefile.Reply {
		enclosed := Field{Name: "enclosed", Label: "What is enclosed", Hint: "One item a line.", Kind: LongText, Value: values["enclosed"]}
		fields = append([]Field{enclosed}, fields...)
	}
	return fields
}
