package clock

import (
	"fmt"

	"casebook/internal/civil"
)

// Error says that a date cannot be worked out, in words for people.
type Error struct {
	Field   string // the fact at fault, named as in the JSON of `casebook deadline`
	Message string // what is wrong and what would mend it
}

// Error returns the field and the message.
func (e *Error) Error() string { return e.Field + ": " + e.Message }

func fail(field, format string, args ...any) *Error {
	return &Error{Field: field, Message: fmt.Sprintf(format, args...)}
}

func failBefore(field, what string, d civil.Date, other string, o civil.Date) *Error {
	return fail(field, "%s (%s) is before %s (%s)", what, d.Letter(), other, o.Letter())
}
