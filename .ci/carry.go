//go:build ignore

// Makes what a released program carries, for .ci/release: the desk's engine, compiled, and
// the files that a new repository begins with.
//
//	go run .ci/carry.go
package main

import (
	"bytes"
	"context"
	"errors"
	"log"
	"os"

	"minglu/generator/cache"
	"minglu/generator/checkout"
	"minglu/generator/engine"
	"minglu/generator/kit"
)

func main() {
	log.SetFlags(0)
	if err := errors.Join(carryEngine("generator/engine/carried"), carryKit("generator/kit/carried")); err != nil {
		log.Fatal(err)
	}
}

func carryEngine(dir string) error {
	kept := cache.Open(".", "", nil) // where a build of this repository keeps the engine, too
	defer kept.Close()
	e, err := engine.Own{}.Engine(context.Background(), kept, func() {})
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	if err != nil {
		return err
	}
	return e.Write(dir)
}

func carryKit(dir string) error {
	var b bytes.Buffer
	if err := kit.Pack(&b, checkout.Open(".")); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(dir+"/kit.zip", b.Bytes(), 0o644)
}
