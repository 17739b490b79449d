// Command casebook tracks data protection requests and complaints for
// outsourced data protection officers.
package main

import "os"

func main() {
	os.Stderr.WriteString("casebook: nothing is built yet\n")
	os.Exit(2)
}
