package cli

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
	return nil
}
