// Folder writes the whole pack of Atlantis, its texts too, into a folder, so that Havre can be looked at in an invented
// country: go run ./internal/prooftest/atlantis/folder DIR, then havre serve --pack DIR. Tests only.
package main

import (
	"fmt"
	"os"

	"havre.example/havre/internal/prooftest/atlantis"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "say into which folder: one that does not exist yet")
		os.Exit(2)
	}
	from, err := atlantis.Folder()
	if err == nil {
		err = os.CopyFS(os.Args[1], from)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
