package host

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"net/url"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"

	"minglu/generator/keys"
)

var repositories = map[Kind]*Repository{
	GitHub: {GitHub, "https://github.com/rsj/minglu", "main"},
	GitLab: {GitLab, "https://gitlab.com/lyg/rsj/minglu", "main"},
	Gitea:  {Gitea, "http://127.0.0.1:3000/git/rsj/minglu", "zhu/shizi"},
	Gitee:  {Gitee, "https://gitee.com/rsj/minglu", "master"},
}

const file, text = "content/brands/donghai/donghai-banhua.md", "name: 甲 & 乙 + #1\n"

func TestSources(t *testing.T) {
	for kind, want := range map[Kind]Source{
		GitHub: {"https://raw.githubusercontent.com/rsj/minglu/main/" + file, true, "GitHub"},
		GitLab: {"https://gitlab.com/api/v4/projects/lyg%2Frsj%2Fminglu/repository/files/content%2Fbrands%2Fdonghai%2Fdonghai-banhua.md/raw?ref=main", true, "GitLab"},
		Gitea:  {"http://127.0.0.1:3000/git/rsj/minglu/raw/branch/zhu/shizi/" + file, false, "Gitea"},
		Gitee:  {"https://gitee.com/rsj/minglu/raw/master/" + file, false, "Gitee"},
	} {
		r := repositories[kind]
		if got := r.Source(file); got != want {
			t.Errorf("%s: %v", kind, got)
		}
		if got := r.Source(file); got.Read != strings.HasPrefix(got.Address, r.Readable()+"/") {
			t.Errorf("%s: %s is not below %s", kind, got.Address, r.Readable())
		}
		if got := r.Source("../x"); got != (Source{}) {
			t.Errorf("%s: %v of a path that leads out", kind, got)
		}
	}
	if own := (&Repository{GitHub, "https://git.example.org/rsj/minglu", "main"}).Source(file); own.Read || own.Address != "https://git.example.org/rsj/minglu/raw/main/"+file {
		t.Errorf("an own server: %v", own)
	}
}

// The addresses are those of the hosts' own documentation and pages.
func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		of                      Kind
		file, folder, edit, new string
	}{
		{GitHub, "blob/main/" + file, "tree/main/content/_blank", "edit/main/" + file,
			"new/main?filename=content%2Fbrands%2Fdonghai%2Fdonghai-banhua.md"},
		{GitLab, "-/blob/main/" + file, "-/tree/main/content/_blank", "-/edit/main/" + file,
			"-/new/main?file_name=content%2Fbrands%2Fdonghai%2Fdonghai-banhua.md"},
		{Gitea, "src/branch/zhu/shizi/" + file, "src/branch/zhu/shizi/content/_blank", "_edit/zhu/shizi/" + file,
			"_new/zhu/shizi/content/brands/donghai"},
		{Gitee, "blob/master/" + file, "tree/master/content/_blank", "edit/master/" + file, "new/master/content/brands/donghai"},
	} {
		r := repositories[c.of]
		w := r.Ways(file, text, false)
		for _, got := range []struct{ is, want string }{{w.View, c.file}, {r.Folder("content/_blank"), c.folder}, {w.Edit, c.edit}, {w.New, c.new}} {
			if want := r.Address + "/" + got.want; got.is != want {
				t.Errorf("%s: got %s, want %s", c.of, got.is, want)
			}
		}
	}
}

// Which page is opened, and whether the text comes with it.
func TestOpen(t *testing.T) {
	const value = "value=name%3A%20%E7%94%B2%20%26%20%E4%B9%99%20%2B%20%231%0A"
	long := strings.Repeat("水晶", 500)
	for _, c := range []struct {
		of    Kind
		text  string
		there bool
		with  string // what is added to the page
	}{
		{GitHub, text, false, "&" + value}, {GitHub, text, true, ""}, {GitHub, long, false, ""},
		{GitLab, text, false, ""}, {GitLab, text, true, ""},
		{Gitea, text, false, "?" + value}, {Gitea, text, true, "?" + value}, {Gitea, long, true, ""},
		{Gitee, text, false, ""}, {Gitee, text, true, ""},
	} {
		w := repositories[c.of].Ways(file, c.text, c.there)
		page := w.New
		if c.there {
			page = w.Edit
		}
		if w.Open != page+c.with || w.Fills != (c.with != "") || w.Limit > 0 && len(w.Open) > w.Limit {
			t.Errorf("%s, there %v: opens %s, fills %v, limit %d", c.of, c.there, w.Open, w.Fills, w.Limit)
		}
		steps := strings.Join(w.Steps, "\n")
		for words, want := range map[string]bool{"Ctrl+V": !w.Fills, "Ctrl+A": !w.Fills && c.there, "已经填好": w.Fills, file: true, "登录 " + repositories[c.of].Name(): true} {
			if strings.Contains(steps, words) != want {
				t.Errorf("%s, there %v: %q in the steps: %v\n%s", c.of, c.there, words, !want, steps)
			}
		}
	}
}

