package cases

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/filename"
	"minglu/generator/screen"
	"minglu/generator/unseen"
	"minglu/generator/values"
)

// Of reads the cases of the standards of rules, which hold no mistake, from the root of a
// repository. The list holds every mistake of the files, sorted, and each case that differs;
// cases of files with other mistakes are not in the suite. The error is the machine's.
func Of(root fs.FS, rules *criteria.Rules) (Suite, diag.List, error) {
	r := &reader{root: root, rules: rules, shown: map[*criteria.Item]map[string]bool{}}
	for _, dir := range r.jurisdictions() {
		r.jurisdiction(dir)
	}
	r.bad.Sort()
	return r.suite, r.bad, r.err
}

// A reader collects the cases and what is wrong in them.
type reader struct {
	root  fs.FS
	rules *criteria.Rules
	suite Suite
	bad   diag.List
	err   error
	shown map[*criteria.Item]map[string]bool // what cases of an item say that they show
}

// jurisdictions returns the folders that may have cases: the shared one and that of each
// region, whether the site sees it or not.
func (r *reader) jurisdictions() []string {
	dirs := []string{"criteria"}
	for _, e := range r.entries("criteria") {
		if e.IsDir() && r.isFolder(path.Join("criteria", e.Name(), criteria.CasesFolder)) && e.Name() != criteria.CasesFolder {
			dirs = append(dirs, "criteria/"+e.Name())
		}
	}
	return dirs
}

// jurisdiction reads the cases beside the standards of one folder of rules. Those of
// standards that the site does not see are left alone.
func (r *reader) jurisdiction(dir string) {
	folder := dir + "/" + criteria.CasesFolder
	if !r.isFolder(folder) {
		return
	}
	for _, e := range r.entries(folder) {
		file := dir + "/standards/" + e.Name() + ".yaml"
		standard := r.rules.Standard(e.Name())
		switch _, err := fs.Lstat(r.root, file); {
		case !e.IsDir():
			r.stranger(folder + "/" + e.Name())
		case err != nil:
			r.report(folder+"/"+e.Name(), diag.UnknownStandard, "%s 中没有标准“%s”，这个文件夹的用例不知道是哪个标准的，请核对文件夹的名称。", dir+"/standards", filename.Printable(e.Name()))
		case standard != nil && slices.Contains(r.rules.Files, file):
			r.standard(standard, folder+"/"+e.Name())
		}
	}
}

// standard reads the cases of one standard.
func (r *reader) standard(s *criteria.Standard, folder string) {
	for _, e := range r.entries(folder) {
		name := folder + "/" + e.Name()
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".yaml") {
			r.stranger(name)
			continue
		}
		known := len(r.suite.Cases)
		legible, bad, err := criteria.ReadFile(r.root, name, func(m *fields.Map) { r.file(m, s) })
		if slices.ContainsFunc(bad, func(m diag.Mistake) bool { return m.Rule != diag.CaseDiffers }) {
			r.suite.Cases = r.suite.Cases[:known] // what is shown is of files that are sound
		}
		if legible {
			r.suite.Files = append(r.suite.Files, name)
		}
		r.bad = append(r.bad, bad...)
		r.fail(err)
	}
}

// entries returns what lies in a folder but README.md and what starts with . or _.
func (r *reader) entries(dir string) []fs.DirEntry {
	entries, err := fs.ReadDir(r.root, dir)
	r.fail(err)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		return filename.IsSkipped(e.Name()) || !utf8.ValidString(e.Name()) // which the screen reports
	})
}

func (r *reader) isFolder(name string) bool {
	info, err := fs.Lstat(r.root, name)
	return err == nil && info.IsDir()
}

func (r *reader) fail(err error) {
	if r.err == nil && !errors.Is(err, fs.ErrNotExist) {
		r.err = err
	}
}

func (r *reader) stranger(name string) {
	r.report(name, diag.UnknownFile, "用例的文件夹中没有“%s”这种文件，请移走，或核对文件名（用例放在 %s/标准的编号/，以 .yaml 结尾）。", filename.Printable(path.Base(name)), criteria.CasesFolder)
}

