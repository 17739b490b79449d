package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strings"

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
	{vault.ErrRecovery, casefile.Locked, "recovery", "That recovery key does not open this vault.", "Use the one that was printed last; making a new one put the older ones out of use."},
	{vault.ErrKeyring, casefile.Locked, "passphrase", "The system's keyring has no key that opens this vault.", "Type the passphrase."},
	{vault.ErrNotBackup, casefile.Invalid, "file", "That file is no backup of Casebook.", "Choose a file that casebook backup or the automatic backup made."},
	{vault.ErrBadBackup, casefile.Damaged, "file", "That backup is damaged: it is not what was written, or not all of it. Nothing was restored.", "Use another backup; keep this one until you have."},
	{vault.ErrOtherFile, casefile.Conflict, "file", "There is a file of that name, and it is no backup of this vault; it was left as it is.", "Choose another name."},
	{vault.ErrTaken, casefile.Conflict, "file", "There is a file of that name; it was left as it is.", "Choose another name."},
	{vault.ErrInside, casefile.Invalid, "file", "That place is inside the vault's own folder.", "Choose a place outside: best on another disk."},
	{vault.ErrNoWords, casefile.Invalid, "passphrase", "The passphrase is empty.", "Choose a passphrase of several words."},
	{vault.ErrNotVault, casefile.NotFound, "vault", "There is no Casebook vault in that folder.", "Check the folder, or make a vault there with casebook init."},
	{vault.ErrNewer, casefile.Refused, "", "This vault was written by a newer version of Casebook.", "Update Casebook on this machine, then open it again."},
	{vault.ErrNotEmpty, casefile.Conflict, "vault", "That folder is not empty.", "Choose a folder that is empty or does not exist yet."},
	{vault.ErrForeign, casefile.Damaged, "", "The database in this vault's folder, or the log beside it, does not belong to it; nothing was changed.", "Put back the files that were there, or restore the latest backup into a new folder."},
	{vault.ErrStrayLog, casefile.Damaged, "", "A file cases.vault-wal lies in this vault's folder that does not belong to the vault as it was last closed; nothing was changed.", "If you put it there, take it out again. If the folder was copied while the vault was open, copy it again, whole."},
	{vault.ErrDamaged, casefile.Damaged, "", "This vault is damaged: what is stored is not what was written.", "Keep the folder as it is and restore the latest backup into a new one."},
	{vault.ErrReadOnly, casefile.Unreachable, "vault", "The vault's folder cannot be written to.", "Check that you may change files there and that the disk is not read-only."},
	{vault.ErrNotFolder, casefile.Invalid, "vault", "That path names a file and no folder.", "Choose another place for the vault."},
	{vault.ErrFull, casefile.Unreachable, "", "The disk is full; what was being written is not kept.", "Make room on the disk and try again."},
	{vault.ErrTooLarge, casefile.Unreachable, "", "The disk takes no file so large, as many memory sticks take none above 4 GB; what was being written is not kept.", "Choose a folder on another disk."},
	{vault.ErrDisk, casefile.Unreachable, "", "The disk does not answer as it should; what was being written is not kept.", "Check the disk and its connection, then try again."},
	{vault.ErrBusy, casefile.Conflict, "", "Another program is using the vault's database.", "Close it and try again."},
	{vault.ErrClosed, casefile.Locked, "", "The vault is locked.", "Unlock it with its passphrase."},
	{vault.ErrExists, casefile.Conflict, "", "That is in the vault already; nothing was changed.", "Look at what is there, then try again if it is still needed."},
	{fs.ErrNotExist, casefile.NotFound, "", "A file or folder that is needed is not there.", "Check the folder and try again."},
}

// targetMeanings are said of a file outside the vault that could not be written.
var targetMeanings = []meaning{
	meanings[0], meanings[1],
	{vault.ErrFull, casefile.Unreachable, "file", "The disk that file was to go to is full; nothing was left there.", "Make room on it, or choose another disk."},
	{vault.ErrTooLarge, casefile.Unreachable, "file", "The disk that file was to go to takes no file so large, as many memory sticks take none above 4 GB; nothing was left there.", "Choose another disk, or format the stick anew as exFAT or NTFS."},
	{vault.ErrReadOnly, casefile.Unreachable, "file", "The folder that file was to go to cannot be written to.", "Check that you may change files there and that the disk is not read-only."},
	{vault.ErrNotFolder, casefile.Invalid, "file", "The folder that file was to go to is a file.", "Choose another place."},
	{fs.ErrNotExist, casefile.Unreachable, "file", "The folder that file was to go to is not there.", "Plug in its disk, or choose another folder."},
	{vault.ErrDisk, casefile.Unreachable, "file", "The disk that file was to go to does not answer as it should; nothing was left there.", "Check the disk and its connection, or choose another."},
	{nil, casefile.Unreachable, "file", "That file could not be written.", "Check the disk and the folder, or choose another place."},
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
	if e, ok := errors.AsType[*vault.RecoveryError](err); ok {
		return mistyped(e)
	}
	if e, ok := errors.AsType[*vault.FileError](err); ok {
		return fileAtFault(e)
	}
	table := meanings
	_, elsewhere := errors.AsType[*vault.TargetError](err)
	if e, ok := errors.AsType[*vault.NoRoomError](err); ok {
		return noRoom(e, elsewhere)
	}
	if elsewhere {
		table = targetMeanings
	}
	for _, m := range table {
		if m.err == nil || errors.Is(err, m.err) {
			return &casefile.Error{Kind: m.kind, Field: m.field, What: m.what, Do: m.do, Err: err}
		}
	}
	return casefile.AsError(err)
}

