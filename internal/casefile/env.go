package casefile

import (
	"io"
	"time"

	"casebook/internal/civil"
)

// Env is what making events needs from outside: the time, names for new
// things, and chance. It is injected, so that the same input gives the same
// events in a test.
type Env struct {
	Now    func() time.Time
	NewID  func() string // a fresh UUIDv7
	Random io.Reader
}

// Today returns the day it is in London.
func (e Env) Today() civil.Date { return civil.Of(e.Now()) }
