package layouts

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"minglu/generator/edition"
)

// Every page for frames says what it is, has no script and nothing from elsewhere, opens
// its links outside the frame, and is planned; every brand, type and place has one.
func TestEmbeds(t *testing.T) {
	files := sample(t)
	e := editionOf(t, files)
	tree := render(t, siteOf(t, files), files)
	var addresses []string
	for _, d := range docsOf(t, tree, true) {
		addresses = append(addresses, d.path)
		t.Run(d.path, func(t *testing.T) {
			checkHeadings(t, d)
			checkIDs(t, d)
			checkPolicy(t, d)
			checkLinks(t, d, tree)
			checkEmbed(t, d)
		})
	}
	planned := slices.DeleteFunc(e.Plan.Embeds(), func(address string) bool {
		slug := strings.TrimSuffix(strings.TrimPrefix(address, "embed/brand/"), ".html")
		return strings.HasPrefix(address, "embed/brand/") && tree[edition.BrandPath(slug)] == "" // not on this day
	})
	if !slices.Equal(planned, addresses) {
		t.Errorf("rendered:\n%q\nplanned:\n%q", addresses, planned)
	}
	if tree[edition.BrandEmbedPath("jiu-shuijing")] != tree[edition.BrandEmbedPath("shuijing")] {
		t.Error("a former address shows something else than the present one")
	}
}

func checkEmbed(t *testing.T, d doc) {
	if found := d.tags("script", "iframe", "form", "object", "style"); len(found) > 0 {
		t.Errorf("it has a <%s>", found[0].Data)
	}
	if len(d.tags("main")) != 1 || attr(d.tags("html")[0], "lang") != "zh-CN" || d.meta("robots") != "noindex" || d.meta("viewport") == "" {
		t.Error("it lacks what every page has")
	}
	for _, n := range d.tags("meta") {
		if attr(n, "http-equiv") == "Content-Security-Policy" && attr(n, "content") != "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'" {
			t.Errorf("policy %q", attr(n, "content"))
		}
	}
	links := d.tags("a")
	if len(links) < 2 {
		t.Error("it leads nowhere")
	}
	for _, a := range links {
		if attr(a, "target") != "_blank" || attr(a, "rel") != "noopener" {
			t.Errorf("%q opens in the frame", attr(a, "href"))
		}
	}
	for _, n := range d.tags("link") {
		if !regexp.MustCompile(`^\.\./\.\./(assets/embed-[0-9a-f]+\.css|favicon\.svg)$`).MatchString(attr(n, "href")) {
			t.Errorf("it loads %s", attr(n, "href"))
		}
	}
}

// The code that pages hand out shows a page for frames that is there; a site that does not
// know its address hands out none.
func TestSnippets(t *testing.T) {
	files := sample(t)
	s := siteOf(t, files)
	tree := render(t, s, files)
	seen := 0
	for _, d := range pagesOf(t, tree) {
		for _, area := range d.all(func(n *html.Node) bool { return attr(n, "id") == "snippet" }) {
			seen++
			frame := parsePage(t, "snippet", text(area)).tags("iframe")
			if len(frame) != 1 || attr(frame[0], "title") == "" {
				t.Fatalf("%s hands out %q", d.path, text(area))
			}
			address, ours := strings.CutPrefix(attr(frame[0], "src"), s.Settings.BaseURL)
			if !ours || tree[address] == "" {
				t.Errorf("%s hands out a frame of %q", d.path, address)
			}
		}
	}
	if want := len(s.Brands) + len(s.Types) + len(s.Places); seen < want {
		t.Errorf("%d pages hand out code, not %d", seen, want)
	}
	without := sample(t, "base_url: https://minglu.example.org/sub/\n", "")
	for path, page := range render(t, siteOf(t, without), without) {
		if strings.Contains(page, "&lt;iframe") {
			t.Errorf("%s hands out code without an address", path)
		}
	}
}

// A list's page offers its files and its feed, which are there.
func TestListsOfferFiles(t *testing.T) {
	files := sample(t)
	s := siteOf(t, files)
	tree := render(t, s, files)
	for _, l := range s.All() {
		for n := 1; n <= l.Pages(); n++ {
			page := tree[l.PagePath(n)]
			for _, kind := range edition.FileKinds {
				path := edition.FilePath(l.Path, kind)
				if offered := strings.Contains(page, `"`+rootOf(l.PagePath(n))+path+`"`); offered != l.HasFiles() || offered != (tree[path] != "") {
					t.Errorf("%s offers %s: %v", l.PagePath(n), path, offered)
				}
			}
			if offered := strings.Contains(page, l.FeedPath()); offered != l.HasFeed() || offered != (tree[l.FeedPath()] != "") {
				t.Errorf("%s offers its feed: %v", l.PagePath(n), offered)
			}
		}
	}
	if !strings.Contains(tree[edition.RollPath], `"data/list.xlsx"`) || !strings.Contains(tree[edition.NoticesPath], `"counties/donghai.xml"`) {
		t.Error("the roll offers no file, or the notices no feed")
	}
}

// The rows of the comparison are those of the data: each stands under its own label, and
// some brand has it or its kind.
func TestCompareRowsAreOfTheData(t *testing.T) {
	files := sample(t)
	s := siteOf(t, files)
	d := parsePage(t, edition.ComparePath, render(t, s, files)[edition.ComparePath])
	var schema struct {
		Properties struct {
			Brand struct{ Properties json.RawMessage }
		}
	}
	if err := json.Unmarshal([]byte(render(t, s, files)[edition.BrandSchema]), &schema); err != nil {
		t.Fatal(err)
	}
	labels := map[string]string{}
	titles("", schema.Properties.Brand.Properties, labels)
	rows := d.all(func(n *html.Node) bool { return attr(n, "data-shows") != "" })
	facts := 0
	for _, row := range rows {
		var of shown
		if err := json.Unmarshal([]byte(attr(row, "data-shows")), &of); err != nil {
			t.Fatal(err)
		}
		want := labels[of.Path]
		if id, is := strings.CutPrefix(of.Path, "facts."); is {
			facts++
			f := s.Rules.Fact(id)
			want = f.Short() + strings.TrimPrefix(want, f.Label) // with the unit
		}
		if of.Only == "" && text(row) != want || want == "" {
			t.Errorf("%s is called %q, not %q", of.Path, text(row), want)
		}
		if of.Only != "" && s.Rules.Standard(of.Only).Title != text(row) {
			t.Errorf("%s is called %q", of.Only, text(row))
		}
		for _, p := range of.Parts {
			if label := labels[of.Path+"."+p.Key]; label == "" || p.Label != "" && p.Label != label {
				t.Errorf("%s of %s is called %q, in the data %q", p.Key, of.Path, p.Label, label)
			}
		}
	}
	if facts != len(s.Rules.Facts) {
		t.Errorf("%d of %d facts are compared", facts, len(s.Rules.Facts))
	}
}

// titles collects the titles of a JSON Schema's properties by path.
func titles(at string, properties json.RawMessage, found map[string]string) {
	type property struct {
		Title      string
		Properties json.RawMessage
		Items      struct{ Properties json.RawMessage }
	}
	var all map[string]property
	if json.Unmarshal(properties, &all) != nil {
		return
	}
	for name, p := range all {
		found[at+name] = p.Title
		titles(at+name+".", p.Properties, found)
		titles(at+name+".", p.Items.Properties, found)
	}
}
