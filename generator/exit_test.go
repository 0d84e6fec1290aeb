package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minglu/generator/fixture"
)

// A folder that cannot be written is said to be that, not to lack what was not
// written.
func TestACacheThatCannotBeWritten(t *testing.T) {
	dir := filepath.Join(fixture.Repository(t, fixture.Content(t)), "locked")
	if err := os.Mkdir(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if os.WriteFile(filepath.Join(dir, "x"), nil, 0o600) == nil {
		t.Skip("nothing is locked to this user")
	}
	var stderr strings.Builder
	a := &app{stderr: &stderr, cacheDir: dir}
	kept, err := a.openCache(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	kept.Close()
	if said := stderr.String(); strings.Count(said, "\n") != 1 || !strings.Contains(said, dir+"：没有权限") || strings.Contains(said, "at ") {
		t.Error(said)
	}
}
