package main

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"gopkg.in/yaml.v3"

	"minglu/generator/checkout"
	"minglu/generator/fixture"
)

// BenchmarkBuild builds whole sites of invented brands, all included but the desk: from
// nothing, again where nothing has changed, and where one brand's story has; and beside it
// the floor, which no build is below: the sources read and summed up, the site summed up,
// and its bytes written, on all cores. The peak of memory and the seconds of work are the
// process's, as the system counts them.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprintf("brands=%d", n), func(b *testing.B) {
			dir, kept, out := crowd(b, n), b.TempDir(), filepath.Join(b.TempDir(), "public")
			stories, err := filepath.Glob(dir + "/content/brands/*/*.md")
			if err != nil || len(stories) != n {
				b.Fatal(len(stories), err)
			}
			buildCached(b, dir, kept, out)
			none := func() {}
			b.Run("cold", func(b *testing.B) {
				var cache, to string
				measure(b, func() { cache, to = b.TempDir(), filepath.Join(b.TempDir(), "public") }, func() { buildCached(b, dir, cache, to) })
				size := 0
				files := fixture.Files(b, to)
				for _, data := range files {
					size += len(data)
				}
				b.ReportMetric(float64(size)/1e6, "output-MB")
				b.ReportMetric(float64(len(files)), "files")
			})
			b.Run("unchanged", func(b *testing.B) { measure(b, none, func() { buildCached(b, dir, kept, out) }) })
			edits := 0
			b.Run("edited", func(b *testing.B) {
				measure(b, func() {
					edits++
					appendTo(b, stories[edits%n], fmt.Sprintf("\n又添了第%d句。\n", edits))
				}, func() { buildCached(b, dir, kept, out) })
			})
			b.Run("floor/sources", func(b *testing.B) {
				measure(b, none, func() { sumUp(b, dir, "content", "criteria", "layouts") })
			})
			b.Run("floor/site", func(b *testing.B) { measure(b, none, func() { sumUp(b, out, ".") }) })
			b.Run("floor/write", func(b *testing.B) {
				all := slices.Collect(maps.Values(fixture.Files(b, out)))
				var flat string
				measure(b, func() { flat = b.TempDir() }, func() {
					onAllCores(b, len(all), func(i int) error {
						return os.WriteFile(fmt.Sprintf("%s/%d.html", flat, i), []byte(all[i]), 0o644)
					})
				})
			})
		})
	}
}

// measure measures do, each time after prepare.
func measure(b *testing.B, prepare, do func()) {
	var work float64
	for b.Loop() {
		b.StopTimer()
		prepare()
		debug.FreeOSMemory()
		forgetPeak()
		before := cpuSeconds()
		b.StartTimer()
		do()
		work += cpuSeconds() - before
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/op")
	b.ReportMetric(work/float64(b.N), "cpu-s/op")
	reportPeak(b)
}

// buildCached builds the repository in dir into out, with what a cache has.
func buildCached(b *testing.B, dir, cache, out string) {
	var said strings.Builder
	a := &app{stdout: &said, stderr: &said, now: fixedNow}
	if code := a.run(b.Context(), []string{"build", "-C", dir, "--cache", cache, "--out", out}); code != exitFine {
		b.Fatal(said.String())
	}
	b.Log(said.String())
}

func appendTo(b *testing.B, file, text string) {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteString(text)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		b.Fatal(err)
	}
}

func sumUp(b *testing.B, dir string, folders ...string) {
	if _, err := checkout.Sum(os.DirFS(dir), folders...); err != nil {
		b.Fatal(err)
	}
}

