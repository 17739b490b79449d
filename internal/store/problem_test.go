package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/store"
	"casebook/internal/vault"
)

func TestProblem(t *testing.T) {
	if err := store.Problem(nil); err != nil {
		t.Errorf("nothing is a problem: %v", err)
	}
	own := &casefile.Error{Kind: casefile.Refused, What: "No.", Do: "Stop."}
	if err := store.Problem(fmt.Errorf("within: %w", own)); !errors.Is(err, own) {
		t.Errorf("an error for people became %v", err)
	}
	for err, want := range map[error]casefile.ErrorKind{
		vault.ErrPassphrase: casefile.Locked, vault.ErrNoWords: casefile.Invalid, vault.ErrNotVault: casefile.NotFound,
		vault.ErrNotEmpty: casefile.Conflict, vault.ErrNotFolder: casefile.Invalid, vault.ErrNewer: casefile.Refused,
		vault.ErrDamaged: casefile.Damaged, vault.ErrReadOnly: casefile.Unreachable, vault.ErrFull: casefile.Unreachable,
		vault.ErrDisk: casefile.Unreachable, vault.ErrBusy: casefile.Conflict, vault.ErrExists: casefile.Conflict,
		vault.ErrClosed: casefile.Locked, &vault.InUseError{}: casefile.Locked,
		context.Canceled: casefile.Cancelled, context.DeadlineExceeded: casefile.Cancelled,
		vault.ErrRecovery: casefile.Locked, vault.ErrKeyring: casefile.Locked, &vault.RecoveryError{Group: 3}: casefile.Invalid,
		vault.ErrNotBackup: casefile.Invalid, vault.ErrBadBackup: casefile.Damaged, vault.ErrOtherFile: casefile.Conflict,
		vault.ErrTaken: casefile.Conflict, vault.ErrInside: casefile.Invalid,
		vault.ErrTooLarge: casefile.Unreachable, &vault.TargetError{Err: vault.ErrTooLarge}: casefile.Unreachable,
		&vault.TargetError{Err: vault.ErrFull}: casefile.Unreachable, &vault.TargetError{Err: fs.ErrNotExist}: casefile.Unreachable,
		&vault.TargetError{Err: context.Canceled}: casefile.Cancelled, &vault.TargetError{Err: errors.New("odd")}: casefile.Unreachable,
		fs.ErrNotExist: casefile.NotFound, errors.New("oakfield"): casefile.Internal,
	} {
		got := store.Problem(fmt.Errorf("x: %w", err))
		wantKind(t, got, want)
		if strings.Contains(got.Error(), "x:") || strings.Contains(got.Error(), "oakfield") || !errors.Is(got, err) {
			t.Errorf("%v reads %q", err, got)
		}
	}
	held := store.Problem(&vault.InUseError{Holder: vault.Holder{PID: 4711, Started: noon}})
	if want := "process 4711, since 12 Oct 2026 12:00"; !strings.Contains(held.Error(), want) || !strings.HasPrefix(held.Error(), "Casebook is open") {
		t.Errorf("the holder is named as %q", held)
	}
	held = store.Problem(&vault.InUseError{Holder: vault.Holder{PID: 4711, Program: "the window", Machine: "RECEPTION-2"}})
	if want := "Casebook is open (the window, on RECEPTION-2, process 4711) and holds this vault."; !strings.HasPrefix(held.Error(), want) {
		t.Errorf("the holder is named as %q", held)
	}
	for e, want := range map[vault.RecoveryError]string{
		{Group: 3}: "Group 3 of the recovery key", {Chars: 60}: "65 letters and digits, and 60 were given",
	} {
		if got := store.Problem(&e); !strings.Contains(got.Error(), want) {
			t.Errorf("a slip reads %q", got)
		}
	}
	for e, want := range map[*vault.FileError]string{
		{Names: []string{"cases.vault"}, Gone: true}:               "The file cases.vault is missing from this vault's folder. If it was moved, put it back.",
		{Names: []string{"key.json", "key-copy.json"}, Gone: true}: "The files key.json and key-copy.json are missing from this vault's folder. If they were moved, put them back",
		{Names: []string{"key.json"}}:                              "What stands in this vault's folder as key.json is no file. Move it out of there, put back",
		{Names: []string{"holder.json"}}:                           "make an empty file called holder.json in its place",
	} {
		got := store.Problem(fmt.Errorf("x: %w", e))
		wantKind(t, got, casefile.Damaged)
		if !strings.Contains(got.Error(), want) {
			t.Errorf("%v reads %q", e, got)
		}
	}
	// A pull that a disk cuts short has kept what came before.
	for _, e := range []error{vault.ErrFull, vault.ErrDisk} {
		if got := store.Problem(e); strings.Contains(got.Error(), "nothing was changed") {
			t.Errorf("%v reads %q", e, got)
		}
	}
	// SQLite often says of a full disk that it does not answer.
	if got := store.Problem(fmt.Errorf("%w: %w", vault.ErrFull, vault.ErrDisk)); !strings.HasPrefix(got.Error(), "The disk is full") {
		t.Errorf("a full disk reads %q", got)
	}
	// A folder elsewhere is not taken for the vault's.
	if got := store.Problem(&vault.TargetError{Err: vault.ErrReadOnly}); strings.Contains(got.Error(), "vault") {
		t.Errorf("a backup's folder reads %q", got)
	}
}

