package vault

import "context"

// What tests of this package see that others do not.

// CopyTo writes a sealed copy of the vault's database.
func (v *Vault) CopyTo(ctx context.Context, path string) error { return v.db.copyTo(ctx, path, v.dek) }

// CopyUnder writes a copy of the vault's database sealed with another key.
func (v *Vault) CopyUnder(ctx context.Context, path string, dek []byte) error {
	return v.db.copyTo(ctx, path, dek)
}

// DecryptTo writes a plain copy of the vault's database.
func (v *Vault) DecryptTo(ctx context.Context, path string) error { return v.db.decryptTo(ctx, path) }