// TestCrowd writes a repository of as many invented brands as BRANDS says into the folder
// CROWD: .ci/peers measures others on the same text.
func TestCrowd(t *testing.T) {
	to, brands := os.Getenv("CROWD"), os.Getenv("BRANDS")
	if to == "" {
		t.Skip("CROWD names no folder")
	}
	n, err := strconv.Atoi(brands)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(to, os.DirFS(crowd(t, n))); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkFloor does, for 10,000 brands, what a first build by any generator in Go cannot
// leave out beside that, with the libraries that others use, on all cores.
func BenchmarkFloor(b *testing.B) {
	const n = 10_000
	dir := crowd(b, n)
	heads, bodies := make([][]byte, n), make([][]byte, n)
	files, err := filepath.Glob(dir + "/content/brands/*/*.md")
	if err != nil || len(files) != n {
		b.Fatal(len(files), err)
	}
	for i, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		parts := bytes.SplitN(data, []byte("---\n"), 3)
		heads[i], bodies[i] = parts[1], parts[2]
	}
	each := func(b *testing.B, do func(i int) error) {
		for b.Loop() {
			onAllCores(b, n, do)
		}
		b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/op")
	}
	b.Run("yaml", func(b *testing.B) {
		each(b, func(i int) error { return yaml.Unmarshal(heads[i], new(yaml.Node)) })
	})
	b.Run("markdown", func(b *testing.B) {
		md := goldmark.New(goldmark.WithExtensions(extension.Table))
		each(b, func(i int) error { return md.Convert(bodies[i], io.Discard) })
	})
	b.Run("templates", func(b *testing.B) {
		page := comparable18kB()
		each(b, func(i int) error { return page.Execute(io.Discard, sample(i)) })
	})
}

// onAllCores calls do for 0 to n-1.
func onAllCores(b *testing.B, n int, do func(i int) error) {
	var working sync.WaitGroup
	cores := runtime.GOMAXPROCS(0)
	for c := range cores {
		working.Go(func() {
			for i := c; i < n; i += cores {
				if err := do(i); err != nil {
					b.Error(err)
				}
			}
		})
	}
	working.Wait()
}

// sample is a page's worth of data: a brand with 22 clauses.
func sample(i int) any {
	type item struct {
		ID, Text, Reason string
		Points           int
	}
	items := make([]item, 22)
	for k := range items {
		items[k] = item{fmt.Sprintf("tourism-%d", k), "从业人员不少于2000人，其中持证人员不少于60%", "从业人员：12,600 人", i % 20}
	}
	return map[string]any{"Name": "东海水晶雕刻工匠", "Path": fmt.Sprintf("brands/b%d.html", i), "Items": items, "Menu": items[:8]}
}

// comparable18kB is a template that makes a page of 18 kB, some of it data.
func comparable18kB() *template.Template {
	text := `<!doctype html><title>{{.Name}}</title><nav>{{range .Menu}}<a href="{{.ID}}.html" title="{{.Text}}">{{.Text}}</a>{{end}}</nav><h1>{{.Name}}</h1>
<table>{{range .Items}}<tr><th id="{{.ID}}">{{.Text}}</th><td class="points">{{.Points}}</td><td>{{.Reason}}</td><td>{{if gt .Points 10}}达到{{else}}未达到{{end}}</td></tr>{{end}}</table>` +
		strings.Repeat(`<p class="static">版权归主办单位所有，转载请注明出处。</p>`, 150) + `<a href="{{.Path}}">本页地址</a>`
	return template.Must(template.New("page").Parse(text))
}

// forgetPeak and reportPeak measure the most memory that the process had, where
// the system tells.
func forgetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

func reportPeak(b *testing.B) {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		var kilobytes float64
		if _, err := fmt.Sscanf(line, "VmHWM: %f kB", &kilobytes); err == nil {
			b.ReportMetric(kilobytes/1000, "peak-MB")
		}
	}
}

// cpuSeconds is the time that the process has been at work on any core, where
// the system tells: it says more than the clock where others work too.
func cpuSeconds() float64 {
	const ticks = 100 // a second, on every Linux
	stat, _ := os.ReadFile("/proc/self/stat")
	numbers := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(numbers) < 13 {
		return 0
	}
	user, _ := strconv.ParseFloat(numbers[11], 64)
	system, _ := strconv.ParseFloat(numbers[12], 64)
	return (user + system) / ticks
}

