// Package assets holds the data that is built into the program.
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
func Wording() fs.FS {
	sub, err := fs.Sub(wording, "wording")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}

// Regulator returns the names and contacts of the data protection regulator
// with the days from which they hold, as JSON.
func Regulator() []byte { return regulator }
