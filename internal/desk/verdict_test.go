package desk_test

import (
	"testing"

	"casebook/internal/desk"
)

// Nobody is sent to an older backup for what has taken nothing away.
func TestVerdict(t *testing.T) {
	ok, remade, surplus, lost := desk.Check{OK: true}, desk.Check{Remade: true}, desk.Check{Surplus: true}, desk.Check{}
	for want, checks := range map[string][]desk.Check{
		"casebook rebuild":             {ok, surplus, remade},
		"make a new backup now":        {ok, surplus},
		"Restore the last backup, and": {remade, surplus, lost},
	} {
		wantSaid(t, desk.Verdict(checks), want)
	}
	wantSaid(t, desk.Verdict([]desk.Check{ok, {OK: true, Remade: true}}))
}
