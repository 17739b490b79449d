// Package clock is the law of time: the facts of a case and the law as a value
// go in, dated duties with their working come out.
//
// [Due] is a pure function. It reads no clock, no zone and no file: the same
// [Facts] under the same [Law] give the same [Obligation] values on every
// machine, so that "what if" is the same call on changed facts, and a change of
// law is the same call under another law. What depends on the day on which
// somebody looks (days left, overdue) is worked out by [DaysLeft] and [Overdue].
//
// The law itself is data: a table of [Rule] rows ([Rules]), the bank holidays
// of the four nations ([ParseHolidays]), the calendars of schools ([NewSchool])
// and what a client has set ([Settings]). A rule names its start facts, its
// period, what stops it, what extends it, how it rolls, which days do not
// count, since when it is in force, and the clause of law for each step.
//
// A date is never guessed: facts that contradict each other, and tables that
// end before the date, give an [Error] naming the field.
package clock
