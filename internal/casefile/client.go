package casefile

import (
	"fmt"
	"slices"
	"strings"

	"casebook/internal/civil"
)

// Client is a controller for whom the firm acts as data protection officer,
// as a client file describes it. The fields follow what published notices
// hold (law/rules.md part G.6).
type Client struct {
	ID      string   `toml:"id" json:"id"`           // short name for programs, such as "nunthorpe"
	Name    string   `toml:"name" json:"name"`       // legal name
	Trading string   `toml:"trading" json:"trading"` // what people call it
	Kind    string   `toml:"kind" json:"kind"`       // one of ClientKinds
	Nation  string   `toml:"nation" json:"nation"`   // where it must act: one of Nations
	Address []string `toml:"address" json:"address"`
	Phone   string   `toml:"phone" json:"phone"`
	// Domains are those of its e-mail addresses, and Aliases other names by
	// which people call it; triage knows the client by them.
	Domains []string `toml:"domains" json:"domains"`
	Aliases []string `toml:"aliases" json:"aliases"`
	// Companies are those of the group from whose marketing one can opt out
	// singly; Schools are those of a trust.
	Companies []string `toml:"companies" json:"companies"`
	Schools   []string `toml:"schools" json:"schools"`
	School    []School `toml:"school" json:"school,omitempty"` // those whose days are known, with their calendars
	// Group is the parent company or group it belongs to.
	Group string `toml:"group" json:"group,omitempty"`

	DPO       Officer        `toml:"dpo" json:"dpo"`
	Reviewer  Officer        `toml:"reviewer" json:"reviewer"` // of complaints, at stage 2
	Contacts  []Contact      `toml:"contact" json:"contacts"`
	Notices   []Notice       `toml:"notice" json:"notices"`
	Systems   []System       `toml:"system" json:"systems"`
	Purposes  []Purpose      `toml:"purpose" json:"purposes"`
	Recipient []Recipient    `toml:"recipient" json:"recipients"`
	Subjects  []string       `toml:"subjects" json:"subjects,omitempty"` // whose data it holds
	Sources   []string       `toml:"sources" json:"sources"`
	Data      []string       `toml:"categories" json:"categories"`
	Special   []string       `toml:"special_categories" json:"special_categories"`
	Transfers string         `toml:"transfers" json:"transfers"`
	Automated string         `toml:"automated_decisions" json:"automated_decisions"`
	Complaint ComplaintRoute `toml:"complaints" json:"complaints"`
	Caveats   []Caveat       `toml:"caveat" json:"caveats,omitempty"`
	Policy    Policy         `toml:"policy" json:"policy"`
}

// Caveat is what a notice says or promises of one right or matter, for the
// caseworker to know. Letters follow the law, not the notice.
type Caveat struct {
	About string `toml:"about" json:"about"`
	Words string `toml:"words" json:"words"`
}

// Officer is a person, or a firm with a mailbox, in an office.
type Officer struct {
	Name     string   `toml:"name" json:"name"`
	Role     string   `toml:"role" json:"role"`
	Provider string   `toml:"provider" json:"provider"` // the firm, where the office is outsourced
	Email    string   `toml:"email" json:"email"`
	Phone    string   `toml:"phone" json:"phone"`
	Address  []string `toml:"address" json:"address"`
}

// Contact is one published way to reach the controller.
type Contact struct {
	Channel Channel `toml:"channel" json:"channel"`
	Value   string  `toml:"value" json:"value"`
	For     string  `toml:"for" json:"for"`
}

// Notice is a privacy notice and what is wrong with it.
type Notice struct {
	Title   string     `toml:"title" json:"title"`
	Date    civil.Date `toml:"date" json:"date"`
	Defects []string   `toml:"defects" json:"defects"`
}

