package cli

import "unicode/utf8"

type initCmd struct{}

func (*initCmd) Run(c *call) error {
	passphrase, err := c.vaultKey()
	if err != nil {
		return err
	}
	if err := c.Create(c.flags.Vault, passphrase); err != nil {
		return err
	}
	c.say("The vault is ready. Keep its passphrase safe: without it nobody can open the vault, unless you print a recovery key now (casebook recovery).")
	if utf8.RuneCount(passphrase) < fewest {
		c.say("Its passphrase is short: whoever has the folder can try them all. Change it with casebook passphrase to at least twelve characters; four or five words are good.")
	}
	return nil
}

// fewest is how many characters a passphrase should have at least. The window
// insists; a script may know why not.
const fewest = 12