// crowd makes a repository of n invented brands, the same each time: of the four
// types, in the six counties, with the facts of demonstration brands, a story of
// some 400 characters, and notices that recognize them a hundred at a time.
func crowd(b testing.TB, n int) string {
	b.Helper()
	dir := fixture.Repository(b, fstest.MapFS{})
	settings, err := os.ReadFile("../content/site.yaml")
	if err != nil {
		b.Fatal(err)
	}
	write := func(path, text string) {
		full := filepath.Join(dir, "content", path)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	write("site.yaml", string(settings))
	random := rand.New(rand.NewPCG(2024, 7))
	models := models(b)
	var batch []string
	for i := range n {
		county := counties[i%len(counties)]
		slug := fmt.Sprintf("%s-b%d", county.slug, i)
		write("brands/"+county.slug+"/"+slug+".md", invented(random, models[i%len(models)], county.name, i))
		if batch = append(batch, "  - "+slug+"\n"); len(batch) == 100 || i == n-1 {
			write(fmt.Sprintf("notices/n%d.md", i/100), fmt.Sprintf(
				"---\nkind: 认定\ntitle: 第%d批市级劳务品牌\nlevel: 市级\nstandard: lianyungang-2024\nyear: %d\ndate: 2025-%02d-%02d\nbrands:\n%s---\n经审核，认定下列品牌。\n",
				i/100+1, 2016+i/100%10, i/100%12+1, i/1200%28+1, strings.Join(batch, "")))
			batch = nil
		}
	}
	return dir
}

var counties = []struct{ name, slug string }{
	{"东海县", "donghai"}, {"赣榆区", "ganyu"}, {"灌云县", "guanyun"}, {"灌南县", "guannan"}, {"海州区", "haizhou"}, {"连云区", "lianyun"},
}

// A model is what brands of a type are made like. Their texts are the Han characters of
// the demonstration's, in pieces of some ten: characters drawn evenly would give an index
// ten times the pairs of what people write.
type model struct {
	brandType, facts string
	prose            []rune
}

// models returns a model of each type: the facts and evidence of the best
// demonstration brand.
func models(b testing.TB) []model {
	b.Helper()
	var found []model
	var prose []rune
	brands, err := filepath.Glob("../content/brands/*/*.md")
	if err != nil {
		b.Fatal(err)
	}
	for _, file := range brands {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range strings.SplitN(string(data), "---\n", 3)[2] {
			if unicode.Is(unicode.Han, r) {
				prose = append(prose, r)
			}
		}
	}
	for _, file := range []string{
		"donghai/donghai-shuijing-diaoke", "haizhou/haizhou-tanxianwei", "ganyu/ganyu-haixian-zhibo", "ganyu/ganyu-niwa",
	} {
		data, err := os.ReadFile("../content/brands/" + file + ".md")
		if err != nil {
			b.Fatal(err)
		}
		m, inside := model{prose: prose}, false
		for line := range strings.Lines(strings.SplitN(string(data), "---\n", 3)[1]) {
			if rest, ok := strings.CutPrefix(line, "type: "); ok {
				m.brandType = strings.TrimSpace(rest)
			}
			if line[0] != ' ' {
				key, _, _ := strings.Cut(line, ":")
				inside = slices.Contains([]string{"facts", "evidence", "as_of"}, key)
			}
			if inside {
				m.facts += line
			}
		}
		found = append(found, m)
	}
	return found
}

// invented is the file of brand i.
func invented(random *rand.Rand, m model, county string, i int) string {
	const signs = "金木水火土山石田河海风云天地春夏秋冬东西南北青赤黄白黑松竹梅兰菊"
	runes := []rune(signs)
	mark := string([]rune{runes[i%30], runes[i/30%30], runes[i/900%30]})
	some := func(n int) string {
		var s strings.Builder
		at := 0
		for i := range n {
			if at++; i == 0 || random.IntN(10) == 0 || at == len(m.prose) {
				at = random.IntN(len(m.prose))
			}
			s.WriteRune(m.prose[at])
		}
		return s.String()
	}
	facts := strings.Replace(m.facts, "workers: ", fmt.Sprintf("workers: %d", 1+random.IntN(9)), 1)
	return fmt.Sprintf(`---
name: %s%s工匠
type: %s
county: %s
builder: %s%s产业发展服务中心
industry: %s
contact: {unit: %s服务中心, phone: 0518-8555-%04d}
links: [{label: 招聘岗位, url: https://jobs.example.org/%d}]
%s---
%s，%s。%s。

## 品牌故事

%s，**%s**，%s。

- %s
- %s，见[职业介绍](https://example.org/%d)

%s。

## 发展情况

%s，%s。
`, county[:6], mark, m.brandType, county, county, mark, mark, mark, i%10000, i, facts,
		some(40), some(30), some(50), some(40), some(8), some(60), some(20), some(30), i, some(120), some(60), some(40))
}