// Whatever a path, a branch and a text are made of, a host reads them back from the
// address, and nothing in them ends it.
func TestAddressesAreReadBack(t *testing.T) {
	alphabet := []rune("aZ09-._~/ &#+=?%;:@!$'()*,[]\\^|`<>{}\"\n\r\t水晶😀é\u0000\u202e")
	rnd := rand.New(rand.NewPCG(1, 2))
	random := func(n int) string {
		s := make([]rune, rnd.IntN(n))
		for i := range s {
			s[i] = alphabet[rnd.IntN(len(alphabet))]
		}
		return string(s)
	}
	for range 5000 {
		name, body, branch := random(20), random(40), random(12)
		if !isPath(name) {
			if w := (&Repository{GitHub, "https://github.com/a/b", "main"}).Ways(name, body, true); w.Open != "" || w.View != "" {
				t.Fatalf("%q is no path, and has %s", name, w.Open)
			}
			continue
		}
		if !IsBranch(branch) {
			branch = "zhu/#1+&水"
		}
		for kind, site := range sites {
			r := &Repository{kind, "https://example.org/a/b", branch}
			for _, there := range []bool{false, true} {
				w := r.Ways(name, body, there)
				for _, address := range []string{w.View, w.Edit, w.New, w.Open} {
					if strings.ContainsFunc(address, func(c rune) bool { return c <= ' ' || c > '~' || strings.ContainsRune("#+\"'<>&\\", c) && c != '&' }) {
						t.Fatalf("%s %q: %s", kind, name, address)
					}
				}
				u, err := url.Parse(w.Open)
				if err != nil {
					t.Fatal(err)
				}
				want := "/a/b" + site.create + branch
				switch {
				case there:
					want = "/a/b" + site.edit + branch + "/" + name
				case site.filename == "" && path.Dir(name) != ".":
					want += "/" + path.Dir(name)
				}
				q := u.Query()
				if u.Path != want || u.Fragment != "" || w.Fills && q.Get("value") != body || !there && site.filename != "" && q.Get(site.filename) != name {
					t.Fatalf("%s %q on %q with %q: %s", kind, name, branch, body, w.Open)
				}
			}
		}
	}
}

// The kinds are those that site.yaml offers.
func TestKindsAreTheTables(t *testing.T) {
	for _, name := range keys.Find(keys.Find(keys.Site, "repository").Fields, "host").Choices {
		if sites[Kind(name)].name == "" {
			t.Errorf("nothing is known of %s", name)
		}
	}
	if n := len(keys.Find(keys.Find(keys.Site, "repository").Fields, "host").Choices); n != len(sites) {
		t.Errorf("%d kinds are offered, %d known", n, len(sites))
	}
}

func TestPublicHosts(t *testing.T) {
	for address, want := range map[string][3]string{
		"https://github.com/a/b":      {"github", "GitHub", "https://github.com/signup"},
		"https://www.gitee.com/a/b":   {"gitee", "Gitee", "https://gitee.com/signup"},
		"https://codeberg.org/a/b":    {"gitea", "Codeberg", "https://codeberg.org/user/sign_up"},
		"https://gitee.com.evil/a/b":  {"", "Gitea", ""},
		"https://git.example.org/a/b": {"", "Gitea", ""},
	} {
		r := &Repository{Gitea, address, "main"}
		if got := [3]string{string(KindAt(r.Domain())), r.Name(), r.SignUp()}; got != want {
			t.Errorf("%s: %q", address, got)
		}
	}
}

func TestIsInside(t *testing.T) {
	for domain, want := range map[string]bool{
		"127.0.0.1": true, "::1": true, "192.168.1.9": true, "10.0.0.1": true, "localhost": true, "gitea": true, "git.local": true,
		"8.8.8.8": false, "gitee.com": false, "git.example.gov.cn": false, "172.32.0.1": false,
	} {
		if IsInside(domain) != want {
			t.Errorf("%s: %v", domain, !want)
		}
	}
}

// Git decides what a branch can be called.
func TestIsBranchAsGitSays(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	for _, name := range []string{"main", "master", "zhu/shizi", "水晶", "v1.0", "a.b", "", "@", "a@", "@{u}", "a@{1}", "-a", "a-", "a..b", "a.", ".a", "a/.b", "a.lock", "a.lock/b", "a//b", "/a", "a/",
		"a b", "a~", "a^", "a:b", "a?", "a*", "a[", "a\\b", "a\tb", "a\x7fb", "refs/heads/main"} {
		err := exec.Command("git", "check-ref-format", "refs/heads/"+name).Run()
		if want := err == nil && name != "@" && !strings.HasPrefix(name, "-"); IsBranch(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
}

// What the page in the browser gets.
func TestJSON(t *testing.T) {
	data, err := json.Marshal(repositories[Gitee].Ways(file, text, false))
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	names := slices.Sorted(maps.Keys(got))
	if want := []string{"edit", "fills", "limit", "new", "open", "steps", "view"}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}
