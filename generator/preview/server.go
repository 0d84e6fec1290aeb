package preview

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"minglu/generator/desk/web"
	"minglu/generator/edition"
	"minglu/generator/public"
)

// The preview's own addresses; no site has any that begin with a dot.
const (
	ownPath    = "/.minglu/"
	eventsPath = ownPath + "events"
	listPath   = "preview/index.html" // of the candidates
)

// own are the files of the preview itself.
var own = map[string][]byte{ownPath + "preview.js": script, ownPath + "preview.css": sheet}

//go:embed panel/preview.js
var script []byte

//go:embed panel/preview.css
var sheet []byte

// ServeHTTP answers one request. It only looks, but for the desk's: see edits.
func (p *Preview) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	switch {
	case !p.mayAsk(r):
		http.Error(w, fmt.Sprintf("预览只用本机的名称访问，请打开 http://%s/ ，或启动时显示的其他网址。", here(r)), http.StatusMisdirectedRequest)
	case strings.HasPrefix(r.URL.Path, deskPath):
		p.edits(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		refuse(w, "预览只能查看。", http.StatusMethodNotAllowed)
	case r.ContentLength != 0:
		refuse(w, "预览不接收内容。", http.StatusRequestEntityTooLarge)
	case r.URL.Path == eventsPath && isForeign(r):
		http.Error(w, "其他网站的页面不能接收预览的消息。", http.StatusForbidden)
	case r.URL.Path == eventsPath:
		p.stream(w, r)
	case own[r.URL.Path] != nil:
		answer(w, r, r.URL.Path, own[r.URL.Path], http.StatusOK)
	default:
		p.serve(w, r)
	}
}

// refuse answers a request whose content is not waited for.
func refuse(w http.ResponseWriter, why string, status int) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now()) // else the server reads some of it first
	w.Header().Set("Connection", "close")
	http.Error(w, why, status)
}

// mayAsk reports whether a request calls this machine by a name that leads
// nowhere else. A name elsewhere that was made to lead here is refused: its pages
// would be of one origin with ours. A number must be a loopback address or the
// one that the request came in at, and the port the one it came in at.
func (p *Preview) mayAsk(r *http.Request) bool {
	local := here(r)
	name, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		name, port = strings.Trim(r.Host, "[]"), "80" // which browsers leave out
	}
	if port != strconv.Itoa(int(local.Port())) {
		return false
	}
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.Unmap().IsLoopback() || ip.Unmap() == local.Addr()
	}
	return strings.EqualFold(name, "localhost") ||
		slices.ContainsFunc(p.options.Hosts, func(h string) bool { return strings.EqualFold(h, name) })
}

// here is the address of this machine that a request came in at.
func here(r *http.Request) netip.AddrPort {
	local, _ := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	if local == nil {
		return netip.AddrPort{}
	}
	at := local.AddrPort()
	return netip.AddrPortFrom(at.Addr().Unmap(), at.Port())
}

// isForeign reports whether a page of another origin asks.
func isForeign(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "cross-site", "same-site":
		return true
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	u, err := url.Parse(origin)
	return err != nil || u.Host != r.Host
}

// serve answers with a file of the site.
func (p *Preview) serve(w http.ResponseWriter, r *http.Request) {
	s := p.current.Load()
	address := s.addressOf(r.URL.Path)
	data, err := p.file(r.Context(), s, address)
	status := http.StatusOK
	switch {
	case errors.Is(err, fs.ErrNotExist):
		status = http.StatusNotFound
	case err != nil:
		status = http.StatusInternalServerError
	}
	if err != nil {
		data, _ = p.page(r.Context(), s, address) // the events say what is wrong
		address = edition.NotFoundPath
	}
	switch {
	case address == edition.DeskPath: // it is not loaded anew under whoever fills it in
		data = web.Page(data, deskPath, p.token, true)
	case strings.HasSuffix(address, ".html"):
		data = withScript(data)
	}
	answer(w, r, address, data, status)
}

// addressOf returns the address below the site's root that a path means. Pages
// at any depth (404.html) are written for the path of the real site.
func (s *state) addressOf(p string) string {
	if s.display != nil {
		u, err := url.Parse(s.display.site.Settings.BaseURL)
		if err == nil && len(u.Path) > 1 {
			p = "/" + strings.TrimPrefix(p, u.Path)
		}
	}
	p = strings.TrimLeft(p, "/")
	if p == "" || strings.HasSuffix(p, "/") {
		p += edition.HomePath
	}
	return p
}

// file returns the file at an address, pages without the preview's script.
func (p *Preview) file(ctx context.Context, s *state, address string) (data []byte, err error) {
	defer func() {
		if failure := recover(); failure != nil { // a template that fails on what it is given
			err = fmt.Errorf("%v", failure)
		}
	}()
	switch {
	case s.display == nil:
		return nil, fs.ErrNotExist
	case address == listPath:
		return s.display.list(p.options.All)
	case strings.HasPrefix(address, "search/"):
		return p.search.File(ctx, s.display.site, p.options.Cache, address)
	}
	return s.display.File(address)
}

// page returns the page at an address as the server shows it, but for the
// script: where there is none, the page that says so. The error is what kept it
// from being made.
func (p *Preview) page(ctx context.Context, s *state, address string) ([]byte, error) {
	if !strings.HasSuffix(address, ".html") {
		address = edition.NotFoundPath
	}
	data, err := p.file(ctx, s, address)
	if err == nil {
		return data, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return emptyPage, err
	}
	if data, err := p.file(ctx, s, edition.NotFoundPath); err == nil {
		return data, nil
	}
	return emptyPage, nil
}

// emptyPage is what there is to show where nothing can be.
//
//go:embed panel/empty.html
var emptyPage []byte

// withScript adds the preview's script to a page, with what the page sums up to.
func withScript(page []byte) []byte {
	tag := fmt.Sprintf(`<script src="%spreview.js" data-page="%s" defer></script></head>`, ownPath, sumOfPage(page))
	return bytes.Replace(page, []byte("</head>"), []byte(tag), 1)
}

func answer(w http.ResponseWriter, r *http.Request, address string, data []byte, status int) {
	h := w.Header()
	h.Set("Content-Type", public.Type(address))
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", fmt.Sprint(len(data)))
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(slowest))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // whoever asked may be gone
	}
}
