//go:build js && wasm

// Command documents is the engine that also makes papers. The page loads it when papers
// are asked for: their templates would make every opening of the desk longer.
package main

import (
	"encoding/json"
	"io/fs"

	"minglu/generator/desk"
	"minglu/generator/desk/papers"
	"minglu/generator/desk/worker"
)

func main() {
	var layouts fs.FS
	worker.Run(map[string]worker.Function{
		// forms  the files of papers.Layouts, by path  nothing
		"forms": func(_ *desk.Desk, input []byte) ([]byte, error) {
			var files map[string][]byte
			if err := json.Unmarshal(input, &files); err != nil {
				return nil, err
			}
			var err error
			layouts, err = desk.Files(files)
			return nil, err
		},
		// papers  papers.Question  [papers.Paper]
		"papers": func(d *desk.Desk, input []byte) ([]byte, error) {
			return desk.Answer(input, func(q papers.Question) ([]papers.Paper, error) { return papers.Print(d, layouts, q) })
		},
	})
}
