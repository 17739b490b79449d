// Package casefile is the domain: clients, people, messages as values, the
// kinds of case, the events that make up a case, the fold that reads them, the
// actions a person can take and the duties a letter must discharge.
//
// A matter is the list of what happened to it. Nothing is edited; things
// happen. [Fold] turns the events of one stream into a [Case]; [Case.Facts]
// hands the dates in it to package clock, which answers with obligations.
// Neither knows what day it is today.
//
// The package imports the standard library, civil and clock, and knows nothing
// of databases, mail servers, windows or paper.
package casefile
