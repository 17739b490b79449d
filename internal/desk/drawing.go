package desk

import (
	"context"

	"casebook/internal/casefile"
	"casebook/internal/letter"
	"casebook/internal/page"
	"casebook/internal/pdf"
	"casebook/internal/report"
)

// Drawn is a letter or a record on paper: its pages, for a preview, and its
// PDF. Letter is the id of an issued letter and empty for a draft; Subject is
// a letter's subject line.
type Drawn struct {
	Page    page.Document
	PDF     []byte
	Letter  string
	Subject string
}

// Letter draws a letter without issuing it. Values add to or replace what the
// case says, by the names that the letter's refusal gives.
func (r *Records) Letter(ctx context.Context, ref casefile.Reference, kind casefile.LetterKind, values map[string]string) (Drawn, error) {
	f, err := r.file(ctx, ref)
	if err != nil {
		return Drawn{}, err
	}
	return r.drawLetter(f, kind, values)
}

func (r *room) drawLetter(f CaseFile, kind casefile.LetterKind, values map[string]string) (Drawn, error) {
	in, err := r.letterInput(f, kind, values)
	if err != nil {
		return Drawn{}, err
	}
	doc, err := letter.Draw(r.fonts, in)
	if err != nil {
		return Drawn{}, err
	}
	d, err := r.print(doc)
	if err != nil {
		return Drawn{}, err
	}
	d.Subject, err = letter.Subject(in)
	return d, err
}

func (r *room) letterInput(f CaseFile, kind casefile.LetterKind, values map[string]string) (letter.Input, error) {
	if f.Undated != nil {
		return letter.Input{}, f.Undated // no letter gives a day that cannot be worked out
	}
	regulator, err := letter.RegulatorOn(r.regulator, r.env.Today())
	return letter.Input{
		Kind: kind, Case: f.Case, Client: f.Client, Obligations: f.Obligations, Values: values,
		Wording: r.wording, Regulator: regulator, On: r.env.Today(),
	}, err
}

func (r *room) print(doc page.Document) (Drawn, error) {
	b, err := pdf.Write(doc, r.fonts, r.env.Now())
	if err != nil {
		return Drawn{}, casefile.AsError(err)
	}
	return Drawn{Page: doc, PDF: b}, nil
}

// AvailableLetter is a letter that a case of its kind has, and what it lacks.
type AvailableLetter = letter.Available

// Letters returns the letters of a case and whether each can be issued.
func (r *Records) Letters(ctx context.Context, ref casefile.Reference) ([]AvailableLetter, error) {
	f, err := r.file(ctx, ref)
	if err != nil {
		return nil, err
	}
	in, err := r.letterInput(f, "", nil)
	if err != nil {
		return nil, err
	}
	return letter.List(in), nil
}

// Issued returns the bytes of a letter as it was issued.
func (r *Records) Issued(ctx context.Context, ref casefile.Reference, id string) ([]byte, error) {
	c, _, err := r.store.Case(ctx, string(ref))
	if err != nil {
		return nil, err
	}
	l, err := c.Letter(id)
	if err != nil {
		return nil, err
	}
	return r.store.Blob(ctx, l.SHA256)
}

// Record draws the record of a case: for a complaint, the record that the
// regulator expects to be kept.
func (r *Records) Record(ctx context.Context, ref casefile.Reference) (Drawn, error) {
	f, err := r.file(ctx, ref)
	if err != nil {
		return Drawn{}, err
	}
	if f.Undated != nil {
		return Drawn{}, f.Undated
	}
	in := report.Input{
		Case: f.Case, Client: f.Client, Obligations: f.Obligations, Timeline: f.Timeline, On: r.env.Today(),
	}
	for _, m := range f.Messages {
		in.Messages = append(in.Messages, report.Message{On: m.Received, From: m.From.String(), Subject: m.Subject})
	}
	doc, err := report.ComplaintRecord(r.fonts, in)
	if err != nil {
		return Drawn{}, err
	}
	return r.print(doc)
}
