package casefile

import (
	"errors"
	"fmt"
)

// ErrorKind says what sort of thing went wrong. The list is closed: the exit
// code, the place an error is shown and the log line follow from it.
type ErrorKind string

// The kinds of error.
const (
	Invalid     ErrorKind = "invalid"     // something typed or given cannot be right
	NotFound    ErrorKind = "not-found"   // what was named does not exist
	Refused     ErrorKind = "refused"     // the law or the state of the case does not allow it
	Conflict    ErrorKind = "conflict"    // somebody or something else got there first
	Locked      ErrorKind = "locked"      // the vault is open elsewhere, or the key is wrong
	Damaged     ErrorKind = "damaged"     // stored data is not what was written
	Unreachable ErrorKind = "unreachable" // a server or a disk does not answer
	Cancelled   ErrorKind = "cancelled"   // the person stopped it
	Usage       ErrorKind = "usage"       // the command line is wrong
	Internal    ErrorKind = "internal"    // a fault in Casebook
)

// Error is the one error that people read. What and Do are whole sentences and
// never hold text that came from mail; neither they nor a log line carry
// personal data.
type Error struct {
	Kind  ErrorKind
	Field string // the name of the field at fault, if one is
	What  string // what happened
	Do    string // what to do about it
	Law   string // the clause that stands behind it, if one does
	Err   error  // what lay underneath, for the log
}

// Error returns what happened and what to do, in one line.
func (e *Error) Error() string {
	s := e.What
	if e.Do != "" {
		s += " " + e.Do
	}
	if e.Law != "" {
		s += " (" + e.Law + ")"
	}
	return s
}

// Unwrap returns what lay underneath.
func (e *Error) Unwrap() error { return e.Err }

// ExitCode is 2 for wrong usage of the command line and 1 for all that a
// person can mend.
func (e *Error) ExitCode() int {
	if e.Kind == Usage {
		return 2
	}
	return 1
}

// AsError returns err as an [Error]. Anything that is not one is a fault in
// Casebook and reads as such: its own text stays out of what people see.
func AsError(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return &Error{
		Kind: Internal,
		What: "Something went wrong inside Casebook; nothing was changed.",
		Do:   "Try again, and report it if it happens twice.",
		Err:  err,
	}
}

// fieldError is the error of one field of a form or a command.
func fieldError(field, what, do string) *Error {
	return &Error{Kind: Invalid, Field: field, What: what, Do: do}
}

// notFound is the error for something named that does not exist.
func notFound(what, do string) *Error {
	return &Error{Kind: NotFound, What: what, Do: do}
}

// internalf is a fault in Casebook; the format is for the log.
func internalf(format string, args ...any) *Error {
	return AsError(fmt.Errorf(format, args...))
}

// IsKind reports whether err is an [Error] of that kind.
func IsKind(err error, kind ErrorKind) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Kind == kind
}
