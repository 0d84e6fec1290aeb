//go:build js && wasm

// Command engine is the desk's half that reads, checks and evaluates, compiled to
// WebAssembly. layouts/desk/worker.ts loads it: it hands the page's calls to answer,
// and what answer returns back.
package main

import (
	"fmt"
	"runtime/debug"
	"syscall/js"
)

func main() {
	debug.SetGCPercent(300) // what one answer leaves behind is little, and typing waits for the collector
	e := &engine{}
	js.Global().Call("engineIsReady", js.FuncOf(func(_ js.Value, args []js.Value) any {
		input := make([]byte, args[1].Length())
		js.CopyBytesToGo(input, args[1])
		output, err := e.call(args[0].String(), input)
		if err != nil {
			return err.Error()
		}
		bytes := js.Global().Get("Uint8Array").New(len(output))
		js.CopyBytesToJS(bytes, output)
		return bytes
	}))
	select {}
}

// call answers a call of the page. A fault of ours fails that call alone.
func (e *engine) call(name string, input []byte) (output []byte, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%s: %v", name, fault)
		}
	}()
	return e.answer(name, input)
}
