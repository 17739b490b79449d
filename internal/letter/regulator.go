package letter

import (
	"encoding/json"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// Regulator is who people complain to about data protection, as letters name
// it from a day on.
type Regulator struct {
	From     civil.Date `json:"from"`
	Name     string     `json:"name"`  // "Information Commissioner’s Office (ICO)"
	Title    string     `json:"title"` // the name in statute
	Short    string     `json:"short"`
	Website  string     `json:"website"`
	Complain string     `json:"complain"` // the page on which to complain
	Helpline string     `json:"helpline"`
	Address  []string   `json:"address"`
	// AddressVerified says that the postal address was checked. Others are
	// never printed: a letter sent to an office that moved is lost.
	AddressVerified bool `json:"address_verified"`
}

// ParseRegulators reads the rows of law/regulator.json.
func ParseRegulators(data []byte) ([]Regulator, error) {
	var file struct {
		Rows []Regulator `json:"rows"`
	}
	err := json.Unmarshal(data, &file)
	if err == nil && len(file.Rows) > 0 {
		return file.Rows, nil
	}
	return nil, &casefile.Error{
		Kind: casefile.Damaged, Field: "regulator", What: "The regulator's contact data cannot be read.",
		Do: "Install Casebook again, or mend the file.", Err: err,
	}
}

// RegulatorOn returns the row that holds on a day: the latest that began.
func RegulatorOn(rows []Regulator, on civil.Date) (Regulator, error) {
	var best Regulator
	for _, r := range rows {
		if !r.From.After(on) && (best.Name == "" || r.From.After(best.From)) {
			best = r
		}
	}
	if best.Name == "" {
		return best, &casefile.Error{
			Kind: casefile.Invalid, Field: "on", What: "No regulator is known for that day.", Do: "Date the letter later.",
		}
	}
	return best, nil
}
