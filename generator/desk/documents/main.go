//go:build js && wasm

// Command documents is the engine that also makes papers and takes files in. The page
// loads it when one of these is asked for: its libraries would make every opening of the
// desk longer.
package main

import (
	"encoding/json"
	"io/fs"

	"minglu/generator/desk"
	"minglu/generator/desk/papers"
	"minglu/generator/desk/worker"
)

func main() {
	var root fs.FS
	call := func(name string) worker.Function {
		return func(d *desk.Desk, input []byte) ([]byte, error) { return papers.Call(d, root, name, input) }
	}
	worker.Run(map[string]worker.Function{
		// sources  the files of papers.Sources, by path  nothing
		"sources": func(_ *desk.Desk, input []byte) ([]byte, error) {
			var files map[string][]byte
			if err := json.Unmarshal(input, &files); err != nil {
				return nil, err
			}
			var err error
			root, err = desk.Files(files)
			return nil, err
		},
		"papers": call("papers"),
		"import": call("import"),
	})
}
