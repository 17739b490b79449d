package mailbox_test

import (
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
)

// What may be over at the next try is an error; what the server will say again
// makes it another mailbox.
func TestRecogniseTellsWhatPasses(t *testing.T) {
	at := time.Date(2026, time.November, 1, 8, 0, 0, 0, time.UTC)
	var known []casefile.Copy
	for uid := range fiveMails() {
		known = append(known, casefile.Copy{Folder: "INBOX", UIDValidity: 9, UID: uid, InternalDate: at})
	}
	const passes = "Nothing is changed yet; try again."
	for _, c := range []struct {
		name, to, answer string
		same             bool
		do               string
	}{
		{name: "as it was", to: "NOTHING", same: true},
		{name: "ends before the folder is open", to: "EXAMINE", answer: hangUp, do: passes},
		{name: "ends in the list", to: "UID SEARCH", answer: "* SEARCH 3 5" + hangUp, do: passes},
		{name: "ends in the dates", to: "UID FETCH", answer: "* 1 FETCH (UID 3 " + when + ")\r\n" + hangUp, do: passes},
		{name: "says good-bye", to: "UID FETCH", answer: "* BYE going down\r\n" + hangUp, do: passes},
		{name: "cannot just now", to: "UID FETCH", answer: "TAG NO [UNAVAILABLE] later\r\n", do: passes},
		{name: "says no", to: "UID FETCH", answer: "TAG NO never\r\n"},
		{name: "answers for none", to: "UID FETCH", answer: "TAG OK done\r\n"},
		{name: "answers nonsense", to: "UID FETCH", answer: "* 1 FETCH (UID three)\r\nTAG OK done\r\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &script{mails: fiveMails()}
			s.command = func(line string) (string, bool) {
				switch {
				case strings.HasPrefix(line, c.to):
					return c.answer, true
				case strings.HasPrefix(line, "EXAMINE"):
					return "* 5 EXISTS\r\n* OK [UIDVALIDITY 9] fine\r\n* OK [UIDNEXT 21] fine\r\nTAG OK [READ-ONLY] done\r\n", true
				}
				return "", false
			}
			same, err := mailbox.Recognise(t.Context(), s.serve(t), known)
			if same != c.same || (err == nil) != (c.do == "") {
				t.Fatalf("it is the same: %v, %v", same, err)
			}
			if e := casefile.AsError(err); err != nil && (e.Kind != casefile.Unreachable || e.Do != c.do) {
				t.Errorf("%s: %s %s", e.Kind, e.What, e.Do)
			}
		})
	}
}
