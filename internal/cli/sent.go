package cli

import (
	"errors"
	"fmt"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

type sentCmd struct {
	Accept  string `help:"Record that the letter left with this message, on the server's day." placeholder:"ID"`
	Dismiss string `help:"No letter left with this message: do not propose it again." placeholder:"ID"`
}

// sentLine is a letter that seems to have left.
type sentLine struct {
	ID     string             `json:"id"` // of the message
	Ref    casefile.Reference `json:"ref"`
	Letter string             `json:"letter"`
	Issued string             `json:"issued"`
	Sent   string             `json:"sent"`
	To     string             `json:"to"`
	Why    string             `json:"why"`
}

func (s *sentCmd) Run(c *call) error {
	if s.Accept != "" && s.Dismiss != "" {
		return &casefile.Error{Kind: casefile.Usage, What: "A message can be accepted or dismissed.", Do: "Give one of --accept and --dismiss."}
	}
	return c.withDesk(func(d *desk.Desk) error {
		switch {
		case s.Accept != "":
			return c.done(d.AcceptSent(c.ctx, s.Accept), "The letter is recorded as sent with this message, which is added to its case.")
		case s.Dismiss != "":
			return c.done(d.DismissSent(c.ctx, s.Dismiss), "It is not proposed again; casebook file "+s.Dismiss+" --back undoes it.")
		}
		all, err := d.SentLetters(c.ctx)
		for _, l := range all {
			line := sentLine{
				ID: l.Message.ID, Ref: l.Case, Letter: string(l.Letter.Kind), Issued: l.Letter.Issued.String(),
				Sent: l.Message.Received.Date().String(), To: l.To, Why: l.Why,
			}
			err = errors.Join(err, c.print(line, plain(fmt.Sprintf("%s: %s of %s, sent %s to %s\n    %s", line.ID, line.Letter, line.Ref, line.Sent, line.To, line.Why))))
		}
		return err
	})
}
