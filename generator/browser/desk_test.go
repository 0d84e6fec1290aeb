package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"minglu/generator/content"
	engine "minglu/generator/desk"
	"minglu/generator/desk/web"
	"minglu/generator/edition"
	"minglu/generator/fixture"
	"minglu/generator/values"
)

// TestDesk fills in what clerks fill in, in a browser.
func TestDesk(t *testing.T) {
	site := host(t)
	d := deskOf(t)
	mux := http.NewServeMux()
	mux.Handle("/.minglu/desk/", web.Handler(d.Call))
	mux.HandleFunc(below+edition.DeskPath, func(w http.ResponseWriter, r *http.Request) {
		page, err := os.ReadFile(filepath.Join(site.dir, edition.DeskPath))
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(web.Page(page, "/.minglu/desk/", "", false))
	})
	mux.Handle("/", http.StripPrefix(below, http.HandlerFunc(site.serve)))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	site.root = server.URL + below
	for _, use := range []struct {
		name string
		of   func(*clerk)
	}{
		{"a brand of each type is typed and downloaded", func(c *clerk) { c.typesBrands(typed...) }},
		{"slips are shown at their fields", (*clerk).slips},
		{"what is typed survives", (*clerk).leaves},
		{"an opened file comes back with one changed line", (*clerk).opensAFile},
		{"a picture is made small and packed", (*clerk).takesAPicture},
		{"an unreadable file shows its text", (*clerk).opensAnUnreadableFile},
		{"a notice names brands", (*clerk).typesANotice},
		{"it fits narrow windows", (*clerk).fits},
		{"it passes axe", (*clerk).passesAxe},
	} {
		t.Run(use.name, func(t *testing.T) {
			b := site.tab(t)
			b.window(1280)
			use.of(&clerk{tab: b, desk: d})
			_, troubles := b.heard()
			for _, trouble := range troubles {
				if !strings.Contains(trouble, "422") { // a value that is refused, with words for the clerk
					t.Error(trouble)
				}
			}
		})
	}
}

func deskOf(t *testing.T) *engine.Desk {
	e, bad, err := edition.Read(os.DirFS("../.."), func(s *content.Settings) values.Date { return s.DemoDate })
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	bundle, err := engine.BundleOf(e, false)
	if err != nil {
		t.Fatal(err)
	}
	d, err := engine.Open(bundle)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestDeskInWebAssembly fills in a brand where the engine runs in the browser: on the
// site, and in the folder of its own that is opened from a disk. The site's repository
// lies at a host that lets other pages read its files, but for those that it has not.
func TestDeskInWebAssembly(t *testing.T) {
	browser := Start(t)
	dir, site, disk := fixture.Repository(t, fixture.Content(t)), t.TempDir(), t.TempDir()
	const there, elsewhere = "content/brands/donghai/donghai-guiweifen.md", "content/brands/donghai/donghai-huangchuan-caomei.md"
	lies := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		if r.URL.Path != "/api/v4/projects/rsj/minglu/repository/files/"+there+"/raw" || r.URL.RawQuery != "ref=main" {
			http.Error(w, "{}", http.StatusNotFound)
			return
		}
		http.ServeFile(w, r, filepath.Join("../..", filepath.FromSlash(there)))
	}))
	t.Cleanup(lies.Close)
	fixture.EditSettings(t, dir, "base_url:", "repository:\n  host: gitlab\n  address: "+lies.URL+"/rsj/minglu\nbase_url:")
	for _, command := range [][]string{{"build", "--out", site}, {"desk", "--out", disk}} {
		if code, stdout, stderr := minglu(t, append(command, "-C", dir)...); code != 0 {
			t.Fatalf("%v: %d\n%s%s", command, code, stdout, stderr)
		}
	}
	h := &hosted{dir: site, browser: browser}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = strings.TrimPrefix(r.URL.Path, "/")
		h.serve(w, r)
	}))
	t.Cleanup(server.Close)
	for name, at := range map[string]struct{ root, page string }{
		"on the site": {server.URL + "/", edition.DeskPath},
		"from a disk": {(&url.URL{Scheme: "file", Path: filepath.ToSlash(disk) + "/"}).String(), url.PathEscape("填报台.html")},
	} {
		t.Run(name, func(t *testing.T) {
			b := (&hosted{root: at.root, browser: browser}).tab(t)
			b.window(1280)
			c := &clerk{tab: b, desk: deskOf(t), page: at.page}
			c.typesBrands(typed[0])
			paper, data := c.printsPapers()
			c.fillsFromWord(typed[0], paper, data)
			c.takesAList()
			c.slips()
			if name == "on the site" {
				c.pick("硅微粉")
				c.opened(there)
			}
			c.pick("黄川草莓")
			c.pastes(elsewhere)
			_, troubles := b.heard()
			troubles = slices.DeleteFunc(troubles, func(said string) bool { return strings.Contains(said, "404") }) // of the file that the host has not
			if len(troubles) > 0 {
				t.Error(troubles)
			}
		})
	}
	t.Run("figures are tried", func(t *testing.T) {
		triesFigures(t, &hosted{root: server.URL + "/", dir: site, browser: browser})
	})
}