// noRoom says how much is missing on the vault's disk, or on another one.
func noRoom(e *vault.NoRoomError, elsewhere bool) error {
	p := &casefile.Error{Kind: casefile.Unreachable, Err: e, Do: "Make room on it, then try again."}
	disk := "the vault's disk"
	if elsewhere {
		disk, p.Field, p.Do = "the disk that file was to go to", "file", "Make room on it, or choose another disk."
	}
	p.What = fmt.Sprintf("There is too little room on %s: %s free, and up to %s may be needed.", disk, free(e.Free), size(e.Need))
	return p
}

// size gives bytes in a unit that people know, and never too few of it.
func size(n int64) string {
	const mega, giga = 1 << 20, 1 << 30
	if n > giga-mega {
		return fmt.Sprintf("%.1f GB", math.Ceil(10*float64(n)/giga)/10)
	}
	return fmt.Sprintf("%d MB", (n+mega-1)/mega)
}

// free says how much is free, and never too much.
func free(n int64) string {
	const mega, giga = 1 << 20, 1 << 30
	switch {
	case n >= giga:
		return fmt.Sprintf("%.1f GB are", math.Floor(10*float64(n)/giga)/10)
	case n >= 2*mega:
		return fmt.Sprintf("%d MB are", n/mega)
	case n >= mega:
		return "1 MB is"
	}
	return "less than 1 MB is"
}

// mistyped says where to look for a slip in a recovery key.
func mistyped(e *vault.RecoveryError) error {
	p := &casefile.Error{
		Kind: casefile.Invalid, Field: "recovery", What: fmt.Sprintf("Group %d of the recovery key is not as it was printed.", e.Group),
		Do: "Compare its five characters with the paper, and the order of the groups.", Err: e,
	}
	if e.Group == 0 {
		p.What = fmt.Sprintf("That is no whole recovery key: it has 65 letters and digits, and %d were given.", e.Chars)
		p.Do = "Type all thirteen groups of five; spaces and capitals do not matter."
	}
	return p
}

// fileAtFault says which file of the vault is missing, or what stands in its
// place.
func fileAtFault(e *vault.FileError) error {
	p := &casefile.Error{Kind: casefile.Damaged, Err: e}
	names := strings.Join(e.Names, " and ")
	switch {
	case e.Gone && len(e.Names) == 1:
		p.What = fmt.Sprintf("The file %s is missing from this vault's folder.", names)
		p.Do = "If it was moved, put it back. If it is lost, keep the folder as it is and restore the latest backup into a new one."
	case e.Gone:
		p.What = fmt.Sprintf("The files %s are missing from this vault's folder.", names)
		p.Do = "If they were moved, put them back: one of them is enough. If both are lost, keep the folder as it is and restore the latest backup into a new one."
	case names == vault.HolderFile:
		p.What = "What stands in this vault's folder as holder.json is no file."
		p.Do = "Move it out of there, make an empty file called holder.json in its place, and open the vault again. Nothing that is recorded lies in it."
	default:
		p.What = fmt.Sprintf("What stands in this vault's folder as %s is no file.", names)
		p.Do = "Move it out of there, put back the file of that name if you have it, and open the vault again."
	}
	return p
}

// inUse names the program that has the vault open.
func inUse(e *vault.InUseError) error {
	var said []string
	h := e.Holder
	if h.Program != "" {
		said = append(said, h.Program)
	}
	if h.Machine != "" {
		said = append(said, "on "+h.Machine)
	}
	if h.PID != 0 {
		said = append(said, fmt.Sprintf("process %d", h.PID))
	}
	if !h.Started.IsZero() {
		said = append(said, "since "+h.Started.In(civil.London()).Format("2 Jan 2006 15:04"))
	}
	who := ""
	if len(said) > 0 {
		who = " (" + strings.Join(said, ", ") + ")"
	}
	return &casefile.Error{
		Kind: casefile.Locked, What: "Casebook is open" + who + " and holds this vault.",
		Do: "Use its window, or close it; if a command has it, wait until that has ended.", Err: e,
	}
}

func notFound(what, do string) error {
	return &casefile.Error{Kind: casefile.NotFound, What: what, Do: do}
}
