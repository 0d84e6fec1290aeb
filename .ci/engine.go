//go:build ignore

// Compiles the desk's engine into a folder, for .ci/release.
//
//	go run .ci/engine.go DIR
package main

import (
	"context"
	"log"
	"os"

	"minglu/generator/cache"
	"minglu/generator/engine"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run .ci/engine.go DIR")
	}
	temporary, err := os.MkdirTemp("", "engine-")
	if err != nil {
		log.Fatal(err)
	}
	kept := cache.Open(".", temporary, nil)
	e, err := engine.Own{}.Engine(context.Background(), kept, func() {})
	if err == nil {
		err = e.Write(os.Args[1])
	}
	kept.Close()
	if err := os.RemoveAll(temporary); err != nil {
		log.Print(err)
	}
	if err != nil {
		log.Fatal(err)
	}
}
