package cli

import (
	"cmp"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

type fileCmd struct {
	ID           string `arg:"" optional:"" help:"The message's id, from casebook messages."`
	As           string `help:"Open a case of this kind; several, with commas, open several. The kinds: ${kinds}." placeholder:"KIND[,KIND]"`
	Client       string `help:"For this client (its id); what triage proposes if left out." placeholder:"ID"`
	Person       string `help:"The name of the person who asks; what the message says if left out." placeholder:"NAME"`
	To           string `help:"Add it to this case." placeholder:"CASE"`
	NotARequest  bool   `name:"not-a-request" help:"Set it aside."`
	Sender       string `help:"With --not-a-request: all to be decided from this address. With --back: all from it that was set aside." placeholder:"ADDRESS"`
	Thread       string `help:"With --not-a-request: all to be decided of this message's thread. With --back: all of it that was set aside." placeholder:"ID"`
	Reason       string `help:"Why it is set aside." placeholder:"TEXT"`
	Back         bool   `help:"Undo what was decided: the message is new again."`
	ReceivedDate string `name:"received" help:"The day the controller had it, if earlier." placeholder:"DATE"`
}

func (f *fileCmd) Run(c *call) error {
	ways := 0
	for _, given := range []bool{f.As != "", f.To != "", f.NotARequest, f.Back} {
		if given {
			ways++
		}
	}
	if ways != 1 {
		return &casefile.Error{Kind: casefile.Usage, What: "It is not said what to do with the message.", Do: "Give one of --as KIND, --to CASE, --not-a-request and --back."}
	}
	if err := f.oneMeant(); err != nil {
		return err
	}
	return c.withDesk(func(d *desk.Desk) error {
		switch {
		case f.ID == "" && f.Back:
			return f.allBack(c, d)
		case f.ID == "":
			return f.allAside(c, d)
		case f.NotARequest:
			return c.done(d.SetAside(c.ctx, f.ID, f.Reason), "The message is set aside; casebook file "+f.ID+" --back undoes it.")
		case f.Back:
			return c.done(d.PutBack(c.ctx, f.ID), "The message is to be decided again.")
		case f.To != "":
			return f.to(c, d)
		}
		return f.as(c, d)
	})
}

// oneMeant refuses what does not say which messages are meant, or says it twice.
func (f *fileCmd) oneMeant() error {
	given := 0
	for _, s := range []string{f.ID, f.Sender, f.Thread} {
		if s != "" {
			given++
		}
	}
	if given != 1 || f.ID == "" && !f.NotARequest && !f.Back {
		return &casefile.Error{Kind: casefile.Usage, What: "It is not said which message is meant.", Do: "Give its id; or, with --not-a-request or --back, --sender ADDRESS or --thread ID."}
	}
	return nil
}

// allAside sets aside a sender's messages, or a thread's, and prints their ids.
func (f *fileCmd) allAside(c *call, d *desk.Desk) error {
	ids, err := d.SetAsideAll(c.ctx, desk.Which{Sender: f.Sender, Thread: f.Thread}, f.Reason)
	if err != nil {
		return err
	}
	if err := c.printIDs(ids); err != nil {
		return err
	}
	c.say("Set aside: %d. casebook file --back undoes it, for one ID or with the same --sender or --thread.", len(ids))
	return nil
}

// allBack puts back what was set aside of a sender or a thread, and prints the
// ids.
func (f *fileCmd) allBack(c *call, d *desk.Desk) error {
	ids, err := d.SetAsideOf(c.ctx, desk.Which{Sender: f.Sender, Thread: f.Thread})
	if err == nil {
		err = d.PutBackAll(c.ctx, ids)
	}
	if err != nil {
		return err
	}
	if err := c.printIDs(ids); err != nil {
		return err
	}
	c.say("To be decided again: %d.", len(ids))
	return nil
}

func (c *call) printIDs(ids []string) error {
	for _, id := range ids {
		if err := c.print(map[string]string{"id": id}, id); err != nil {
			return err
		}
	}
	return nil
}

func (f *fileCmd) to(c *call, d *desk.Desk) error {
	ref, err := casefile.ParseReference(f.To)
	if err != nil {
		return err
	}
	if err := d.FileTo(c.ctx, f.ID, ref); err != nil {
		return err
	}
	c.say("The message is added to %s.", ref)
	return f.earlier(c, d, ref)
}

// earlier says where a message that was added to a case came before the day from
// which its periods run: the request may have been in it.
func (f *fileCmd) earlier(c *call, d *desk.Desk, ref casefile.Reference) error {
	file, err := d.Case(c.ctx, ref)
	if err != nil {
		return err
	}
	from := file.Case.ReceivedOn()
	for _, m := range file.Messages {
		if m.ID == f.ID && !m.Outgoing && m.Received.Date().Before(from) {
			c.say("It came on %s, and the case counts as received on %s. If the request was in it, correct that: casebook do %s received by=dpo --on %s.",
				m.Received.Date().Long(), from.Long(), ref, m.Received.Date())
		}
	}
	return nil
}

func (f *fileCmd) as(c *call, d *desk.Desk) error {
	filing := desk.Filing{Client: f.Client, Person: casefile.Person{Name: f.Person}}
	var err error
	if filing.Kinds, err = kinds(f.As); err != nil {
		return err
	}
	if f.ReceivedDate != "" {
		on, err := day("received", f.ReceivedDate)
		if err != nil {
			return err
		}
		filing.Received = civil.On(on)
	}
	refs, err := d.File(c.ctx, f.ID, filing)
	if err != nil {
		return err
	}
	return c.printReferences(d, refs)
}

// kinds reads kinds of case with commas between them.
func kinds(s string) ([]casefile.Kind, error) {
	var list []casefile.Kind
	for name := range strings.SplitSeq(s, ",") {
		kind, err := casefile.ParseKind(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		list = append(list, kind)
	}
	return list, nil
}

// printReferences prints each case that was opened, and says what it lacks for
// its dates. The references come first: the cases are there, whatever fails now.
func (c *call) printReferences(d *desk.Desk, refs []casefile.Reference) error {
	for _, ref := range refs {
		if err := c.print(map[string]string{"case": string(ref)}, string(ref)); err != nil {
			return err
		}
	}
	for _, ref := range refs {
		f, err := d.Case(c.ctx, ref)
		if err != nil {
			return err
		}
		if lacks := cmp.Or(f.Undated, f.Cautious); lacks != nil {
			c.say("%s: %s", ref, lacks)
		}
	}
	return nil
}
