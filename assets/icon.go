package assets

import _ "embed"

//go:embed icon.png
var icon []byte

// Icon returns the program's icon, a PNG.
func Icon() []byte { return icon }
