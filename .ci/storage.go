//go:build ignore

// Storage publishes sites in turn onto an S3 server while visitors load pages, and holds
// what hosts hand out against the sites: see .ci/storage, which runs it.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"minglu/generator/public"
)

func main() {
	log.SetFlags(0)
	requests := flag.Int64("requests", 10000, "how many requests of visitors at least")
	versitygw := flag.String("versitygw", "versitygw", "the S3 server")
	publish := flag.String("publish", "", ".ci/publish.go, built")
	flag.Parse()
	c := &check{work: flag.Arg(0), gateway: *versitygw, publish: *publish, requests: *requests}
	for _, dir := range flag.Args()[1:] {
		c.sites = append(c.sites, readSite(dir))
	}
	err := c.examples()
	if err == nil {
		err = c.storage()
	}
	for _, stop := range slices.Backward(c.stops) {
		stop()
	}
	if err != nil {
		log.Fatal(err)
	}
}

// A site is a built one: its files and how they are to be handed out.
type site struct {
	dir     string
	files   map[string][]byte
	hosting public.Hosting
}

func readSite(dir string) site {
	s := site{dir: dir, files: map[string][]byte{}}
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && p != public.Record {
			s.files[p], err = fs.ReadFile(root, p)
		}
		return err
	})
	if err == nil {
		err = json.Unmarshal(s.files[public.HeadersPath], &s.hosting)
	}
	if err != nil {
		log.Fatal(err)
	}
	return s
}

type check struct {
	work, gateway, publish string
	requests               int64
	sites                  []site
	stops                  []func()
}

// start starts a server and waits until it listens at the address.
func (c *check) start(address string, cmd *exec.Cmd) error {
	said, err := os.Create(filepath.Join(c.work, filepath.Base(cmd.Path)+".log"))
	if err != nil {
		return err
	}
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		return err
	}
	c.stops = append(c.stops, func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for range 3000 {
		if l, err := net.Dial("tcp", address); err == nil {
			return l.Close()
		}
		time.Sleep(20 * time.Millisecond)
	}
	text, _ := os.ReadFile(said.Name())
	return fmt.Errorf("%s does not listen: %s", cmd.Path, text)
}

// free returns an address that nobody listens at.
func free() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// nginx starts nginx with a server of these settings.
func (c *check) nginx(server string) (string, error) {
	at, dir := free(), filepath.Join(c.work, "nginx-"+fmt.Sprint(len(c.stops)))
	settings := fmt.Sprintf("daemon off; worker_processes 2; user root; pid %s/pid; error_log %[1]s/errors;\nevents {}\nhttp { access_log off;", dir)
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		settings += fmt.Sprintf(" %s_temp_path %s/%[1]s;", kind, dir)
	}
	settings += fmt.Sprintf("\nserver { listen %s;\n%s\n} }\n", at, server)
	if os.Geteuid() != 0 {
		settings = strings.Replace(settings, "user root; ", "", 1)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(settings), 0o644); err != nil {
		return "", err
	}
	return "http://" + at + "/", c.start(at, exec.Command("nginx", "-e", dir+"/errors", "-c", file))
}

// examples holds what nginx and Caddy hand out with the settings that the build wrote.
func (c *check) examples() error {
	s := c.sites[0]
	dir, err := filepath.Abs(s.dir)
	if err != nil {
		return err
	}
	if _, err := exec.LookPath("nginx"); err != nil {
		log.Print("nginx is not installed: hosting/nginx.conf is NOT CHECKED")
	} else {
		base, err := c.nginx(fmt.Sprintf("root %s; include %[1]s/hosting/nginx.conf;", dir))
		if err == nil {
			err = s.hold("nginx", base, true)
		}
		if err != nil {
			return err
		}
	}
	if _, err := exec.LookPath("caddy"); err != nil {
		log.Print("Caddy is not installed: hosting/Caddyfile is NOT CHECKED")
		return nil
	}
	at, file := free(), filepath.Join(c.work, "Caddyfile")
	text := fmt.Sprintf("{\n\tadmin off\n\tauto_https off\n}\nhttp://%s {\n\troot * %s\n\timport %[2]s/hosting/Caddyfile\n}\n", at, dir)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		return err
	}
	cmd := exec.Command("caddy", "run", "--adapter", "caddyfile", "--config", file)
	cmd.Env = append(os.Environ(), "HOME="+c.work)
	if err := c.start(at, cmd); err != nil {
		return err
	}
	return s.hold("Caddy", "http://"+at+"/", true)
}

