package desk

import (
	"context"
	"slices"

	"casebook/internal/casefile"
)

// Meant is what would be set aside at once, to be looked at first: requests
// come among other mail of the same sender.
type Meant struct {
	IDs    []string // the oldest first
	Asking int      // so many of them seem to ask for something, or cannot be read
	Client string   // whose own address writes one of them, by the name people use; often ""
}

// Sure reports whether there is nothing to ask a person about.
func (m Meant) Sure() bool { return m.Asking == 0 && m.Client == "" }

// Meant returns what [Intake.SetAsideAll] would set aside.
func (in *Intake) Meant(ctx context.Context, which Which) (Meant, error) {
	ids, err := in.which(ctx, which)
	if err != nil {
		return Meant{}, err
	}
	rows, err := in.undecided(ctx)
	if err != nil {
		return Meant{}, err
	}
	rows = slices.DeleteFunc(rows, func(m MessageRow) bool { return !slices.Contains(ids, m.ID) })
	urgent, err := in.urgencies(ctx, rows)
	if err != nil {
		return Meant{}, err
	}
	clients, err := in.store.Clients(ctx)
	if err != nil {
		return Meant{}, err
	}
	meant := Meant{IDs: ids}
	for _, m := range rows {
		if urgent[m.ID].Asks() {
			meant.Asking++
		}
		if i := slices.IndexFunc(clients, func(c casefile.Client) bool { return c.Owns(m.From.Email) }); i >= 0 {
			meant.Client = clients[i].Called()
		}
	}
	return meant, nil
}
