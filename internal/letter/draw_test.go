package letter_test

import (
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/letter"
)

func TestEveryLetterDraws(t *testing.T) {
	f := fonts(t)
	every(func(name string, l casefile.LetterKind, k casefile.Kind, o casefile.Outcome) {
		t.Run(name, func(t *testing.T) {
			doc, err := letter.Draw(f, input(t, l, decidedAs(k, o)))
			if err != nil {
				t.Fatal(err)
			}
			if len(doc.Missing) > 0 {
				t.Errorf("the fonts lack %q", doc.Missing)
			}
		})
	})
}
