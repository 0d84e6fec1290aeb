package main

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/filename"
)

// An edition is everything that was read, and evaluated, as of one day. Rules
// and settings that cannot be used leave the rest nil: what stands in the other
// files cannot be told without them.
type edition struct {
	dir         string // the repository's root
	files       fs.FS  // the same
	rules       *criteria.Rules
	settings    *content.Settings
	content     *content.Content
	evaluations content.Evaluations
}

// read reads and evaluates. The list holds every mistake that was found, but
// for the claims of notices; the error is the machine's, or wrong use.
func (a *app) read(clock *stopwatch) (*edition, diag.List, error) {
	dir, err := a.repository()
	if err != nil {
		return nil, nil, err
	}
	return a.readFrom(dir, checkout.Open(dir), clock)
}

// readFrom reads files, which are those of the folder dir, or what they would be
// when mended.
func (a *app) readFrom(dir string, files fs.FS, clock *stopwatch) (*edition, diag.List, error) {
	e := &edition{dir: dir, files: files}

	clock.step("读取标准")
	rules, bad, err := criteria.Load(e.files)
	if err != nil || len(bad) > 0 {
		return e, bad, err
	}
	e.rules = rules

	clock.step("读取内容")
	settings, bad, err := content.LoadSettings(e.files, rules)
	if err != nil || settings == nil {
		return e, bad, err
	}
	e.settings = settings
	c, more, err := content.Load(e.files, rules, settings, a.day(settings))
	if err != nil {
		return e, nil, err
	}
	e.content = c
	bad = append(bad, more...)

	clock.step("评价")
	e.evaluations = content.Evaluate(c, rules)
	return e, bad, nil
}

// beijing is the zone in which days begin and end; China knows no other, and no
// summer time.
var beijing = time.FixedZone("UTC+8", 8*60*60)

// day returns the day that everything is reckoned on.
func (a *app) day(settings *content.Settings) fields.Date {
	switch {
	case !a.date.IsZero():
		return a.date.Date
	case settings.Demo && !settings.DemoDate.IsZero():
		return settings.DemoDate
	}
	today := a.now().In(beijing)
	return fields.Date{Year: today.Year(), Month: int(today.Month()), Day: today.Day()}
}

// brandFiles returns the paths of all brand files, also of those that cannot be
// read, in order.
func (e *edition) brandFiles() ([]string, error) {
	all, err := fs.Glob(e.files, "content/brands/*/*.md")
	if err != nil {
		return nil, err
	}
	files := all[:0]
	for _, f := range all {
		if !slices.ContainsFunc(strings.Split(f, "/"), filename.IsSkipped) {
			files = append(files, f)
		}
	}
	return files, nil
}

// slugOf returns the slug of the brand that a file is, or that a record is about.
func slugOf(file string) string {
	return strings.TrimSuffix(strings.TrimSuffix(path.Base(file), ".md"), ".yaml")
}
