// Package outside asks hosts at addresses that strangers wrote, and none that only this
// machine or its network can reach, whichever name or redirect leads there.
package outside

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// Why nothing was asked.
var (
	ErrInside    = errors.New("an address of this network")
	ErrRedirects = errors.New("too many redirects")
)

// Transport connects to the addresses that may allows, and waits so long for each answer to
// begin. It knows no proxy: a proxy would reach what this network alone can reach, and only it
// would see the address.
func Transport(may func(netip.Addr) bool, answer time.Duration) *http.Transport {
	dialer := &net.Dialer{Timeout: answer, Control: func(_, address string, _ syscall.RawConn) error {
		// here the name is resolved, and what is allowed is what is connected to
		at, err := netip.ParseAddrPort(address)
		if err != nil || !may(at.Addr()) {
			return ErrInside
		}
		return nil
	}}
	return &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true, TLSHandshakeTimeout: answer,
		ResponseHeaderTimeout: answer, MaxResponseHeaderBytes: 64 << 10}
}

// Redirects follows so many redirects, and does not tell where they come from.
func Redirects(most int) func(*http.Request, []*http.Request) error {
	return func(r *http.Request, via []*http.Request) error {
		if len(via) > most {
			return ErrRedirects
		}
		r.Header.Del("Referer")
		return nil
	}
}

// inside are the networks that IsPublic knows beside those that netip names.
var inside = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("100.64.0.0/10"),   // shared by a provider's customers
	netip.MustParsePrefix("192.0.0.0/24"),    // protocols
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("198.18.0.0/15"),   // measurements
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, and broadcast
	netip.MustParsePrefix("64:ff9b::/96"),    // leads to addresses of IPv4, whichever
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("2001::/23"),     // protocols, Teredo among them
	netip.MustParsePrefix("2002::/16"),     // leads to addresses of IPv4
	netip.MustParsePrefix("2001:db8::/32"), // documentation
	netip.MustParsePrefix("fec0::/10"),     // a site's own, of old
}

// IsPublic reports whether an address is one that all the world can reach, rather
// than this machine or its network.
func IsPublic(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return a.IsGlobalUnicast() && !a.IsPrivate() && !slices.ContainsFunc(inside, func(p netip.Prefix) bool { return p.Contains(a) })
}
