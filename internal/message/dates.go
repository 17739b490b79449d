package message

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"casebook/internal/civil"
)

var (
	clockTime = regexp.MustCompile(`(?i)\b(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?(?:\s*([ap])\.?(m)\b\.?)?`)
	isoDay    = regexp.MustCompile(`\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})`)
	plainDay  = regexp.MustCompile(`\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})\b`)
	dayMonth  = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th|\.)?(?:\s+(?:of|de|o))?[\s-]+([\pL]{3,12})\.?,?(?:\s+de)?[\s-]+(\d{4}|\d{2})\b`)
	monthDay  = regexp.MustCompile(`(?i)\b([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b`)
	unixDay   = regexp.MustCompile(`(?i)\b([a-z]{3})\s+(\d{1,2})\s+\d{1,2}:\d{2}:\d{2}(?:\s+[a-z]{2,4})?\s+(\d{4})\b`)
	isoTime   = regexp.MustCompile(`(\d)T(\d)`)
	offset    = regexp.MustCompile(`([+-])(\d{2}):?(\d{2})\b`)
	shortZone = regexp.MustCompile(`(?:GMT|UTC)([+-])(\d{1,2})\b`)
	zoneName  = regexp.MustCompile(`(?:\b|\d)(GMT|UTC|UT|BST|CET|CEST|IST|EST|EDT|CST|CDT|MST|MDT|PST|PDT|Z)\b`)
)

// zones are the hours east of Greenwich of the names that British mail has.
var zones = map[string]int{
	"GMT": 0, "UTC": 0, "UT": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2, "IST": 1,
	"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}

// between is what may stand between a day and a time.
var between = strings.NewReplacer("\u00a0", " ", "\u202f", " ", " at ", " ", ", at ", " ", " um ", " ", " à ", " ", " o godzinie ", " ", " yn ", " ")

// parseDate reads a date as mail headers and quoted headers have it: "Mon, 2
// Nov 2026 14:05:00 +0000", "02 November 2026 14:05", "Monday, November 2, 2026
// 2:05 PM", "02/11/2026 14:05" (the day first), "2 November 2026 at 14:05:11
// GMT". Without a zone it is London's time; without a time it is a day.
func parseDate(s string) (civil.Moment, bool) {
	if !strings.ContainsAny(s, "0123456789") {
		return civil.Moment{}, false
	}
	s = between.Replace(s)
	if len(s) > 200 {
		return civil.Moment{}, false
	}
	day, rest, ok := findDay(isoTime.ReplaceAllString(s, "$1 $2"))
	if !ok {
		return civil.Moment{}, false
	}
	at, after, ok := findTime(rest)
	if !ok {
		return civil.On(day), true
	}
	y, m, d := day.Split()
	return civil.At(time.Date(y, m, d, at[0], at[1], at[2], 0, findZone(rest, after))), true
}

// findDay finds the day in a text and returns the text without it.
func findDay(s string) (civil.Date, string, bool) {
	for _, form := range []struct {
		re               *regexp.Regexp
		year, month, day int
	}{
		{isoDay, 1, 2, 3},
		{unixDay, 3, 1, 2},
		{dayMonth, 3, 2, 1},
		{monthDay, 3, 1, 2},
		{plainDay, 3, 2, 1},
	} {
		at := form.re.FindStringSubmatchIndex(s)
		if at == nil {
			continue
		}
		group := func(n int) string { return s[at[2*n]:at[2*n+1]] }
		d, ok := makeDay(group(form.year), group(form.month), group(form.day))
		if !ok && form.re == plainDay { // written the American way
			d, ok = makeDay(group(3), group(1), group(2))
		}
		if !ok {
			continue
		}
		if form.re == unixDay {
			return d, s, true // the time stands inside
		}
		return d, s[:at[0]] + " " + s[at[1]:], true
	}
	return civil.Date{}, "", false
}

func makeDay(year, month, day string) (civil.Date, bool) {
	y, _ := strconv.Atoi(year)
	if len(year) == 2 {
		y += 2000
		if y > 2069 {
			y -= 100
		}
	}
	m, err := strconv.Atoi(month)
	if err != nil {
		m = monthNumber(month)
	}
	d, _ := strconv.Atoi(day)
	date, err := civil.New(y, time.Month(m), d)
	return date, err == nil && y >= 1970
}

// months are the names of months in English, Welsh, German, French, Polish,
// Spanish, Portuguese, Italian and Romanian, cut to what tells them apart.
var months = [12]string{
	"jan ion jän sty ene gen ian", "feb chw fév fev lut", "mar maw mär mrz", "apr ebr avr kwi abr", "may mai maj maggio mag",
	"jun meh juin cze iunie giu", "jul gor juil lip iulie lug", "aug aws août aou sie ago", "sep med wrz set", "oct hyd okt paź ott out",
	"nov tach tac lis noi", "dec rhag rha dez déc gru dic",
}

// monthNumber reads a month's name or its first letters; 0 is none.
func monthNumber(s string) int {
	s = strings.ToLower(s)
	for i, names := range months {
		for _, n := range strings.Fields(names) {
			if len(n) > 2 && strings.HasPrefix(s, n) && (len(s) < 5 || known[s]) {
				return i + 1
			}
		}
	}
	return 0
}

// known are the whole names.
var known = words(`
	january february march april may june july august september october november december sept
	ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr chwef gorff
	januar jänner februar märz april juni juli august oktober dezember
	janvier février fevrier mars avril juin juillet août aout septembre octobre novembre décembre decembre 
	stycznia lutego marca kwietnia maja czerwca lipca sierpnia września wrzesnia października pazdziernika listopada grudnia
	enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
	janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
	gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
	ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie
`)

// findTime finds a time of the day and where the text goes on after it.
func findTime(s string) (hms [3]int, after int, ok bool) {
	m := clockTime.FindStringSubmatchIndex(s)
	if m == nil {
		return hms, 0, false
	}
	for i := range hms {
		if from := m[2*i+2]; from >= 0 {
			hms[i], _ = strconv.Atoi(s[from:m[2*i+3]])
		}
	}
	if from := m[8]; from >= 0 && m[10] >= 0 {
		pm := s[from] == 'p' || s[from] == 'P'
		switch {
		case pm && hms[0] < 12:
			hms[0] += 12
		case !pm && hms[0] == 12:
			hms[0] = 0
		}
	}
	return hms, m[1], hms[0] < 24 && hms[1] < 60 && hms[2] < 61
}

// findZone finds the zone in what follows the time.
func findZone(s string, after int) *time.Location {
	rest := s[after:]
	if m := offset.FindStringSubmatch(rest); m != nil {
		return zone(m[1], m[2], m[3])
	}
	if m := shortZone.FindStringSubmatch(rest); m != nil {
		return zone(m[1], m[2], "0")
	}
	if m := zoneName.FindStringSubmatch(rest); m != nil {
		return time.FixedZone(m[1], zones[m[1]]*3600)
	}
	return civil.London()
}

func zone(sign, hours, minutes string) *time.Location {
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(minutes)
	east := h*3600 + m*60
	if sign == "-" {
		east = -east
	}
	return time.FixedZone("", east)
}
