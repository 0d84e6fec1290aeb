package bundle

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/fixture"
	"minglu/generator/site"
	"minglu/generator/values"
)

// repository returns the content of this repository with the rules that tests have.
func repository(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	fixture.Rules(t, files)
	fixture.Load(t, files, ".", "content")
	return files
}

func siteOf(t testing.TB, files fs.FS) (*edition.Edition, *site.Site) {
	t.Helper()
	e, bad, err := edition.Read(files, func(s *content.Settings) values.Date { return s.DemoDate })
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return e, site.New(e)
}

func bundled(t testing.TB, s *site.Site) ([]byte, *Bundle) {
	t.Helper()
	data, err := Write(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return data, b
}

// factsOf returns what a brand states, as people read it.
func factsOf(b *site.Brand) string {
	var all strings.Builder
	for _, v := range b.Facts.Stated() {
		fmt.Fprintln(&all, v.Fact.ID, v)
	}
	return all.String()
}

// TestWhatABundleSays: whoever reads a bundle as content learns what the site shows, and
// nothing that it hides.
func TestWhatABundleSays(t *testing.T) {
	for _, scores := range []string{"true", "false"} {
		files := repository(t)
		settings := files["content/site.yaml"]
		settings.Data = bytes.Replace(settings.Data, []byte("show_scores: true"), []byte("show_scores: "+scores), 1)
		_, s := siteOf(t, files)
		data, b := bundled(t, s)
		if again, _ := bundled(t, s); !bytes.Equal(data, again) {
			t.Error("the same site gives another bundle")
		}

		read := maps.Clone(files)
		maps.DeleteFunc(read, func(p string, _ *fstest.MapFile) bool {
			return strings.HasPrefix(p, "content/") && p != "content/site.yaml"
		})
		for p, text := range b.Texts {
			read[p] = &fstest.MapFile{Data: text}
		}
		_, same := siteOf(t, read)
		if len(same.Brands) != len(s.Brands) || len(same.Listed) != len(s.Listed) || len(same.Notices) != len(s.Notices) {
			t.Fatalf("%d of %d brands, %d of %d listed, %d of %d notices", len(same.Brands), len(s.Brands), len(same.Listed), len(s.Listed), len(same.Notices), len(s.Notices))
		}
		for i, was := range s.Brands {
			now := same.Brands[i]
			if was.Slug != now.Slug || was.Name != now.Name || was.Intro.Text() != now.Intro.Text() || factsOf(was) != factsOf(now) ||
				!reflect.DeepEqual(was.Contact, now.Contact) || !reflect.DeepEqual(was.Links, now.Links) || len(was.Badges) != len(now.Badges) {
				t.Errorf("%s is not what it was", was.Slug)
			}
			for n, v := range was.Evaluations {
				if w := now.Evaluations[n]; w.Total != v.Total || w.Outcome != v.Outcome {
					t.Errorf("%s by %s: %v %v, was %v %v", was.Slug, v.Standard.ID, w.Outcome, w.Total, v.Outcome, v.Total)
				}
			}
			if now.Leader != nil || len(now.People) > 0 || now.Opinions.Builder != nil || now.Cover != nil || now.Pool != "" || !now.Story.IsEmpty() || len(now.SelfScores) > 0 {
				t.Errorf("%s says more than data do", was.Slug)
			}
		}
		for p, text := range b.Texts {
			for _, secret := range []string{"市评审组", "leader:", "people:", "self_scores:", "\n  by:"} {
				if bytes.Contains(text, []byte(secret)) {
					t.Errorf("%s has %q", p, secret)
				}
			}
			if strings.HasPrefix(p, "content/judgements/") && scores == "false" {
				t.Errorf("%s travels, though scores are hidden", p)
			}
		}
		candidates := 0
		for p := range files {
			if strings.HasPrefix(p, "content/brands/") && strings.HasSuffix(p, ".md") && b.Texts[p] == nil {
				candidates++
			}
		}
		if candidates == 0 {
			t.Error("every file travels, candidates too")
		}
	}
}

// TestProseStaysProse: whatever a paragraph says, it says it on the other side.
func TestProseStaysProse(t *testing.T) {
	for _, s := range []string{"1. 不是列表", "# 不是标题", "*不*是_斜_体", "<b>不是</b> HTML &amp;", "[不是](https://example.org/)", "- 不是", "---", "a\\b", "`码`", "~~~", "|表|格|", "https://example.org/ 不是链接", "== ++"} {
		e := fstest.MapFS{}
		for p, f := range repository(t) {
			if strings.HasPrefix(p, "criteria/") {
				e[p] = f
			}
		}
		e["content/site.yaml"] = &fstest.MapFile{Data: []byte("title: 名录\npublisher: 局\nregion: 320700\ndemo: true\ndemo_date: 2026-06-30\n")}
		e["content/brands/donghai/donghai-a.md"] = &fstest.MapFile{Data: []byte("---\nname: 东海甲工匠\ncounty: 东海县\n---\n" + escaped(s) + "\n")}
		edited, bad, err := edition.Read(e, func(s *content.Settings) values.Date { return s.DemoDate })
		if err != nil || len(bad) > 0 {
			t.Fatal(s, err, bad)
		}
		if got := edited.Content.Brands[0].Intro.Text(); got != s || !edited.Content.Brands[0].Story.IsEmpty() {
			t.Errorf("%q comes out as %q", s, got)
		}
	}
}

// TestOpenNamesWhatIsWrong: each way to tamper with a bundle is told, and what is unpacked
// stays within its bounds.
func TestOpenNamesWhatIsWrong(t *testing.T) {
	_, s := siteOf(t, repository(t))
	data, b := bundled(t, s)
	first := b.Files[0].Path
	packed := func(manifest []byte, change func(map[string][]byte)) []byte {
		files := maps.Clone(b.Texts)
		if change != nil {
			change(files)
		}
		made, err := pack(manifest, nil, files)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	edited := func(change func(*Manifest)) []byte {
		m := b.Manifest
		m.Files = slices.Clone(m.Files)
		change(&m)
		text, err := marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return packed(text, nil)
	}
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	for range maxUnpacked>>20 + 2 {
		if _, err := z.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"no gzip", []byte("PK"), "不是 gzip"},
		{"cut short", data[:len(data)/2], "已损坏"},
		{"more behind the end", append(bytes.Clone(data), 0), "结尾之后"},
		{"a second stream", append(bytes.Clone(data), data...), "结尾之后"},
		{"too large", make([]byte, MaxPacked+1), "太大"},
		{"zeros without end", bomb.Bytes(), "解开后超过"},
		{"a path that climbs", packed(b.manifest, func(f map[string][]byte) { f["content/brands/../../x.md"] = nil }), "不该有的文件"},
		{"an absolute path", packed(b.manifest, func(f map[string][]byte) { f["/etc/passwd"] = nil }), "不该有的文件"},
		{"settings", packed(b.manifest, func(f map[string][]byte) { f["content/site.yaml"] = nil }), "不该有的文件"},
		{"rules", packed(b.manifest, func(f map[string][]byte) { f["criteria/levels.yaml"] = nil }), "不该有的文件"},
		{"a large file", packed(b.manifest, func(f map[string][]byte) { f[first] = make([]byte, maxFile+1) }), "太大"},
		{"an altered file", packed(b.manifest, func(f map[string][]byte) { f[first] = append(bytes.Clone(f[first]), '\n') }), "与 bundle.json 所列的不同"},
		{"a missing file", packed(b.manifest, func(f map[string][]byte) { delete(f, first) }), "个文件"},
		{"a file more", packed(b.manifest, func(f map[string][]byte) { f["content/notices/x.md"] = nil }), "个文件"},
		{"no manifest", packed([]byte("null"), nil), "格式"},
		{"another format", edited(func(m *Manifest) { m.Format = "minglu-bundle-2" }), "格式"},
		{"no day", edited(func(m *Manifest) { m.Date = "2026-02-30" }), "日期"},
		{"no title", edited(func(m *Manifest) { m.Title = "" }), "名称"},
		{"an address that is script", edited(func(m *Manifest) { m.BaseURL = "javascript:alert(1)/" }), "网址"},
		{"an address with a name", edited(func(m *Manifest) { m.BaseURL = "https://a:b@example.org/" }), "网址"},
		{"a page elsewhere", edited(func(m *Manifest) { m.Files[0].Page = "https://other.example/" }), "不在它的名录里"},
		{"a source that is not there", edited(func(m *Manifest) { m.Files[0].Source = 7 }), "来源"},
		{"a file twice", edited(func(m *Manifest) { m.Files[1] = m.Files[0] }), "写了两次"},
	} {
		_, err := Open(c.data)
		if f := (ErrFault{}); !errors.As(err, &f) || !strings.Contains(f.What, c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

// FuzzOpen: no bytes make it fail otherwise than by a fault, and what it accepts is whole.
func FuzzOpen(f *testing.F) {
	_, s := siteOf(f, repository(f))
	data, _ := bundled(f, s)
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Open(data)
		if fault := (ErrFault{}); err != nil && !errors.As(err, &fault) {
			t.Fatal(err)
		}
		if err == nil && len(b.Files) != len(b.Texts) {
			t.Fatal(fmt.Sprint(len(b.Files), len(b.Texts)))
		}
	})
}
