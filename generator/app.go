package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"minglu/generator/build"
	"minglu/generator/cache"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/failure"
	"minglu/generator/federation"
	"minglu/generator/lock"
	"minglu/generator/progress"
	"minglu/generator/usage"
	"minglu/generator/values"
)

// An app is what all commands share: who is spoken to, and the flags that every
// command has.
type app struct {
	stdout, stderr io.Writer
	now            func() time.Time

	root string  // -C: the repository's root as typed
	date dateArg // --date

	cacheDir string // --cache
	keyFile  string // --key

	desk build.Desk      // nil in tests of other things, which compile no engine
	web  *federation.Web // by which pull asks; nil: as a command does

	layouts build.Layouts // nil but in tests, which load the same ones once

	noSearch bool // benchmarks measure the index by itself
}

// repository returns the folder that -C names, refusing one that is none.
func (a *app) repository() (string, error) {
	dir := filepath.Clean(a.root)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return "", usage.Errorf("没有文件夹“%s”", dir)
	}
	isFolder := func(name string) bool {
		info, err := os.Stat(filepath.Join(dir, name))
		return err == nil && info.IsDir()
	}
	if !slices.ContainsFunc([]string{"content", "criteria"}, isFolder) {
		return "", usage.Errorf("“%s”不是名录的仓库：其中没有 content/ 和 criteria/。请到仓库的文件夹里运行，或者用 -C 指明；还没有仓库的，用 init 新建", calledHere(dir))
	}
	return dir, nil
}

// A repository is an edition, and the folder that it was read from.
type repository struct {
	dir string
	*edition.Edition
}

// read reads and evaluates. The list holds every mistake that was found; the
// error is the machine's, or wrong use.
func (a *app) read(clock *progress.Stopwatch) (*repository, diag.List, error) {
	dir, err := a.repository()
	if err != nil {
		return nil, nil, err
	}
	e, bad, err := a.reader(dir, clock).Read(checkout.Open(dir))
	return &repository{dir, e}, bad, err
}

// reader returns what reads the repository in the folder dir, with its sources.
func (a *app) reader(dir string, clock *progress.Stopwatch) edition.Reader {
	return edition.Reader{Day: a.day, Step: clock.Step, Merge: federation.Merge(checkout.Open(dir))}
}

// readContent is read where it must be possible to evaluate brands: else it prints
// what is wrong with the rules or the settings.
func (a *app) readContent() (*repository, diag.List, error) {
	e, bad, err := a.read(nil)
	if err == nil && e.Content == nil {
		err = a.cannotScore(bad)
	}
	return e, bad, err
}

// cannotScore prints what is wrong with the rules or the settings.
func (a *app) cannotScore(bad diag.List) error {
	if err := bad.Text(a.stderr); err != nil {
		return err
	}
	fmt.Fprintln(a.stderr, "标准或站点设置有误，无法评价，请先改正。")
	return errMistakes
}

// beijing is the zone in which days begin and end; China knows no other, and no
// summer time.
var beijing = time.FixedZone("UTC+8", 8*60*60)

// day returns the day that everything is reckoned on.
func (a *app) day(settings *content.Settings) values.Date {
	switch {
	case !a.date.IsZero():
		return a.date.Date
	case settings.Demo && !settings.DemoDate.IsZero():
		return settings.DemoDate
	}
	today := a.now().In(beijing)
	return values.Date{Year: today.Year(), Month: int(today.Month()), Day: today.Day()}
}

// reportAll prints the mistakes of an edition.
func reportAll(w io.Writer, e *repository, bad diag.List) error {
	files, err := e.BrandFiles()
	if err != nil {
		return err
	}
	bad.Sort()
	return report(w, diag.Report{Mistakes: bad, Brands: len(files)}, "text")
}

// report prints what was checked. It returns errMistakes where there are mistakes.
func report(w io.Writer, r diag.Report, format string) error {
	if err := r.Write(w, format); err != nil {
		return err
	}
	if len(r.Mistakes) > 0 {
		return errMistakes
	}
	return nil
}

// openCache opens the cache of the repository in the folder dir, in the folder that
// --cache names or where the user's caches lie.
func (a *app) openCache(dir string) (*cache.Cache, error) {
	if a.cacheDir != "" {
		if err := checkout.RefuseSources(dir, "--cache ", a.cacheDir, ".cache"); err != nil {
			return nil, err
		}
	}
	kept := cache.Open(dir, a.cacheDir, a.waiting("缓存"))
	if err := kept.Excluded(); err != nil {
		fmt.Fprintf(a.stderr, "这次不用缓存：%s\n", failure.Text(err))
	}
	return kept, nil
}

// waiting returns what says whom a lock is waited for.
func (a *app) waiting(what string) func(lock.Holder) {
	return func(h lock.Holder) {
		who := "另一个名录进程"
		if h.PID != 0 {
			who += fmt.Sprintf("（进程号 %d，%s 开始）", h.PID, h.Since.In(beijing).Format("15:04:05"))
		}
		fmt.Fprintf(a.stderr, "%s正在使用%s，等它完成后继续；按 Ctrl-C 放弃。\n", who, what)
	}
}

// evaluable returns the brands, by slug, that can be evaluated of those whose files
// are asked for, and tells say what is wrong with them and with the others.
func evaluable(e *edition.Edition, asked []string, bad diag.List, say io.Writer) []*content.Brand {
	read := map[string]bool{}
	for _, b := range e.Content.Brands {
		read[b.File] = true
	}
	byFile, judged := map[string]diag.List{}, map[string]diag.List{}
	for _, m := range bad {
		byFile[m.File] = append(byFile[m.File], m)
		if strings.HasPrefix(m.File, "content/judgements/") {
			judged[content.SlugOf(m.File)] = append(judged[content.SlugOf(m.File)], m)
		}
	}
	can := map[string]bool{}
	for _, f := range asked {
		wrong, misjudged := byFile[f], judged[content.SlugOf(f)]
		_ = wrong.Text(say)
		switch {
		case !read[f], slices.ContainsFunc(wrong, edition.IsIllegible):
			fmt.Fprintf(say, "%s 读不出来，已略去。\n", content.Mask(f))
			continue
		case len(wrong) > 0:
			fmt.Fprintf(say, "%s 有错误，有错误的内容按未填报处理。\n", content.Mask(f))
		}
		if len(misjudged) > 0 {
			_ = misjudged.Text(say)
			fmt.Fprintf(say, "%s 的评定意见有错误，有错误的按没有评定处理。\n", content.Mask(f))
		}
		can[f] = true
	}
	return slices.DeleteFunc(slices.Clone(e.Content.Brands), func(b *content.Brand) bool { return !can[b.File] })
}
