package message

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"regexp"
)

// ErrTooLarge says that one message of a file is larger than any can be.
var ErrTooLarge = errors.New("a message is larger than any can be")

// MaxMessage is how large one message of a file may be, in bytes.
const MaxMessage = 512 << 20

// IsMbox reports whether a file that begins so is a mailbox of several messages.
func IsMbox(beginning []byte) bool {
	beginning = bytes.TrimLeft(bytes.TrimPrefix(beginning, []byte("\xef\xbb\xbf")), "\r\n")
	return fromLine.Match(nextLine(beginning))
}

// fromLine stands above each message of a mailbox file: who sent it, and when
// it came (RFC 4155). A line of a text that begins so has no date.
var fromLine = regexp.MustCompile(`^From (\S.*\s)?\s*[A-Z][a-z]{2},? .*\d{1,2}:\d{2}(:\d{2})?.*\d{4}|^From (\S+@\S+|-|MAILER-DAEMON|\?\?\?@\?\?\?)(\s|$)`)

// quotedFrom is such a line inside a message, with what was put before it.
var quotedFrom = regexp.MustCompile(`^>+From `)

// ReadMbox reads a mailbox file from its beginning and hands over one message
// after the other, as it was before it was put there: of the marks before a
// "From " of its text one is taken off (mboxrd; in mboxo there is one at most).
// It holds one message at a time.
func ReadMbox(r io.Reader, each func(raw []byte) error) error {
	in := bufio.NewReaderSize(r, 1<<20)
	var m mboxMessage
	for {
		l, err := in.ReadSlice('\n')
		if len(l) > 0 {
			if failed := m.line(l, each); failed != nil {
				return failed
			}
			m.broken = errors.Is(err, bufio.ErrBufferFull)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			return m.end(each)
		case err != nil:
			return err
		}
	}
}

// mboxMessage is the message being read.
type mboxMessage struct {
	raw    []byte
	begun  bool
	blank  bool // the last line was empty
	broken bool // the line goes on
}

// line takes in one line, or a piece of one that is very long.
func (m *mboxMessage) line(l []byte, each func(raw []byte) error) error {
	if !m.broken && (m.blank || !m.begun) && fromLine.Match(l) {
		err := m.end(each)
		m.raw, m.begun, m.blank = nil, true, false // the caller may keep what it was given
		return err
	}
	if !m.broken && quotedFrom.Match(l) {
		l = l[1:]
	}
	if !m.begun && len(bytes.TrimSpace(l)) == 0 {
		return nil
	}
	m.begun = true
	if len(m.raw)+len(l) > MaxMessage {
		return ErrTooLarge
	}
	m.blank = !m.broken && len(bytes.TrimRight(l, "\r\n")) == 0
	m.raw = append(m.raw, l...)
	return nil
}

// end hands over the message, without the empty line that stands before the
// next.
func (m *mboxMessage) end(each func(raw []byte) error) error {
	raw := m.raw
	if m.blank {
		raw = trimEnd(raw)
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil
	}
	return each(raw)
}
