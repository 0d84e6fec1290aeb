package inspect

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"minglu/generator/outside"
)

// An Outward follows links to other sites. Strangers wrote them, so that it bounds
// what it does for them, reads no answer beyond its head, sends nothing of its own
// and asks no host that only this network can reach.
type Outward struct {
	Agent     string                // the User-Agent, by which hosts know who asks
	Most      int                   // links that are followed, the others are counted
	Each      time.Duration         // for one answer
	Total     time.Duration         // for all of them
	Redirects int                   // that one link may lead through
	AtOnce    int                   // hosts that are asked at a time; each is asked one question at a time
	May       func(netip.Addr) bool // whether the address may be asked
}

// NewOutward returns what a command uses.
func NewOutward() *Outward {
	return &Outward{Agent: "minglu-inspect (link check)", Most: 300, Each: 10 * time.Second, Total: 5 * time.Minute,
		Redirects: 5, AtOnce: 8, May: outside.IsPublic}
}

// A Tally is how many links to other sites there are.
type Tally struct {
	Links   int // different ones
	Asked   int
	Failing int
}

// follow asks where the links of a site to others lead, and lists those that do not
// open by the first page that has them.
func (o *Outward) follow(ctx context.Context, s *site) ([]Finding, Tally) {
	on := make(map[string][]string) // pages by link
	for _, p := range s.pages {
		for _, l := range p.outward {
			if l = plain(l); (s.base == "" || !strings.HasPrefix(l, s.base)) && !slices.Contains(on[l], p.path) {
				on[l] = append(on[l], p.path)
			}
		}
	}
	links := slices.Sorted(maps.Keys(on))
	asked := links[:min(len(links), o.Most)]
	faults := o.ask(ctx, asked)
	var found []Finding
	tally := Tally{Links: len(links)}
	for _, l := range asked {
		fault, done := faults[l]
		if !done {
			continue
		}
		if tally.Asked++; fault == "" {
			continue
		}
		tally.Failing++
		found = append(found, Finding{demands.outward, place(on[l], len(s.pages)), fmt.Sprintf("外部链接“%s”打不开：%s", l, fault),
			"用浏览器核对；确实打不开的，在品牌、公告或页面的文件中改正或者删去这个网址"})
	}
	slices.SortStableFunc(found, func(a, b Finding) int { return strings.Compare(a.Place, b.Place) })
	return found, tally
}

// plain returns a link as it is asked for: with a scheme, without a place on the page
// and without the name and password that somebody may have written into it.
func plain(link string) string {
	if strings.HasPrefix(link, "//") {
		link = "https:" + link
	}
	u, err := url.Parse(link)
	if err != nil {
		return link // ask says so
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	return u.String()
}

// ask returns what is wrong with each link, "" for nothing. Links that there was no
// time for are not in it.
func (o *Outward) ask(ctx context.Context, links []string) map[string]string {
	ctx, cancel := context.WithTimeout(ctx, o.Total)
	defer cancel()
	client := o.client()
	byHost := make(map[string][]string)
	for _, l := range links {
		host := ""
		if u, err := url.Parse(l); err == nil {
			host = u.Host
		}
		byHost[host] = append(byHost[host], l)
	}
	faults := make(map[string]string)
	var mu sync.Mutex
	var working errgroup.Group
	working.SetLimit(o.AtOnce)
	for _, host := range slices.Sorted(maps.Keys(byHost)) {
		working.Go(func() error {
			for _, l := range byHost[host] {
				fault := o.try(ctx, client, l)
				if ctx.Err() != nil {
					return nil // the fault is that there was no time
				}
				mu.Lock()
				faults[l] = fault
				mu.Unlock()
			}
			return nil
		})
	}
	_ = working.Wait()
	return faults
}

// client returns what asks.
func (o *Outward) client() *http.Client {
	return &http.Client{
		Timeout:       o.Each,
		Transport:     outside.Transport(o.May, o.Each),
		CheckRedirect: outside.Redirects(o.Redirects),
	}
}

// try asks for one link, "" where it opens. Hosts that do not know HEAD, or refuse it,
// are asked again.
func (o *Outward) try(ctx context.Context, client *http.Client, link string) string {
	status, err := o.request(ctx, client, http.MethodHead, link)
	if err == nil && status >= 400 {
		status, err = o.request(ctx, client, http.MethodGet, link)
	}
	switch {
	case err != nil:
		return o.why(err)
	case status == http.StatusForbidden, status == http.StatusTooManyRequests, status == http.StatusUnauthorized:
		return "" // who answers programs so may open for readers: that is no dead link
	case status >= 400:
		return fmt.Sprintf("状态 %d", status)
	}
	return ""
}

func (o *Outward) request(ctx context.Context, client *http.Client, method, link string) (int, error) {
	r, err := http.NewRequestWithContext(ctx, method, link, nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("User-Agent", o.Agent)
	answer, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}

// why says why a link does not open.
func (o *Outward) why(err error) string {
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var timed interface{ Timeout() bool }
	switch {
	case errors.Is(err, outside.ErrInside):
		return "指向内部网络的地址，没有访问"
	case errors.Is(err, outside.ErrRedirects):
		return fmt.Sprintf("跳转超过 %d 次", o.Redirects)
	case errors.As(err, &certificate):
		return "证书有误"
	case errors.As(err, &name) && name.IsNotFound:
		return "没有这个域名"
	case errors.As(err, &timed) && timed.Timeout():
		return fmt.Sprintf("%.0f 秒内没有答复", o.Each.Seconds())
	case errors.Is(err, syscall.ECONNREFUSED):
		return "对方拒绝连接"
	}
	return "连接不上，或者网址有误"
}
