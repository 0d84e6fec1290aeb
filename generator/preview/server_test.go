package preview

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhoMayAsk(t *testing.T) {
	d := sit(t, Options{Hosts: []string{"board.example"}})
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(d.root, "http://"))
	for _, c := range []struct {
		method, address, host string
		header                []string
		want                  int
	}{
		{"GET", "/", "", nil, 200},
		{"HEAD", "/", "", nil, 200},
		{"GET", "/", "localhost:PORT", nil, 200},
		{"GET", "/", "LocalHost:PORT", nil, 200},
		{"GET", "/", "127.8.8.8:PORT", nil, 200},
		{"GET", "/", "[::1]:PORT", nil, 200},
		{"GET", "/", "[::ffff:127.0.0.1]:PORT", nil, 200},
		{"GET", "/", "board.example:PORT", nil, 200},
		{"GET", "/", "localhost", nil, 421}, // that is port 80
		{"GET", "/", "localhost:1", nil, 421},
		{"GET", "/", "127.0.0.1:1", nil, 421},
		{"GET", "/", "192.168.1.5:PORT", nil, 421},
		{"GET", "/", "0.0.0.0:PORT", nil, 421},
		{"GET", "/", "[::]:PORT", nil, 421},
		{"GET", "/", "[fe80::1]:PORT", nil, 421},
		{"GET", "/", "203.0.113.9:PORT", nil, 421},
		{"GET", "/", "2130706433:PORT", nil, 421},
		{"GET", "/", "evil.example:PORT", nil, 421},
		{"GET", "/", "localhost.evil.example:PORT", nil, 421},
		{"GET", "/", "127.0.0.1.evil.example:PORT", nil, 421},
		{"GET", eventsPath, "evil.example:PORT", nil, 421},
		{"GET", "/search/manifest.json", "evil.example:PORT", nil, 421},
		{"GET", eventsPath, "", []string{"Origin", "https://evil.example"}, 403},
		{"GET", eventsPath, "", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"GET", eventsPath, "", []string{"Origin", "null"}, 403},
		{"GET", eventsPath, "", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"POST", "/", "", nil, 405},
		{"PUT", "/content/site.yaml", "", nil, 405},
		{"DELETE", "/", "", nil, 405},
		{"GET", "/../go.mod", "", nil, 404},
		{"GET", "/%2e%2e/%2e%2e/etc/passwd", "", nil, 404},
		{"GET", "/..%5c..%5cgo.mod", "", nil, 404},
		{"GET", "/content/site.yaml", "", nil, 404},
		{"GET", "//etc/passwd", "", nil, 404},
		{"GET", "/brands/", "", nil, 404},
		{"GET", "/.minglu/", "", nil, 404},
	} {
		host := strings.Replace(c.host, "PORT", port, 1)
		got, said := d.ask(c.method, c.address, host, c.header...)
		if got != c.want {
			t.Errorf("%s %s of %q %.60v answers %d, want %d", c.method, c.address, host, c.header, got, c.want)
		}
		if got == 421 && !strings.Contains(said, "请打开 "+d.root+"/ ") {
			t.Errorf("%q is told %q, not what to type", host, said)
		}
	}
}

