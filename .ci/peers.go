//go:build ignore

// Measures builds of the same brands by the program and by Hugo with Pagefind, in turn.
// .ci/peers brings what it needs into the folder that it is given.
package main

import (
	"bytes"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	runs := flag.Int("runs", 5, "how often each is measured")
	flag.Parse()
	if flag.NArg() < 3 {
		log.Fatal("usage: peers [-runs N] FOLDER PAGEFIND BRANDS…; see .ci/peers")
	}
	work := flag.Arg(0)
	load, _ := os.ReadFile("/proc/loadavg")
	fmt.Printf("medians of %d runs in turn; load before: %s", *runs, cmp.Or(string(load), "unknown\n"))
	for _, n := range flag.Args()[2:] {
		b := &bench{work: work, pagefind: flag.Arg(1), repository: filepath.Join(work, "crowd-"+n)}
		if err := b.measure(n, *runs); err != nil {
			log.Fatal(err)
		}
	}
	load, _ = os.ReadFile("/proc/loadavg")
	fmt.Printf("load after: %s", cmp.Or(string(load), "unknown\n"))
}

// A cost is what a process took.
type cost struct{ wall, cpu, memory float64 } // seconds, seconds, MB

// run runs a process to its end.
func run(name string, arguments ...string) (cost, error) {
	var said bytes.Buffer
	c := exec.Command(name, arguments...)
	c.Stdout, c.Stderr = &said, &said
	began := time.Now()
	err := c.Run()
	wall := time.Since(began).Seconds()
	if err != nil {
		return cost{}, fmt.Errorf("%s %s: %w\n%s", name, strings.Join(arguments, " "), err, said.String())
	}
	return cost{wall, (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds(), peak(c.ProcessState)}, nil
}

// peak is the most memory that a process had, in MB.
func peak(s *os.ProcessState) float64 {
	if usage, ok := s.SysUsage().(*syscall.Rusage); ok {
		return float64(usage.Maxrss) / 1000 // Linux counts in kB
	}
	return 0
}

// then is the cost of one process after another.
func (c cost) then(next cost) cost {
	return cost{c.wall + next.wall, c.cpu + next.cpu, max(c.memory, next.memory)}
}

func (c cost) String() string {
	return fmt.Sprintf("%.2f s, %.2f cpu-s, %.0f MB", c.wall, c.cpu, c.memory)
}

func median(costs []cost) cost {
	of := func(what func(cost) float64) float64 {
		all := make([]float64, len(costs))
		for i, c := range costs {
			all[i] = what(c)
		}
		slices.Sort(all)
		return all[len(all)/2]
	}
	return cost{of(func(c cost) float64 { return c.wall }), of(func(c cost) float64 { return c.cpu }), of(func(c cost) float64 { return c.memory })}
}

// A bench is one number of brands.
type bench struct {
	work, pagefind string
	repository     string
}

// A mark is what a build of so many brands may take: seconds, MB for the first; 0 where
// none is set.
type mark struct{ cold, memory, unchanged, edited float64 }

var marks = map[string]mark{
	"100":   {cold: 0.12},
	"1000":  {cold: 0.5, unchanged: 0.15, edited: 0.3},
	"10000": {cold: 5.4, memory: 550, unchanged: 0.8, edited: 1.5},
}

func (b *bench) measure(n string, runs int) error {
	dir, err := os.MkdirTemp(b.work, "measured-")
	if err != nil {
		return err
	}
	hugo, err := b.hugoSite(filepath.Join(dir, "hugo"))
	if err != nil {
		return err
	}
	// What a build makes once for all sites, as the desk, is in the cache: a first build is
	// that of these brands.
	warm := filepath.Join(dir, "warm")
	if _, err := b.build(filepath.Join(b.work, "crowd-1"), warm, filepath.Join(dir, "one")); err != nil {
		return err
	}
	stories, err := filepath.Glob(b.repository + "/content/brands/*/*.md")
	if err != nil || len(stories) == 0 {
		return errors.Join(err, fmt.Errorf("no brands in %s", b.repository))
	}
	var cold, unchanged, edited, alone, peers []cost
	var ours, theirs string
	for i := range runs {
		cache, out := filepath.Join(dir, fmt.Sprint("cache", i)), filepath.Join(dir, fmt.Sprint("ours", i))
		if err := os.CopyFS(cache, os.DirFS(warm)); err != nil {
			return err
		}
		for _, of := range []*[]cost{&cold, &unchanged, &edited} {
			if of == &edited {
				if err := addTo(stories[i%len(stories)], fmt.Sprintf("\n又添了第%d句。\n", i)); err != nil {
					return err
				}
			}
			c, err := b.build(b.repository, cache, out)
			if err != nil {
				return err
			}
			*of = append(*of, c)
		}
		site := filepath.Join(dir, fmt.Sprint("theirs", i))
		h, err := run(filepath.Join(b.work, "hugo"), "--source", hugo, "--destination", site, "--cacheDir", filepath.Join(dir, "hugo-cache"), "--noBuildLock")
		if err != nil {
			return err
		}
		p, err := run(b.pagefind, "--site", site)
		if err != nil {
			return err
		}
		alone, peers = append(alone, h), append(peers, h.then(p))
		ours, theirs = weigh(out), weigh(site)
		if err := errors.Join(os.RemoveAll(cache), os.RemoveAll(out), os.RemoveAll(site)); err != nil {
			return err
		}
	}
	m, c, p := marks[n], median(cold), median(peers)
	fmt.Printf("\n%s brands\n", n)
	fmt.Printf("  ours, first build:  %v%s%s; %s\n", c, against(c.wall, m.cold, "s"), against(c.memory, m.memory, "MB"), ours)
	fmt.Printf("  unchanged:          %v%s\n", median(unchanged), against(median(unchanged).wall, m.unchanged, "s"))
	fmt.Printf("  one story edited:   %v%s\n", median(edited), against(median(edited).wall, m.edited, "s"))
	fmt.Printf("  Hugo alone:         %v\n", median(alone))
	fmt.Printf("  Hugo and Pagefind:  %v; %s\n", p, theirs)
	fmt.Printf("  ours to theirs:     wall %.2f, cpu %.2f, memory %.2f\n", c.wall/p.wall, c.cpu/p.cpu, c.memory/p.memory)
	return os.RemoveAll(dir)
}

// against holds a number against a mark.
func against(is, most float64, unit string) string {
	if most == 0 {
		return ""
	}
	word := "kept"
	if is > most {
		word = fmt.Sprintf("missed %.1fx", is/most)
	}
	return fmt.Sprintf(" (mark %g %s: %s)", most, unit, word)
}

func (b *bench) build(repository, cache, out string) (cost, error) {
	return run(filepath.Join(b.work, "minglu"), "build", "-C", repository, "--cache", cache, "--out", out)
}

func addTo(file, text string) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// weigh says how many files lie in a folder, and how large they are.
func weigh(dir string) string {
	files, size := 0, int64(0)
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if info, err := d.Info(); err == nil {
				files, size = files+1, size+info.Size()
			}
		}
		return nil
	})
	return fmt.Sprintf("%d files, %.1f MB", files, float64(size)/1e6)
}

