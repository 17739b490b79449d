package letter

import (
	"fmt"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/page"
)

// texts are the placeholders that stand in a sentence.
var texts = map[string]func(*view) string{
	"received":  func(v *view) string { return page.Hold(v.Case.ReceivedOn().Letter()) },
	"due":       func(v *view) string { return page.Hold(v.due()) },
	"today":     func(v *view) string { return page.Hold(v.On.Letter()) },
	"reference": func(v *view) string { return page.Hold(string(v.Case.Reference)) },
	"asked":     asked,
	"for-whom":  forWhom,
	"other":     (*view).other,
	"quoted":    func(v *view) string { return "“" + unquoted(shortened(v.Case.Asked)) + "”" },
	"whom":      (*view).whom,
	"whose":     (*view).whose,

	"controller": func(v *view) string { return flat(v.Client.Name) },
	"called":     func(v *view) string { return flat(v.Client.Called()) },
	"contact":    contact,
	"handler":    (*view).handler,
	"reviewer":   reviewer,

	"regulator":          func(v *view) string { return v.Regulator.Name },
	"regulator-short":    func(v *view) string { return v.Regulator.Short },
	"regulator-complain": func(v *view) string { return v.Regulator.Complain },
	"regulator-phone":    func(v *view) string { return page.Hold(v.Regulator.Helpline) },
	"regulator-address":  func(v *view) string { return strings.Join(v.Regulator.Address, ", ") },

	"done":      func(v *view) string { return v.value("done", v.decision().What) },
	"reasons":   func(v *view) string { return v.value("reasons", v.decision().Reasons) },
	"decided":   func(v *view) string { return page.Hold(v.decision().On.Letter()) },
	"effective": effective,
	"note":      func(v *view) string { return v.value("note", "") },
	"backups":   func(v *view) string { return v.value("backups", "") },
	"services":  func(v *view) string { return v.value("services", "") },
	"remedy":    func(v *view) string { return v.value("remedy", "") },
	"automated": func(v *view) string { return v.value("automated", v.Client.Automated) },
	"transfers": func(v *view) string { return v.value("transfers", v.Client.Transfers) },
	"doubt":     func(v *view) string { return v.value("identity", v.Case.Identity.Reason) },
	"authority": func(v *view) string { return v.value("authority", v.Case.Authority.Reason) },
	"fee": func(v *view) string {
		return page.Hold(fmt.Sprintf("£%d.%02d", v.Case.Fee.Pence/100, v.Case.Fee.Pence%100))
	},
	"fee-reason":   func(v *view) string { return v.value("fee-reason", v.Case.Fee.Reason) },
	"fee-working":  func(v *view) string { return v.value("fee-working", "") },
	"unclear":      func(v *view) string { return v.value("unclear", v.question().Reason) },
	"volume":       func(v *view) string { return v.value("volume", v.question().Volume) },
	"delay":        func(v *view) string { return v.value("delay", v.extension().Reasons) },
	"balance":      func(v *view) string { return v.value("balance", "") },
	"consequences": func(v *view) string { return v.value("consequences", v.Case.Incident.Consequences) },
	"measures":     func(v *view) string { return v.value("measures", v.Case.Incident.Measures) },
	"advice":       func(v *view) string { return v.value("advice", "") },
	"next-contact": func(v *view) string { return page.Hold(v.nextContact().Letter()) },
}

// lists are the placeholders that stand for several things.
var lists = map[string]func(*view) []string{
	"purposes":   func(v *view) []string { return v.values("purposes", purposes(v.Client)) },
	"categories": func(v *view) []string { return v.values("categories", v.Client.Data) },
	"special":    func(v *view) []string { return v.Client.Special },
	"recipients": func(v *view) []string { return v.values("recipients", recipients(v.Client)) },
	"told":       func(v *view) []string { return v.values("told", nil) },
	"retention":  func(v *view) []string { return v.values("retention", retention(v.Client)) },
	"sources":    func(v *view) []string { return v.values("sources", v.Client.Sources) },
	"exemptions": func(v *view) []string { return casefile.ExemptionWords(v.decision().Exemptions) },
	"searches":   searches,
	"enquiries":  progress,
	"companies":  companies,
	"raised":     raised,
	"enclosed":   func(v *view) []string { return v.values("enclosed", nil) },
}

