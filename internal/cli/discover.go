package cli

import (
	"fmt"

	"casebook/internal/desk"
)

type accountDiscoverCmd struct {
	Address string `arg:"" help:"The mailbox's e-mail address. Only what follows the @ is looked up."`
}

// suggestionLine is a proposal for a mailbox's settings.
type suggestionLine struct {
	Provider string `json:"provider,omitempty"`
	Host     string `json:"host"`
	Port     int    `json:"port"`
	TLS      string `json:"tls"`
	User     string `json:"user"`
	Auth     string `json:"auth"`
	Why      string `json:"why"`
}

func (a *accountDiscoverCmd) Run(c *call) error {
	all, err := desk.Discover(c.ctx, a.Address, desk.Options{Now: c.Now, Web: c.Web})
	if err != nil {
		return err
	}
	for _, s := range all {
		line := suggestionLine{
			Provider: string(s.Account.OAuth.Provider), Host: s.Account.Host, Port: s.Account.Port, TLS: string(s.Account.TLS),
			User: s.Account.User, Auth: string(s.Account.Auth), Why: s.Why,
		}
		text := fmt.Sprintf("--host %s --port %d --tls %s --user %s --auth %s", line.Host, line.Port, line.TLS, line.User, line.Auth)
		if line.Provider != "" {
			text += " --provider " + line.Provider
		}
		if err := c.print(line, text+"\n    "+line.Why); err != nil {
			return err
		}
	}
	return nil
}
