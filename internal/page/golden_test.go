package page_test

import (
	"testing"

	"casebook/internal/page"
)

func TestGolden(t *testing.T) {
	large := letterWith(fullBody()...)
	large.LargePrint = true
	for name, doc := range map[string]page.Document{
		"letter": mustLetter(t, letterWith(fullBody()...)),
		"large":  mustLetter(t, large),
		"form":   mustForm(t, form()),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, dump(doc)) })
	}
}
