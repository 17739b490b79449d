package message

import (
	"regexp"
	"strings"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// mailto is how Outlook writes an address in a quoted header.
var mailto = regexp.MustCompile(`(?i)\[mailto:([^\]]*)\]`)

// maxAddresses bounds a list of recipients.
const maxAddresses = 500

// addresses reads an address list as mail has it in practice: names with commas
// without quotes, comments, groups, addresses without a name. What holds no
// address keeps its name.
func addresses(value string) []casefile.Address {
	var list []casefile.Address
	if strings.Contains(value, "[") {
		value = mailto.ReplaceAllString(value, "<$1>")
	}
	for _, one := range cutList(value) {
		if a := address(one); a != (casefile.Address{}) {
			list = append(list, a)
		}
	}
	return list
}

// cutList cuts a list at its commas and semicolons, outside quotes, comments
// and angle brackets.
func cutList(s string) []string {
	var list []string
	start, depth := 0, 0
	quoted, angle := false, false
	for i := 0; i < len(s) && len(list) < maxAddresses; i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth = max(0, depth-1)
		case c == '<':
			angle = true
		case c == '>':
			angle = false
		case (c == ',' || c == ';') && depth == 0 && !angle:
			list, start = append(list, s[start:i]), i+1
		case c == ':' && depth == 0 && !angle && !strings.Contains(s[start:i], "@"):
			start = i + 1 // the name of a group
		}
	}
	if len(list) == maxAddresses {
		return list
	}
	return append(list, s[start:])
}

// Building a replacer takes longer than using it.
var (
	emptied  = strings.NewReplacer("()", "", "[]", "") // what stood around an address
	brackets = strings.NewReplacer("<", " ", ">", " ", ",", " ")
)

// spot is an address inside other text.
var spot = regexp.MustCompile(`[^\s<>()\[\]",;:]+@[^\s<>()\[\]",;:]+`)

func address(s string) casefile.Address {
	s = strings.TrimSpace(s)
	before, inner, found := strings.Cut(s, "<")
	if i := strings.LastIndexByte(s, '<'); found && i >= 0 {
		before, inner = s[:i], s[i+1:]
	}
	if !found {
		at := spot.FindStringIndex(s)
		if at == nil {
			return casefile.Address{Name: personName(s)}
		}
		before, inner = s[:at[0]]+s[at[1]:], s[at[0]:at[1]]
		before = emptied.Replace(before)
	}
	inner, _, _ = strings.Cut(inner, ">")
	inner = strings.TrimPrefix(strings.TrimSpace(inner), "mailto:")
	a := casefile.Address{Name: personName(before)}
	if m := spot.FindString(inner); m != "" {
		a.Email = strings.ToLower(line(decodeWords(m)))
	}
	if strings.EqualFold(a.Name, a.Email) {
		a.Name = ""
	}
	return a
}

// personName reads the words beside an address: quoted, a comment, or bare.
func personName(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		s = s[1 : len(s)-1]
	}
	s = unquote(s)
	s = line(decodeWords(s))
	return strings.Trim(strings.TrimSpace(s), `'*,;: `)
}

// unquote takes the quotation marks off and the backslashes out.
func unquote(s string) string {
	if !strings.Contains(s, `"`) && !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] != '"':
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// messageIDs reads message ids without their brackets.
func messageIDs(value string) []string {
	var ids []string
	for _, part := range strings.Fields(brackets.Replace(value)) {
		if id := line(part); strings.Contains(id, "@") && len(ids) < maxAddresses {
			ids = append(ids, id)
		}
	}
	if ids == nil && strings.HasPrefix(strings.TrimSpace(value), "<") {
		if id := strings.Trim(strings.TrimSpace(value), "<> "); id != "" {
			ids = append(ids, line(id))
		}
	}
	return ids
}

func moment(t time.Time) civil.Moment {
	if t.IsZero() {
		return civil.Moment{}
	}
	return civil.At(t)
}