// hold holds every file of the site, as a host hands it out, against the disk and the
// rules. A host of its own has headers of each answer; a storage keeps some for each file.
func (s site) hold(name, base string, own bool) error {
	get := func(address string, status int, p string) error {
		r, err := http.Get(base + (&url.URL{Path: address}).EscapedPath())
		if err != nil {
			return err
		}
		defer r.Body.Close()
		data, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		rule, kind := s.hosting.Of(p)
		switch {
		case r.StatusCode != status || !bytes.Equal(data, s.files[p]):
			return fmt.Errorf("%s: %s: %s, %d bytes", name, address, r.Status, len(data))
		case r.Header.Get("Content-Type") != kind:
			return fmt.Errorf("%s: %s is of type %q, not %q", name, address, r.Header.Get("Content-Type"), kind)
		}
		for header, want := range rule.Headers {
			if got := strings.Join(r.Header.Values(header), ", "); got != want && (own || header == "Cache-Control") {
				return fmt.Errorf("%s: %s has %s %q, not %q", name, address, header, got, want)
			}
		}
		return nil
	}
	for _, p := range slices.Sorted(maps.Keys(s.files)) {
		if name == "Caddy" && p == "hosting/Caddyfile" {
			continue // Caddy hides what it is set by
		}
		if err := get(p, http.StatusOK, p); err != nil {
			return err
		}
	}
	if own {
		for address, p := range map[string]string{"": "index.html", "assets/none.css": "404.html", "nothing/here": "404.html", "brands/none.html": "404.html"} {
			status := http.StatusOK
			if p == "404.html" {
				status = http.StatusNotFound
			}
			if err := get(address, status, p); err != nil {
				return err
			}
		}
	}
	log.Printf("%s hands out %d files as they are, with their headers", name, len(s.files))
	return nil
}

const key, secret = "minglu", "minglu-secret"

// storage publishes the sites in turn onto an S3 server, while visitors look.
func (c *check) storage() error {
	for _, tool := range []string{c.gateway, "rclone", "nginx", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			log.Printf("there is no %s: publishing to a storage is NOT CHECKED", filepath.Base(tool))
			return nil
		}
	}
	at, dir := free(), filepath.Join(c.work, "objects")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := c.start(at, exec.Command(c.gateway, "--port", at, "--access", key, "--secret", secret, "posix", dir)); err != nil {
		return err
	}
	os.Unsetenv("AWS_CA_BUNDLE") // nothing here is encrypted, and Debian's rclone fails where it is set
	for name, value := range map[string]string{"TYPE": "s3", "PROVIDER": "Other", "ENDPOINT": "http://" + at, "ACCESS_KEY_ID": key, "SECRET_ACCESS_KEY": secret, "FORCE_PATH_STYLE": "true", "REGION": "us-east-1"} {
		os.Setenv("RCLONE_CONFIG_STORE_"+name, value)
	}
	if err := run("rclone", "mkdir", "store:site"); err != nil {
		return err
	}
	policy := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*"}]}`
	if err := run("curl", "-sSf", "--aws-sigv4", "aws:amz:us-east-1:s3", "--user", key+":"+secret, "-X", "PUT",
		"-H", fmt.Sprintf("x-amz-content-sha256: %x", sha256.Sum256([]byte(policy))), "--data-binary", policy, "http://"+at+"/site?policy="); err != nil {
		return err
	}
	base, err := c.nginx(fmt.Sprintf("location / { rewrite ^/$ /index.html; proxy_pass http://%s/site/; proxy_http_version 1.1; proxy_set_header Connection \"\"; }", at))
	if err != nil {
		return err
	}

	if err := c.put(c.sites[0], 0); err != nil {
		return err
	}
	if err := c.sites[0].hold("the storage", base, false); err != nil {
		return err
	}
	v, leave := c.admit(base)
	rounds, killed := 0, 0
	for ; v.requests.Load() < c.requests || rounds < 9; rounds++ {
		s := c.sites[(rounds+1)%len(c.sites)]
		if rounds%3 == 1 { // this one does not come to its end
			if err := c.put(s, time.Duration(rand.IntN(2500))*time.Millisecond); err != nil {
				killed++
			}
			continue
		}
		if err := c.put(s, 0); err != nil {
			leave()
			return err
		}
	}
	last := c.sites[rounds%len(c.sites)]
	err = c.put(last, 0)
	leave()
	if err != nil {
		return err
	}
	log.Printf("%d runs, %d of them killed; %d requests of visitors, %d pages, %d searches; %d pages whose parts were absent", rounds+1, killed, v.requests.Load(), v.pages.Load(), v.searches.Load(), len(v.broken))
	if len(v.broken) > 0 || v.searches.Load() == 0 {
		return fmt.Errorf("visitors saw: %s", strings.Join(v.broken[:min(20, len(v.broken))], "\n"))
	}
	if err := last.hold("the storage", base, false); err != nil {
		return err
	}
	if err := c.leavesNothing(last); err != nil {
		return err
	}
	return c.wouldNotice(base)
}

