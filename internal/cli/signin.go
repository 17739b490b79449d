package cli

import (
	"os/exec"
	"runtime"
	"time"

	"casebook/internal/civil"
	"casebook/internal/desk"
)

// signInFlags are the ways to sign in at a provider's page.
type signInFlags struct {
	Device           bool   `help:"Sign in with a short code, on any machine, in place of a browser on this one (oauth2)."`
	Browse           bool   `help:"Open the sign-in page in this machine's browser (oauth2)."`
	ClientSecretFile string `help:"A file whose first line is the application's secret, where the provider wants one (oauth2)." placeholder:"FILE"`
}

// promptLine is what a person is to open, for programs that start Casebook.
type promptLine struct {
	Open    string     `json:"open"`
	Code    string     `json:"code,omitempty"`
	Expires *time.Time `json:"expires,omitempty"`
}

// how is the sign-in that the flags ask for.
func (f *signInFlags) how(c *call) (desk.SignIn, error) {
	how := desk.SignIn{Device: f.Device, Prompt: func(p desk.SignInPrompt) error {
		err := c.prompt(p)
		if err == nil && f.Browse {
			err = browse(p.Address)
		}
		return err
	}}
	if f.ClientSecretFile == "" {
		return how, nil
	}
	var err error
	how.Secret, err = c.secret("client-secret-file", f.ClientSecretFile)
	return how, err
}

// prompt says what to open. The address names the application and a challenge,
// and no secret.
func (c *call) prompt(p desk.SignInPrompt) error {
	if c.flags.JSON {
		line := promptLine{Open: p.Address, Code: p.Code}
		if !p.Expires.IsZero() {
			line.Expires = &p.Expires
		}
		return c.print(line, "")
	}
	if p.Code != "" {
		c.say("On any machine, open this address and type the code %s:", plain(p.Code))
	} else {
		c.say("Open this address in a browser on this machine and sign in:")
	}
	c.say("%s", plain(p.Address))
	c.say("Casebook waits until %s by the clock in London; stop it with Ctrl-C, and nothing is recorded.",
		p.Expires.In(civil.London()).Format("15:04"))
	return nil
}

// browsers open an address with whatever the person uses.
var browsers = map[string][]string{
	"linux":   {"xdg-open"},
	"darwin":  {"open"},
	"windows": {"rundll32", "url.dll,FileProtocolHandler"},
}

// browse opens an address, which begins with http: no shell sees it. It does
// not wait for the browser, which may run on for hours.
func browse(address string) error {
	program := browsers[runtime.GOOS]
	if program == nil {
		return exec.ErrNotFound
	}
	cmd := exec.Command(program[0], append(program[1:], address)...)
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }() // how it ends is the browser's affair
	return nil
}

type accountSignInCmd struct {
	Name string `arg:"" help:"The mailbox."`
	signInFlags
}

func (a *accountSignInCmd) Run(c *call) error {
	how, err := a.how(c)
	if err != nil {
		return err
	}
	return c.withDesk(func(d *desk.Desk) error { return c.signedIn(d.SignIn(c.ctx, a.Name, how)) })
}
