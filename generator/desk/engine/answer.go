//go:build js && wasm

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"

	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// A question is the files of a repository and the day on which they are read.
type question struct {
	Files map[string][]byte
	Date  string
}

// answer answers check: the mistakes of the files, as the command prints them in
// JSON.
func (e *engine) answer(name string, input []byte) ([]byte, error) {
	var q question
	if err := json.Unmarshal(input, &q); err != nil {
		return nil, err
	}
	day, ok := values.ParseDate(q.Date, false)
	if name != "check" || !ok {
		return nil, fmt.Errorf("%s of %q: nobody knows how", name, q.Date)
	}
	archive := &txtar.Archive{}
	for file, data := range q.Files {
		archive.Files = append(archive.Files, txtar.File{Name: file, Data: data})
	}
	files, err := txtar.FS(archive)
	if err != nil {
		return nil, err
	}
	_, bad, err := edition.Reader{
		Day:   func(*content.Settings) values.Date { return day },
		Rules: func(files fs.FS) (*criteria.Rules, diag.List, error) { return criteria.LoadWith(e.words, files) },
	}.Read(files)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = bad.JSON(&out, 0)
	return out.Bytes(), err
}