// hugoSite makes a site for Hugo of the brands: their files as they are, a page for each
// with its facts, a list of all, of each county and of each type.
func (b *bench) hugoSite(dir string) (string, error) {
	files := map[string]string{
		"hugo.toml": `baseURL = "https://minglu.example.org/"
locale = "zh-cn"
title = "劳务品牌名录"
hasCJKLanguage = true
disableKinds = ["RSS"]
[taxonomies]
county = "counties"
kind = "kinds"
`,
		"layouts/baseof.html": `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ .Title }} - {{ site.Title }}</title></head><body><header><nav><a href="/">首页</a> <a href="/brands/">全部品牌</a> <a href="/counties/">县区</a> <a href="/kinds/">类型</a></nav></header>
<main data-pagefind-body>{{ block "main" . }}{{ end }}</main><footer>{{ site.Title }}</footer></body></html>
`,
		"layouts/single.html": `{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ .Params.builder }}，{{ .Params.industry }}</p>
<table>{{ range $name, $value := .Params.facts }}<tr><th>{{ $name }}</th><td>{{ $value }}</td></tr>{{ end }}</table>
<table>{{ range .Params.evidence }}<tr><td>{{ . }}</td></tr>{{ end }}</table>
{{ .Content }}
<ul>{{ range .Params.links }}<li><a href="{{ .url }}">{{ .label }}</a></li>{{ end }}</ul>{{ end }}
`,
		"layouts/list.html": `{{ define "main" }}<h1>{{ .Title }}</h1><table>{{ range .Pages }}<tr><td><a href="{{ .RelPermalink }}">{{ .Title }}</a></td><td>{{ .Params.builder }}</td><td>{{ .Params.industry }}</td></tr>{{ end }}</table>{{ end }}
`,
	}
	brands, err := filepath.Glob(b.repository + "/content/brands/*/*.md")
	if err != nil {
		return "", err
	}
	for _, file := range brands {
		text, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		s := strings.Replace(string(text), "name: ", "title: ", 1)
		for _, key := range []string{"county", "type"} { // type is a word of Hugo's own
			before, rest, _ := strings.Cut(s, "\n"+key+": ")
			value, rest, _ := strings.Cut(rest, "\n")
			name := map[string]string{"county": "counties", "type": "kinds"}[key]
			s = before + "\n" + name + ": [" + value + "]\n" + rest
		}
		files[filepath.Join("content/brands", filepath.Base(file))] = s
	}
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			return "", err
		}
	}
	return dir, nil
}