// TestDeskSaves opens a brand in the preview and saves it: one line of its file changes,
// and what somebody else wrote meanwhile is shown beside it, not written over.
func TestDeskSaves(t *testing.T) {
	browser := Start(t)
	dir := fixture.Repository(t, fixture.Content(t))
	b := (&hosted{root: fixture.Serve(t, dir, today, false), browser: browser}).tab(t)
	b.window(1280)
	c := &clerk{tab: b, desk: deskOf(t)}
	file := filepath.Join(dir, "content/brands/donghai/donghai-banhua.md")
	text := func() string {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	before := text()
	c.pick("版画")
	c.until("the form", `!!document.querySelector('#desk .work .field')`)
	save := func(workers, says string) {
		t.Helper()
		c.fill([]any{"facts", "workers"}, workers)
		c.settled()
		c.press("送出")
		c.press("保存")
		c.until(says, fmt.Sprintf(`document.querySelector('#desk').innerText.includes(%q)`, says))
	}
	save("2131", "已保存到")
	mine := strings.Replace(before, "workers: 2130\n", "workers: 2131\n", 1)
	if got := text(); got != mine {
		t.Fatalf("the file is\n%s", got)
	}
	theirs := strings.Replace(mine, "artisans: 18\n", "artisans: 19\n", 1)
	if err := os.WriteFile(file, []byte(theirs), 0o644); err != nil {
		t.Fatal(err)
	}
	save("2132", "被别人改过")
	if got := text(); got != theirs {
		t.Fatalf("theirs was written over:\n%s", got)
	}
	if !eval[bool](b, `[...document.querySelectorAll('.sides textarea')].map((a) => a.value).join().match(/artisans: 19[^]*workers: 2132/) !== null`) {
		t.Error("the texts are not shown side by side")
	}
	c.press("看过了")
	c.until("saved", `document.querySelector('#desk').innerText.includes('已保存到')`)
	if got := text(); got != strings.Replace(mine, "workers: 2131\n", "workers: 2132\n", 1) {
		t.Errorf("the file is\n%s", got)
	}
	js[bool](c, `() => {
		const input = [...document.querySelectorAll('details.way input')][0]
		input.closest('details').open = true
		input.value = 'donghai-muke'
		return true
	}`)
	c.press("改地址")
	c.until("another address", `document.querySelector('#desk').innerText.includes('旧地址会转到新地址')`)
	c.settled()
	c.press("送出")
	c.press("保存")
	c.until("saved again", `document.querySelector('#desk').innerText.includes('已保存到 content/brands/donghai/donghai-muke.md')`)
	if _, err := os.Stat(file); err == nil {
		t.Error("the old file is still there")
	}
	if file = filepath.Join(filepath.Dir(file), "donghai-muke.md"); !strings.Contains(text(), "former_slugs: [donghai-banhua]\n") {
		t.Errorf("the file is\n%s", text())
	}
	c.printsPapers()
	c.savesAList(dir)
	c.savesANotice(dir)
	c.pick("版画")
	c.savesAJudgement(filepath.Join(dir, "content/judgements/lianyungang-2024/donghai-muke.yaml"))
	b.open("brands/guanyun-zhenzhi.html")
	eval[bool](b, `(document.querySelector('#try button').click(), true)`)
	c.until("figures to try", `!!document.querySelector('.trying .now li')`)
}
