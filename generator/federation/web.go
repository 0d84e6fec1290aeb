package federation

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"minglu/generator/bundle"
	"minglu/generator/outside"
)

// A Web fetches bundles over https. Sources are named by the settings, but where they lead
// strangers decide: it connects to no address that May does not allow, whichever name or
// redirect leads there, follows only https, and bounds how much and how long.
type Web struct {
	May       func(netip.Addr) bool // whether the address may be asked
	Roots     *x509.CertPool        // nil: the system's
	Answer    time.Duration         // that an answer may take to begin
	Total     time.Duration         // that one source may take
	Redirects int
	Attempts  int // at a bundle of which parts have come
}

// NewWeb returns what a command uses.
func NewWeb(may func(netip.Addr) bool) *Web {
	return &Web{May: may, Answer: 20 * time.Second, Total: 5 * time.Minute, Redirects: 5, Attempts: 4}
}

var errPlain = errors.New("a redirect to plain http")

// An errStatus is an answer that is no bundle.
type errStatus int

func (e errStatus) Error() string { return fmt.Sprintf("对方答复 %d", int(e)) }

// client returns what asks.
func (w *Web) client() *http.Client {
	transport := outside.Transport(w.May, w.Answer)
	transport.DisableCompression = true
	transport.TLSClientConfig = &tls.Config{RootCAs: w.Roots, MinVersion: tls.VersionTLS12}
	redirects := outside.Redirects(w.Redirects)
	return &http.Client{Transport: transport, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if r.URL.Scheme != "https" {
			return errPlain
		}
		return redirects(r, via)
	}}
}

// get fetches what lies at an address, unless it is as it was. What breaks off goes on from
// where it did, as long as it is the same file still.
func (w *Web) get(ctx context.Context, address string, was locked) (fetched, error) {
	ctx, cancel := context.WithTimeout(ctx, w.Total)
	defer cancel()
	client := w.client()
	var got fetched
	var data bytes.Buffer
	for attempt := 1; ; attempt++ {
		answer, err := w.ask(ctx, client, address, was, got.etag, data.Len())
		if err != nil {
			return fetched{}, err
		}
		switch {
		case answer.StatusCode == http.StatusNotModified && data.Len() == 0 && was.ETag+was.Modified != "":
			return fetched{same: true}, answer.Body.Close()
		case answer.StatusCode == http.StatusPartialContent && goesOn(answer, data.Len()):
		case answer.StatusCode == http.StatusOK:
			data.Reset()
			got.etag, got.modified = header(answer, "ETag"), header(answer, "Last-Modified")
		default:
			return fetched{}, errors.Join(errStatus(answer.StatusCode), answer.Body.Close())
		}
		if answer.ContentLength > bundle.MaxPacked-int64(data.Len()) {
			return fetched{}, errors.Join(tooLarge(), answer.Body.Close())
		}
		_, err = data.ReadFrom(io.LimitReader(answer.Body, bundle.MaxPacked-int64(data.Len())+1))
		_ = answer.Body.Close()
		switch {
		case data.Len() > bundle.MaxPacked:
			return fetched{}, tooLarge()
		case err == nil:
			got.data = data.Bytes()
			return got, nil
		case attempt >= w.Attempts, ctx.Err() != nil:
			return fetched{}, err
		case !strings.HasPrefix(got.etag, `"`): // nothing tells whether it is the same file
			data.Reset()
		}
	}
}

func tooLarge() error { return fault("数据包太大：超过 %d MB", bundle.MaxPacked>>20) }

// ask sends one request: for what there is if it is another than was, or for the rest of what
// has come in part.
func (w *Web) ask(ctx context.Context, client *http.Client, address string, was locked, etag string, from int) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", "minglu-pull")
	switch {
	case from > 0:
		r.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
		r.Header.Set("If-Range", etag)
	default:
		for name, value := range map[string]string{"If-None-Match": was.ETag, "If-Modified-Since": was.Modified} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
	}
	return client.Do(r)
}

// goesOn reports whether an answer is the rest from a place on.
func goesOn(answer *http.Response, from int) bool {
	return from > 0 && strings.HasPrefix(answer.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", from))
}

// header returns a header as the lock can hold it, "" where it is no short plain text.
func header(answer *http.Response, name string) string {
	v := answer.Header.Get(name)
	if len(v) > 200 || strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r > '~' }) {
		return ""
	}
	return v
}

// webWhy says in Chinese why no answer came.
func webWhy(err error) string {
	var status errStatus
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var timed interface{ Timeout() bool }
	switch {
	case errors.Is(err, outside.ErrInside):
		return "指向内部网络的地址，没有访问"
	case errors.Is(err, outside.ErrRedirects):
		return "跳转太多次"
	case errors.Is(err, errPlain):
		return "跳转到不加密的 http，没有访问"
	case errors.As(err, &status):
		return status.Error()
	case errors.As(err, &certificate):
		return "证书有误"
	case errors.As(err, &name) && name.IsNotFound:
		return "没有这个域名"
	case errors.As(err, &timed) && timed.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return "规定的时间内没有传完"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "对方拒绝连接"
	}
	return "连接中断，或者连接不上"
}