// report adds a mistake about a file or folder as a whole.
func (r *reader) report(name string, rule diag.Rule, format string, args ...any) {
	src := screen.New(name, "").Source
	src.Report(src.LineSpan(1), rule, format, args...)
	r.bad = append(r.bad, src.List...)
}

// file reads the cases of one item.
func (r *reader) file(m *fields.Map, s *criteria.Standard) {
	id, cases := m.Text("item"), m.Maps("cases")
	m.Require("item", "cases")
	m.Done()
	item := s.Item(id.V)
	if item == nil {
		reportUnknownItem(m, id, s)
		return
	}
	if r.shown[item] == nil {
		r.shown[item] = map[string]bool{}
	}
	for _, c := range cases {
		r.read(c, s, item)
	}
}

func reportUnknownItem(m *fields.Map, id fields.Text, s *criteria.Standard) {
	if !id.Stated {
		return
	}
	var ids []string
	for _, item := range s.Items(nil) {
		ids = append(ids, item.ID)
	}
	if near := values.Nearest(id.V, ids); near != "" {
		m.Guess(id.At, diag.UnknownItem, near, "标准 %s 没有条目“%s”，是否应为“%s”？", s.ID, id.V, near)
		return
	}
	m.Report(id.At, diag.UnknownItem, "标准 %s 没有条目“%s”，请对照标准文件核对编号。", s.ID, id.V)
}

// read reads one case and, where nothing is wrong with it, holds the rules against it.
func (r *reader) read(m *fields.Map, s *criteria.Standard, item *criteria.Item) {
	faults := m.Reported()
	shows, outcome, points, bonus := m.Prose("shows"), m.Text("outcome"), m.Number("points"), m.Number("bonus")
	c := Case{Standard: s, Item: item, Shows: shows.V, Expected: Result{outcome.V, points.V, bonus.V}}
	r.given(m, item, &c)
	c.Judged = judgement(m, item)
	m.Require("shows", "outcome")
	if item.Points > 0 {
		m.Require("points")
	} else if points.Stated {
		m.Report(points.At, diag.UnknownField, "条目“%s”不计分，请删去 points。", item.ID)
	}
	m.Done()
	if outcome.Stated && !slices.Contains(criteria.Words(), outcome.V) {
		m.Guess(outcome.At, diag.UnknownChoice, values.Nearest(outcome.V, criteria.Words()), "没有“%s”这种结果，可选：%s。", outcome.V, strings.Join(criteria.Words(), "、"))
	}
	if seen := unseen.Fold(shows.V); shows.Stated && r.shown[item][seen] {
		m.Report(shows.At, diag.DuplicateID, "条目“%s”已有用例说明“%s”，请写明两者的不同，或删去一个。", item.ID, shows.V)
	} else {
		r.shown[item][seen] = true
	}
	if m.Reported() > faults || m.Partial() {
		return
	}
	r.suite.Cases = append(r.suite.Cases, c)
	if !c.Holds() {
		c.reportDiffering(m, outcome.At, points.At, bonus.At)
	}
}

