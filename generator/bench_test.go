package main

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

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
			dir, kept, out := fixture.Crowd(b, n), b.TempDir(), filepath.Join(b.TempDir(), "public")
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
	if err := os.CopyFS(to, os.DirFS(fixture.Crowd(t, n))); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkFloor does, for 10,000 brands, what a first build by any generator in Go cannot
// leave out beside that, with the libraries that others use, on all cores.
func BenchmarkFloor(b *testing.B) {
	const n = 10_000
	dir := fixture.Crowd(b, n)
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
