package cli

import (
	"fmt"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

type messagesCmd struct {
	State string `default:"" enum:",new,filed,not-a-request,unreadable" help:"Only those in this state: new, filed, not-a-request or unreadable." placeholder:"STATE"`
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
}

func (m *messagesCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		rows, err := d.Messages(c.ctx, casefile.MessageState(m.State))
		if err != nil {
			return err
		}
		for _, r := range rows {
			line := lineOf(r)
			text := fmt.Sprintf("%s  %s  %-13s  %s: %s", line.ID, r.Received.Date(), line.State, line.From, line.Subject)
			if line.Junk {
				text += "  (junk)"
			}
			if err := c.print(line, text); err != nil {
				return err
			}
		}
		return nil
	})
}

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
	line.Cases = append([]casefile.Reference{}, r.References...)
	if len(r.References) > 0 {
		line.Case = string(r.References[0])
	}
	return line
}

// textLine is one message with what can be read in it.
type textLine struct {
	messageLine
	Text string `json:"text"`
}

type messageCmd struct {
	ID  string `arg:"" help:"The message's id, from casebook messages."`
	Raw bool   `help:"The very bytes the server sent."`
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
		v, err := d.Message(c.ctx, m.ID)
		if err != nil {
			return err
		}
		return c.print(textLine{lineOf(v.Row), v.Message.Text}, fmt.Sprintf("From:     %s\nSubject:  %s\nReceived: %s\n\n%s",
			v.Message.From, v.Message.Subject, v.Row.Received.Date().Long(), v.Message.Text))
	})
}
