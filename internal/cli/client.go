package cli

import (
	"fmt"
	"os"
	"strings"

	"casebook/internal/desk"
)

type clientCmd struct {
	Add      clientAddCmd      `cmd:"" help:"Record clients from client files."`
	List     clientListCmd     `cmd:"" help:"List the clients and what they should mend."`
	Template clientTemplateCmd `cmd:"" help:"Print a whole commented client file."`
	Import   laterCmd          `cmd:"" help:"Record clients from a spreadsheet (not built yet)."`
}

type clientAddCmd struct {
	Files []string `arg:"" name:"file" help:"Client files (TOML)."`
}

func (a *clientAddCmd) Run(c *call) error {
	files := make([]desk.ClientFile, len(a.Files))
	for i, name := range a.Files {
		b, err := os.ReadFile(name)
		if err != nil {
			return unreadable("file", err)
		}
		files[i] = desk.ClientFile{Name: name, Data: b}
	}
	return c.withDesk(func(d *desk.Desk) error {
		clients, err := d.AddClients(c.ctx, files...)
		if err != nil {
			return err
		}
		for _, client := range clients {
			if err := c.print(map[string]any{"id": client.ID, "name": client.Name}, client.ID+"  "+client.Name); err != nil {
				return err
			}
		}
		return nil
	})
}

type clientListCmd struct{}

// clientLine is a client as a program reads it.
type clientLine struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Kind   string   `json:"kind"`
	Nation string   `json:"nation"`
	Gaps   []string `json:"gaps"`
}

func (*clientListCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		clients, err := d.Clients(c.ctx)
		if err != nil {
			return err
		}
		for _, cl := range clients {
			line := clientLine{ID: cl.ID, Name: cl.Name, Kind: cl.Kind, Nation: cl.Nation, Gaps: append([]string{}, cl.Gaps()...)}
			text := fmt.Sprintf("%s  %s (%s, %s)", line.ID, line.Name, line.Kind, line.Nation)
			if len(line.Gaps) > 0 {
				text += "\n    to mend: " + strings.Join(line.Gaps, "\n             ")
			}
			if err := c.print(line, text); err != nil {
				return err
			}
		}
		return nil
	})
}

type clientTemplateCmd struct{}

func (*clientTemplateCmd) Run(c *call) error {
	_, err := fmt.Fprint(c.Out, desk.ClientTemplate())
	return err
}
