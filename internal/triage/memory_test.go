package triage_test

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/triage"
)

// TestMoreWordsThanAreRemembered shows that what is proposed does not change with
// the words that were met before, nor with those that others write meanwhile, nor
// when they are forgotten.
func TestMoreWordsThanAreRemembered(t *testing.T) {
	r, err := triage.Parse(assets.Triage()...)
	if err != nil {
		t.Fatal(err)
	}
	asks := casefile.Message{Subject: "complaint", Text: "Please send me a copy of all complaints, and of what complains of me. Also delete my account."}
	want := rules(t).Propose(asks, received, nobody)
	var all sync.WaitGroup
	for writer := range 4 {
		all.Go(func() {
			for round := range 4 {
				var text strings.Builder
				for n := range 5000 {
					text.WriteString("complain" + strconv.Itoa(n*100+writer*10+round) + " ")
				}
				r.Propose(casefile.Message{Text: text.String()}, received, nobody)
				if round == 2 {
					r.Forget()
				}
				if got := r.Propose(asks, received, nobody); !reflect.DeepEqual(got, want) {
					t.Errorf("%+v, want %+v", got, want)
				}
			}
		})
	}
	all.Wait()
}
