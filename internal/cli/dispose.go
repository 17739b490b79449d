package cli

import (
	"fmt"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

type disposeCmd struct {
	Case        string `arg:"" optional:"" help:"The reference of the case."`
	List        bool   `help:"List what is due, with the rule and what holds it."`
	Done        bool   `help:"List the cases that were disposed of."`
	Certificate string `help:"Write the certificate here; of a case that is gone already it is printed again." placeholder:"FILE.pdf"`
	Messages    bool   `help:"Dispose of every message set aside, and junk, that is due."`
	Message     string `help:"Dispose of this one message, with --early or --identity and a reason." placeholder:"ID"`
	Identity    bool   `help:"The message is a proof of identity that has been seen and recorded."`
	Early       bool   `help:"Before its day, with a reason."`
	Reason      string `help:"Why; kept for ever, so name nobody." placeholder:"TEXT"`
	ApprovedBy  string `help:"Who approves it (you, if left out)." placeholder:"NAME"`
	MessageDays int    `help:"Set how many days messages set aside, and junk, are kept." placeholder:"N"`
	forceFlag
}

// dueLine is something that is due, as a program reads it.
type dueLine struct {
	Case    string     `json:"case,omitempty"`
	Message string     `json:"message,omitempty"`
	Kind    string     `json:"kind"` // of the case; of a message not-a-request or junk
	Client  string     `json:"client,omitempty"`
	Person  string     `json:"person"` // or the sender
	Closed  string     `json:"closed,omitempty"`
	Due     string     `json:"due"`
	Rule    string     `json:"rule"`
	Why     string     `json:"why,omitempty"`
	Holds   []heldLine `json:"holds"`
	// Elsewhere says that it was disposed of in another copy of the vault.
	Elsewhere string `json:"elsewhere,omitempty"`
}

type heldLine struct {
	Case  string `json:"case"`
	Since string `json:"since"`
	Why   string `json:"why"`
	Until string `json:"until"`
	Law   string `json:"law"`
}

// goneLine is a case that was disposed of, as a program reads it.
type goneLine struct {
	Case     string `json:"case"`
	State    string `json:"state"` // always disposed
	Kind     string `json:"kind"`
	Client   string `json:"client"`
	Disposed string `json:"disposed"`
	Rule     string `json:"rule"`
	Reason   string `json:"reason"`
	Approver string `json:"approved_by"`
	Entries  int    `json:"entries"`
	Letters  int    `json:"letters"`
	Messages int    `json:"messages"`
}

// paper is where the certificate goes.
func (a *disposeCmd) paper() output {
	o := a.pdf(a.Certificate)
	o.field = "certificate"
	return o
}

func (a *disposeCmd) Run(c *call) error {
	named := a.Case != "" || a.Messages || a.Message != ""
	if !named && !a.List && !a.Done && a.MessageDays == 0 {
		return &casefile.Error{Kind: casefile.Usage, What: "It is not said what to dispose of.", Do: "Give a case, --messages or --message ID, or list what is due with --list."}
	}
	if a.Certificate != "" && a.Case == "" {
		return &casefile.Error{Kind: casefile.Usage, Field: "certificate", What: "A certificate is of a case.", Do: "Give the case's reference as well."}
	}
	if err := a.paper().ready(); err != nil {
		return err
	}
	return c.withDesk(func(d *desk.Desk) error {
		if a.MessageDays != 0 {
			if err := d.SetMessageDays(c.ctx, a.MessageDays); err != nil {
				return err
			}
		}
		switch {
		case a.List:
			return a.list(c, d)
		case a.Done:
			return a.done(c, d)
		case named:
			return a.dispose(c, d)
		}
		return nil
	})
}

// dispose destroys what is named. Of a case that is gone already it only
// prints the certificate again.
func (a *disposeCmd) dispose(c *call, d *desk.Desk) error {
	ok := desk.Approval{Due: a.Messages, Approver: a.ApprovedBy, Reason: a.Reason, Early: a.Early, Identity: a.Identity}
	if a.Message != "" {
		ok.Messages = []string{a.Message}
	}
	var ref casefile.Reference
	if a.Case != "" {
		var err error
		if ref, err = casefile.ParseReference(a.Case); err != nil {
			return err
		}
		gone, err := d.Disposed(c.ctx, ref)
		switch {
		case err == nil && a.Certificate != "":
			return a.certificate(c, d, ref)
		case err == nil:
			return gone.Gone().Err()
		case !casefile.IsKind(err, casefile.NotFound):
			return err
		}
		ok.Cases = []casefile.Reference{ref}
	}
	done, err := d.Dispose(c.ctx, ok)
	if err != nil {
		return err
	}
	if done.Messages > 0 || a.Messages {
		words := fmt.Sprintf("%d messages were disposed of", done.Messages)
		if done.Held > 0 {
			words += fmt.Sprintf("; %d are held", done.Held)
		}
		c.say("%s.", words)
	}
	if ref == "" {
		return nil
	}
	proof, err := d.Disposed(c.ctx, ref)
	if err == nil {
		err = c.print(goneJSON(proof), goneWords(proof))
	}
	if err != nil || a.Certificate == "" {
		return err
	}
	return a.certificate(c, d, ref)
}

func (a *disposeCmd) certificate(c *call, d *desk.Desk, ref casefile.Reference) error {
	drawn, err := d.Certificate(c.ctx, ref)
	if err != nil {
		return err
	}
	return a.paper().write(c.ctx, drawn.PDF)
}

func (a *disposeCmd) list(c *call, d *desk.Desk) error {
	due, err := d.Due(c.ctx)
	if err != nil {
		return err
	}
	for _, k := range due.Cases {
		line := dueLine{
			Case: string(k.Reference), Kind: string(k.Kind), Client: k.Client, Person: k.Person, Closed: k.Closed.String(),
			Due: k.Due.String(), Rule: k.Rule.Words, Why: k.Rule.Why, Holds: heldLines(k.Holds), Elsewhere: k.Elsewhere,
		}
		text := fmt.Sprintf("%s  %-14s  %s  %s: %s", k.Reference, k.Client, k.Person, dayWords(k.Due, d.Today()), k.Rule.Words)
		if err := c.print(line, text+elsewhereWords(k.Elsewhere, k.Holds)+heldWords(k.Holds)); err != nil {
			return err
		}
	}
	for _, m := range due.Messages {
		line := dueLine{Message: m.ID, Kind: m.State, Person: m.From, Due: m.Due.String(), Rule: m.State, Holds: heldLines(m.Holds), Elsewhere: m.Elsewhere}
		text := fmt.Sprintf("%s  %s  %s  %s", m.ID, m.From, m.State, dayWords(m.Due, d.Today()))
		if err := c.print(line, text+elsewhereWords(m.Elsewhere, m.Holds)+heldWords(m.Holds)); err != nil {
			return err
		}
	}
	return nil
}

// dayWords says since when something is due; what was disposed of elsewhere may
// not be due yet.
func dayWords(due, today civil.Date) string {
	switch {
	case due.IsZero():
		return "no day yet"
	case due.After(today):
		return "due from " + due.Long()
	}
	return "due since " + due.Long()
}

func heldLines(holds []casefile.Held) []heldLine {
	out := make([]heldLine, len(holds))
	for i, h := range holds {
		out[i] = heldLine{Case: string(h.By), Since: h.Since.String(), Why: h.Why, Until: h.Until, Law: h.Law}
	}
	return out
}

// elsewhereWords says why something stays, unless one of its holds says so.
func elsewhereWords(s string, holds []casefile.Held) string {
	if s == "" || slices.ContainsFunc(holds, func(h casefile.Held) bool { return h.Why == s }) {
		return ""
	}
	return "\n    " + s
}

func heldWords(holds []casefile.Held) string {
	var out strings.Builder
	for _, h := range holds {
		out.WriteString("\n    held: " + h.Err().Error())
	}
	return out.String()
}

func (a *disposeCmd) done(c *call, d *desk.Desk) error {
	all, err := d.Disposals(c.ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		if err := c.print(goneJSON(one), goneWords(one)); err != nil {
			return err
		}
	}
	return nil
}

func goneJSON(d casefile.Disposal) goneLine {
	p, _ := d.Proof.(*casefile.CaseDisposed)
	return goneLine{
		Case: string(p.Reference), State: "disposed", Kind: string(p.Kind), Client: p.Client, Disposed: d.On.String(),
		Rule: p.Rule, Reason: p.Reason, Approver: p.Approver, Entries: p.Entries, Letters: p.Letters, Messages: p.Messages,
	}
}

func goneWords(d casefile.Disposal) string {
	p, _ := d.Proof.(*casefile.CaseDisposed)
	return fmt.Sprintf("%s  %s  %s  disposed of on %s, approved by %s: %d entries, %d letters, %d messages",
		p.Reference, p.Kind.Label(), p.Client, d.On.Long(), p.Approver, p.Entries, p.Letters, p.Messages)
}

type holdCmd struct {
	Case   string `arg:"" help:"The reference of the case."`
	Lift   bool   `help:"Lift the hold."`
	Reason string `help:"Why." placeholder:"TEXT"`
}

func (h *holdCmd) Run(c *call) error {
	ref, err := casefile.ParseReference(h.Case)
	if err != nil {
		return err
	}
	action, reason, said := "hold", h.Reason, "The case is held: it is not disposed of until the hold is lifted."
	if h.Lift {
		action, said = "hold-lift", "The hold is lifted."
	}
	if strings.TrimSpace(reason) == "" {
		reason = "No reason was given."
	}
	return c.withDesk(func(d *desk.Desk) error {
		if err := d.Do(c.ctx, ref, action, casefile.Values{"reason": reason}); err != nil {
			return err
		}
		c.say("%s", said)
		return nil
	})
}
