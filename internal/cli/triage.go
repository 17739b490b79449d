package cli

import (
	"fmt"
	"strings"

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
	// Unreadable says that nothing could be read, so that a person must look;
	// Note says why.
	Unreadable bool   `json:"unreadable,omitempty"`
	Note       string `json:"note,omitempty"`
}

// words are what a person reads.
func (l triageLine) words() string {
	if l.Unreadable {
		return l.File + ": cannot be read; a person must look at it. " + l.Note
	}
	text := l.File + ":"
	for _, k := range l.Kinds {
		if k.Kind == string(casefile.NoKind) {
			text += " none"
			continue
		}
		text += "\n    " + k.Kind
		if k.Unsure {
			text += " (unsure)"
		}
		if len(k.Why) > 0 {
			text += fmt.Sprintf(" %q", k.Why)
		}
	}
	return text
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
		raw, err := desk.ReadFile("file", name, desk.MaxMail)
		if err != nil {
			return err
		}
		m, p := reader.Read(raw)
		line := triageLine{
			File: name, Kinds: kindGuesses(p), From: m.From.Email, Automatic: string(p.Automatic),
			Client: p.Client.Value, Person: p.Person.Name,
		}
		if line.Unreadable = m.Unreadable; line.Unreadable {
			line.Note = strings.Join(m.Defects, " ")
		}
		if err := c.print(line, line.words()); err != nil {
			return err
		}
	}
	return nil
}
