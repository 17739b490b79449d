package casefile_test

import (
	"testing"

	"casebook/internal/casefile"
)

func TestOwnAddresses(t *testing.T) {
	c := casefile.Client{
		Domains:  []string{"Nunthorpe.example"},
		Contacts: []casefile.Contact{{Channel: casefile.ByEmail, Value: "Trust@mail.example"}, {Channel: casefile.ByPhone, Value: "1 Mill Lane"}},
	}
	for email, want := range map[string]bool{
		"office@nunthorpe.example": true, "Head@Primary.NUNTHORPE.example ": true, "trust@mail.example": true,
		"ada@mail.example": false, "a@notnunthorpe.example": false, "nunthorpe.example": false, "": false,
	} {
		if got := c.Owns(email); got != want {
			t.Errorf("%q: %v, want %v", email, got, want)
		}
	}
}
