//go:build js && wasm

// Command engine is the desk's half that reads, checks and evaluates, compiled to
// WebAssembly.
package main

import "minglu/generator/desk/worker"

func main() { worker.Run(nil) }
