package main

import (
	"fmt"
	"time"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/fields"
	"minglu/generator/progress"
)

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
	e, bad, err := edition.Reader{Day: a.day, Step: clock.Step}.Read(checkout.Open(dir))
	return &repository{dir, e}, bad, err
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
