package triage_test

import (
	"errors"
	"strings"
	"testing"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/triage"
)

func TestParseSaysWhatIsWrong(t *testing.T) {
	for _, test := range []struct{ rules, want string }{
		{"3 send my data", "line 1: a phrase stands before the first heading"},
		{"# a remark\n\n[acces]\n", `line 3: there is no heading "acces"`},
		{"[none]\n", `there is no heading "none"`},
		{"[not nothing]\n", `there is no heading "not nothing"`},
		{"[access]\nsend my data", `line 2: "send" begins neither a phrase nor anything else`},
		{"[access]\n3 send @mine data", "line 2: there is no set @mine"},
		{"[access]\n3", "line 2: the phrase is empty"},
		{"[access]\n3 ..3 data", "a phrase cannot begin with a gap"},
		{"[access]\n3 [my] ..3", "the phrase has no word that must be there"},
		{"[access]\n3 send ..x data", "a gap is written ..3"},
		{"[access]\n3 send ..99 data", "a gap is written ..3"},
		{"[access]\n3 send [my data", "has no closing bracket"},
		{"[access]\n3 send|*", "is not a word"},
		{"[access]\n3 se*", "too short"},
		{"prefer access over everything", `there is no kind "everything"`},
		{"prefer all over access", `there is no kind "all"`},
		{"spelling one", `"spelling" begins neither`},
		{"set my = @mine", "line 1: there is no set @mine"},
		{"idea mail = email e-mail", `"e-mail" is more than one word`},
		{"idea mail = e*", "too short"},
		{"[say]\n100 1 2 send", "line 2: a saying is 16 numbers and one word or two"},
		{"[say]\n100" + strings.Repeat(" 1", 15) + " send it now", "line 2: a saying is 16 numbers and one word or two"},
		{"[say]\n100" + strings.Repeat(" 1", 14) + " 2000 send", `line 2: "2000" is no number, or too large`},
		{"[say]\n100" + strings.Repeat(" 1", 14) + " send it", `line 2: "send" is no number, or too large`},
		{strings.Repeat("idea one = two\n", 257), "line 257: there are more than 256 ideas"},
	} {
		_, err := triage.Parse(test.rules)
		e, ok := errors.AsType[*casefile.Error](err)
		if !ok || e.Kind != casefile.Invalid || !strings.Contains(e.What, test.want) {
			t.Errorf("%q: %v, want %q", test.rules, err, test.want)
		}
	}
}

// A small set of rules shows what each sign of the notation does.
const notation = `
set my = my our
set mine = @my mine
filler please
stop but
proper content
spelling u you
prefer erasure over access
[access]
3 send ..2 @mine ..1 data|e-mails
2 see [all] file_notes
1 hurry
-2 joke
3 consent
3 < quick >
[erasure]
3 delet* ..4 data
[enquiry]
3 question
[negation]
1 never
[ignore]
1 thanks ..5
[not access]
1 they ..3
`

func TestNotation(t *testing.T) {
	r, err := triage.Parse(notation)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ text, want string }{
		{"send my data", "access"},
		{"Send, please, OUR dáta!", "access"},
		{"send us mine e-mails", "access"},
		{"send us mine: e mails", "access"},
		{"send it to me my data", "none"}, // the gap is of two words
		{"send it. My data", "none"},      // no phrase crosses the end of a sentence
		{"send it\n\nmy data", "none"},    // nor that of a paragraph
		{"send\nmy data", "access"},       // but the end of a line
		{"see file notes", "none"},        // 2 is not enough
		{"see all file notes. Hurry", "access"},
		{"hurry hurry hurry", "none"},     // a phrase counts once
		{"send my data, no joke", "none"}, // 3 and -2
		{"content", "none"},               // a right word that is near another
		{"consnet", "access"},             // letters exchanged
		{"consentt", "access"},            // one too many
		{"Well. Quick! Yes", "access"},
		{"be quick now", "none"},
		{"never send my data", "none"},
		{"thanks, send my data", "access"}, // an ignored phrase ends at a comma
		{"thanks and send my data", "none"},
		{"thanks but send my data", "access"},
		{"they send my data", "none"},
		{"delete my data", "erasure"},
		{"deletion of data, send my data", "erasure access"}, // equals as they come
		{"a question", "enquiry"},
		{"a question: send my data", "enquiry access"},
		{"www.send.example/my/data", "none"},
		{"", "none"},
	} {
		p := r.Propose(casefile.Message{Text: test.text}, received, nobody)
		var got []string
		for _, k := range kindsOf(p) {
			got = append(got, string(k))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%q: %v, want %s", test.text, got, test.want)
		}
	}
}

// A kind without phrases would never be proposed.
func TestEveryKindHasPhrases(t *testing.T) {
	for _, k := range casefile.Kinds() {
		if k.Kind != casefile.NoKind && !strings.Contains(assets.Triage()[0], "\n["+string(k.Kind)+"]\n") {
			t.Errorf("no phrase speaks for %s", k.Kind)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(notation)
	f.Add("[access]\n3 a|b|@c [d] ..4 e* < > _ |")
	f.Fuzz(func(t *testing.T, data string) {
		r, err := triage.Parse(data)
		if err == nil {
			r.Propose(casefile.Message{Subject: data, Text: data}, received, nobody)
		}
	})
}
