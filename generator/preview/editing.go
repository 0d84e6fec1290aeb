package preview

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"time"

	"minglu/generator/checkout"
	"minglu/generator/desk"
	"minglu/generator/desk/papers"
	"minglu/generator/desk/store"
	"minglu/generator/desk/web"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// deskPath is where the desk's page asks; what is behind it names the function.
const deskPath = ownPath + "desk/"

// edits answers the page of the desk: what package desk is asked, and what is opened and
// saved. It is the one part of the preview that changes files, and does so for a page
// of ours on this very machine alone.
func (p *Preview) edits(w http.ResponseWriter, r *http.Request) {
	if !p.isOwnPage(r) {
		refuse(w, "只有在本机打开的填报台可以保存。", http.StatusForbidden)
		return
	}
	until := http.NewResponseController(w)
	_ = until.SetReadDeadline(time.Now().Add(6 * slowest))
	_ = until.SetWriteDeadline(time.Now().Add(7 * slowest))
	web.Handler(p.edit).ServeHTTP(w, r)
}

// isOwnPage reports whether a request comes from a page that this run of the preview
// made, on the machine that it runs on.
func (p *Preview) isOwnPage(r *http.Request) bool {
	return here(r).Addr().IsLoopback() && r.Header.Get("Origin") == "http://"+r.Host && !isForeign(r) &&
		subtle.ConstantTimeCompare([]byte(r.Header.Get(web.TokenHeader)), []byte(p.token)) == 1
}

// edit answers one question of the desk.
func (p *Preview) edit(name string, input []byte) ([]byte, error) {
	files := store.In(p.options.Dir)
	s := p.current.Load()
	switch name {
	case "open":
		return desk.Answer(input, func(f store.File) (store.File, error) { return files.Open(f.Path) })
	case "picture":
		return desk.Answer(input, func(f store.File) (data []byte, err error) { return files.Picture(f.Path) })
	case "save":
		return desk.Answer(input, files.Save)
	case "candidates":
		return desk.Answer(input, func(q struct{ Standard, Level, Date string }) ([]desk.Candidate, error) {
			if s.brands == nil {
				return nil, web.ErrNoDesk
			}
			day, _ := values.ParseDate(q.Date, false)
			return desk.Candidates(s.brands.Edition, q.Standard, q.Level, day), nil
		})
	}
	d, err := s.desk()
	if err != nil {
		return nil, err
	}
	if name == "papers" || name == "import" {
		return papers.Call(d, checkout.Open(p.options.Dir), name, input)
	}
	return d.Call(name, input)
}

// newDesk returns the desk of what can be read of the files.
func newDesk(e *edition.Edition) (*desk.Desk, error) {
	if e == nil || e.Content == nil {
		return nil, web.ErrNoDesk
	}
	bundle, err := desk.BundleOf(e, true)
	if err != nil {
		return nil, err
	}
	d, err := desk.Open(bundle)
	if err != nil {
		return nil, fmt.Errorf("%w（%w）", web.ErrNoDesk, err)
	}
	return d, nil
}
