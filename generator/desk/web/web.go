// Package web answers the page of the desk over HTTP: for serve, and for what tests
// the page in a browser.
package web

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"mime"
	"net/http"
	"path"

	"minglu/generator/desk"
)

// maxQuestion is how many bytes one question may have: a file's text with the first
// bytes of its pictures.
const maxQuestion = 4 << 20

// Handler answers POST …/<name> with a question in JSON by what the function of that
// name of the present desk says. Where a question is answered by an error, its words
// come with 422; no desk is 503.
func Handler(present func() *desk.Desk) http.Handler {
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
		question, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxQuestion))
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			http.Error(w, fmt.Sprintf("文件太大，不能超过 %d MB。", maxQuestion>>20), http.StatusRequestEntityTooLarge)
			return
		}
		if err != nil {
			http.Error(w, "没有收到完整的内容。", http.StatusBadRequest)
			return
		}
		d := present()
		if d == nil {
			http.Error(w, "名录的文件有错误，填报台暂时不能用。", http.StatusServiceUnavailable)
			return
		}
		answer, err := d.Call(path.Base(r.URL.Path), question)
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnprocessableEntity)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(answer) // whoever asked may have gone
	})
}

// Page returns the desk's page, told that questions are answered at an address.
func Page(page []byte, address string) []byte {
	tag := `<meta name="desk" content="` + html.EscapeString(address) + `"></head>`
	return bytes.Replace(page, []byte("</head>"), []byte(tag), 1)
}
