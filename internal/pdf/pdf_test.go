package pdf_test

import (
	"bytes"
	"testing"

	"casebook/internal/page"
	"casebook/internal/pdf"
)

func TestSameInputSameBytes(t *testing.T) {
	for name, doc := range map[string]page.Document{
		"letter": mustLetter(t, letter()), "long": mustLetter(t, longLetter()),
		"large": mustLetter(t, largeLetter()), "record": mustForm(t, record()),
	} {
		shared := fonts(t)
		first := write(t, name, doc)
		for range 3 {
			again, err := pdf.Write(doc, shared, at)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(first, again) {
				t.Fatalf("%s: two writings differ", name)
			}
		}
	}
}
