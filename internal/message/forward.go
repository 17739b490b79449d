package message

import (
	"regexp"
	"strings"

	"casebook/internal/casefile"
)

var (
	// forwardLine is what mail programs put above a message passed on.
	forwardLine = regexp.MustCompile(`(?i)^\W*(begin forwarded message:?|(-{2,}|_{2,})\s*(original (message|appointment)|forwarded (message|by).*|forward(ed)? mail)\s*(-{2,}|_{2,})?)\W*$`)
	// labelled is a header as quoted in a text.
	labelled = regexp.MustCompile(`(?i)^\*?(from|sent|date|sent on|to|cc|bcc|subject|reply-to|importance|priority|attachments?|resent-from|organi[sz]ation)\s*:\*?\s*(.*)$`)
)

// maxTries bounds how often quoted headers are looked for in one text.
const maxTries = 5000

// inline finds the messages quoted in a text with their headers, the outermost
// first. A block counts as headers if it says from whom and at least two of
// when, to whom and about what; below a line that says "forwarded", one is
// enough.
func inline(s string) []casefile.Forwarded {
	lines := strings.Split(s, "\n")
	var starts []block
	announced, tries := false, 0
	for i := 0; i < len(lines); i++ {
		bare := strings.TrimSpace(unquoted(lines[i]))
		if bare == "" {
			continue
		}
		if forwardLine.MatchString(bare) {
			announced = true
			continue
		}
		if labelled.MatchString(bare) && tries < maxTries && len(starts) < maxForwarded {
			tries++
			if b, ok := headers(lines, i, announced); ok {
				starts = append(starts, b)
				i = b.end - 1
			}
		}
		announced = false
	}
	var all []casefile.Forwarded
	for i, b := range starts {
		end := len(lines)
		if i+1 < len(starts) {
			end = starts[i+1].start
		}
		all = append(all, b.message(lines[b.end:end]))
	}
	return all
}

// block is a run of quoted headers.
type block struct {
	start, end int // its lines, the end not included
	fields     map[string]string
}

// headers reads the quoted headers that begin at a line.
func headers(lines []string, start int, announced bool) (block, bool) {
	b := block{start: start, fields: map[string]string{}}
	last, blank := "", false
	i := start
	for ; i < len(lines) && i < start+30; i++ {
		bare := strings.TrimSpace(unquoted(lines[i]))
		m := labelled.FindStringSubmatch(bare)
		switch {
		case m != nil && b.fields["from"] != "" && strings.EqualFold(m[1], "from"):
			// the next message's headers
		case m != nil:
			last = strings.ToLower(m[1])
			if _, twice := b.fields[last]; !twice {
				b.fields[last] = m[2]
			}
			b.end, blank = i+1, false
			continue
		case len(b.fields) == 0:
			return b, false
		case bare == "" && !blank:
			blank = true // one blank line between headers: paragraphs made into text
			continue
		case bare != "" && !blank && goesOn(last, b.fields[last]):
			b.fields[last] += " " + bare
			b.end = i + 1
			continue
		}
		break
	}
	return b, b.enough(announced)
}

// goesOn reports whether a quoted header may run over to the next line: a list
// of recipients that ends in a comma, or a header whose value is still to come.
func goesOn(label, value string) bool {
	value = strings.TrimSpace(value)
	return value == "" || (label == "to" || label == "cc") && (strings.HasSuffix(value, ",") || strings.HasSuffix(value, ";"))
}

func (b block) enough(announced bool) bool {
	n := 0
	for _, label := range []string{"to", "subject"} {
		if _, ok := b.fields[label]; ok {
			n++
		}
	}
	if b.date() != "" {
		n++
	}
	return b.fields["from"] != "" && (n >= 2 || announced && n >= 1)
}

func (b block) date() string {
	for _, label := range []string{"sent", "date", "sent on"} {
		if v := b.fields[label]; v != "" {
			return v
		}
	}
	return ""
}

// message makes the block and the lines below it a message.
func (b block) message(lines []string) casefile.Forwarded {
	f := casefile.Forwarded{
		From:    first(addresses(b.fields["from"])),
		To:      addresses(b.fields["to"]),
		Subject: line(strings.Trim(b.fields["subject"], "* ")),
	}
	if at, ok := parseDate(b.date()); ok {
		f.Sent = at
	}
	var body []string
	for _, l := range lines {
		bare := unquoted(l)
		if forwardLine.MatchString(strings.TrimSpace(bare)) {
			break // the line above the next message
		}
		body = append(body, bare)
	}
	f.Text = text(strings.Join(body, "\n"))
	return f
}

// unquoted takes the marks of quotation off a line.
func unquoted(l string) string {
	for {
		t := strings.TrimLeft(l, " \t")
		if !strings.HasPrefix(t, ">") {
			return l
		}
		l = strings.TrimPrefix(t[1:], " ")
	}
}
