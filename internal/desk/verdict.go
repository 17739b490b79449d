package desk

import "casebook/internal/casefile"

// Verdict says what the checks of a vault come to and what to do, nil where all
// is sound. What a rebuild mends, and bytes behind the end of the database, take
// nothing away: an older backup would.
func Verdict(checks []Check) error {
	lost, remade, surplus := false, false, false
	for _, c := range checks {
		switch {
		case c.OK:
		case c.Remade:
			remade = true
		case c.Surplus:
			surplus = true
		default:
			lost = true
		}
	}
	e := &casefile.Error{Kind: casefile.Damaged}
	switch {
	case lost:
		e.What, e.Do = "The vault is damaged.", "Restore the last backup, and keep this copy until then."
	case remade:
		e.What, e.Do = "What is recorded is whole; the lists or a ledger are not what they should be.", "Make them again with casebook rebuild."
	case surplus:
		e.What = "What is recorded is whole; something was added behind the end of cases.vault, and nobody reads it."
		e.Do = "To be rid of it without losing work, make a new backup now and restore that one into a new folder. An older backup lacks what was done since."
	default:
		return nil
	}
	return e
}
