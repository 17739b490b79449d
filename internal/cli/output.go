package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"casebook/internal/casefile"
)

// output is a file that a person named for a result. No name is no file.
type output struct {
	field, name string
	replace     bool   // a file that is there, whatever it is
	like        string // how a file begins that may be replaced all the same: an older one of its kind
}

// pdfMark is how a PDF begins (ISO 32000-2, section 7.5.2).
const pdfMark = "%PDF-"

// forceFlag lets a command replace a file.
type forceFlag struct {
	Force bool `help:"Replace the file that is there, whatever it is."`
}

// out is the file that --out names.
func (f forceFlag) out(name string) output { return output{field: "out", name: name, replace: f.Force} }

// pdf is out for a PDF, which may take the place of an older one.
func (f forceFlag) pdf(name string) output {
	o := f.out(name)
	o.like = pdfMark
	return o
}

// free returns an error where a file is there that is not to be replaced. An
// empty one holds nothing, and a pipe or a device is no file.
func (o output) free() error {
	info, err := os.Stat(o.name)
	if o.name == "" || err != nil || !info.Mode().IsRegular() || info.Size() == 0 || o.replace || o.alike() {
		return nil
	}
	return &casefile.Error{
		Kind: casefile.Conflict, Field: o.field, What: "There is a file of that name: " + o.name + ". It was left.",
		Do: "Give another name, or --force to replace it.",
	}
}

// alike reports whether the file that is there may be replaced for its kind.
func (o output) alike() bool {
	if o.like == "" {
		return false
	}
	f, err := os.Open(o.name)
	if err != nil {
		return false
	}
	defer f.Close()
	begins := make([]byte, len(o.like))
	_, err = io.ReadFull(f, begins)
	return err == nil && string(begins) == o.like
}

// write puts a result into the file, whole or not at all. A pipe or a device is
// written to as it is, and a link is followed: neither is replaced by a file.
func (o output) write(ctx context.Context, b []byte) error {
	if err := o.free(); err != nil {
		return err
	}
	if info, err := os.Stat(o.name); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		_, err := stoppable(ctx, func() (struct{}, error) { return struct{}{}, os.WriteFile(o.name, b, 0o600) })
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil: // not the plain "stopped": a letter may be issued all the same
			return &casefile.Error{
				Kind: casefile.Cancelled, Field: o.field, What: "It was stopped before anybody read it from " + o.name + ".",
				Do: "Run it again when something reads there.",
			}
		}
		return o.problem(err)
	}
	f, name, err := o.beside()
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
		return o.problem(err)
	}
	return nil
}

// beside makes a file in the folder of the one that is meant, to be given its
// name.
func (o output) beside() (*os.File, string, error) {
	name := o.name
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*.part")
	if err != nil {
		return nil, name, o.problem(err)
	}
	return f, name, nil
}

// ready returns an error where a result could not be put into the file: for
// what cannot be undone once it is done.
func (o output) ready() error {
	if o.name == "" {
		return nil
	}
	if err := o.free(); err != nil {
		return err
	}
	if info, err := os.Stat(o.name); err == nil && info.IsDir() {
		return o.problem(syscall.EISDIR)
	} else if err == nil && !info.Mode().IsRegular() {
		return nil
	}
	f, _, err := o.beside()
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func (o output) problem(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		err = e.Err
	}
	return &casefile.Error{
		Kind: casefile.Unreachable, Field: o.field, What: "The file could not be written: " + o.name + ": " + err.Error() + ".",
		Do: "Check the folder and the space on the disk.", Err: err,
	}
}
