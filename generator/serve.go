package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"minglu/generator/preview"
	"minglu/generator/usage"
)

func (a *app) serveCommand() *cobra.Command {
	var addr string
	var all bool
	cmd := command("serve", "边改边看：在本机预览网站",
		`在本机显示网站，文件一存盘，浏览器里的页面就自动更新。有错误时页面上列出错误，改好后自动消失；
品牌的页面左下角可以查看它对照标准的结果。不读也不写 public/。按 Ctrl-C 停止。`,
		noArgs, func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), addr, all) })
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "在 `HOST:PORT` 提供预览，默认为 127.0.0.1:8080，只有本机能看；端口写 0 则任选一个")
	cmd.Flags().BoolVar(&all, "all", false, "也显示候选品牌的页面，列在 /preview/")
	return cmd
}

// serve shows the site until ctx ends, which is how it is meant to end.
func (a *app) serve(ctx context.Context, addr string, all bool) error {
	dir, err := a.repository()
	if err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return usage.Errorf("--addr 不能填“%s”：应是主机和端口，如 127.0.0.1:8080", addr)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return cannotListen(addr, err)
	}
	defer l.Close()
	kept, err := a.openCache(dir)
	if err != nil {
		return err
	}
	defer kept.Close()
	p, first := preview.New(ctx, preview.Options{Dir: dir, Day: a.day, Cache: kept, All: all, Hosts: namesOf(host)})
	if ctx.Err() == nil { // else it was interrupted before there was anything to show
		a.tell(first)
		a.welcome(l, all)
	}
	if err := p.Serve(ctx, l, a.tell); err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, "已停止。")
	return nil
}

// welcome prints where the preview is.
func (a *app) welcome(l net.Listener, all bool) {
	fmt.Fprintf(a.stdout, "预览：%s\n", address(l))
	if others := addressesOfOthers(l); len(others) > 0 {
		fmt.Fprintf(a.stdout, "其他电脑请打开：%s\n", strings.Join(others, " 或 "))
	}
	if all {
		fmt.Fprintf(a.stdout, "候选品牌：%spreview/\n", address(l))
	}
	fmt.Fprintln(a.stdout, "按 Ctrl-C 停止。")
}

// tell prints what came of reading the files.
func (a *app) tell(r preview.Report) {
	_ = r.Bad.Text(a.stdout) // who watches no more is told nothing
	for _, fault := range r.Faults {
		fmt.Fprintln(a.stdout, fault)
	}
	if n := len(r.Bad) + len(r.Faults); n > 0 {
		fmt.Fprintf(a.stdout, "%s 发现 %d 处错误，页面暂不更新。\n", a.clock(), n)
		return
	}
	fmt.Fprintf(a.stdout, "%s 已更新：%d 个品牌，用时 %d 毫秒。\n", a.clock(), r.Brands, r.Took.Milliseconds())
}

// clock is the hour as the wall shows it.
func (a *app) clock() string { return a.now().In(beijing).Format("15:04:05") }

// address is what to type into a browser.
func address(l net.Listener) string {
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return l.Addr().String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

// addressesOfOthers is what to type into a browser of another machine, where all
// of this machine's addresses are listened at: its name and its numbers, which
// are all that the preview answers to.
func addressesOfOthers(l net.Listener) []string {
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

// namesOf returns the names by which browsers may ask, beside localhost and the
// number that a request came in at: the one that was typed, and this machine's
// where others may ask.
func namesOf(host string) []string {
	names := []string{host}
	if ip := net.ParseIP(host); host == "" || ip != nil && !ip.IsLoopback() {
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
