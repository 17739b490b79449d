package casefile_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"casebook/internal/casefile"
)

var update = flag.Bool("update", false, "write the generated files anew")

// docs/ACTIONS.md is the table as people read it.
func TestActionsDocument(t *testing.T) {
	const path = "../../docs/ACTIONS.md"
	want := actionsDocument()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%s is not what the table says (%v): go test ./internal/casefile -run ActionsDocument -update", path, err)
	}
}

func actionsDocument() string {
	var b strings.Builder
	b.WriteString("# Actions\n\nEverything that can be done on a case, made from the action table in `internal/casefile`.\n" +
		"`casebook do CASE ACTION field=value...` does one; `casebook do CASE --list` says which are allowed now.\n" +
		"Every action also takes `on`, the day it happened (today if left out).\n\n" +
		"| action | does | fields | law |\n|---|---|---|---|\n")
	for _, a := range casefile.Actions() {
		var fields []string
		for _, f := range a.Fields {
			words := "`" + f.Name + "` " + string(f.Type)
			if f.Type == casefile.ChoiceField {
				words = "`" + f.Name + "` " + strings.Join(f.Choices, "/")
			}
			if f.Required {
				words += ", required"
			}
			fields = append(fields, words)
		}
		fmt.Fprintf(&b, "| `%s` | %s. %s | %s | %s |\n", a.ID, a.Label, a.Help, strings.Join(fields, "; "), a.Law)
	}
	return b.String()
}
