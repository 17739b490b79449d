package assets

import (
	"embed"
	"io/fs"
)

//go:embed wording/*.txt
var wording embed.FS

//go:embed law/regulator.json
var regulator []byte

// Wording returns the files the letters are worded in.
func Wording() fs.FS { return sub(wording, "wording") }

// Regulator returns the names and contacts of the data protection regulator
// with the days from which they hold, as JSON.
func Regulator() []byte { return regulator }
