package message

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"casebook/internal/casefile"
)

var (
	// forwardLine is what mail programs put above a message passed on: in English,
	// in Welsh, and in the languages that families in Britain write from.
	forwardLine = regexp.MustCompile(`(?i)^\W*(begin forwarded message:?|(-{2,}|_{2,})\s*(original (message|appointment)|forwarded (message|by).*|forward(ed)? mail|` +
		`neges (wreiddiol|a anfonwyd ymlaen|wedi[' ’]?i hanfon ymlaen|wedi[' ’]?i blaenyrru)|y neges wreiddiol|` +
		`ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|message original|message transféré|forwarded message|` +
		`wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana dalej|treść przekazanej wiadomości|` +
		`mensaje original|mensaje reenviado|mensagem original|mesajul original|mesaj redirecționat|messaggio originale|messaggio inoltrato)\s*(-{2,}|_{2,})?)\W*$`)
	// labelled is a header as quoted in a text.
	labelled = regexp.MustCompile(`(?i)^\*?(` + labelWords() + `)\s*:\*?\s*(.*)$`)
)

// labels are the words for a header's fields, by what they stand for here.
var labels = map[string][]string{
	"from":    {"from", "oddi wrth", "gan", "von", "de", "od", "da"},
	"sent":    {"sent", "sent on", "anfonwyd", "wedi anfon", "gesendet", "envoyé", "envoyé le", "wysłano", "wysłane", "enviado", "enviado el", "trimis", "inviato"},
	"date":    {"date", "dyddiad", "datum", "data", "fecha"},
	"to":      {"to", "at", "i", "an", "à", "do", "para", "către", "a"},
	"subject": {"subject", "pwnc", "testun", "betreff", "objet", "temat", "asunto", "assunto", "subiect", "oggetto"},
	"cc":      {"cc", "copi", "copi at", "kopie", "dw", "copie à"},
	"other":   {"bcc", "reply-to", "importance", "priority", "attachments", "attachment", "resent-from", "organization", "organisation", "atodiadau", "pwysigrwydd"},
}

// labelOf is labels the other way round.
var labelOf = func() map[string]string {
	of := map[string]string{}
	for is, list := range labels {
		for _, l := range list {
			of[l] = is
		}
	}
	return of
}()

// labelWords is a pattern of all of them, the longer before what they begin with.
func labelWords() string {
	var all []string
	for _, list := range labels {
		all = append(all, list...)
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return strings.Join(all, "|")
}

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
		if mayAnnounce(bare) && forwardLine.MatchString(bare) {
			announced = true
			continue
		}
		if beginsHeaders(bare) && tries < maxTries && len(starts) < maxForwarded {
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

// mayAnnounce and beginsHeaders pass over most lines of most mail cheaply.
func mayAnnounce(l string) bool {
	return len(l) < 200 && (strings.Contains(l, "--") || strings.Contains(l, "__") || len(l) < 60 && strings.Contains(strings.ToLower(l), "forwarded"))
}

func beginsHeaders(l string) bool {
	at := strings.IndexByte(l, ':')
	return at > 0 && at < 30 && mayLabel(l[:at]) && labelled.MatchString(l)
}

// mayLabel reports whether what stands before a colon is a label, or cannot be
// told to be none by its letters: most colons stand behind other words.
func mayLabel(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return true
		}
	}
	return labelOf[strings.ToLower(strings.TrimRight(strings.TrimPrefix(s, "*"), " \t\n\f\r"))] != ""
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
		case m != nil && b.fields["from"] != "" && labelOf[strings.ToLower(m[1])] == "from":
			// the next message's headers
		case m != nil:
			last = labelOf[strings.ToLower(m[1])]
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
	for _, label := range []string{"sent", "date"} {
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
