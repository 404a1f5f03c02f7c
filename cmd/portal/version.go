package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set by the build, see the Makefile.
var version string

// VersionCommand is `portal version`.
type VersionCommand struct{}

// Run prints the version and what it was built with.
func (VersionCommand) Run(c console) error {
	_, err := fmt.Fprintf(c.out, "portal %s (%s, %s/%s)\n", Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// Version names this build: the version given to the build, else the revision
// that the Go toolchain noted, else "unknown".
func Version() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return setting.Value
		}
	}
	return "unknown"
}
