package main

import (
	"fmt"
	"runtime/debug"
)

// version is the release; the changelog says what is in it.
const version = "0.1.0"

type versionCmd struct {
	Modules bool `help:"List the modules the program is made of."`
}

// Run prints the version.
func (c *versionCmd) Run() error {
	fmt.Println("havre", version)
	info, ok := debug.ReadBuildInfo()
	if !ok || !c.Modules {
		return nil
	}
	fmt.Println("go", info.GoVersion)
	for _, m := range info.Deps {
		fmt.Println(m.Path, m.Version)
	}
	return nil
}
