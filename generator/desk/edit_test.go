package desk

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// documents returns every file with front matter among the repository's content and
// the cases of package edition.
func documents(t testing.TB) map[string]string {
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS("../.."), "content", func(path string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".md") {
			data, _ := os.ReadFile(filepath.Join("../..", path))
			all[path] = string(data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	cases, _ := filepath.Glob("../edition/testdata/*.txtar")
	for _, file := range cases {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if strings.HasSuffix(f.Name, ".md") {
				all[filepath.Base(file)+"/"+f.Name] = string(f.Data)
			}
		}
	}
	all["odd"] = odd
	return all
}

// odd is written as hands write.
const odd = `---
# 一
name: 'It''s: #1'   # 名
also_known_as: [ 甲, "乙, 丙", '丁' ,]   # 别名
leader: { name: 王某某 , "title": "主任 #1", }
links:
- label: 一   # 甲
  url: https://a.example/#x

-   label: 二
    url: "https://b.example/"
people:
    -
      name: 周某
      story: |
        第一行
          # 第二行

        第三行
    # 后面
    - {name: 钱某, role: 传承人}
place: 曲阳镇
  与别处
industry:    # 行业
opinions:
  builder:
    text: >-
      材料属实，
      同意推荐。
    date: 2024-10-08
facts:

  # 人数
  workers: 12600     # 人
  parks:
  artisan_honors:
    - 国家级荣誉
    - 省级荣誉
evidence: {}
years: {2023: {workers: 1}, 2022: {workers: 2, parks: 1}}
---
正文。
`

var noOrder Order = func(path []Step) []string {
	return []string{"name", "type", "leader", "title", "place", "contact", "phone", "facts", "workers", "parks", "people"}
}

// paths returns the path of every value, container and place for another.
func paths(v any, at []Step) [][]Step {
	found := [][]Step{}
	below := func(s Step, v any) {
		path := append(slices.Clone(at), s)
		found = append(append(found, path), paths(v, path)...)
	}
	switch v := v.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v, nil) {
			below(Step{Key: key}, v[key])
		}
		for _, key := range []string{"aa", "title", "workers", "zz: #"} {
			if _, has := v[key]; !has {
				below(Step{Key: key}, nil)
			}
		}
	case []any:
		for i, each := range v {
			below(Step{Index: i}, each)
		}
		found = append(found, append(slices.Clone(at), Step{Index: len(v)}))
	}
	return found
}

var texts = []string{"", "甲", "12600", "是", "null", "~", "a: b", "x #y", "#z", "- 甲", "[甲", "{甲}", "'", `"q"`, "a, b", "一\n二", "一\n\n  二\n#三", "*a", "&a",
	"!t", "|", ">", "%", "@", "`", "2024-06-30", "yes", "  前", "后  ", "：", "键：值", "\\", "\t", "é\u0301", "🦞", "?", "? a", "---", "..."}

func anyValue(r *rand.Rand) any {
	text := func() any { return texts[r.IntN(len(texts))] }
	switch r.IntN(7) {
	case 3:
		return []any{}
	case 0:
		return []any{text(), text()}
	case 1:
		return map[string]any{"name": text(), "title": text()}
	case 2:
		return []any{map[string]any{"name": text(), "role": text()}, map[string]any{"name": text()}}
	}
	return text()
}

// Setting and then reading gives the value, every other value is as before, and
// every line that says something else is there as it was.
func TestSetThenRead(t *testing.T) {
	rounds := 40
	if testing.Short() {
		rounds = 5
	}
	r := rand.New(rand.NewPCG(1, 2))
	set, refused := 0, 0
	texts := documents(t)
	for _, name := range slices.Sorted(maps.Keys(texts)) { // so that a failure comes again
		text := texts[name]
		d, err := ParseDocument(BrandFile, text)
		if err != nil {
			continue
		}
		all := paths(d.Values(), nil)
		for range rounds {
			path, value := all[r.IntN(len(all))], anyValue(r)
			if bad := checkSet(d, path, value); bad == "refused" {
				refused++
			} else if bad != "" {
				t.Fatalf("%s: %v = %q: %s\n%s", name, path, value, bad, text)
			}
			set++
		}
	}
	if t.Logf("%d set, %d refused", set, refused); refused*50 > set || set < 1000 {
		t.Errorf("%d of %d could not be set", refused, set)
	}
}

