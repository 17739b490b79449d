package report

import (
	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/page"
)

// Recovery returns the sheet on which a recovery key is kept away from the
// machine: its groups in their order, numbered, and what they are for.
func Recovery(fonts *page.Fonts, groups []string, vault string, on civil.Date) (page.Document, error) {
	doc, err := fonts.Form(page.FormSheet{
		Title: "Recovery key of a Casebook vault", Date: on.Long(), Reference: "Vault " + vault,
		Codes: groups,
		Closing: []page.Block{
			{Kind: page.Heading, Spans: []page.Span{{Text: "What this sheet is for"}}},
			{Spans: []page.Span{{Text: "It opens the vault if the passphrase is forgotten. Nothing else does: neither the program nor whoever made it can."}}},
			{Kind: page.Heading, Spans: []page.Span{{Text: "How to keep it"}}},
			{Spans: []page.Span{{Text: "Whoever has this sheet and the vault, or one of its backups, can read every case. Keep it locked away, apart from the computer and from the backups."}}},
			{Kind: page.Heading, Spans: []page.Span{{Text: "How to use it"}}},
			{Spans: []page.Span{{Text: "Where Casebook asks for the passphrase, choose to use the recovery key and type the groups in their order. Capitals and spaces do not matter; each group is checked by itself."}}},
		},
	})
	if err != nil {
		return page.Document{}, &casefile.Error{Kind: casefile.Invalid, What: "The sheet cannot be set on paper.", Do: "Write the groups down by hand.", Err: err}
	}
	return doc, nil
}
