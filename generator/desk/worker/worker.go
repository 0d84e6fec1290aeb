//go:build js && wasm

// Package worker is the side of the engine that layouts/desk/worker.ts talks to, in a
// worker of the browser: it opens a desk, is handed the dictionary, and answers what the
// page asks.
package worker

import (
	"fmt"
	"runtime/debug"
	"syscall/js"

	"minglu/generator/desk"
)

// A Function answers a question in JSON about an opened desk.
type Function func(d *desk.Desk, question []byte) ([]byte, error)

// Run answers calls, those of desk.Call and more, until the page is left.
func Run(more map[string]Function) {
	debug.SetGCPercent(300) // what one answer leaves behind is little, and typing waits for the collector
	e := &engine{more: more}
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