// System is a place where personal data is kept.
type System struct {
	Name       string   `toml:"name" json:"name"`
	Holds      string   `toml:"holds" json:"holds"`
	Subjects   []string `toml:"subjects" json:"subjects"`
	Children   bool     `toml:"children" json:"children"`
	Retention  string   `toml:"retention" json:"retention"`     // in words, for letters
	Trigger    string   `toml:"trigger" json:"trigger"`         // what the period runs from: one of Triggers
	KeepMonths int      `toml:"keep_months" json:"keep_months"` // 0: not stated
}

// Purpose is what data is used for, and on which lawful basis.
type Purpose struct {
	Purpose string   `toml:"purpose" json:"purpose"`
	Data    []string `toml:"data" json:"data"`
	Basis   []string `toml:"basis" json:"basis"` // of Bases
}

// Recipient is somebody the data is shared with.
type Recipient struct {
	Name string `toml:"name" json:"name"`
	Why  string `toml:"why" json:"why"`
}

// ComplaintRoute is what the controller says of complaints.
type ComplaintRoute struct {
	First  string `toml:"first" json:"first"`   // who deals with one first
	Review bool   `toml:"review" json:"review"` // whether an internal review follows
	Words  string `toml:"words" json:"words"`   // the notice's own words, for the record only
}

// Policy holds what a client may promise beyond the law. Each is a policy,
// never the law, and is shown as such.
type Policy struct {
	OutcomeDays  int `toml:"complaint_outcome_days" json:"complaint_outcome_days"` // 0: 30
	ProgressDays int `toml:"progress_days" json:"progress_days"`                   // 0: 30
	// Periods are those of other duties that rest on policy, by the id of the
	// rule: "14 days", "20 working days", "1 month".
	Periods map[string]string `toml:"periods" json:"periods,omitempty"`
	// Keep says how long closed cases are kept, where it is not Casebook's
	// cautious default.
	Keep []Keep `toml:"keep" json:"keep,omitempty"`
}

// The values that some fields of a client file can take.
var (
	ClientKinds = []string{"company", "academy-trust", "maintained-school", "independent-school", "charity", "group", "other"}
	Nations     = []string{"england", "wales", "scotland", "northern-ireland"}
	Triggers    = []string{"last-record", "creation", "contract-end", "not-stated"}
	Bases       = []string{"consent", "contract", "legal-obligation", "vital-interests", "public-task", "legitimate-interests"}
)

// CheckClient returns the first thing in c that cannot be right.
func CheckClient(c Client) error {
	for _, check := range []struct {
		bad       bool
		field     string
		what, doo string
	}{
		{!slug(c.ID), "id", "The client's id is missing or holds characters it may not.", "Use small letters, digits and dashes, such as \"oakfield-trust\"."},
		{strings.TrimSpace(c.Name) == "", "name", "The client has no legal name.", "Give the name of the controller as letters are to print it."},
		{!slices.Contains(ClientKinds, c.Kind), "kind", "The client's kind is not one that Casebook knows.", "Use one of: " + strings.Join(ClientKinds, ", ") + "."},
		{!slices.Contains(Nations, c.Nation), "nation", "The client's nation is not one of the four.", "Use one of: " + strings.Join(Nations, ", ") + "."},
		{len(c.Address) == 0, "address", "The client has no address.", "Give the lines of its postal address."},
		{c.DPO.Name == "" && c.DPO.Email == "" && c.DPO.Provider == "", "dpo", "The client has no data protection officer.", "Give a name, or a provider and a mailbox, under [dpo]."},
	} {
		if check.bad {
			return fieldError(check.field, check.what, check.doo)
		}
	}
	for i, k := range c.Contacts {
		if !slices.Contains(Channels(), k.Channel) {
			return fieldError(fmt.Sprintf("contact %d channel", i+1), "A contact point has a channel that Casebook does not know.",
				"Use one of: email, post, telephone, in-person.")
		}
	}
	for i, s := range c.Systems {
		if s.KeepMonths < 0 {
			return fieldError(fmt.Sprintf("system %d keep_months", i+1), "A system keeps data for less than no time.",
				"Give the months as a whole number, or leave it out where none is stated.")
		}
		if s.Trigger != "" && !slices.Contains(Triggers, s.Trigger) {
			return fieldError(fmt.Sprintf("system %d trigger", i+1), "A system's retention runs from something Casebook does not know.",
				"Use one of: "+strings.Join(Triggers, ", ")+".")
		}
	}
	if _, err := c.Policy.periods(); err != nil {
		return err
	}
	if _, err := c.Policy.keeps(); err != nil {
		return err
	}
	if err := checkSchools(c.School); err != nil {
		return err
	}
	for i, p := range c.Purposes {
		for _, b := range p.Basis {
			if !slices.Contains(Bases, b) {
				return fieldError(fmt.Sprintf("purpose %d basis", i+1), "A purpose has a lawful basis that the law does not.",
					"Use one of: "+strings.Join(Bases, ", ")+".")
			}
		}
	}
	return nil
}