func checkSet(d *Document, path []Step, value any) string {
	text, err := d.Set(path, value, noOrder)
	if err != nil {
		return "refused"
	}
	after, err := ParseDocument(BrandFile, text)
	if err != nil {
		return "cannot be read:\n" + text
	}
	if want := with(d.Values(), path, compact(value)); !reflect.DeepEqual(after.Values(), want) {
		return fmt.Sprintf("says %v, want %v", after.Values(), want)
	}
	if after.text[after.fence:] != d.text[d.fence:] {
		return "the text behind the front matter changed"
	}
	again, err := after.Set(path, value, noOrder)
	takesOut := false // an entry, or the last that it says: the next one moves up
	for i, step := range path {
		takesOut = takesOut || compact(value) == nil && step.Key == "" && entriesAt(after.Values(), path[:i]) < entriesAt(d.Values(), path[:i])
	}
	if !takesOut && (err != nil || again != text) {
		return "setting the same again changes something"
	}
	// Of the other keys at the top no byte changes.
	before, now := d.entries(), after.entries()
	for key, lines := range before {
		if key != path[0].Key && now[key] != lines {
			return fmt.Sprintf("%s changed from\n%s\nto\n%s", key, lines, now[key])
		}
	}
	return ""
}

// entriesAt returns how many entries a list has.
func entriesAt(v any, path []Step) int {
	for _, step := range path {
		switch at := v.(type) {
		case map[string]any:
			v = at[step.Key]
		case []any:
			if step.Index >= len(at) {
				return 0
			}
			v = at[step.Index]
		}
	}
	list, _ := v.([]any)
	return len(list)
}

// entries returns the lines of each key at the top.
func (d *Document) entries() map[string]string {
	lines := map[string]string{}
	for i := 0; i < len(d.root.Content); i += 2 {
		key, value := d.root.Content[i], d.root.Content[i+1]
		end := d.behindKey(key)
		if !isNull(value) || value.Value != "" {
			end = d.end(value, 0, false)
		}
		lines[key.Value] = d.text[d.offset(key):d.lineEnd(end)]
	}
	return lines
}

// A comment that stands behind a value stays behind its successor.
func TestCommentsStay(t *testing.T) {
	d, err := ParseDocument(BrandFile, odd)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path  string
		value any
		line  string
	}{
		{"name", "甲", "name: '甲'   # 名"},
		{"industry", "水晶", "industry: 水晶    # 行业"},
		{"facts.workers", "7240", "  workers: 7240     # 人"},
		{"facts.parks", "2", "  parks: 2"},
		{"leader.name", "李某", `leader: { name: 李某 , "title": "主任 #1", }`},
		{"leader.title", nil, `leader: { name: 王某某, }`},
		{"also_known_as", []any{"甲", "丁"}, `also_known_as: [ 甲, '丁' ,]   # 别名`},
		{"type", "服务类", "type: 服务类"},
		{"place", "牛山街道", "place: 牛山街道"},
		{"contact.phone", "0518", "contact:\n  phone: 0518\n"},
	} {
		var path []Step
		for key := range strings.SplitSeq(c.path, ".") {
			path = append(path, Step{Key: key})
		}
		text, err := d.Set(path, c.value, noOrder)
		if err != nil || !strings.Contains(text, "\n"+c.line) {
			t.Errorf("%s: %v, want a line %q in\n%s", c.path, err, c.line, text)
		}
	}
}
