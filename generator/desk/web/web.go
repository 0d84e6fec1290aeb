// Package web answers the page of the desk over HTTP: for serve, and for what tests
// the page in a browser.
package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"mime"
	"net/http"
	"path"

	"minglu/generator/desk/store"
	"minglu/generator/failure"
)

// The most that one question may send, in bytes: a file's text with the first bytes of
// its pictures; and what is saved, with all of them, or a file that is taken in.
const (
	maxQuestion = 4 << 20
	maxSaved    = 64 << 20
)

// ErrNoDesk says that the rules or the settings cannot be read.
var ErrNoDesk = errors.New("标准或网站设置有错误，填报台暂时不能用，请先按页面上列出的错误改正")

// Handler answers POST …/<name> with a question in JSON by what answer returns of that
// name. An error's words come with 422; no desk is 503; a file that somebody else
// changed meanwhile is 409, with theirs in JSON.
func Handler(answer func(name string, question []byte) ([]byte, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", "POST")
			http.Error(w, "填报台只接收提交的内容。", http.StatusMethodNotAllowed)
			return
		}
		// Only JSON: no form of another site's page sends it unasked.
		if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
			http.Error(w, "填报台只接收 JSON。", http.StatusUnsupportedMediaType)
			return
		}
		name, most := path.Base(r.URL.Path), int64(maxQuestion)
		if name == "save" || name == "import" {
			most = maxSaved
		}
		question, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			http.Error(w, fmt.Sprintf("内容太多，不能超过 %d MB。", most>>20), http.StatusRequestEntityTooLarge)
			return
		}
		if err != nil {
			http.Error(w, "没有收到完整的内容。", http.StatusBadRequest)
			return
		}
		output, err := answer(name, question)
		var conflict *store.Conflict
		switch {
		case errors.As(err, &conflict):
			output, _ = json.Marshal(conflict.Theirs) // of texts alone
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			w.WriteHeader(http.StatusConflict)
		case errors.Is(err, ErrNoDesk):
			http.Error(w, failure.Text(err), http.StatusServiceUnavailable)
			return
		case err != nil:
			http.Error(w, failure.Text(err), http.StatusUnprocessableEntity)
			return
		default:
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
		}
		_, _ = w.Write(output) // whoever asked may have gone
	})
}

// TokenHeader carries what Page told the page.
const TokenHeader = "X-Minglu-Token"

// Page returns the desk's page, told that questions are answered at an address, and
// with which token; stores says that files are opened and saved there too.
func Page(page []byte, address, token string, stores bool) []byte {
	tag := `<head><meta name="desk" content="` + html.EscapeString(address) + `" data-token="` + html.EscapeString(token) + `"`
	if stores {
		tag += ` data-stores`
	}
	tag += `>`
	return bytes.Replace(page, []byte("<head>"), []byte(tag), 1)
}
