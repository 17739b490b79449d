package assets

import _ "embed"

// Holidays is the dated table of bank holidays of the four nations, as
// clock.ParseHolidays reads it.
//
//go:embed law/holidays.json
var Holidays []byte