// ask returns what a request is answered, by whatever name it calls the preview.
func (d *editor) ask(method, address, host string, header ...string) (int, string) {
	d.t.Helper()
	ctx, stop := context.WithTimeout(d.t.Context(), patience)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, method, d.root+address, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	if host != "" {
		r.Host = host
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusOK {
		return answer.StatusCode, "" // a stream would not end
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// Where others of the network may ask, they ask by the number that leads here:
// any other is one that something else made to lead here.
func TestANumberIsTheOneThatTheRequestCameInAt(t *testing.T) {
	p := &Preview{}
	for _, c := range []struct {
		local, host string
		want        bool
	}{
		{"192.168.1.5:8080", "192.168.1.5:8080", true},
		{"192.168.1.5:8080", "127.0.0.1:8080", true},
		{"192.168.1.5:8080", "192.168.1.6:8080", false},
		{"192.168.1.5:8080", "192.168.1.5:80", false},
		{"192.168.1.5:8080", "192.168.1.5", false},
		{"192.168.1.5:80", "192.168.1.5", true},
		{"[2001:db8::5]:8080", "[2001:db8::5]:8080", true},
		{"[2001:db8::5]:8080", "[2001:DB8:0::5]:8080", true},
		{"[2001:db8::5]:8080", "[2001:db8::6]:8080", false},
		{"127.0.0.1:8080", "192.168.1.5:8080", false},
		{"127.0.0.1:8080", "", false},
		{"127.0.0.1:8080", ":8080", false},
		{"127.0.0.1:8080", "[127.0.0.1:8080", false},
	} {
		local, err := net.ResolveTCPAddr("tcp", c.local)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequestWithContext(context.WithValue(t.Context(), http.LocalAddrContextKey, local), "GET", "/", nil)
		r.Host = c.host
		if got := p.mayAsk(r); got != c.want {
			t.Errorf("a request to %s that asks %q: %v, want %v", c.local, c.host, got, c.want)
		}
	}
}

func TestStreamsAreCounted(t *testing.T) {
	d := sit(t, Options{})
	open := func() (*http.Response, context.CancelFunc) {
		ctx, stop := context.WithCancel(t.Context())
		r, err := http.NewRequestWithContext(ctx, "GET", d.root+eventsPath, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		return answer, stop
	}
	var stops []context.CancelFunc
	for range mostStreams {
		answer, stop := open()
		if answer.StatusCode != http.StatusOK {
			t.Fatal(answer.Status)
		}
		stops = append(stops, stop)
	}
	if status, said := d.ask("GET", eventsPath, ""); status != http.StatusServiceUnavailable || !strings.Contains(said, "请关闭一些") {
		t.Errorf("one more stream answers %d %q", status, said)
	}
	if status, _ := d.get(brandPage); status != http.StatusOK {
		t.Errorf("a page answers %d beside the streams", status)
	}
	stops[0]()
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		answer, stop := open()
		stop()
		if answer.StatusCode == http.StatusOK {
			break
		}
		if time.Now().After(end) {
			t.Fatal("a stream that ended leaves no place")
		}
	}
	for _, stop := range stops {
		stop()
	}
}

func TestConnectionsAreCounted(t *testing.T) {
	d := sit(t, Options{})
	dial := func() net.Conn {
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(d.root, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c
	}
	var held []net.Conn
	for range mostConnections {
		held = append(held, dial())
	}
	last := dial()
	if _, err := io.WriteString(last, "GET / HTTP/1.0\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	answers := bufio.NewReader(last)
	_ = last.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	if line, err := answers.ReadString('\n'); err == nil {
		t.Errorf("one connection more is answered %q", line)
	}
	held[0].Close()
	_ = last.SetReadDeadline(time.Now().Add(patience))
	if line, err := answers.ReadString('\n'); err != nil || !strings.HasPrefix(line, "HTTP/1.0 ") {
		t.Errorf("once another ended: %q, %v", line, err)
	}
}

// A client that says nothing, or promises what it does not send, is not waited
// for. Time is the bubble's: nobody sleeps.
func TestNobodyIsWaitedForLong(t *testing.T) {
	for _, c := range []struct {
		name, says string
		within     time.Duration
		answer     string // begins with
	}{
		{"nothing is said", "", slowest, ""},
		{"half a head", "GET / HTTP/1.1\r\nHost: a", slowest, ""},
		{"a head without end", "GET / HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("x", 1<<20), 0, "HTTP/1.1 431 "},
		{"one request and no other", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", longestIdle, "HTTP/1.1 421 "},
		{"content that never comes", "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n", 0, "HTTP/1.1 413 "},
		{"a post that never ends", "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n", 0, "HTTP/1.1 405 "},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				ours, theirs := net.Pipe()
				l := &oneConn{Conn: &local{theirs}, given: make(chan struct{}, 1), closed: make(chan struct{})}
				l.given <- struct{}{}
				server := (&Preview{}).server(ctx)
				ended := make(chan struct{})
				go func() {
					_ = server.Serve(l)
					close(ended)
				}()
				began := time.Now()
				go func() { _, _ = io.WriteString(ours, c.says) }()
				answer, _ := io.ReadAll(ours) // until it is closed
				if !strings.HasPrefix(string(answer), c.answer) {
					t.Errorf("answers %q, want %q", answer, c.answer)
				}
				if took := time.Since(began); took > c.within+time.Second {
					t.Errorf("closed after %v, want %v", took, c.within)
				}
				ours.Close()
				stop()
				_ = server.Close()
				<-ended
			})
		})
	}
}

// A oneConn is a listener of one connection.
type oneConn struct {
	net.Conn
	given, closed chan struct{}
}

func (l *oneConn) Accept() (net.Conn, error) {
	select {
	case <-l.given:
		return l.Conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}
func (l *oneConn) Addr() net.Addr { return l.LocalAddr() }
func (l *oneConn) Close() error {
	close(l.closed)
	return nil
}

// A local is a connection that came in at port 80 of this machine.
type local struct{ net.Conn }

func (*local) LocalAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }
