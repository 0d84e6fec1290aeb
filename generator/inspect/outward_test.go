package inspect

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestOutward asks hosts that behave in different ways.
func TestOutward(t *testing.T) {
	var agent atomic.Value
	mux := http.NewServeMux()
	mux.HandleFunc("/fine", func(_ http.ResponseWriter, r *http.Request) { agent.Store(r.UserAgent()) })
	mux.HandleFunc("/gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	mux.HandleFunc("/shy", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	mux.HandleFunc("/get", func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	})
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/fine", http.StatusFound) })
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(5 * time.Second):
		}
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	secure := httptest.NewTLSServer(mux)
	defer secure.Close()
	closed := httptest.NewServer(mux)
	closed.Close()

	o := NewOutward()
	o.Each, o.May = 500*time.Millisecond, func(a netip.Addr) bool { return a.IsLoopback() }
	want := map[string]string{
		server.URL + "/fine":  "",
		server.URL + "/moved": "",
		server.URL + "/get":   "",
		server.URL + "/gone":  "状态 410",
		server.URL + "/none":  "状态 404",
		server.URL + "/shy":   "",
		server.URL + "/round": "跳转超过 5 次",
		server.URL + "/slow":  "0 秒内没有答复",
		secure.URL + "/fine":  "证书有误",
		closed.URL + "/fine":  "对方拒绝连接",
		"http://a b/":         "连接不上，或者网址有误",
	}
	var links []string
	for l := range want {
		links = append(links, l)
	}
	got := o.ask(context.Background(), links)
	for l, w := range want {
		if g, asked := got[l]; g != w || !asked {
			t.Errorf("%s: %q, want %q", l, g, w)
		}
	}
	if a, _ := agent.Load().(string); a != o.Agent {
		t.Errorf("asked as %q", a)
	}
}

// TestOutwardStaysOutside: no host of this network is asked, whether a page names it by
// its address, by a name, or through a host that leads there.
func TestOutwardStaysOutside(t *testing.T) {
	var asked atomic.Int32
	inner := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	server := httptest.NewServer(inner)
	defer server.Close()
	_, port, err := net.SplitHostPort(strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	links := []string{server.URL, "http://localhost:" + port, "http://[::ffff:127.0.0.1]:" + port, "http://0.0.0.0:" + port,
		"http://2130706433:" + port, "http://0x7f.1:" + port, "http://u:p@127.0.0.1:" + port}
	o := NewOutward()
	o.Each = time.Second
	for l, fault := range o.ask(context.Background(), links) {
		if fault == "" {
			t.Errorf("%s opens", l)
		}
	}
	if fault := o.ask(context.Background(), links)[server.URL]; fault != "指向内部网络的地址，没有访问" {
		t.Errorf("%s: %q", server.URL, fault)
	}

	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip("no second address of this machine: ", err)
	}
	outer := &httptest.Server{Listener: l, Config: &http.Server{Handler: http.RedirectHandler(server.URL, http.StatusFound)}}
	outer.Start()
	defer outer.Close()
	o.May = func(a netip.Addr) bool { return a == netip.MustParseAddr("127.0.0.2") }
	if fault := o.ask(context.Background(), []string{outer.URL})[outer.URL]; fault != "指向内部网络的地址，没有访问" {
		t.Errorf("a host that leads inside: %q", fault)
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("%d questions reached a host of this network", n)
	}
}

// TestOutwardIsBounded: links beyond the bounds are counted and not asked, and one that
// many pages have is asked once.
func TestOutwardIsBounded(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.WriteHeader(http.StatusOK)
	}))
	defer server.Close()
	files := sample{}.files()
	for _, p := range []string{"notices/a.html", "notices/b.html"} {
		for _, l := range []string{"/1#a", "/1#b", "/2", "/3"} {
			files[p] = strings.Replace(files[p], "文", `<a href="`+strings.Replace(server.URL, "http://", "http://name:word@", 1)+l+`">x</a>文`, 1)
		}
		files[p] = strings.Replace(files[p], "文", `<a href="https://minglu.example.org/notices.html">own</a>文`, 1)
	}
	o := NewOutward()
	o.Most, o.May = 2, func(netip.Addr) bool { return true }
	r, err := Site(context.Background(), tree(t, files), day, o)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Tally{Links: 3, Asked: 2}); *r.Outward != want || asked.Load() != 2 {
		t.Errorf("%+v, %d questions", *r.Outward, asked.Load())
	}
	if lines := r.figures(); !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, "其余 1 个") }) {
		t.Error(lines)
	}
	o.Total = 0
	if r, err = Site(context.Background(), tree(t, files), day, o); err != nil || r.Outward.Asked != 0 {
		t.Errorf("without time: %+v, %v", r.Outward, err)
	}
}