// sections are the placeholders that stand for paragraphs with headings.
var sections = map[string]func(*view) []page.Block{
	"findings": findings,
}

// whole are placeholders that hold whole paragraphs: where one stands alone,
// each line of it is a paragraph.
var whole = []string{
	"done", "reasons", "note", "backups", "services", "remedy", "doubt", "authority", "fee-reason", "fee-working", "unclear", "volume", "delay", "automated", "transfers",
	"balance", "consequences", "measures", "advice",
}

func knownHole(name string) bool {
	return texts[name] != nil || lists[name] != nil || sections[name] != nil
}

func holeNames() []string {
	all := slices.Concat(names(texts), names(lists), names(sections))
	slices.Sort(all)
	return all
}

// contact holds a telephone number together; a postal address may be broken.
func contact(v *view) string {
	ways := v.Client.DPOWays()
	for i, way := range ways {
		if way = flat(way); !strings.Contains(way, ",") {
			way = page.Hold(way)
		}
		ways[i] = way
	}
	return strings.Join(ways, " or ")
}

func asked(v *view) string {
	return strings.TrimPrefix(v.Case.Kind.Info().Asks, "a question ")
}

// forWhom tells a parent or a solicitor whose data the letter is about.
func forWhom(v *view) string {
	switch {
	case !v.forOther():
		return ""
	case strings.HasSuffix(v.Case.Kind.Info().Asks, "personal data"):
		return " about " + v.whom()
	case v.Case.Kind == casefile.Access:
		return " about " + v.whom()
	}
	return ", for " + v.whom()
}

// reviewer names the office that looks at a complaint again.
func reviewer(v *view) string {
	r := v.Client.Reviewer
	switch {
	case r.Name != "" && r.Role != "":
		return flat(r.Name + ", " + r.Role)
	case r.Role != "":
		return "the " + flat(r.Role)
	}
	return flat(r.Name)
}

// effective is the day a withdrawal of consent counts from.
func effective(v *view) string {
	if d, err := civil.Parse(v.value("effective", "")); err == nil {
		return page.Hold(d.Letter())
	}
	return page.Hold(v.Case.ReceivedOn().Letter())
}

// progressDays is the client's promise to write again, where it made none.
const progressDays = 30

// nextContact is the day by which the person hears again.
func (v *view) nextContact() civil.Date {
	if d, err := civil.Parse(v.value("next-contact", "")); err == nil {
		return d
	}
	days := v.Client.Policy.ProgressDays
	if days <= 0 {
		days = progressDays
	}
	next := v.On.AddDays(days)
	if due := v.duty.Due; !due.IsZero() && due.After(v.On) {
		next = civil.Earlier(next, due)
	}
	return next
}

// companies are the others of the controller's group.
func companies(v *view) []string {
	return slices.DeleteFunc(slices.Clone(v.Client.Companies), func(name string) bool {
		return name == v.Client.Name || name == v.Client.Trading
	})
}

func purposes(c casefile.Client) []string {
	var out []string
	for _, p := range c.Purposes {
		out = append(out, p.Purpose)
	}
	return out
}

func recipients(c casefile.Client) []string {
	var out []string
	for _, r := range c.Recipient {
		line := r.Name
		if r.Why != "" {
			line += " (" + r.Why + ")"
		}
		out = append(out, line)
	}
	return out
}

func retention(c casefile.Client) []string {
	var out []string
	for _, s := range c.Systems {
		if s.Retention != "" {
			out = append(out, s.Name+": "+s.Retention)
		}
	}
	return out
}

// searches says where was looked, each place once.
func searches(v *view) []string {
	var out []string
	for _, s := range v.Case.Searches {
		if name := flat(s.System); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// progress says what was done so far. It names who was asked, not what they
// said: that is for the outcome.
func progress(v *view) []string {
	var out []string
	for _, e := range v.Case.Enquiries {
		out = append(out, "On "+held(e.On)+" we asked "+flat(e.Of)+" about it.")
	}
	for _, s := range v.Case.Searches {
		out = append(out, "On "+held(s.On)+" we searched "+flat(s.System)+".")
	}
	return v.values("progress", out)
}

func raised(v *view) []string {
	var out []string
	for _, issue := range v.Case.Issues {
		out = append(out, issue.What)
	}
	return out
}
