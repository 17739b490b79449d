package letter_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/letter"
	"casebook/internal/pdf"
)

var samples = flag.String("samples", "", "keep every letter as a PDF in this folder, to be looked at")

// TestPDF writes each letter as it is posted.
func TestPDF(t *testing.T) {
	f := fonts(t)
	at := time.Date(2026, 10, 2, 9, 0, 0, 0, time.UTC)
	every(func(name string, l casefile.LetterKind, k casefile.Kind, o casefile.Outcome) {
		if *samples == "" && o != casefile.Granted && o != casefile.NothingHeld {
			return // enough to see that the letters can be written
		}
		in := input(t, l, decidedAs(k, o))
		in.LargePrint = o == casefile.NothingHeld
		doc, err := letter.Draw(f, in)
		if err != nil {
			t.Fatal(name, err)
		}
		file, err := pdf.Write(doc, f, at)
		if err != nil {
			t.Fatal(name, err)
		}
		if *samples == "" {
			return
		}
		if err := os.WriteFile(filepath.Join(*samples, strings.ReplaceAll(name, "/", "_")+".pdf"), file, 0o600); err != nil {
			t.Fatal(err)
		}
	})
}
