package clients

import (
	"context"
	"strings"

	"casebook/internal/ui/screen"
	"casebook/internal/ui/side"
)

// Screen is the view.
type Screen struct {
	*side.Side
	known    Listing
	readings map[string]Reading // by the mailbox's name
}

// New returns the screen with nothing read.
func New(props screen.Props) *Screen {
	s := &Screen{}
	s.Side = side.New(props, "Reading the clients …", s.detail)
	return s
}

// Show reads the list again.
func (s *Screen) Show(ctx context.Context) {
	var l Listing
	s.Read(ctx, func(ctx context.Context) (err error) {
		l, err = Read(ctx, s.Props.Desk)
		return err
	}, func() {
		s.known = l
		s.SetRows(l.Rows())
		s.showAgain()
	})
}

// showAgain shows what the selected row is about as it is now, unless a form is
// being filled in.
func (s *Screen) showAgain() {
	if r, selected := s.List.Selected(); selected && !s.Asking() {
		s.detail(r.ID)
	}
}

// AddClient shows the form for a client.
func (s *Screen) AddClient() { s.Go(addClient) }

// AddMailbox shows the form for a mailbox.
func (s *Screen) AddMailbox() { s.Go(addMailbox) }

// detail shows what a row is about.
func (s *Screen) detail(id string) {
	switch {
	case id == addClient:
		s.askClient("")
	case id == addMailbox:
		s.askAddress("", byAddress)
	case id == sentMail:
		s.showSent()
	case strings.HasPrefix(id, clientRow):
		if c, ok := s.known.client(strings.TrimPrefix(id, clientRow)); ok {
			s.Facts(c.Called(), Facts(c))
		}
	default:
		for _, a := range s.known.Accounts {
			if accountRow+a.Name == id {
				s.showAccount(a)
			}
		}
	}
}
