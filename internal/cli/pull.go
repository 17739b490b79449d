package cli

import (
	"errors"
	"fmt"

	"casebook/internal/civil"
	"casebook/internal/desk"
)

type pullCmd struct {
	Account    string `help:"Only this mailbox." placeholder:"NAME"`
	From       string `help:"Fetch older mail too, of this sender: an address, or a part of one." placeholder:"ADDRESS"`
	Since      string `help:"Fetch older mail too, from this day on." placeholder:"DATE"`
	Until      string `help:"Fetch older mail too, up to this day." placeholder:"DATE"`
	AllowLarge bool   `help:"Take messages above the limit of size as well."`
}

// pullLine is what a pull of one folder did.
type pullLine struct {
	Account     string `json:"account"`
	Folder      string `json:"folder"`
	New         int    `json:"new"`
	Again       int    `json:"again"` // of new: the same bytes were here from another place
	Known       int    `json:"known"`
	Gone        int    `json:"gone"`
	SetAside    int    `json:"set_aside"`
	BeforeStart int    `json:"before_start"`
	Unreadable  int    `json:"unreadable"`
	Bytes       int64  `json:"bytes"`
	// Found is how many messages the server has of --from, here already or not.
	Found *int `json:"found,omitempty"`
}

func (p *pullCmd) Run(c *call) error {
	o, err := p.options()
	if err != nil {
		return err
	}
	return c.withDesk(func(d *desk.Desk) error {
		w := c.watching()
		done, err := d.PullMail(c.ctx, o, w.pull)
		w.end()
		failed, found := err != nil, 0
		for _, r := range done {
			if failed && nothing(r) {
				continue // it was not reached: the error says so, and a line of noughts would not be true
			}
			found += r.Selected
			err = errors.Join(err, c.print(p.line(r)))
		}
		if p.From != "" && !failed && found == 0 {
			c.say("The server has no message whose sender contains %q. Check the spelling; the whole address is surest.", plain(p.From))
		}
		return err
	})
}

// line is what a pull of one folder did, for programs and for people.
func (p *pullCmd) line(r desk.Pulled) (pullLine, string) {
	line := pullLine{
		Account: r.Account, Folder: r.Folder, New: r.New, Again: r.Again, Known: r.Known, Gone: len(r.Gone),
		SetAside: len(r.SetAside), BeforeStart: r.BeforeStart, Unreadable: r.Unreadable, Bytes: r.Bytes,
	}
	again := ""
	if line.Again > 0 {
		again = fmt.Sprintf(", %d already here from another place", line.Again)
	}
	text := fmt.Sprintf("%s, %s: %d new, %d already here%s, %d before the start date", line.Account, line.Folder, r.Fresh(), line.Known, again, line.BeforeStart)
	if p.From != "" {
		line.Found = &r.Selected
		text = fmt.Sprintf("%s, %s: of %s %d found, %d new%s", line.Account, line.Folder, p.From, r.Selected, r.Fresh(), again)
	}
	if line.Gone > 0 {
		text += fmt.Sprintf(", %d no longer on the server (kept here)", line.Gone)
	}
	if line.Unreadable > 0 {
		text += fmt.Sprintf(", %d that cannot be read (kept)", line.Unreadable)
	}
	for _, s := range r.SetAside {
		text += "\n    " + asideText(s)
	}
	return line, text
}

// nothing reports whether a pull of a folder saw no message at all.
func nothing(r desk.Pulled) bool {
	return r.New+r.Known+r.BeforeStart+r.Unreadable+len(r.Gone)+len(r.SetAside) == 0 && r.Bytes == 0
}

func (p *pullCmd) options() (desk.PullOptions, error) {
	o := desk.PullOptions{Account: p.Account, From: p.From, AllowLarge: p.AllowLarge}
	for _, one := range []struct {
		field, text string
		into        *civil.Date
	}{{"since", p.Since, &o.Since}, {"until", p.Until, &o.Until}} {
		if one.text == "" {
			continue
		}
		d, err := day(one.field, one.text)
		if err != nil {
			return o, err
		}
		*one.into = d
	}
	return o, nil
}

// asideText says why a message was left on the server.
func asideText(s desk.SetAside) string {
	text := fmt.Sprintf("message %d was not fetched: %s", s.UID, s.Reason)
	if s.Large {
		text += fmt.Sprintf(" It has %d MB; fetch it with casebook pull --allow-large.", (s.Size+(1<<20)-1)>>20)
	}
	return text
}
