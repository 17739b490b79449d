package desk

import (
	"context"
	"errors"
	"fmt"

	"casebook/internal/casefile"
	"casebook/internal/store"
	"casebook/internal/vault"
)

// mendLedgers makes every ledger again of the lines that open, with what the
// vault knows. What has to be moved away by hand first is told when all others
// are made.
func (r *room) mendLedgers(ctx context.Context) error {
	first := r.keepLedger(ctx)
	places, err := r.ledgerPlaces(ctx)
	if err != nil {
		return err
	}
	for _, place := range places {
		l := r.lookAtLedger(place)
		if l.words(0) == "" {
			continue
		}
		var err error
		if r.spared(place, l) {
			err = r.foreign(place)
		} else if wrong := vault.WriteLedger(place, r.vault.ID(), l.lines); wrong != nil {
			err = r.unwritten(place, wrong)
		}
		if first == nil {
			first = err
		}
	}
	return first
}

// owns reports whether whatever lies at that place is this vault's: it lies in
// the vault's own folder, or its name is the vault's.
func (r *room) owns(place string) bool {
	return place == r.vault.LedgerPath() || r.state != "" && place == StateLedger(r.state, r.vault.ID())
}

// spared reports whether a ledger is left as it is because it may be another
// vault's: it lies beside a backup, and no line of it opens.
func (r *room) spared(place string, l ledgerLook) bool {
	return !r.owns(place) && len(l.lines) == 0 && l.fault != nil && !inTheWay(l.fault)
}

// inTheWay reports whether that error is of something that is no file.
func inTheWay(err error) bool {
	_, ok := errors.AsType[*vault.FileError](err)
	return ok
}

// byHand says what a rebuild cannot do about a ledger, "" for nothing.
func (r *room) byHand(place string, l ledgerLook) string {
	switch {
	case inTheWay(l.fault):
		return ": move it out of there before the rebuild"
	case r.spared(place, l):
		return ": if it is not another vault's, remove it before the rebuild"
	}
	return ""
}

func (r *room) foreign(place string) error {
	return &casefile.Error{
		Kind: casefile.Conflict, What: fmt.Sprintf("The ledger of disposals %s does not begin as one of this vault; it may be another's, and was left as it is.", r.ledgerAt(place)),
		Do: "If it is not, remove that file and run casebook rebuild: the ledger is made again.",
	}
}

// unwritten says why a ledger could not be written.
func (r *room) unwritten(place string, err error) error {
	if e, ok := errors.AsType[*vault.FileError](err); ok {
		return &casefile.Error{
			Kind: casefile.Damaged, What: fmt.Sprintf("What stands %s as %s is no file, and is in the way of the ledger of disposals.", r.ledgerWhere(place), e.Names[0]),
			Do: "Move it out of there and run casebook rebuild: the ledger is made again.", Err: err,
		}
	}
	return &casefile.Error{
		Kind: casefile.Unreachable, What: fmt.Sprintf("The ledger of disposals %s, which makes backups follow, could not be written.", r.ledgerAt(place)),
		Do: "Check that folder and its disk, then run casebook rebuild: the ledger is written then.", Err: err,
	}
}

// afterDisposing says that a disposal is done where its ledger could not be
// written.
func afterDisposing(err error) error {
	if err == nil {
		return nil
	}
	e := *casefile.AsError(store.Problem(err))
	e.What = "It was disposed of. " + e.What
	return &e
}
