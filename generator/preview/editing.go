package preview

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"minglu/generator/checkout"
	"minglu/generator/desk"
	"minglu/generator/desk/papers"
	"minglu/generator/desk/store"
	"minglu/generator/edition"
	"minglu/generator/failure"
	"minglu/generator/values"
)

// deskPath is where the desk's page asks; what is behind it names the function.
const deskPath = ownPath + "desk/"

// tokenHeader carries the token of this run, which only our own pages know.
const tokenHeader = "X-Minglu-Token"

// The most that a request to the desk may send, in bytes: the pictures of a brand are
// sent with it.
const (
	mostAsked = 4 << 20
	mostSaved = 64 << 20
)

// edits answers the page of the desk: what package desk is asked, and what is opened and
// saved. It is the one part of the preview that changes files, and does so for a page
// of ours on this very machine alone.
func (p *Preview) edits(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, deskPath)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", "POST")
		refuse(w, "填报台只接收填报的内容。", http.StatusMethodNotAllowed)
		return
	case !p.isOwnPage(r):
		refuse(w, "只有在本机打开的填报台可以保存。", http.StatusForbidden)
		return
	case kind != "application/json":
		refuse(w, "填报台只接收 JSON。", http.StatusUnsupportedMediaType)
		return
	}
	most := int64(mostAsked)
	if name == "save" {
		most = mostSaved
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(6 * slowest))
	input, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if err != nil {
		refuse(w, "内容太多，没有接收。", http.StatusRequestEntityTooLarge)
		return
	}
	output, err := p.edit(name, input)
	var conflict *store.Conflict
	status := http.StatusOK
	switch {
	case errors.As(err, &conflict):
		output, status = told(struct {
			Error  string     `json:"error"`
			Theirs store.File `json:"theirs"`
		}{conflict.Error(), conflict.Theirs}), http.StatusConflict
	case err != nil:
		output, status = told(struct {
			Error string `json:"error"`
		}{failure.Text(err)}), http.StatusBadRequest
	}
	answer(w, r, "answer.json", output, status)
}

func told(v any) []byte {
	data, _ := json.Marshal(v) // of texts alone
	return data
}

// isOwnPage reports whether a request comes from a page that this run of the preview
// made, on the machine that it runs on.
func (p *Preview) isOwnPage(r *http.Request) bool {
	return here(r).Addr().IsLoopback() && r.Header.Get("Origin") == "http://"+r.Host && !isForeign(r) &&
		subtle.ConstantTimeCompare([]byte(r.Header.Get(tokenHeader)), []byte(p.token)) == 1
}

// edit answers one question of the desk.
func (p *Preview) edit(name string, input []byte) ([]byte, error) {
	files := store.In(p.options.Dir)
	s := p.current.Load()
	switch name {
	case "open":
		return call(input, func(f store.File) (store.File, error) { return files.Open(f.Path) })
	case "picture":
		return call(input, func(f store.File) (data []byte, err error) { return files.Picture(f.Path) })
	case "save":
		return call(input, files.Save)
	case "candidates":
		return call(input, func(q struct{ Standard, Level, Date string }) ([]desk.Candidate, error) {
			if s.brands == nil {
				return nil, errNoDesk
			}
			day, _ := values.ParseDate(q.Date, false)
			return desk.Candidates(s.brands.Edition, q.Standard, q.Level, day), nil
		})
	}
	d, err := s.desk()
	if err != nil {
		return nil, err
	}
	if name == "papers" {
		return call(input, func(q papers.Question) ([]papers.Paper, error) {
			return papers.Print(d, checkout.Open(p.options.Dir), q)
		})
	}
	return d.Call(name, input)
}

func call[Q, A any](input []byte, answer func(Q) (A, error)) ([]byte, error) {
	var q Q
	if err := json.Unmarshal(input, &q); err != nil {
		return nil, err
	}
	a, err := answer(q)
	if err != nil {
		return nil, err
	}
	return json.Marshal(a)
}

var errNoDesk = errors.New("标准或网站设置有错误，填报台暂时不能用，请先按页面上列出的错误改正")

// newDesk returns the desk of what can be read of the files.
func newDesk(e *edition.Edition) (*desk.Desk, error) {
	if e == nil || e.Content == nil {
		return nil, errNoDesk
	}
	bundle, err := desk.BundleOf(e, true)
	if err != nil {
		return nil, err
	}
	d, err := desk.Open(bundle)
	if err != nil {
		return nil, fmt.Errorf("%w（%w）", errNoDesk, err)
	}
	return d, nil
}
