package report

import (
	"fmt"

	"casebook/internal/casefile"
	"casebook/internal/page"
)

// Certificate returns the certificate that a case was disposed of. It says the
// same whenever it is drawn, and names no person but who approved it.
//
// law: UK GDPR Art 5(1)(e), Art 5(2)
func Certificate(fonts *page.Fonts, d casefile.Disposal, client casefile.Client) (page.Document, error) {
	p, ok := d.Proof.(*casefile.CaseDisposed)
	if !ok {
		return page.Document{}, &casefile.Error{Kind: casefile.Invalid, What: "That is no disposal of a case.", Do: "Name the case."}
	}
	due := orNot(p.Due.Long(), "not worked out")
	if p.Early {
		due += "; disposed of before that day"
	}
	facts := []page.Field{
		{Label: "Our reference", Value: page.Hold(string(p.Reference))},
		{Label: "Controller", Value: orNot(flat(client.Name), p.Client)},
		{Label: "Kind of case", Value: p.Kind.Label()},
		{Label: "Received", Value: orNot(p.Received.Long(), "not recorded")},
		{Label: "Closed", Value: orNot(p.Closed.Long(), "not recorded")},
		{Label: "Kept under", Value: flat(p.Rule)},
		{Label: "To be kept until", Value: due},
		{Label: "Disposed of", Value: d.On.Long()},
		{Label: "Approved by", Value: flat(p.Approver)},
	}
	doc, err := fonts.Form(page.FormSheet{
		Title: "Certificate of disposal", Reference: string(p.Reference), Date: d.On.Long(),
		Controller: flat(client.Name), Facts: facts,
		Issues: []page.Issue{
			{Title: "Why", Parts: []page.Part{
				{Heading: "What the period rests on", Body: recorded(p.Why, "Not recorded.")},
				{Heading: "Reason given with the approval", Body: recorded(p.Reason, "The period of keeping had ended.")},
			}},
			{Title: "What was destroyed", Parts: []page.Part{{Heading: "In this vault", Body: []page.Block{page.List(
				casefile.Counted(p.Entries, "entry of the case", "entries of the case"),
				casefile.Counted(p.Letters, "letter as issued", "letters as issued"),
				casefile.Counted(p.Messages, "message with its attachments", "messages with their attachments"),
				fmt.Sprintf("%d bytes of letters and messages", p.Bytes),
			)}}}},
			{Title: "What remains", Parts: []page.Part{{Heading: "Without any person's data", Body: []page.Block{page.List(
				"this proof, and of each entry its date, its type and a digest that cannot be turned back",
				"of each message a keyed digest and its number on the mail server, so that it is not fetched again",
				sharedWords(p.Shared),
			)}}}},
		},
	})
	if err != nil {
		return page.Document{}, &casefile.Error{Kind: casefile.Invalid, What: "The certificate cannot be set on paper.", Do: "Look at the reason given with it.", Err: err}
	}
	return doc, nil
}

func sharedWords(n int) string {
	if n == 0 {
		return "no message: none was filed to another case as well"
	}
	return casefile.Counted(n, "message that another case holds as well, until that case goes", "messages that other cases hold as well, until those go")
}
