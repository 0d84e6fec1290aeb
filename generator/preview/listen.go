package preview

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"syscall"

	"minglu/generator/usage"
)

// A Listener is where browsers reach the preview.
type Listener struct {
	net.Listener
	host string // as it was typed
}

// Listen listens at an address, HOST:PORT. The error is wrong use, or says in Chinese
// what to do.
func Listen(ctx context.Context, addr string) (*Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, usage.Errorf("--addr 不能填“%s”：应是主机和端口，如 127.0.0.1:8080", addr)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, cannotListen(addr, err)
	}
	return &Listener{l, host}, nil
}

// Address is what to type into a browser.
func (l *Listener) Address() string {
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return l.Addr().String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

// OtherAddresses is what to type into a browser of another machine, where all
// of this machine's addresses are listened at: its name and its numbers, which
// are all that the preview answers to.
func (l *Listener) OtherAddresses() []string {
	at, isTCP := l.Addr().(*net.TCPAddr)
	if !isTCP || !at.IP.IsUnspecified() {
		return nil
	}
	var hosts []string
	if name, err := os.Hostname(); err == nil {
		hosts = append(hosts, name)
	}
	own, _ := net.InterfaceAddrs() // without them there is still the name
	for _, a := range own {
		if n, ok := a.(*net.IPNet); ok && n.IP.IsGlobalUnicast() && (at.IP.To4() == nil || n.IP.To4() != nil) {
			hosts = append(hosts, n.IP.String())
		}
	}
	for i, h := range hosts {
		hosts[i] = fmt.Sprintf("http://%s/", net.JoinHostPort(h, strconv.Itoa(at.Port)))
	}
	return hosts
}

// Names returns the names by which browsers may ask, beside localhost and the
// number that a request came in at: the one that was typed, and this machine's
// where others may ask.
func (l *Listener) Names() []string {
	names := []string{l.host}
	if ip := net.ParseIP(l.host); l.host == "" || ip != nil && !ip.IsLoopback() {
		if name, err := os.Hostname(); err == nil {
			names = append(names, name)
		}
	}
	return names
}

// cannotListen says why there is no preview, and what to do.
func cannotListen(addr string, err error) error {
	var wrong *net.AddrError
	var unknown *net.DNSError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s 已被占用：可能已经开着一个预览，请先停止它，或者换一个端口，如 --addr 127.0.0.1:8081", addr)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("没有权限使用 %s：1024 以下的端口归系统使用，请换一个端口，如 --addr 127.0.0.1:8080", addr)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("%s 不是本机的地址，请改为 --addr 127.0.0.1:8080", addr)
	case errors.As(err, &wrong), errors.As(err, &unknown):
		return usage.Errorf("--addr 不能填“%s”：应是主机和端口，如 127.0.0.1:8080", addr)
	}
	return err
}