// admit has visitors look until they are to leave.
func (c *check) admit(base string) (v *visitors, leave func()) {
	v = &visitors{base: base, sites: c.sites}
	ctx, cancel := context.WithCancel(context.Background())
	var inside sync.WaitGroup
	for range 16 {
		inside.Go(func() {
			for ctx.Err() == nil {
				v.visit()
			}
		})
	}
	return v, func() {
		cancel()
		inside.Wait()
	}
}

// wouldNotice has sites published without keeping what old pages load, which visitors must
// notice: else nothing was shown.
func (c *check) wouldNotice(base string) error {
	v, leave := c.admit(base)
	var err error
	for i := range 12 {
		if err = c.put(c.sites[i%len(c.sites)], 0, "-keep", "-1ns"); err != nil {
			break
		}
	}
	leave()
	log.Printf("where nothing is kept, visitors notice it %d times in %d requests", len(v.broken), v.requests.Load())
	if err == nil && len(v.broken) == 0 && len(c.sites) > 1 {
		err = fmt.Errorf("visitors do not notice where parts of their pages are deleted")
	}
	return err
}

// leavesNothing has the site published once more with nothing kept, and holds what is on
// the storage then: the site, and what a stranger put there.
func (c *check) leavesNothing(s site) error {
	strange := filepath.Join(c.work, "strange.txt")
	if err := os.WriteFile(strange, []byte("somebody else's"), 0o644); err != nil {
		return err
	}
	if err := run("rclone", "copyto", strange, "store:site/strange.txt"); err != nil {
		return err
	}
	if err := c.put(s, 0, "-keep", "-1ns"); err != nil {
		return err
	}
	listed, err := exec.Command("rclone", "lsf", "-R", "--files-only", "store:site").Output()
	if err != nil {
		return err
	}
	want := append(slices.Collect(maps.Keys(s.files)), public.Record, ".minglu.later", "strange.txt")
	have := strings.Fields(string(listed))
	slices.Sort(want)
	slices.Sort(have)
	if !slices.Equal(have, want) {
		return fmt.Errorf("on the storage are %d files, not %d: %v", len(have), len(want), slices.DeleteFunc(have, func(p string) bool { return slices.Contains(want, p) }))
	}
	log.Print("the storage has the files of the site, what says so, and somebody else's file, and no others")
	return nil
}

// put publishes a site; after a while, where there is one, it is killed.
func (c *check) put(s site, after time.Duration, flags ...string) error {
	ctx := context.Background()
	if after > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, after)
		defer cancel()
	}
	cmd := exec.CommandContext(ctx, c.publish, append(flags, s.dir, "store:site")...)
	said, err := cmd.CombinedOutput()
	if err != nil && after == 0 {
		return fmt.Errorf("%w: %s", err, said)
	}
	return err
}

func run(name string, args ...string) error {
	if said, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w: %s", name, args[0], err, said)
	}
	return nil
}

// visitors load pages, all that these load, and what a search asks for.
type visitors struct {
	base                      string
	sites                     []site
	requests, pages, searches atomic.Int64

	mu     sync.Mutex
	broken []string
}

