package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/vault"
)

// meaning is what an error of the vault means to a person.
type meaning struct {
	err      error
	kind     casefile.ErrorKind
	field    string
	what, do string
}

// meanings is read in order: the first that fits is said.
var meanings = []meaning{
	{context.Canceled, casefile.Cancelled, "", "It was stopped; nothing was changed.", "Start it again when you are ready."},
	{context.DeadlineExceeded, casefile.Cancelled, "", "It took too long and was stopped; nothing was changed.", "Try it again."},
	{vault.ErrPassphrase, casefile.Locked, "passphrase", "That passphrase does not open this vault.", "Type it again; capital letters count."},
	{vault.ErrNoWords, casefile.Invalid, "passphrase", "The passphrase is empty.", "Choose a passphrase of several words."},
	{vault.ErrNotVault, casefile.NotFound, "vault", "There is no Casebook vault in that folder.", "Check the folder, or make a vault there with casebook init."},
	{vault.ErrNewer, casefile.Refused, "", "This vault was written by a newer version of Casebook.", "Update Casebook on this machine, then open it again."},
	{vault.ErrNotEmpty, casefile.Conflict, "vault", "That folder is not empty.", "Choose a folder that is empty or does not exist yet."},
	{vault.ErrForeign, casefile.Damaged, "", "The database in this vault's folder, or the log beside it, does not belong to it; nothing was changed.", "Put back the files that were there, or restore the latest backup into a new folder."},
	{vault.ErrDamaged, casefile.Damaged, "", "This vault is damaged: what is stored is not what was written.", "Keep the folder as it is and restore the latest backup into a new one."},
	{vault.ErrReadOnly, casefile.Unreachable, "vault", "The vault's folder cannot be written to.", "Check that you may change files there and that the disk is not read-only."},
	{vault.ErrNotFolder, casefile.Invalid, "vault", "That path names a file and no folder.", "Choose another place for the vault."},
	{vault.ErrDisk, casefile.Unreachable, "", "The disk does not answer as it should; nothing was changed.", "Check the disk and its connection, then try again."},
	{vault.ErrFull, casefile.Unreachable, "", "The disk is full; nothing was changed.", "Make room on the disk and try again."},
	{vault.ErrBusy, casefile.Conflict, "", "Another program is using the vault's database.", "Close it and try again."},
	{vault.ErrClosed, casefile.Locked, "", "The vault is locked.", "Unlock it with its passphrase."},
	{vault.ErrExists, casefile.Conflict, "", "That is in the vault already; nothing was changed.", "Look at what is there, then try again if it is still needed."},
	{fs.ErrNotExist, casefile.NotFound, "", "A file or folder that is needed is not there.", "Check the folder and try again."},
}

// Problem returns an error of the vault or the store as one that people can
// read. An error that is one already stays as it is.
func Problem(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*casefile.Error](err); ok {
		return err
	}
	if e, ok := errors.AsType[*vault.InUseError](err); ok {
		return inUse(e)
	}
	for _, m := range meanings {
		if errors.Is(err, m.err) {
			return &casefile.Error{Kind: m.kind, Field: m.field, What: m.what, Do: m.do, Err: err}
		}
	}
	return casefile.AsError(err)
}

// inUse names the program that has the vault open.
func inUse(e *vault.InUseError) error {
	who := ""
	if e.Holder.PID != 0 {
		who = fmt.Sprintf(" (process %d", e.Holder.PID)
		if !e.Holder.Started.IsZero() {
			who += ", since " + e.Holder.Started.In(civil.London()).Format("2 Jan 2006 15:04")
		}
		who += ")"
	}
	return &casefile.Error{
		Kind: casefile.Locked, What: "Casebook is open" + who + " and holds this vault.",
		Do: "Use its window, or close it; if a command has it, wait until that has ended.", Err: e,
	}
}

func notFound(what, do string) error {
	return &casefile.Error{Kind: casefile.NotFound, What: what, Do: do}
}