// A vault of a newer version is refused and stays as it is.
func TestNewerVault(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	b.sql("UPDATE setting SET value = value")
	if err := b.v.Write(t.Context(), func(w vault.Writer) error {
		_, err := w.Exec(t.Context(), "PRAGMA user_version = 99")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), b.v, b.opt)
	wantKind(t, err, casefile.Refused)
	if n := b.number("SELECT count(*) FROM client_row"); n != 1 {
		t.Errorf("%d clients are left", n)
	}
}

func TestCancelled(t *testing.T) {
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := b.Append(ctx, store.Act{Events: []casefile.Event{b.event(casefile.CaseStream, "x", "2026-10-12", &casefile.NoteAdded{})}})
	wantKind(t, err, casefile.Cancelled)
	_, err = b.Cases(ctx, store.CaseQuery{})
	wantKind(t, err, casefile.Cancelled)
	_, err = b.Verify(ctx)
	wantKind(t, err, casefile.Cancelled)
	wantKind(t, b.Rebuild(ctx), casefile.Cancelled)
	b.sound()
}

// A rebuild that is stopped half way has changed nothing.
func TestCancelledRebuild(t *testing.T) {
	b := furnished(t)
	before := b.dump()
	ctx, cancel := context.WithCancel(t.Context())
	b.opt.Read = func([]byte) store.MessageText { cancel(); time.Sleep(time.Millisecond); return store.MessageText{} }
	b.reopen()
	wantKind(t, b.Rebuild(ctx), casefile.Cancelled)
	if diff := len(before) - len(b.dump()); diff != 0 {
		t.Errorf("%d rows are gone", diff)
	}
}

func TestClosed(t *testing.T) {
	b := newBench(t)
	if err := b.v.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := b.Cases(t.Context(), store.CaseQuery{})
	wantKind(t, err, casefile.Locked)
	wantKind(t, b.SetSecret(t.Context(), "dpo", []byte("x")), casefile.Locked)
}

// A vault whose database lost its end is damaged, and says so before anything
// is written to it.
func TestTruncated(t *testing.T) {
	b := furnished(t)
	if err := b.v.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(b.dir, "cases.vault")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, info.Size()/2); err != nil {
		t.Fatal(err)
	}
	wantKind(t, openAndVerify(t, b), casefile.Damaged)
	if after, err := os.Stat(path); err != nil || after.Size() != info.Size()/2 {
		t.Errorf("the file was changed: %v, %v", after.Size(), err)
	}
}
