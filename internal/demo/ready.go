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
	clients, err := desk.ShippedClients()
	if err != nil {
		return nil, err
	}
	for _, c := range clients {
		if err := d.RecordClient(ctx, c); err != nil {
			return nil, err
		}
	}
	server, err := Serve(Mails(seed, d.Today(), clients))
	if err != nil {
		return nil, err
	}
	s := &Show{Desk: d, Seed: seed, Cases: cases, Words: io.Discard}
	if err := errors.Join(d.AddAccount(ctx, server.Account(), server.Password), s.invent(ctx)); err != nil {
		return nil, errors.Join(err, server.Close())
	}
	return server, nil
}
