// Package letter draws the letters of a case: wording from data, facts from
// the case and its client, dates from the clock.
//
// The wording is text files that a caseworker can read and change
// ([ParseWording]); they hold no code, only conditions and placeholders from
// closed lists. Which duties a letter must discharge stands in casefile
// ([casefile.Duties]); a paragraph says which of them it discharges, and
// [Draw] refuses a letter while a duty has no printed paragraph or no facts.
//
// Everything that came from people or from mail is put in as plain text after
// the wording was read: it can hold braces, brackets and line ends and stays
// what it is.
package letter
