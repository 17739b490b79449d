package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
)

// catalogMark begins the catalogue, which gofpdf writes as the last object
// before the cross-reference table.
const catalogMark = "/Type /Catalog\n"

// langTag is what may stand in the catalogue as a language: BCP 47 letters,
// digits and dashes.
var langTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// catalogue adds to the file's catalogue what gofpdf has no call for: the
// language, so that a screen reader speaks the letter as English, and that
// the viewer should show the title and not the file's name. The catalogue is
// the last object, so only the place of the cross-reference table moves.
func catalogue(file []byte, lang string) ([]byte, error) {
	if !langTag.MatchString(lang) {
		return nil, fmt.Errorf("pdf: the language is not a language tag")
	}
	entry := []byte("/Lang (" + lang + ")\n/ViewerPreferences <</DisplayDocTitle true>>\n")
	at := bytes.LastIndex(file, []byte(catalogMark))
	start := bytes.LastIndex(file, []byte("startxref\n"))
	if at < 0 || start < at {
		return nil, fmt.Errorf("pdf: the file has no catalogue")
	}
	at += len(catalogMark)
	place, rest, _ := bytes.Cut(file[start+len("startxref\n"):], []byte("\n"))
	xref, err := strconv.Atoi(string(place))
	if err != nil || xref < at {
		return nil, fmt.Errorf("pdf: the file's catalogue is not its last object")
	}
	var out bytes.Buffer
	out.Grow(len(file) + len(entry))
	out.Write(file[:at])
	out.Write(entry)
	out.Write(file[at:start])
	fmt.Fprintf(&out, "startxref\n%d\n", xref+len(entry))
	out.Write(rest)
	return out.Bytes(), nil
}
