package cli

import (
	"bufio"
	"errors"
	"io"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

type deadlineCmd struct{}

// maxLine is the longest question that is read, in bytes: a calendar of many
// years fits many times over.
const maxLine = 1 << 20

func (*deadlineCmd) Run(c *call) error {
	clock, err := desk.NewClock()
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(c.In)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		if _, err := c.Out.Write(clock.Answer(lines.Text(), civil.Of(c.Now()))); err != nil {
			return err
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return &casefile.Error{Kind: casefile.Invalid, What: "A line is longer than a question can be.", Do: "Write one object a line."}
	}
	if err := lines.Err(); err != nil && !errors.Is(err, io.EOF) {
		return unreadable("input", err)
	}
	return nil
}
