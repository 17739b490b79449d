package triage_test

import (
	"slices"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/triage"
)

// saying is a line of the rules: what a saying speaks for, access and asking at
// all alike, in tenths.
func saying(counts, by, words string) string {
	return counts + " " + by + " " + by + strings.Repeat(" 0", 13) + " " + words + "\n"
}

// weighless are rules by which stems and ideas say nothing, so that words as
// they stand decide.
var weighless = "[access]\n3 never found here\n[weigh any]\n0 (base)\n[weigh access]\n0 (base)\n[ignore]\n3 thanks for sending it\n[say]\n0" + strings.Repeat(" -20", 15) + " (base)\n"

func TestSayings(t *testing.T) {
	r, err := triage.Parse(weighless + saying("3000", "1000", "send") + saying("100", "0", "it") + saying("1000", "1000", "send it") + saying("3000", "-1000", "sent"))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		text string
		asks bool
	}{
		{"Do send it over to me at home", true},
		{"Do send over to me at home all the same", true},
		{"Over to me at home it was sent", false},
		{"Over to me at home it goes", false},
		{"You sent and sent it over to me at home", false},
		{"Thanks for sending it. Over to me at home, with many words", false},
	} {
		got := kindsOf(r.Propose(casefile.Message{Text: row.text}, received, nobody))
		if slices.Contains(got, casefile.Access) != row.asks {
			t.Errorf("%q: got %v, asks %v", row.text, got, row.asks)
		}
	}
}

// TestSayingsOfLongMessages shows that a message says no more by saying much, nor by
// saying it again.
func TestSayingsOfLongMessages(t *testing.T) {
	r, err := triage.Parse(weighless + saying("3000", "1000", "send"))
	if err != nil {
		t.Fatal(err)
	}
	likely := func(text string) []casefile.KindGuess {
		return r.Propose(casefile.Message{Text: text}, received, nobody).Kinds
	}
	once, often := likely("Do send it over to me"), likely(strings.Repeat("Do send it over to me. ", 50))
	if len(once) != 1 || once[0].Kind != casefile.Access || len(often) != 1 || often[0].Kind != casefile.Access {
		t.Errorf("once %v, often %v", once, often)
	}
}
