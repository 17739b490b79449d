package message

import "strings"

// invited are the fields of an invitation that a person wants to read.
var invited = []struct{ field, label string }{
	{"SUMMARY", "Invitation"}, {"DTSTART", "Begins"}, {"DTEND", "Ends"}, {"LOCATION", "Where"}, {"ORGANIZER", "From"}, {"DESCRIPTION", ""},
}

// invitation says in words what a calendar's invitation holds (RFC 5545): its
// first event's subject, time, place and text.
func invitation(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.NewReplacer("\n ", "", "\n\t", "").Replace(s)
	_, event, found := strings.Cut(s, "BEGIN:VEVENT\n")
	if !found {
		return ""
	}
	values := map[string]string{}
	for _, l := range strings.Split(event, "\n") {
		if strings.HasPrefix(l, "END:VEVENT") || strings.HasPrefix(l, "BEGIN:VALARM") {
			break
		}
		name, value := cutField(l)
		if _, twice := values[name]; !twice {
			values[name] = value
		}
	}
	var out []string
	for _, f := range invited {
		v := strings.TrimSpace(values[f.field])
		switch {
		case v == "":
		case f.label == "":
			out = append(out, "", v)
		default:
			out = append(out, f.label+": "+v)
		}
	}
	return strings.Join(out, "\n")
}

// escapes are the signs that a value of a calendar writes otherwise (RFC 5545,
// section 3.3.11).
var escapes = strings.NewReplacer(`\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\\`, `\`)

// cutField cuts a line of a calendar into its name and its value in words.
func cutField(l string) (name, value string) {
	quoted := false
	for i, c := range l {
		switch {
		case c == '"':
			quoted = !quoted
		case c == ':' && !quoted:
			name, _, _ = strings.Cut(l[:i], ";")
			name, value = strings.ToUpper(name), l[i+1:]
			switch name {
			case "DTSTART", "DTEND":
				return name, calendarTime(value)
			case "ORGANIZER":
				return name, strings.TrimPrefix(strings.ToLower(value), "mailto:")
			}
			return name, escapes.Replace(value)
		}
	}
	return "", ""
}

// calendarTime writes 20261103T150000Z as 2026-11-03 15:00 UTC.
func calendarTime(s string) string {
	s = strings.TrimSpace(s)
	if len(s) < 8 || strings.Trim(s[:8], "0123456789") != "" {
		return s
	}
	out := s[:4] + "-" + s[4:6] + "-" + s[6:8]
	if len(s) >= 13 && s[8] == 'T' {
		out += " " + s[9:11] + ":" + s[11:13]
	}
	if strings.HasSuffix(s, "Z") {
		out += " UTC"
	}
	return out
}
