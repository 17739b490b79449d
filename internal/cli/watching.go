package cli

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"casebook/internal/desk"
)

// watching is the line at a terminal that says how far a long command is. It is
// written over itself, and gone when the command ends.
type watching struct {
	to   io.Writer // nil: nobody watches
	now  func() time.Time
	last time.Time
	wide int // characters that stand there
}

// unasked is how long a person waits without being told.
const unasked = 500 * time.Millisecond

func (c *call) watching() *watching {
	return &watching{to: c.Terminal, now: c.Now, last: c.Now()}
}

func (w *watching) show(format string, args ...any) {
	if w.to == nil {
		return
	}
	now := w.now()
	if now.Sub(w.last) < unasked {
		return
	}
	w.last = now
	w.write(strings.Join(strings.Fields(plain(fmt.Sprintf(format, args...))), " "))
}

// write puts a text in the place of the one that stands there.
func (w *watching) write(text string) {
	wide := utf8.RuneCountInString(text)
	fmt.Fprintf(w.to, "\r%s%s", text, strings.Repeat(" ", max(0, w.wide-wide)))
	w.wide = wide
}

// end takes the line away.
func (w *watching) end() {
	if w.wide > 0 {
		w.write("")
		fmt.Fprint(w.to, "\r")
	}
}

func (w *watching) pull(p desk.Progress) {
	w.show("%s: %d of %d, %.1f MB", p.Folder, p.Done, p.Total, megabytes(p.Bytes))
}

func (w *watching) imports(p desk.ImportProgress) {
	w.show("File %d of %d: %d messages, %.1f MB", p.File, p.Files, p.Messages, megabytes(p.Bytes))
}

func (w *watching) backup(done, total int64) {
	w.show("%.1f of %.1f MB", megabytes(done), megabytes(total))
}

func megabytes(n int64) float64 { return float64(n) / (1 << 20) }
