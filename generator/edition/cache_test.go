package edition_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// cacheSite is a folder with one of everything that refers to anything.
func cacheSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "content/site.yaml", "title: 名录\npublisher: 示例\nregion: 320700\n")
	brand := "---\nname: %s\ntype: 文化旅游类\ncounty: 东海县\nbuilder: 中心\nas_of: 2024-06-30\nfacts:\n  workers: 12600\n  product_recognition: 市级\n---\n情况，见[公告](/notices/n.html)。\n"
	write(t, dir, "content/brands/donghai/a.md", fmt.Sprintf(brand, "东海甲工匠"))
	write(t, dir, "content/brands/donghai/b.md", fmt.Sprintf(brand, "东海乙工匠")+"\n![甲](p.png)\n")
	write(t, dir, "content/brands/donghai/c.md", fmt.Sprintf(brand, "东海丙工匠"))
	picture(t, dir, "content/brands/donghai/p.png")
	write(t, dir, "content/judgements/lianyungang-2024/a.yaml", "tourism-3: {points: 12, reason: 理由}\n")
	write(t, dir, "content/notices/n.md", "---\nkind: 认定\ntitle: 名单\nlevel: 市级\ndate: 2024-12-06\nbrands: [a, b]\n---\n正文。\n")
	write(t, dir, "content/pages/about.md", "---\ntitle: 关于\n---\n正文，见[甲](/brands/a.html)。\n")
	return dir
}

// picture makes the smallest head of a picture.
func picture(t *testing.T, dir, name string) {
	t.Helper()
	const png = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
	write(t, dir, name, png)
}

// settle makes every file look as if it had been written long ago.
func settle(t *testing.T, dir string, ago time.Duration) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if info, err := d.Info(); err != nil || time.Since(info.ModTime()) > time.Minute {
			return err
		}
		return os.Chtimes(p, time.Time{}, time.Now().Add(-ago))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Whatever is done to the files, what a cache makes of them is what is made