func slug(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && !strings.HasPrefix(s, "-")
}

// Called returns what people call the client.
func (c Client) Called() string {
	if c.Trading != "" {
		return c.Trading
	}
	return c.Name
}

// complaintsDuty is the day from which a controller must take complaints and
// say so.
//
// law: DUAA 2025 s.103 and Sch 10, in force by SI 2026/82 reg 3
var complaintsDuty = civil.MustParse("2026-06-19")

// Gaps returns what the client should mend, in words it could be sent.
func (c Client) Gaps() []string {
	var gaps []string
	add := func(missing bool, words string) {
		if missing {
			gaps = append(gaps, words)
		}
	}
	add(c.DPO.Email == "" && len(c.DPO.Address) == 0 && len(c.Address) == 0, "No way to reach the data protection officer in writing.")
	add(c.DPO.Email == "", "No e-mail address for the data protection officer.")
	add(len(c.Notices) == 0, "No privacy notice is recorded.")
	for _, n := range c.Notices {
		add(n.Date.IsZero(), "The date of the notice \""+n.Title+"\" is not recorded.")
		add(!n.Date.IsZero() && n.Date.Before(complaintsDuty), "The notice of "+n.Date.Letter()+" is older than the right to complain to the controller (DPA 2018 s.164A).")
		gaps = append(gaps, n.Defects...)
	}
	add(len(c.Systems) == 0, "No system is recorded: a search has nothing to go through.")
	for _, s := range c.Systems {
		add(s.Retention == "", "No retention period is stated for "+s.Name+".")
	}
	add(len(c.Purposes) == 0, "No purpose with its lawful basis is recorded.")
	add(len(c.Recipient) == 0, "No recipient is recorded.")
	return gaps
}

// clientPayloads are the events of a client.
var clientPayloads = []func() Payload{empty[ClientRecorded], empty[ClientRedated]}

// ClientRecorded holds the whole of a client as its file describes it, in
// place of what was known before.
type ClientRecorded struct {
	Client Client `json:"client"`
}

// EventType implements [Payload].
func (ClientRecorded) EventType() (string, int) { return "client.recorded", 1 }

// ClientRedated is what a change of a client, such as of the days of a school,
// did to the dates of its cases: the recorded result of the entry before it.
type ClientRedated struct{ Redated }

// EventType implements [Payload].
func (ClientRedated) EventType() (string, int) { return "client.redated", 1 }

// FoldClient returns the client that the events of its stream make.
func FoldClient(events []Event) (Client, error) {
	entries, err := read(events)
	if err != nil {
		return Client{}, err
	}
	var c Client
	for _, e := range entries {
		if p, ok := e.payload.(*ClientRecorded); ok && !e.withdrawn {
			c = p.Client
		}
	}
	if c.ID == "" {
		return Client{}, notFound("There is no such client.", "List the clients with casebook client list.")
	}
	return c, nil
}
