// Package assets holds the data that travels inside the program: the wording of
// letters, the clients of published notices, holidays, words for triage, icons.
// It is data only; who reads it decides what it means.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed clients/*.toml
var clients embed.FS

// Clients returns the client files of the two published notices, by file name.
func Clients() fs.FS { return sub(clients, "clients") }

// sub returns a folder of an embedded tree; that it is there is the compiler's
// promise.
func sub(tree embed.FS, folder string) fs.FS {
	inner, err := fs.Sub(tree, folder)
	if err != nil {
		panic("assets: " + err.Error())
	}
	return inner
}