// without one.
func TestACacheChangesNothing(t *testing.T) {
	dir := cacheSite(t)
	root := os.DirFS(dir)
	var cache edition.Cache
	check := func(step string, day values.Date) *edition.Edition {
		plain, caching := reader(t, day), reader(t, day)
		caching.Cache = &cache
		var got *edition.Edition
		for range 3 { // read, then remembered
			want, wantBad := readBy(t, plain, root)
			var bad diag.List
			if got, bad = readBy(t, caching, root); !reflect.DeepEqual(bad, wantBad) {
				t.Errorf("%s: the cache finds\n%v\nwithout it\n%v", step, bad, wantBad)
			}
			if !reflect.DeepEqual(got.Content, want.Content) || !reflect.DeepEqual(got.Events, want.Events) || !reflect.DeepEqual(got.Plan, want.Plan) {
				t.Errorf("%s: the cache makes another edition", step)
			}
			if !reflect.DeepEqual(flat(got.Evaluations), flat(want.Evaluations)) {
				t.Errorf("%s: the cache measures otherwise", step)
			}
		}
		return got
	}
	edit := func(name, old, new string) {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !strings.Contains(string(data), old) {
			t.Fatal(name, old, err)
		}
		write(t, dir, name, strings.Replace(string(data), old, new, 1))
	}
	remove := func(name string) {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	const brands, records = "content/brands/donghai/", "content/judgements/lianyungang-2024/"
	first := check("at first", today)
	for i, step := range []struct {
		name string
		do   func()
	}{
		{"a fact", func() { edit(brands+"a.md", "12600", "12601") }},
		{"of the same length, at once", func() { edit(brands+"a.md", "12601", "12602") }},
		{"another judgement", func() { edit(records+"a.yaml", "12", "15") }},
		{"one without a reason", func() { edit(records+"a.yaml", "reason: 理由", "reason:") }},
		{"and with it", func() { edit(records+"a.yaml", "reason:", "reason: 理由") }},
		{"of another brand", func() {
			_ = os.Rename(filepath.Join(dir, records+"a.yaml"), filepath.Join(dir, records+"b.yaml"))
		}},
		{"that is gone", func() { remove(records + "b.yaml") }},
		{"a judgement in a brand's file", func() { edit(brands+"a.md", "facts:", "judgements: {x: {}}\nfacts:") }},
		{"and none", func() { edit(brands+"a.md", "judgements: {x: {}}\nfacts:", "facts:") }},
		{"a name that another has", func() { edit(brands+"a.md", "东海甲", "东海乙") }},
		{"another name again", func() { edit(brands+"a.md", "东海乙", "东海甲") }},
		{"YAML that cannot be read", func() { edit(brands+"a.md", "name: ", "name： ") }},
		{"and can again", func() { edit(brands+"a.md", "name： ", "name: ") }},
		{"a picture that is broken", func() { write(t, dir, brands+"p.png", "x") }},
		{"and whole", func() { picture(t, dir, brands+"p.png") }},
		{"a picture that is gone", func() { remove(brands + "p.png") }},
		{"and there", func() { picture(t, dir, brands+"p.png") }},
		{"a link in the place of the picture", func() { remove(brands + "p.png"); _ = os.Symlink("a.md", filepath.Join(dir, brands+"p.png")) }},
		{"and the picture", func() { remove(brands + "p.png"); picture(t, dir, brands+"p.png") }},
		{"a brand that is gone", func() { remove(brands + "a.md") }},
		{"a notice without it", func() { edit("content/notices/n.md", "[a, b]", "[b, c, b]") }},
		{"and in order", func() { edit("content/notices/n.md", "[b, c, b]", "[b, c]") }},
		{"a page that links elsewhere", func() { edit("content/pages/about.md", "/brands/a.html", "/brands/c.html") }},
		{"a brand that is moved", func() { _ = os.Rename(filepath.Join(dir, brands+"c.md"), filepath.Join(dir, brands+"d.md")) }},
		{"no notices", func() { remove("content/notices") }},
		{"another region", func() { edit("content/site.yaml", "320700", "320000") }},
		{"no brands", func() { remove("content/brands") }},
	} {
		if i%2 == 0 {
			settle(t, dir, time.Hour-time.Duration(i)*time.Second) // so that what is kept is kept
		}
		step.do()
		check(step.name, today)
	}
	check("a day before the facts", values.Date{Year: 2024, Month: 1, Day: 1})
	if first.Content.Brands[0].Name != "东海甲工匠" || len(first.Content.Notices[0].Entries) != 2 || first.Content.Brands[0].Standing.Status != content.Recognized {
		t.Error("what was read first has changed since")
	}
}

// flat is evaluations by file: brands of two editions are not the same.
func flat(e edition.Evaluations) map[string]any {
	all := map[string]any{}
	for b, v := range e {
		all[b.File] = v
	}
	return all
}

func TestACacheReadsNoFileTwice(t *testing.T) {
	dir := cacheSite(t)
	settle(t, dir, time.Hour)
	r := reader(t, today)
	r.Cache = new(edition.Cache)
	load := func() *content.Content {
		e, bad := readBy(t, r, os.DirFS(dir))
		if len(bad) > 0 {
			t.Fatal(bad)
		}
		return e.Content
	}
	one := load()
	write(t, dir, "content/brands/donghai/c.md", "---\nname: 东海丁工匠\ncounty: 东海县\n---\n")
	two := load()
	for i, b := range one.Brands {
		same := b.Intro.Doc == two.Brands[i].Intro.Doc
		if same != (b.Slug != "c") {
			t.Errorf("%s was read anew: %v", b.File, !same)
		}
	}
}

// BenchmarkCache reads a directory again in which one file has changed.
func BenchmarkCache(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprintf("brands=%d", n), func(b *testing.B) {
			dir := b.TempDir()
			writeBrands(b, dir, n)
			time.Sleep(3 * time.Second) // until the files are old enough to be trusted
			file := filepath.Join(dir, "content/brands/donghai/brand-00007.md")
			text, err := os.ReadFile(file)
			if err != nil {
				b.Fatal(err)
			}
			r := reader(b, today)
			r.Cache = new(edition.Cache)
			load := func() {
				if _, bad := readBy(b, r, os.DirFS(dir)); len(bad) > 0 {
					b.Fatal(bad)
				}
			}
			load()
			for b.Loop() {
				text = append(text, '\n')
				if err := os.WriteFile(file, text, 0o644); err != nil {
					b.Fatal(err)
				}
				load()
			}
		})
	}
}
