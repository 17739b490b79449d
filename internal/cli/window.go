package cli

type windowCmd struct{}

func (*windowCmd) Run(c *call) error {
	var passphrase []byte
	if c.flags.PassphraseFile != "" {
		var err error
		if passphrase, err = c.passphrase(); err != nil {
			return err
		}
	}
	return c.Window(c.ctx, c.flags.Vault, passphrase)
}
