package clientfile_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clientfile"

	"github.com/google/go-cmp/cmp"
)

// right is the least that makes a client.
const right = `id = "alder"
name = "Alder School"
kind = "maintained-school"
nation = "wales"
address = ["1 Lane"]
[dpo]
name = "A Person"
`

func TestRead(t *testing.T) {
	got, err := clientfile.Read("alder.toml", []byte("\xef\xbb\xbf"+right+"[[notice]]\ntitle = \"T\"\ndate = \"2026-06-19\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := casefile.Client{
		ID: "alder", Name: "Alder School", Kind: "maintained-school", Nation: "wales", Address: []string{"1 Lane"},
		DPO:     casefile.Officer{Name: "A Person"},
		Notices: []casefile.Notice{{Title: "T", Date: civil.MustParse("2026-06-19")}},
	}
	if d := cmp.Diff(want, got, cmp.Comparer(func(a, b civil.Date) bool { return a == b })); d != "" {
		t.Error(d)
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	for _, test := range []struct{ name, text, field, want string }{
		{"unknown key", "naem = \"x\"", "naem", `The client file x.toml, line 1, has a key "naem" that Casebook does not know. Did you mean "name"?`},
		{"unknown key in a table", "[[system]]\nretension = \"x\"", "system.retension", `line 2, has a key "system.retension" that Casebook does not know. Did you mean "retention"?`},
		{"key in the wrong table", "keep_months = 3", "keep_months", `Did you mean "system.keep_months"?`},
		{"unknown table", "[systems]\nname = \"x\"", "systems", `Did you mean "system"?`},
		{"nothing near", "zzzzzzzzzz = 1", "zzzzzzzzzz", "Take it out"},
		{"number for text", "phone = 3", "phone", `line 1, gives "phone" a value of the wrong sort. It takes text in quotation marks.`},
		{"text for a list", "address = \"x\"", "address", `It takes a list of texts`},
		{"number in a list", "address = [1]", "address", `It takes a list of texts`},
		{"text for a number", "[[system]]\nkeep_months = \"12\"", "system.keep_months", "line 2, gives \"system.keep_months\" a value of the wrong sort. It takes a whole number"},
		{"huge number", "[[system]]\nkeep_months = 99999999999999999999", "system.keep_months", "line 2, is not written"},
		{"text for a yes", "[[system]]\nchildren = \"no\"", "system.children", "It takes true or false"},
		{"bare day", "[[notice]]\ndate = 2023-07-20", "notice.date", `It takes a day in quotation marks`},
		{"day that is none", "[[notice]]\ndate = \"2023-02-30\"", "notice.date", `It takes a day in quotation marks`},
		{"number for a day", "[[notice]]\ndate = 3", "notice.date", `not a day`},
		{"numbers for days", "[[school]]\nopen = []\nclosed = [3]", "school.closed", `line 3, gives school.closed something that is not a day`},
		{"text for days", "[[school]]\nclosed = \"2026-10-09\"", "school.closed", `It takes a list of days in quotation marks`},
		{"days that are none", "[[school]]\nclosed = [\"2026-02-30\"]", "school.closed", `It takes a list of days in quotation marks`},
		{"school without a name", right + "[[school]]\ncalendar = \"a\"\n", "school 1 name", "A school has no name."},
		{"two schools alike", right + "[[school]]\nname = \"a\"\n[[school]]\nname = \"a\"\n", "school 2 name", "line 11: Two schools have the same name."},
		{"wrong type of school", right + "[[school]]\nname = \"a\"\ntype = \"big\"\n", "school 1 type", "line 10: A school is of a type"},
		{"open and closed", right + "[[school]]\nname = \"a\"\nopen = [\"2026-10-09\"]\nclosed = [\"2026-10-09\"]\n", "school 1 open", "line 10: A school is both open and closed on 9 October 2026."},
		{"one table twice", "[dpo]\n[dpo]", "dpo", "line 2, says the same thing a second time"},
		{"double for single brackets", "[[dpo]]", "dpo", "line 1, gives \"dpo\" a value of the wrong sort. It takes a table, under a heading in square brackets."},
		{"twice", "id = \"a\"\nid = \"b\"", "id", "line 2, says the same thing a second time"},
		{"no quotation marks", "name = Alder", "name", "line 1, is not written as TOML"},
		{"curly quotation marks", "name = “Alder”", "name", "Use straight quotation marks"},
		{"colon", "name: Alder", "", "with an equals sign"},
		{"open quotation mark", "name = \"Alder\nid = \"x\"", "name", "A quotation mark is missing"},
		{"wrong kind", strings.Replace(right, "maintained-school", "skool", 1), "kind", "The client file x.toml, line 3: The client's kind is not one that Casebook knows. Use one of: company,"},
		{"wrong nation", strings.Replace(right, "wales", "uk", 1), "nation", "line 4: The client's nation"},
		{"no officer", right[:strings.Index(right, "name = \"A P")], "dpo", "line 6: The client has no data protection officer."},
		{"wrong trigger in the second", right + "[[system]]\nname = \"a\"\n[[system]]\nname = \"b\"\ntrigger = \"never\"\n", "system 2 trigger", "line 12: "},
		{"wrong basis", right + "[[purpose]]\npurpose = \"a\"\nbasis = [\"whim\"]\n", "purpose 1 basis", "line 10: "},
		{"wrong channel", right + "[[contact]]\nchannel = \"fax\"\n", "contact 1 channel", "line 9: "},
		{"less than no time", right + "[[system]]\nkeep_months = -1\n", "system 1 keep_months", "line 9: "},
		{"empty", "", "id", "The client file x.toml: The client's id is missing"},
		{"not text", "\xff\xfe\x00", "", "is not a text file in UTF-8"},
		{"too large", strings.Repeat("#", 2<<20), "", "too large"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := clientfile.Read(`C:\clients\x.toml`, []byte(test.text))
			e, ok := errors.AsType[*casefile.Error](err)
			if !ok || e.Kind != casefile.Invalid {
				t.Fatalf("error is %v, not one about something invalid", err)
			}
			if !strings.Contains(e.Error(), test.want) || e.Field != test.field {
				t.Errorf("field %q: %s\nwant field %q: %s", e.Field, e, test.field, test.want)
			}
			if strings.Contains(e.Error(), "\n") || !strings.HasSuffix(e.What, ".") || !strings.HasSuffix(e.Do, ".") && !strings.HasSuffix(e.Do, "?") {
				t.Errorf("not plain sentences: %q %q", e.What, e.Do)
			}
		})
	}
}

func TestTemplateReads(t *testing.T) {
	c, err := clientfile.Read("template", []byte(clientfile.Template()))
	if err != nil {
		t.Fatal(err)
	}
	for key := range clientfile.Keys() {
		last := key[strings.LastIndexByte(key, '.')+1:]
		if !strings.Contains(clientfile.Template(), "\n"+last+" = ") && !strings.Contains(clientfile.Template(), "["+last+"]") && !strings.Contains(clientfile.Template(), "["+key+"]") {
			t.Errorf("the template does not show %s", key)
		}
	}
	if gaps := c.Gaps(); len(gaps) > 0 {
		t.Errorf("the template has gaps: %q", gaps)
	}
}

func TestPublishedClients(t *testing.T) {
	want := map[string]struct {
		name, kind string
		gaps       []string
	}{
		"nunthorpe": {"Nunthorpe Multi-Academy Trust Limited", "academy-trust", []string{"No e-mail address for the data", "older than the right to complain", "No retention period is stated for ParentPay."}},
		"thrive":    {"Fronting the Challenge Projects Limited", "company", []string{"older than the right to complain", "No retention period is stated for Surveys."}},
	}
	files, err := fs.Glob(assets.Clients(), "*.toml")
	if err != nil || len(files) != len(want) {
		t.Fatalf("client files: %v %v", files, err)
	}
	for _, file := range files {
		data, err := fs.ReadFile(assets.Clients(), file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := clientfile.Read(file, data)
		if err != nil {
			t.Fatal(err)
		}
		w := want[c.ID]
		if c.Name != w.name || c.Kind != w.kind || c.Nation != "england" || file != c.ID+".toml" {
			t.Errorf("%s: %s, %s, %s", file, c.Name, c.Kind, c.Nation)
		}
		for _, gap := range w.gaps {
			if !strings.Contains(strings.Join(c.Gaps(), "\n"), gap) {
				t.Errorf("%s does not report the gap %q: %q", file, gap, c.Gaps())
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(right))
	f.Add([]byte(clientfile.Template()))
	f.Add([]byte("[[system]]\nkeep_months = \"x\"\n[a.b.c]\n=\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := clientfile.Read("f", data)
		if err == nil {
			if casefile.CheckClient(c) != nil {
				t.Error("a client was read that does not pass its check")
			}
			return
		}
		if e, ok := errors.AsType[*casefile.Error](err); !ok || e.Kind != casefile.Invalid || e.What == "" || e.Do == "" {
			t.Errorf("not an error for people: %#v", err)
		}
	})
}