func (v *visitors) get(address string) (int, []byte, http.Header) {
	v.requests.Add(1)
	r, err := http.Get(v.base + address)
	if err != nil {
		return 0, []byte(err.Error()), nil
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return 0, []byte(err.Error()), nil
	}
	return r.StatusCode, data, r.Header
}

func (v *visitors) complain(format string, args ...any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.broken = append(v.broken, fmt.Sprintf(format, args...))
}

var loaded = regexp.MustCompile(`<(?:link|script|img|source)\b[^>]*>`)
var addresses = regexp.MustCompile(`(?:href|src|srcset|data-[a-z]+)="([^"]+)"`)

// pause is how long a page or a network takes, for some long.
func (v *visitors) pause() {
	most := 300
	if rand.IntN(4) == 0 {
		most = 10000
	}
	time.Sleep(time.Duration(rand.IntN(most)) * time.Millisecond)
}

// visit loads one page as a browser does.
func (v *visitors) visit() {
	s := v.sites[rand.IntN(len(v.sites))]
	all := slices.DeleteFunc(slices.Sorted(maps.Keys(s.files)), func(p string) bool { return !strings.HasSuffix(p, ".html") })
	page := all[rand.IntN(len(all))]
	status, data, _ := v.get(page)
	everywhere := !slices.ContainsFunc(v.sites, func(s site) bool { return s.files[page] == nil })
	switch {
	case status == http.StatusNotFound && !everywhere:
		return
	case status != http.StatusOK:
		v.complain("%s: %d %.100s", page, status, data)
		return
	case !slices.ContainsFunc(v.sites, func(s site) bool { return bytes.Equal(s.files[page], data) }):
		v.complain("%s is that of no edition", page)
		return
	}
	v.pages.Add(1)
	v.pause() // while something may be published
	for _, p := range partsOf(page, data) {
		status, part, header := v.get(p)
		if status != http.StatusOK || len(part) == 0 {
			v.complain("%s loads %s, which is absent: %d", page, p, status)
		} else if rule, kind := s.hosting.Of(p); header.Get("Content-Type") != kind || header.Get("Cache-Control") != rule.Headers["Cache-Control"] {
			v.complain("%s: %v", p, header)
		}
	}
	if rand.IntN(4) == 0 {
		v.search()
	}
}

// partsOf returns what a page loads of its site, but for other pages and data.
func partsOf(page string, data []byte) []string {
	at, _ := url.Parse(page)
	var parts []string
	for _, tag := range loaded.FindAll(data, -1) {
		for _, m := range addresses.FindAllSubmatch(tag, -1) {
			for _, one := range strings.Split(string(m[1]), ",") {
				address := strings.Fields(one + " ")
				if len(address) == 0 {
					continue
				}
				u, err := at.Parse(address[0])
				if err != nil || u.Host != "" || u.Path == "" {
					continue
				}
				p := strings.TrimPrefix(u.Path, "/")
				if slices.Contains([]string{".css", ".js", ".jpg", ".png", ".svg"}, filepath.Ext(p)) && !slices.Contains(parts, p) {
					parts = append(parts, p)
				}
			}
		}
	}
	return parts
}

// search fetches the manifest of the search, and a while later some of the files that it
// names: which these are tells the edition that has the manifest.
func (v *visitors) search() {
	status, data, _ := v.get("search/manifest.json")
	i := slices.IndexFunc(v.sites, func(s site) bool { return bytes.Equal(s.files["search/manifest.json"], data) })
	if status != http.StatusOK || i < 0 {
		v.complain("search/manifest.json: %d, of no edition", status)
		return
	}
	v.searches.Add(1)
	v.pause()
	s := v.sites[i]
	all := slices.DeleteFunc(slices.Sorted(maps.Keys(s.files)), func(p string) bool { return !strings.HasPrefix(p, "search/") || !strings.HasSuffix(p, ".bin") })
	for range min(6, len(all)) {
		p := all[rand.IntN(len(all))]
		if status, data, _ := v.get(p); status != http.StatusOK || !bytes.Equal(data, s.files[p]) {
			v.complain("the manifest of %s names %s, which is absent: %d", s.dir, p, status)
		}
	}
}
