package inspect

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"minglu/generator/public"
	"minglu/generator/values"
)

var day = values.Date{Year: 2026, Month: 6, Day: 30}

// A sample is a site that passes, but for its faults: each is a word of faults.
type sample map[string]bool

// faults are what can be wrong with a sample, and the finding that it is: the ID of
// the demand, the place and a word of what is said.
func faults() map[string][3]string {
	all := map[string][3]string{
		"home":    {"home-not-updated", "index.html", "最近一条是 2026-06-15 的“公告甲”，到 2026-06-30 已经 15 天"},
		"notices": {"notices-not-updated", "notices.html", "“通知公告”栏目最近一条是 2025-12-29 的“公告乙”，到 2026-06-30 已经 183 天"},
		"empty":   {"empty-column", "withdrawn.html", "“退出与到期”栏目没有内容"},
		"link":    {"own-link", "about.html", "没有文件“none.html”"},
		"heavy":   {"page-too-slow", "brands/a.html", "约需 16 秒"},
		"front":   {"home-too-slow", "index.html", "约需 15 秒"},
	}
	for _, t := range tags {
		all["tag "+t.Name] = [3]string{"page-tag", "", "没有标签 " + t.Name}
	}
	for _, i := range items {
		all["item "+i.Term] = [3]string{i.Demand.ID, "全部 6 个网页", "没有列明" + i.Term}
	}
	return all
}

// html writes a page of the sample.
func (s sample) html(path, kind, title, date, content string) string {
	var b strings.Builder
	meta := func(name, content string) {
		if content != "" && !s["tag "+name] {
			fmt.Fprintf(&b, "<meta name=%q content=%q>", name, content)
		}
	}
	root := strings.Repeat("../", strings.Count(path, "/"))
	b.WriteString("<!doctype html><html><head><title>" + title + "</title>")
	meta("SiteName", "名录")
	meta("SiteDomain", "minglu.example.org")
	meta("SiteIDCode", "3207000000")
	meta("ColumnName", title)
	meta("ColumnType", kind)
	article := date != ""
	if !article {
		meta("ColumnDescription", "一句话")
		meta("ColumnKeywords", "名录")
	} else {
		meta("ArticleTitle", title)
		meta("ContentSource", "市人社局")
		meta("PubDate", date)
	}
	if path == "index.html" {
		b.WriteString(`<link rel="canonical" href="https://minglu.example.org/">`)
	}
	b.WriteString(`<link rel="stylesheet" href="` + root + `a.css"></head><body><header><nav class="menu"><a href="` + root + `notices.html">通知公告</a></nav></header>`)
	b.WriteString(`<main><header><h1>` + title + `</h1><p>导语</p></header>` + content + `</main><footer><a href="` + root + `withdrawn.html">退出与到期</a><dl>`)
	for _, i := range items {
		if !s["item "+i.Term] {
			b.WriteString("<div><dt>" + i.Term + "</dt><dd>已填</dd></div>")
		}
	}
	b.WriteString("</dl></footer></body></html>")
	return b.String()
}

// files returns the sample's files.
func (s sample) files() map[string]string {
	choose := func(fault, wrong, right string) string {
		if s[fault] {
			return wrong
		}
		return right
	}
	f := map[string]string{"a.css": "main{}"}
	page := func(path, kind, title, date, content string) { f[path] = s.html(path, kind, title, date, content) }
	page("index.html", "网站首页", "首页", "", `<a href="notices/a.html">公告甲</a>`+choose("front", `<img src="front.jpg">`, `<img src="front.jpg" loading="lazy">`))
	page("notices.html", "通知公告", "通知公告", "", `<a href="notices/b.html">公告乙</a>`)
	page("withdrawn.html", "通知公告", "退出与到期", "", choose("empty", `<p class="empty">没有。<a href="index.html">首页</a></p>`, `<table><tr><td>有</td></tr></table>`))
	page("notices/a.html", "通知公告", "公告甲", choose("home", "2026-06-15", "2026-06-16"), "文")
	page("notices/b.html", "通知公告", "公告乙", choose("notices", "2025-12-29", "2025-12-30"), "文")
	page("brands/a.html", "名录", "品牌", "2025-01-01", choose("heavy", `<img srcset="../small.png 160w, ../large.png 960w" src="../small.png">`, `<img src="../small.png">`))
	f["about.html"] = `<!doctype html><meta http-equiv="refresh" content="0; url=index.html"><a href="` + choose("link", "none.html", "index.html") + `">x</a>`
	f["front.jpg"], f["small.png"], f["large.png"] = strings.Repeat("x", 1_880_000), "x", strings.Repeat("x", 2_000_000)
	return f
}

