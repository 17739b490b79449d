package report_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/pdf"
	"casebook/internal/report"
)

var samples = flag.String("samples", "", "keep the records as PDFs in this folder, to be looked at")

func TestPDF(t *testing.T) {
	f := fonts(t)
	for name, c := range map[string]casefile.Case{"record_complaint": complaint(), "record_erasure": erasure()} {
		doc, err := report.ComplaintRecord(f, input(t, c))
		if err != nil {
			t.Fatal(name, err)
		}
		file, err := pdf.Write(doc, f, time.Date(2026, 10, 9, 9, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(name, err)
		}
		if *samples != "" {
			if err := os.WriteFile(filepath.Join(*samples, name+".pdf"), file, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