// given reads what a case puts. What its item does not read is most likely meant for another
// item; what only years are read of says nothing where no day says of which year it is.
func (r *reader) given(m *fields.Map, item *criteria.Item, c *Case) {
	now, byYear, shown, held := sources(item)
	facts := m.Map("facts")
	c.AsOf = m.PartialDate("as_of").V
	if facts != nil {
		c.Stated = r.facts(facts, item, slices.Concat(now, byYear))
		for _, v := range c.Stated {
			if slices.Contains(now, v.Fact) || !slices.Contains(byYear, v.Fact) || m.Says("as_of") {
				continue
			}
			at, _ := facts.KeyAt(v.Fact.ID)
			facts.Report(at, diag.UnknownFact, "条目“%s”按年份取%s，只写在 facts 里不知道是哪一年的，请写在 years 下，如 years: {2024: {%s: ……}}，或者写明数据截止日期，如 as_of: 2024-12-31。", item.ID, v.Fact.Named(), v.Fact.ID)
		}
	}
	if years := m.Map("years"); years != nil && len(byYear) > 0 {
		for _, key := range years.Keys() {
			year, err := strconv.Atoi(key.Name)
			if err != nil || year < criteria.FirstYear || year > criteria.LastYear {
				years.Report(key.At, diag.OutOfRange, "“%s”应写作四位数字的年份，如 2024。", diag.Short(key.Name))
			} else if stated := key.Value.Map(); stated != nil {
				c.Years = append(c.Years, Year{year, r.facts(stated, item, byYear)})
			}
		}
	}
	for _, level := range m.Texts("held") {
		if l := r.rules.Level(level.V); l != nil {
			c.Held = append(c.Held, l)
		} else {
			m.Report(level.At, diag.UnknownLevel, "级别表中没有“%s”，请对照 criteria/levels.yaml 核对。", level.V)
		}
	}
	for _, id := range m.Texts("evidence") {
		if f := r.rules.Fact(id.V); f != nil && slices.Contains(shown, f) {
			c.Proven = append(c.Proven, f)
		} else {
			m.Report(id.At, diag.UnknownFact, "条目“%s”不看“%s”的佐证材料，请删去这一项，或核对编号。", item.ID, id.V)
		}
	}
	for key, used := range map[string]bool{"as_of": len(byYear) > 0, "years": len(byYear) > 0, "held": held} {
		if at, has := m.KeyAt(key); has && !used {
			m.Report(at, diag.UnknownField, "条目“%s”用不到 %s，请删去这一项。", item.ID, key)
		}
	}
}

// sources returns what an item reads, itself or for a derived fact: as it is now, as it was in
// years, and by the document that shows it; and whether it reads an honour.
func sources(item *criteria.Item) (now, byYear, shown []*criteria.Fact, held bool) {
	for _, f := range item.Facts() {
		now = append(now, f)
		if f.ByYear() {
			byYear = append(byYear, f.Sources()...)
			continue
		}
		now = append(now, f.Sources()...)
		if f.Derived != nil && f.Derived.Way == criteria.Proven {
			shown = append(shown, f.Sources()...)
		}
		held = held || f.Derived != nil && f.Derived.Way == criteria.Held
	}
	return now, byYear, shown, held
}

// facts reads values, of which the item reads those that are given.
func (r *reader) facts(m *fields.Map, item *criteria.Item, read []*criteria.Fact) []criteria.Value {
	stated := r.rules.ReadValues(m)
	for _, v := range stated {
		if at, _ := m.KeyAt(v.Fact.ID); !slices.Contains(read, v.Fact) {
			m.Report(at, diag.UnknownFact, "条目“%s”用不到%s，请删去这一项，或核对编号。", item.ID, v.Fact.Named())
		}
	}
	return stated
}

// judgement reads what the reviewers gave, nil for nothing.
func judgement(m *fields.Map, item *criteria.Item) *criteria.Judgement {
	judged := m.Number("judged")
	switch {
	case !judged.Stated:
		return nil
	case item.Judge == nil:
		m.Report(judged.At, diag.BadJudgement, "条目“%s”不需要评定，请删去 judged。", item.ID)
	case judged.V < 0 || judged.V > item.Points:
		m.Report(judged.At, diag.BadJudgement, "条目“%s”的评定分数应在 0 到 %v 之间，现在是 %v。", item.ID, item.Points, judged.V)
	}
	return &criteria.Judgement{Points: judged.V}
}

// reportDiffering reports, at the first value that differs, what the case says and what the
// rules make of it; a value that is not written is missed at the case.
func (c Case) reportDiffering(m *fields.Map, outcome, points, bonus diag.Span) {
	computed, at := c.Computed(), m.At()
	for _, value := range []struct {
		differs bool
		at      diag.Span
	}{
		{computed.Word != c.Expected.Word, outcome},
		{computed.Points != c.Expected.Points, points},
		{computed.Bonus != c.Expected.Bonus, bonus},
	} {
		if value.differs && !value.at.IsZero() {
			at = value.at
			break
		}
	}
	computedSo := computed.words(c.Item)
	if why := strings.Join(c.evaluate().Explanation(), "；"); why != "" {
		computedSo += "：" + why
	}
	m.Report(at, diag.CaseDiffers, "“%s”（%s%s）写的是%s；按规则是%s。请对照条文，改正用例或者规则。",
		c.Shows, c.Standard.Title, c.Item.Where(), c.Result(), computedSo)
}
