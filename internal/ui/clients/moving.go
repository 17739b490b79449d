package clients

import (
	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/form"
	"casebook/internal/ui/side"
)

// Which folders are read where a mailbox has moved.
const (
	sameFolders  = "same"
	usualFolders = "usual"
)

// ServerFields ask how a mailbox that is here is reached from now on.
func ServerFields(a casefile.Account) []form.Field {
	fields := append(reachFields(a), form.Field{
		Name: "user", Label: userLabels[a.Auth == casefile.ByOAuth2], Required: true, Value: a.User, Missing: "Enter the user name",
		Hint: userHints[a.Auth == casefile.ByOAuth2],
	})
	if a.Auth != casefile.ByOAuth2 {
		fields = append(fields, form.Field{Name: "password", Label: "Password", Kind: form.Secret, Hint: "Left empty, the one that is kept is tried."})
	}
	fields = append(fields, form.Field{
		Name: "folder", Label: "Folders", Kind: form.Choose, Required: true, Value: sameFolders, Choices: []form.Choice{
			{Value: sameFolders, Label: "Those that are read now"},
			{Value: usualFolders, Label: "The usual ones: inbox, junk and sent mail"},
		},
	}, authorityField())
	if a.CA != "" {
		fields = append(fields, form.Field{Name: "noca", Label: "Trust no private authority any more", Kind: form.YesNo, Hint: "One is trusted now. Tick this where the server has a certificate of a public one."})
	}
	return fields
}

// ServerChange is what the answers change.
func ServerChange(v map[string]string) (desk.AccountChange, []form.Problem) {
	a := casefile.Account{TLS: casefile.TLSMode(v["tls"])}
	problems := reach(&a, v)
	change := desk.AccountChange{Host: v["host"], Port: a.Port, TLS: a.TLS, User: v["user"], CA: a.CA, NoCA: v["noca"] == "yes", Usual: v["folder"] == usualFolders}
	if change.NoCA && change.CA != "" {
		problems = append(problems, form.Problem{Field: "noca", What: "A private authority is chosen above.", Do: "Take it out, or do not tick this."})
	}
	if secret := v["password"]; secret != "" {
		change.Password = &secret
	}
	return change, problems
}

func (s *Screen) askServer(a casefile.Account) {
	s.Ask(side.Question{
		Heading: "Server of " + a.Name, Submit: "Change", Fields: ServerFields(a), Back: s.leave,
		Lead: "The settings are tried before they are kept. What was fetched stays known, on another server too: no message comes twice.",
		Then: func(v map[string]string) []form.Problem {
			change, problems := ServerChange(v)
			if len(problems) > 0 {
				return problems
			}
			return s.change(a, "The server is changed.", change)
		},
	})
	s.Enter()
}
