//go:build js && wasm

package worker

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/desk"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/pinyin"
	"minglu/generator/values"
)

// An engine answers one call after the other.
type engine struct {
	more  map[string]Function
	words *pinyin.Dictionary // nil until the page has brought it
	desk  *desk.Desk         // nil until it is opened
}

var errClosed = errors.New("填报台还没有装载好，请稍等再试")

// answer answers, beside what desk.Call and the functions of its own do,
//
//	dictionary  the dictionary's file  nothing
//	open        desk.Bundle            {}
//	repository  question               the mistakes, as the command prints them in JSON
func (e *engine) answer(name string, input []byte) (output []byte, err error) {
	switch {
	case name == "dictionary":
		if e.words, err = pinyin.New(string(input)); err == nil && e.desk != nil {
			e.desk = e.desk.With(e.words)
		}
		return nil, err
	case name == "open":
		var b desk.Bundle
		if err := json.Unmarshal(input, &b); err != nil {
			return nil, err
		}
		d, err := desk.Open(b)
		if err != nil {
			return nil, err
		}
		e.desk = d.With(e.words)
		return []byte("{}"), nil
	case name == "repository":
		return e.repository(input)
	case e.desk == nil:
		return nil, errClosed
	}
	if function := e.more[name]; function != nil {
		return function(e.desk, input)
	}
	return e.desk.Call(name, input)
}

// A question is the files of a repository and the day on which they are read.
type question struct {
	Files map[string][]byte
	Date  string
}

func (e *engine) repository(input []byte) ([]byte, error) {
	var q question
	if err := json.Unmarshal(input, &q); err != nil {
		return nil, err
	}
	day, ok := values.ParseDate(q.Date, false)
	if !ok {
		return nil, errClosed
	}
	files, err := desk.Files(q.Files)
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
