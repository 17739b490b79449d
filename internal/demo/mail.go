package demo

import (
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// Mail is one invented message in the mailbox, and what it is in truth.
type Mail struct {
	Raw      []byte    // as the server sends it, with CRLF line ends
	Received time.Time // INTERNALDATE
	Seen     bool
	Truth    Truth
}

// Truth is what somebody who knows the whole story would say of a message.
type Truth struct {
	Kinds    []casefile.Kind // NoKind alone: nothing is asked
	Client   string          // id of the client it concerns, "" if none
	Name     string          // of the person who asks
	Received civil.Date      // when the controller had it: of a forwarded message, the earlier day
	Shape    string          // how the message is built, such as "html" or "forwarded inline"
}
