package cli

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

type messagesCmd struct {
	State *string `enum:"new,filed,not-a-request,unreadable" help:"Only those in this state: new, filed, not-a-request or unreadable." placeholder:"STATE"`

	Proposals bool `help:"Say of each what is proposed: every message is read for it, so a long list takes a while."`
}

// messageLine is one copy of a message as a program reads it.
type messageLine struct {
	ID          string `json:"id"`
	Folder      string `json:"folder"`
	UIDValidity uint32 `json:"uidvalidity"`
	UID         uint32 `json:"uid"`
	From        string `json:"from"`
	Subject     string `json:"subject"`
	Received    string `json:"received"`
	SHA256      string `json:"sha256"`
	Case        string `json:"case"` // the first of Cases
	State       string `json:"state"`
	// Cases are all to which it is filed: one that asks two things has two.
	Cases []casefile.Reference `json:"cases"`
	// Outgoing is mail that was sent from here, Junk what the server took for it.
	Outgoing bool `json:"outgoing"`
	Junk     bool `json:"junk"`
	// Alike are the ids of messages that are probably the same.
	Alike []string `json:"alike,omitempty"`
	// Proposal is what it seems to ask, where that was asked for and it was not
	// sent from here.
	Proposal *proposalLine `json:"proposal,omitempty"`
}

func (m *messagesCmd) Run(c *call) error {
	var state casefile.MessageState
	if m.State != nil {
		state = casefile.MessageState(*m.State)
	}
	return c.withDesk(func(d *desk.Desk) error {
		var last *desk.MessageRow
		for {
			rows, err := d.MessagePage(c.ctx, state, last, messagePage)
			if err != nil || len(rows) == 0 {
				return err
			}
			if err := m.page(c, d, rows); err != nil {
				return err
			}
			last = &rows[len(rows)-1]
		}
	})
}

// page prints some messages, one a line.
func (m *messagesCmd) page(c *call, d *desk.Desk, rows []desk.MessageRow) error {
	var views []desk.MessageView
	if m.Proposals {
		var err error
		if views, err = d.Views(c.ctx, rows); err != nil {
			return err
		}
	}
	for i, r := range rows {
		line := lineOf(r)
		text := fmt.Sprintf("%s  %s  %-13s  ", line.ID, r.Received.Date(), stateWord(line))
		if m.Proposals {
			line.Proposal = proposalOf(views[i])
			text += fmt.Sprintf("%-20s  ", line.Proposal.short())
		}
		text += or(line.From, "(no sender)") + ": " + or(line.Subject, "(no subject)")
		if line.Junk {
			text += "  (junk)"
		}
		if len(line.Alike) > 0 {
			text += "  (probably seen before)"
		}
		if err := c.print(line, text); err != nil {
			return err
		}
	}
	return nil
}

// stateWord is a message's state as people read it: what we sent asks us for
// nothing, and nobody decided so.
func stateWord(l messageLine) string {
	if l.Outgoing && l.State == string(casefile.MessageSetAside) {
		return "sent"
	}
	return l.State
}

// or is a text, or what stands for it where there is none.
func or(text, none string) string { return cmp.Or(strings.TrimSpace(text), none) }

// messagePage is how many messages are in the memory at once.
const messagePage = 1000

func lineOf(r desk.MessageRow) messageLine {
	line := messageLine{
		ID: r.ID, From: r.From.Email, Subject: r.Subject, SHA256: r.SHA256,
		State: string(r.State), Received: r.Received.String(), Outgoing: r.Outgoing, Junk: r.Junk,
	}
	if at, ok := r.Received.Time(); ok {
		line.Received = at.Format(time.RFC3339)
	}
	if len(r.Copies) > 0 {
		copy := r.Copies[0]
		line.Folder, line.UIDValidity, line.UID = copy.Folder, copy.UIDValidity, copy.UID
	}
	line.Alike = r.Alike
	line.Cases = append([]casefile.Reference{}, r.References...)
	if len(r.References) > 0 {
		line.Case = string(r.References[0])
	}
	return line
}

// textLine is one message with what can be read in it.
type textLine struct {
	messageLine
	Text    string   `json:"text"`
	Defects []string `json:"defects"` // what was wrong with it, in words
}

type messageCmd struct {
	ID  string `arg:"" help:"The message's id, from casebook messages."`
	Raw bool   `help:"The very bytes the server sent."`

	Attachments bool   `help:"List what is attached to it."`
	Save        int    `help:"Save the attachment of that number." placeholder:"N"`
	Out         string `help:"Where to save it." placeholder:"FILE"`
	forceFlag
}

func (m *messageCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		if m.Raw {
			raw, err := d.Raw(c.ctx, m.ID)
			if err == nil {
				_, err = c.Out.Write(raw)
			}
			return err
		}
		if m.Save != 0 {
			return m.save(c, d)
		}
		v, err := d.Message(c.ctx, m.ID)
		if err != nil {
			return err
		}
		if m.Attachments {
			return c.attachments(v.Message.Attachments)
		}
		defects := append([]string{}, v.Message.Defects...)
		notes := ""
		for _, d := range defects {
			notes += "Note:     " + d + "\n"
		}
		for _, m := range v.Alike {
			notes += "Same as:  probably " + m.ID + ", received " + m.Received.Date().Long() + " (" + stateWord(lineOf(m)) + ")\n"
		}
		line := lineOf(v.Row)
		line.Proposal = proposalOf(v)
		return c.print(textLine{line, v.Message.Text, defects}, fmt.Sprintf("From:     %s\nSubject:  %s\n%-9s %s\n%s%s\n%s",
			or(v.Message.From.String(), "(no sender)"), or(v.Message.Subject, "(no subject)"), came[v.Row.Outgoing], v.Row.Received.Date().Long(),
			notes, line.Proposal.words(), v.Message.Text))
	})
}

// came says what the day of a message is: ours was sent, others' was received.
var came = map[bool]string{false: "Received:", true: "Sent:"}

// save writes one attachment to a file.
func (m *messageCmd) save(c *call, d *desk.Desk) error {
	if m.Out == "" {
		return &casefile.Error{Kind: casefile.Usage, Field: "out", What: "It is not said where to save the attachment.", Do: "Give --out FILE."}
	}
	out := m.out(m.Out)
	if err := out.ready(); err != nil {
		return err
	}
	_, content, err := d.Attachment(c.ctx, m.ID, m.Save)
	if err != nil {
		return err
	}
	return out.write(c.ctx, content)
}

// attachmentLine is one attachment of a message.
type attachmentLine struct {
	N         int    `json:"n"`
	Name      string `json:"name"`
	Type      string `json:"type"`
	Size      int    `json:"size"`
	Dangerous bool   `json:"dangerous"`
}

func (c *call) attachments(list []casefile.Attachment) error {
	for i, a := range list {
		line := attachmentLine{N: i + 1, Name: a.Name, Type: a.Type, Size: a.Size, Dangerous: a.Dangerous}
		text := fmt.Sprintf("%d  %s  %s, %d bytes", line.N, a.Name, a.Type, a.Size)
		if a.Dangerous {
			text += " (runs something when opened: not handed out)"
		}
		if err := c.print(line, text); err != nil {
			return err
		}
	}
	return nil
}
