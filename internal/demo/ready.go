package demo

import (
	"context"
	"errors"
	"io"

	"casebook/internal/desk"
)

// Ready makes an empty vault ready to be looked at in the window: it records
// the clients, starts the mail server and signs in to it, and invents so many
// cases besides. The mail itself is left for the window to pull. Close the
// server when the window has been closed.
func Ready(ctx context.Context, d *desk.Desk, seed int64, cases int) (*Server, error) {
	s := &Show{Desk: d, Seed: seed, Cases: cases, Words: io.Discard}
	server, err := s.start(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.invent(ctx); err != nil {
		return nil, errors.Join(err, server.Close())
	}
	return server, nil
}
