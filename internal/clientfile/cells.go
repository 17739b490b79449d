package clientfile

import (
	"regexp"
	"strconv"
	"strings"

	"casebook/internal/casefile"
)

// maxCell is how long a cell may be, in bytes of UTF-8: a spreadsheet's hold at
// most 32,767 characters.
const maxCell = 4 * 32767

// spoilt is what spreadsheets do to what was typed into them, and how to tell.
var spoilt = []struct {
	looks    *regexp.Regexp
	key      string // the end of the keys that it matters in, "" for all
	what, do string
}{
	{
		regexp.MustCompile(`^-?[0-9]([.,][0-9]+)?E[+-][0-9]+$`), "",
		"It holds a number that the spreadsheet has shortened, so that digits are lost.",
		"Format the column as text, type it again and save the table anew.",
	},
	{
		regexp.MustCompile(`^#(#+|REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!)$`), "",
		"It holds what a spreadsheet puts where it has no value, or no room to show it.",
		"Mend the formula or widen the column, and save the table anew.",
	},
	{
		regexp.MustCompile(`^[1-9][0-9]{8,9}$`), "phone",
		"It holds a telephone number without the nought in front: a spreadsheet takes it away.",
		"Format the column as text and type it again, such as 01632 960001.",
	},
}

// checkCell refuses a cell that a spreadsheet has spoilt: what was typed can no
// longer be told from it.
func checkCell(key, cell string) error {
	if len(cell) > maxCell {
		return &casefile.Error{Kind: casefile.Invalid, Field: key, What: "It holds more than a cell can.", Do: "Check that no quotation mark is missing."}
	}
	for _, s := range spoilt {
		if strings.HasSuffix(key, s.key) && s.looks.MatchString(cell) {
			return &casefile.Error{Kind: casefile.Invalid, Field: key, What: s.what, Do: s.do}
		}
	}
	return nil
}

// wholeDigits is below which number a spreadsheet keeps every digit (ECMA-376
// saves numbers as IEEE doubles, of which programs keep 15 digits).
const wholeDigits = 1e15

// number is a number of a spreadsheet in digits, where all of them are there.
func number(v string) string {
	if !strings.ContainsAny(v, "eE") {
		return v
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
	if err != nil || f != float64(int64(f)) || f <= -wholeDigits || f >= wholeDigits {
		return v
	}
	return strconv.FormatInt(int64(f), 10)
}