func tree(t testing.TB, files map[string]string) *public.Tree {
	t.Helper()
	var tree public.Tree
	t.Cleanup(func() { _ = tree.Close() })
	for path, text := range files {
		if err := tree.Put(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return &tree
}

func inspected(t testing.TB, files map[string]string) Report {
	t.Helper()
	r, err := Site(context.Background(), tree(t, files), day, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestEachFaultIsOneFinding: whatever faults a site has together, it has the finding of
// each and no other. So each goes away when it is mended, and mending makes none.
func TestEachFaultIsOneFinding(t *testing.T) {
	all := faults()
	names := slices.Sorted(maps.Keys(all))
	sets := []sample{{}}
	for _, n := range names {
		sets = append(sets, sample{n: true})
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		s := sample{}
		for _, n := range names {
			// pages without these tags are known by nothing else
			if random.IntN(3) == 0 && n != "tag PubDate" && n != "tag ColumnType" && n != "tag ColumnName" && n != "tag ArticleTitle" {
				s[n] = true
			}
		}
		sets = append(sets, s)
	}
	for _, s := range sets {
		r := inspected(t, s.files())
		unexplained := slices.Clone(r.Findings)
		for name := range s {
			want := all[name]
			i := slices.IndexFunc(unexplained, func(f Finding) bool {
				return f.Demand.ID == want[0] && strings.Contains(f.Place, want[1]) && strings.Contains(f.What, want[2])
			})
			if i < 0 {
				t.Errorf("%v: no finding says %q", s, want)
				continue
			}
			if f := unexplained[i]; f.Cure == "" || f.Demand.Source == "" || f.Demand.Asks == "" {
				t.Errorf("%s: no cure or no source: %+v", name, f)
			}
			unexplained = slices.Delete(unexplained, i, i+1)
		}
		for _, f := range unexplained {
			undated := s["tag PubDate"] && strings.Contains(f.What, "没有注明日期")
			untyped := s["tag ColumnType"] && f.Demand.ID == "page-tag"
			if !undated && !untyped {
				t.Errorf("%v: unasked for: %s %s %s", s, f.Demand.ID, f.Place, f.What)
			}
		}
		if veto := s["home"] || s["front"] || s["tag PubDate"]; r.Vetoed() != veto {
			t.Errorf("%v: vetoed is %v", s, r.Vetoed())
		}
		if r.Pages != 6 {
			t.Errorf("%d pages", r.Pages)
		}
	}
}

// TestFiveColumnsVeto: columns that are empty or old cost points one by one, and the
// whole site from five on.
func TestFiveColumnsVeto(t *testing.T) {
	for n := range 8 {
		for _, c := range []struct{ fault, one, all, content string }{
			{"empty", "empty-column", "empty-columns", ""},
			{"old", "notices-not-updated", "columns-not-updated", `<a href="notices/old.html">旧</a>`},
		} {
			files := sample{}.files()
			files["notices/old.html"] = sample{}.html("notices/old.html", "通知公告", "旧", "2025-01-01", "文")
			menu := ""
			for i := range n {
				path := fmt.Sprintf("c%d.html", i)
				menu += `<a href="` + path + `">栏目</a>`
				kind := map[string]string{"empty": "名录", "old": "通知公告"}[c.fault]
				files[path] = sample{}.html(path, kind, "栏目", "", c.content)
			}
			files["index.html"] = strings.Replace(files["index.html"], `<nav class="menu">`, `<nav class="menu">`+menu, 1)
			r := inspected(t, files)
			count := map[string]int{}
			for _, f := range r.Findings {
				count[f.Demand.ID]++
			}
			if count[c.one] != n || (count[c.all] == 1) != (n >= 5) || r.Vetoed() != (n >= 5) {
				t.Errorf("%d columns %s: %v", n, c.fault, count)
			}
		}
	}
}

// TestEarliest holds the first day that is still new against the calendar.
func TestEarliest(t *testing.T) {
	for _, c := range []struct {
		day  values.Date
		most limit
		want string
	}{
		{day, limit{Days: 14}, "2026-06-16"},
		{day, limit{Months: 6}, "2025-12-30"},
		{values.Date{Year: 2026, Month: 8, Day: 31}, limit{Months: 6}, "2026-02-28"},
		{values.Date{Year: 2026, Month: 1, Day: 3}, limit{Days: 14}, "2025-12-20"},
		{values.Date{Year: 2024, Month: 8, Day: 30}, limit{Months: 6}, "2024-02-29"},
	} {
		if got := earliest(c.day, c.most).String(); got != c.want {
			t.Errorf("%s less %v is %s, want %s", c.day, c.most, got, c.want)
		}
	}
}

// TestLaterContentIsNotThereYet: what is dated after the day says nothing of the site
// on that day.
func TestLaterContentIsNotThereYet(t *testing.T) {
	files := sample{}.files()
	files["notices/a.html"] = sample{}.html("notices/a.html", "通知公告", "公告甲", "2026-07-01", "文")
	if r := inspected(t, files); !r.Vetoed() {
		t.Error("a home page whose only act is of tomorrow passes")
	}
}

// TestHeaviest: the page that is named loads no less than any other.
func TestHeaviest(t *testing.T) {
	for _, s := range []sample{{}, {"heavy": true}, {"front": true}} {
		r := inspected(t, s.files())
		st, err := read(context.Background(), tree(t, s.files()))
		if err != nil {
			t.Fatal(err)
		}
		sizes := map[string]int{}
		for _, p := range st.pages {
			sum := 0
			for _, file := range append(st.loaded(p), p.path) {
				n, err := st.sent(file, sizes)
				if err != nil {
					t.Fatal(err)
				}
				sum += n
			}
			if sum > r.Heaviest.Bytes {
				t.Errorf("%v: %s is %d bytes, heavier than %+v", s, p.path, sum, r.Heaviest)
			}
		}
	}
}

// TestFormats: each format says every finding, with its cure.
func TestFormats(t *testing.T) {
	s := sample{}
	for n := range faults() {
		s[n] = true
	}
	r := inspected(t, s.files())
	for _, format := range Formats() {
		var b strings.Builder
		if err := r.Write(&b, format); err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Findings {
			what := strings.NewReplacer(`_`, `\_`).Replace(f.Demand.Source)
			if !strings.Contains(b.String(), f.Demand.Source) && !strings.Contains(b.String(), what) {
				t.Errorf("%s does not name %s", format, f.Demand.Source)
			}
		}
		if n := strings.Count(b.String(), "网页标签"); n < len(tags)-2 {
			t.Errorf("%s tells of %d tags", format, n)
		}
	}
}

// TestWhatStrangersWriteIsPrintable: no page moves the cursor or hides a line of the
// report, nor fills it; one that is nested without end is refused in Chinese.
func TestWhatStrangersWriteIsPrintable(t *testing.T) {
	files := sample{"home": true}.files()
	files["notices/a.html"] = strings.ReplaceAll(files["notices/a.html"], "公告甲", "甲\x1b[2J\u202e\n"+strings.Repeat("长", 9000))
	files["notices/b.html"] = strings.Replace(files["notices/b.html"], "文", "<a href='\x1b]0;x\a.html'>x</a>", 1)
	for _, f := range inspected(t, files).Findings {
		if strings.ContainsAny(f.Place+f.What, "\x1b\u202e\n\a") || len([]rune(f.What)) > 310 {
			t.Errorf("%q", f.What)
		}
	}
	files["about.html"] = strings.Repeat("<div>", 100_000)
	if _, err := Site(context.Background(), tree(t, files), day, nil); err == nil || !strings.Contains(err.Error(), "嵌套太深") {
		t.Errorf("100,000 elements in each other: %v", err)
	}
}
