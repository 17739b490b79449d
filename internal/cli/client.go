package cli

import (
	"fmt"
	"strings"

	"casebook/internal/desk"
)

type clientCmd struct {
	Add      clientAddCmd      `cmd:"" help:"Record clients from client files."`
	List     clientListCmd     `cmd:"" help:"List the clients and what they should mend."`
	Template clientTemplateCmd `cmd:"" help:"Print a whole commented client file."`
	Import   clientImportCmd   `cmd:"" help:"Record clients from a spreadsheet: a row each, all or none."`
}

type clientAddCmd struct {
	Files []string `arg:"" name:"file" help:"Client files (TOML)."`
}

func (a *clientAddCmd) Run(c *call) error {
	files := make([]desk.ClientFile, len(a.Files))
	for i, name := range a.Files {
		b, err := desk.ReadFile("file", name, desk.MaxSettings)
		if err != nil {
			return err
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

type clientImportCmd struct {
	File   string `arg:"" help:"CSV (UTF-8) or XLSX. The first row names the keys of a client file: id, name, kind, nation, address, dpo.name, dpo.email and so on (casebook client template explains them); items of a list have ; between them."`
	DryRun bool   `help:"Only say what would be recorded."`
}

func (i *clientImportCmd) Run(c *call) error {
	b, err := desk.ReadFile("file", i.File, desk.MaxSettings)
	if err != nil {
		return err
	}
	return c.withDesk(func(d *desk.Desk) error {
		clients, err := d.ImportClients(c.ctx, desk.ClientFile{Name: i.File, Data: b}, i.DryRun)
		if err != nil {
			return err
		}
		for _, client := range clients {
			text := client.ID + "  " + client.Name
			if client.Known {
				text += " (recorded already: take this row out)"
			}
			if err := c.print(map[string]any{"id": client.ID, "name": client.Name, "known": client.Known}, text); err != nil {
				return err
			}
		}
		if i.DryRun {
			c.say("Nothing was recorded.")
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
