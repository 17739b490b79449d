package desk

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf16"

	"casebook/internal/casefile"
	"casebook/internal/message"
)

// magics are how files begin that are plainly no mail.
var magics = []struct{ begins, is string }{
	{"%PDF-", "a PDF"},
	{"\x89PNG", "a picture"},
	{"\xff\xd8\xff", "a picture"},
	{"GIF8", "a picture"},
	{"II*\x00", "a picture"},
	{"MM\x00*", "a picture"},
	{"PK\x03\x04", "a ZIP archive or an Office document"},
	{"PK\x05\x06", "an empty ZIP archive"},
	{"\x1f\x8b", "an archive"},
	{"7z\xbc\xaf\x27\x1c", "an archive"},
	{"Rar!", "an archive"},
	{"{\\rtf", "a document"},
	{"SQLite format 3", "a database"},
}

// headerLine is a line that only mail has at its top: who, what, when.
var headerLine = regexp.MustCompile(`(?i)^(from|to|cc|subject|date|sender|received|return-path|delivered-to|message-id|mime-version|reply-to|x-[a-z-]+|content-[a-z-]+|resent-[a-z-]+|dkim-signature|authentication-results)[ \t]*:`)

// mailEndings are those of files in which mail without a header is taken for
// mail all the same: whoever named it so says what it is.
var mailEndings = []string{".eml", ".mbox", ".mbx", ".msg", ".txt", ""}

// headerLines is how many lines from the top a header may begin.
const headerLines = 40

// notMail returns what a file is that begins so and is plainly no mail, in
// words, or "".
func notMail(name string, beginning []byte) string {
	top := bytes.TrimLeft(bytes.TrimPrefix(beginning, []byte("\ufeff")), " \t\r\n")
	if message.IsOutlook(beginning) {
		return notOutlook(name, beginning)
	}
	if len(top) == 0 {
		return "empty"
	}
	if message.IsMbox(beginning) || headerLine.Match(top) {
		return ""
	}
	for _, m := range magics {
		if bytes.HasPrefix(top, []byte(m.begins)) {
			return m.is
		}
	}
	for n, line := range bytes.SplitN(top, []byte("\n"), headerLines+1) {
		if n < headerLines && headerLine.Match(line) {
			return ""
		}
	}
	if binary(top) {
		return "a binary file"
	}
	for _, ending := range mailEndings {
		if strings.EqualFold(filepath.Ext(name), ending) {
			return ""
		}
	}
	return "a file without sender, subject or date"
}

// binary reports whether a text holds what no text does.
func binary(b []byte) bool {
	odd := 0
	for _, c := range b {
		if c == 0 {
			return true
		}
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b {
			odd++
		}
	}
	return odd > len(b)/20
}

// notOutlook tells the other files of the same make from messages. One that is
// called a message is kept even where no message can be read in it.
func notOutlook(name string, beginning []byte) string {
	var mark []byte
	for _, u := range utf16.Encode([]rune("__substg1.0_")) {
		mark = append(mark, byte(u), byte(u>>8))
	}
	if strings.EqualFold(filepath.Ext(name), ".msg") || bytes.Contains(beginning, mark) {
		return ""
	}
	return "an Office document"
}

// leftOut says which of the files were no mail.
func leftOut(done []Imported) error {
	var names []string
	for _, f := range done {
		if f.Refused != "" {
			names = append(names, fmt.Sprintf("%s (%s)", filepath.Base(f.File), f.Refused))
		}
	}
	if len(names) == 0 {
		return nil
	}
	what := fmt.Sprintf("%d of %d files are no mail and were left out: ", len(names), len(done))
	after := " The others were taken in."
	switch {
	case len(done) == 1:
		what, after = "This file is no mail: ", " Nothing was taken in."
	case len(names) == len(done):
		what, after = "None of the files is mail: ", " Nothing was taken in."
	}
	return &casefile.Error{
		Kind: casefile.Invalid, Field: "file", What: what + strings.Join(names, ", ") + "." + after,
		Do: "Save the message itself in the mail program; for what came another way, such as a scanned letter, open a case.",
	}
}
