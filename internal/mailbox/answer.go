package mailbox

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
)

// answer is one answer of a server's, as far as it has come.
type answer struct {
	kind    kind
	line    []byte // its line under way, no more of it than longest
	size    int    // bytes, those of bodies apart
	depth   int    // parentheses that are open
	quoted  bool   // in quotation marks
	escaped bool   // in them, behind a backslash
	listed  bool   // in a code that says what the server can
	order   order  // of the numbers of messages
}

// kind is what an answer tells of, which says how the library reads it.
type kind int

const (
	unknown      kind = iota // its first words have not all come
	words                    // words for people, whatever they look like
	capabilities             // what the server can
	numbers                  // which messages there are
	message                  // one message
	other
)

// kindsOf are the kinds of the answers that have one of their own.
var kindsOf = map[string]kind{
	"OK": words, "NO": words, "BAD": words, "BYE": words, "PREAUTH": words,
	"CAPABILITY": capabilities, "SEARCH": numbers, "ESEARCH": numbers, "FETCH": message,
}

// firstWord is the word that an answer begins with; the library reads past a number
// before any.
var firstWord = regexp.MustCompile(`^\* (?:[0-9]+ )?([A-Za-z]+)[^0-9A-Za-z]`)

func (a *answer) reset() { *a = answer{line: a.line[:0]} }

// add takes the next byte in.
func (a *answer) add(c byte) {
	a.size++
	if len(a.line) < longest {
		a.line = append(a.line, c)
	}
	letter := c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
	switch {
	case a.kind != unknown || letter:
	case a.line[0] != '*':
		a.kind = words
	default:
		if m := firstWord.FindSubmatch(a.line); m != nil {
			a.kind = other
			if k, ok := kindsOf[strings.ToUpper(string(m[1]))]; ok {
				a.kind = k
			}
		}
	}
}

// soon is within how many bytes an answer says what it tells of.
const soon = 100

func (a *answer) tooLong() bool {
	return a.size > soon && a.kind == unknown || a.size > longest && a.kind != numbers || a.size > listing
}

// codeBegun is an answer's code that has not ended (RFC 9051, section 7.1). The
// library looks for its end in the lines after as well.
var codeBegun = regexp.MustCompile(`(?i)^[^ ]+ ([0-9]+ )?[A-Z]+ ?\[[^\]]*$`)

// capabilityCode begins a code that says what the server can.
var capabilityCode = []byte("[CAPABILITY")

// list follows the lists of what the server can and refuses a parenthesis in one.
func (a *answer) list(c byte) error {
	switch c {
	case 'Y', 'y':
		begun := a.line[max(0, len(a.line)-len(capabilityCode)):]
		a.listed = a.listed || bytes.EqualFold(begun, capabilityCode)
	case ']':
		a.listed = false
	case '(':
		if a.kind == capabilities || a.listed {
			return errCapabilities
		}
	}
	return nil
}

// form looks at a byte that is not the end of a line.
func (a *answer) form(c byte) error {
	if a.kind == numbers && !a.order.take(c) {
		return errDisorder
	}
	switch {
	case a.kind == words || a.kind == capabilities:
		return a.list(c)
	case a.escaped:
		a.escaped = false
	case a.quoted:
		a.quoted, a.escaped = c != '"', c == '\\'
	case c == '"':
		a.quoted = true
	case c == ')':
		a.depth--
	case c == '(':
		if a.depth++; a.depth > deepest {
			return errForm
		}
	case c == '{' && len(a.line) == longest:
		return errForm // what follows would be taken for lines
	}
	return nil
}

// endOfLine says what is wrong where a line ends.
func (a *answer) endOfLine() error {
	if a.quoted || a.kind == words && codeBegun.Match(a.line) {
		return errForm
	}
	return nil
}

// announced ends a line that a literal follows (RFC 9051, section 4.3), and
// ofBody one that a body follows.
var (
	announced = regexp.MustCompile(`\{([0-9]{1,18})\} ?\r?\n$`)
	ofBody    = regexp.MustCompile(`[\]>] \{[0-9]+\} ?\r?\n$`)
)

// literal is the length of the literal that the line announces, and whether it is
// a message's body.
func (a *answer) literal() (size int64, body, follows bool) {
	if a.kind == words || a.kind == capabilities {
		return 0, false, false
	}
	tail := a.line[max(0, len(a.line)-40):]
	m := announced.FindSubmatch(tail)
	if m == nil {
		return 0, false, false
	}
	size, err := strconv.ParseInt(string(m[1]), 10, 64)
	return size, a.kind == message && ofBody.Match(tail), err == nil
}

// order watches how much of a listing stands out of order: the library puts each
// number into its place among those before it, which takes the square of their
// number where they come from the highest down.
type order struct {
	digits         bool
	number, behind uint64 // the number under way, and the highest before it
	numbers, moved int64
}

// moves is how many numbers may be moved to make room for others, a matter of
// seconds: 70,000 may come in any order.
const moves = 5 << 29

// take reads a byte of a listing and reports whether it goes on well.
func (o *order) take(c byte) bool {
	if c >= '0' && c <= '9' {
		o.digits, o.number = true, min(o.number*10+uint64(c-'0'), 1<<40)
		return true
	}
	if !o.digits {
		return true
	}
	if o.numbers++; o.number < o.behind {
		o.moved += o.numbers
	}
	o.behind, o.number, o.digits = max(o.behind, o.number), 0, false
	return o.moved < moves
}
