package cli

import (
	"fmt"
	"os"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

type triageCmd struct {
	Files []string `arg:"" name:"file" help:"Mail files: .eml, or .msg of Outlook."`
}

// triageLine is what a mail file seems to ask.
type triageLine struct {
	File      string      `json:"file"`
	Kinds     []kindGuess `json:"kinds"`
	From      string      `json:"from"`
	Automatic string      `json:"automatic"`
	Client    string      `json:"client"`
	Person    string      `json:"person"`
}

type kindGuess struct {
	Kind string   `json:"kind"`
	Why  []string `json:"why"`
	// Unsure says that the kind is no more than the likeliest.
	Unsure bool `json:"unsure,omitempty"`
}

func (t *triageCmd) Run(c *call) error {
	reader, err := desk.NewReader()
	if err != nil {
		return err
	}
	for _, name := range t.Files {
		raw, err := os.ReadFile(name)
		if err != nil {
			return unreadable("file", err)
		}
		m, p := reader.Read(raw)
		line := triageLine{
			File: name, Kinds: []kindGuess{}, From: m.From.Email, Automatic: string(p.Automatic),
			Client: p.Client.Value, Person: p.Person.Name,
		}
		text := name + ":"
		for _, k := range p.Kinds {
			line.Kinds = append(line.Kinds, kindGuess{Kind: string(k.Kind), Why: append([]string{}, k.Why...), Unsure: k.Unsure})
			text += fmt.Sprintf("\n    %s %q", k.Kind, k.Why)
		}
		if len(p.Kinds) == 0 {
			line.Kinds = append(line.Kinds, kindGuess{Kind: string(casefile.NoKind), Why: []string{}})
			text += " none"
		}
		if err := c.print(line, text); err != nil {
			return err
		}
	}
	return nil
}
