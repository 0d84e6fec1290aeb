package intake

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"minglu/generator/blank"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/desk"
	"minglu/generator/mend"
	"minglu/generator/values"
)

// An actHead is what a list says of all that it names: that they were recognized, at
// which level and when. The zero actHead is of a list that says no such thing.
type actHead struct {
	is    bool
	title string // of the act; "": none that tells of its level
	keys  map[string]string
	told  map[place]bool // the cells that say so
}

// An act is what brands were recognized by.
type act struct {
	title  string
	keys   map[string]string
	region *criteria.Region // whose honour it is, where that is told by the brands; nil: not
	slugs  []string         // in the order of the list
}

var (
	aboutActs = regexp.MustCompile(`名单|目录|认定|命名|公布|获评|入选`)
	notActs   = regexp.MustCompile(`申报|推荐|汇总|候选|拟|摸底|调查|统计|公示|退出|撤销|取消|终止`)
	inYear    = regexp.MustCompile(`(20\d\d)\s*年`)
	batches   = regexp.MustCompile(`第[一二三四五六七八九十]+批|首批`)
	annexed   = regexp.MustCompile(`^附件\s*[0-9一二三四五]*[：:]?`)
	goneBy    = regexp.MustCompile(`根据|依据|按照`) // before the number of a document that is not the list's own
	// numbers are those of documents, by themselves or in brackets: 连人社发〔2023〕88号.
	numbers = regexp.MustCompile(`[（(]?(\p{Han}{1,15}[〔\[（(【](20\d\d)[〕\]）)】]第?\d+号)[）)]?`)
)

// actOf returns what the title and the columns of a list say of a recognition.
func (in *Intake) actOf(t *Table, l *layout) actHead {
	head := actHead{keys: map[string]string{}, told: map[place]bool{}}
	dated := false
	var all strings.Builder
	for _, c := range l.columns {
		if c.target != nil && c.target.act != "" {
			head.is = head.is || c.target.act == "level"
			dated = true
		}
	}
	read := func(text string, told func()) {
		if text = strings.Join(strings.Fields(text), ""); len(text) > longestTitle {
			return
		}
		all.WriteString(text)
		note := func(key, value string) {
			if value != "" {
				head.keys[key] = value
				told()
			}
		}
		if m := numbers.FindStringSubmatch(text); m != nil && !goneBy.MatchString(m[1]) {
			note("number", m[1])
			text = strings.Replace(text, m[0], "", 1)
		}
		for _, level := range in.e.Rules().Levels {
			if strings.Contains(text, level.Name) {
				note("level", level.Name)
				head.title = annexed.ReplaceAllString(text, "")
			}
		}
		if m := inYear.FindStringSubmatch(text); m != nil {
			note("year", m[1])
		}
		note("batch", batches.FindString(text))
	}
	read(t.titleAbove(), func() {})
	for r := range l.first {
		for _, p := range t.said(r) {
			read(t.at(p), func() { head.told[p] = true })
		}
	}
	if head.keys["level"] != "" && !notActs.MatchString(all.String()) && (dated || aboutActs.MatchString(all.String())) {
		head.is = true
	}
	if !head.is {
		head.told = nil
	}
	return head
}

// actsOf puts a brand onto the list of the act by which its row says that it was
// recognized.
func (in *Intake) actsOf(t *Table, f *file, cells []cell, head actHead) {
	keys := maps.Clone(head.keys)
	if keys == nil {
		keys = map[string]string{}
	}
	var said []cell
	for _, c := range cells {
		if c.column.target == nil || c.column.target.act == "" {
			continue
		}
		text := joined(c.text)
		switch c.column.target.act {
		case "level":
			if level := in.levelNamed(text); level != nil {
				text = level.Name
			} else {
				in.list(t, []cell{c}, "没有这个级别，没有导入")
				continue
			}
		case "date", "year":
			day, ok := values.SpelledDate(strings.TrimSuffix(text, "度"), true)
			if !ok {
				in.list(t, []cell{c}, "不是年份或日期，没有导入")
				continue
			}
			if text = day.String(); c.column.target.act == "year" {
				text = fmt.Sprint(day.Year)
			}
		}
		keys[c.column.target.act] = text
		said = append(said, c)
	}
	level := in.e.Rules().Level(keys["level"])
	if !head.is || level == nil {
		in.list(t, said, "没有写明级别，没有列入公告")
		return
	}
	in.place(t, said...)
	a := &act{keys: keys}
	for r := in.regionOf(path.Base(path.Dir(f.path))); r != nil && a.region == nil; r = r.Parent {
		if level.IsOf(r) {
			a.region = r
		}
	}
	if a.title = head.title; head.keys["level"] != keys["level"] || head.keys["year"] != keys["year"] {
		a.title = ""
	}
	isThere := func(n *content.Notice) bool { return a.isTold(n, content.SlugOf(f.path)) }
	if f.brand != nil && (slices.ContainsFunc(in.e.Notices, isThere) || in.e.Notices == nil && in.e.Holds(f.brand, level)) {
		return
	}
	id := fmt.Sprint(level.Name, " ", a.region, " ", values.Letters(keys["number"]))
	if keys["number"] == "" {
		id += fmt.Sprint(keys["year"], " ", keys["date"], " ", keys["batch"], " ", keys["authority"])
	}
	if in.acts[id] == nil {
		in.acts[id] = a
		in.order = append(in.order, id)
	}
	if slug := content.SlugOf(f.path); !slices.Contains(in.acts[id].slugs, slug) {
		in.acts[id].slugs = append(in.acts[id].slugs, slug)
	}
}

// day is when an act was, as far as the list says: its date, the year of its document, or
// the year of what it names.
func (a *act) day() string {
	ofNumber := ""
	if m := numbers.FindStringSubmatch(a.keys["number"]); m != nil {
		ofNumber = m[2]
	}
	return cmp.Or(a.keys["date"], ofNumber, a.keys["year"])
}

// year is the year of what an act names, "" where it is not known.
func (a *act) year() string { return cmp.Or(a.keys["year"], strings.SplitN(a.day(), "-", 2)[0]) }

// isTold reports whether a notice names a brand by an act: one of the level, of which
// nothing that both state differs.
func (a *act) isTold(n *content.Notice, slug string) bool {
	if n.Kind != content.Recognition || n.Level == nil || n.Level.Name != a.keys["level"] ||
		!slices.ContainsFunc(n.Entries, func(e content.Entry) bool { return e.Slug == slug }) {
		return false
	}
	differ := func(x, y string) bool { return x != "" && y != "" && values.Letters(x) != values.Letters(y) }
	return !differ(a.keys["number"], n.Document.Number) && !differ(a.year(), yearOf(n)) && !differ(a.keys["batch"], n.Batch)
}

func yearOf(n *content.Notice) string {
	if year := cmp.Or(n.Year, n.Date.Year); year > 0 {
		return fmt.Sprint(year)
	}
	return ""
}

// is reports whether a notice is of an act: of its level and its document, or, where one of
// them names none, of its title.
func (a *act) is(n *content.Notice) bool {
	if n.Kind != content.Recognition || n.Level == nil || n.Level.Name != a.keys["level"] {
		return false
	}
	if number := values.Letters(a.keys["number"]); number != "" && n.Document.Number != "" {
		return number == values.Letters(n.Document.Number)
	}
	return a.title != "" && values.Letters(a.title) == values.Letters(n.Title)
}

func (in *Intake) levelNamed(text string) *criteria.Level {
	for _, level := range in.e.Rules().Levels {
		if strings.HasPrefix(text, level.Name) || text+"级" == level.Name {
			return level
		}
	}
	return nil
}

// notices returns the files of the acts: one that there is with what the list adds to it,
// or a new one that says what the list states and nothing besides.
func (in *Intake) notices() (all []mend.File, err error) {
	for _, id := range in.order {
		a := in.acts[id]
		var m mend.File
		if i := slices.IndexFunc(in.e.Notices, a.is); i >= 0 {
			m, err = in.extended(in.e.Notices[i], a)
		} else {
			m, err = in.noticeOf(a)
		}
		if err != nil {
			return nil, err
		}
		if string(m.Before) != string(m.After) {
			all = append(all, m)
		}
	}
	return all, nil
}

// extended returns the file of a notice that there is, with the brands of an act behind its
// own.
func (in *Intake) extended(n *content.Notice, a *act) (mend.File, error) {
	before, err := checkout.Read(in.e.Files, n.File, maxBrand)
	if err != nil {
		return mend.File{}, err
	}
	d, err := desk.ParseDocument(desk.NoticeFile, string(before))
	if err != nil {
		return mend.File{}, fmt.Errorf("%s：%w", n.File, err)
	}
	brands, _ := d.At([]desk.Step{{Key: "brands"}}).([]any)
	for _, slug := range a.slugs {
		if !slices.ContainsFunc(n.Entries, func(e content.Entry) bool { return e.Slug == slug }) {
			brands = append(brands, slug)
		}
	}
	after, err := in.e.Set(string(before), desk.NoticeFile, []desk.Step{{Key: "brands"}}, brands)
	if err != nil {
		return mend.File{}, fmt.Errorf("%s：%w", n.File, err)
	}
	in.files[n.File] = &file{path: n.File, before: string(before), text: after, kind: desk.NoticeFile, name: n.Title}
	return mend.File{Name: n.File, Before: before, After: []byte(after)}, nil
}

// noticeOf returns the file of a new notice.
func (in *Intake) noticeOf(a *act) (m mend.File, err error) {
	level, day, year := in.e.Rules().Level(a.keys["level"]), a.day(), a.year()
	at, _ := values.ParseDate(day, true)
	start := blank.NoticeStart{Kind: content.Recognition, Level: level, Date: at, Region: a.region}
	title := a.title
	if title == "" {
		title = level.HonorName(start.Honor()) + "名单"
		if year != "" {
			title = year + "年" + title
		}
	}
	text := desk.NewText
	set := func(value any, path ...string) {
		if value == "" || err != nil {
			return
		}
		var steps []desk.Step
		for _, key := range path {
			steps = append(steps, desk.Step{Key: key})
		}
		text, err = in.e.Set(text, desk.NoticeFile, steps, value)
	}
	var slugs []any
	for _, slug := range a.slugs {
		slugs = append(slugs, slug)
	}
	set("认定", "kind")
	set(title, "title")
	set(level.Name, "level")
	set(a.keys["authority"], "authority")
	if day != "" && !strings.HasPrefix(day, year) {
		set(year, "year")
	}
	set(a.keys["batch"], "batch")
	set(day, "date")
	set(a.keys["number"], "document", "number")
	set(slugs, "brands")
	p := in.free(path.Join("content/notices", start.Slug(in.e.Rules(), in.e.Settings().Region)))
	in.files[p] = &file{path: p, before: text, text: text, kind: desk.NoticeFile, name: title}
	return mend.File{Name: p, Made: true, After: []byte(text)}, err
}

// Finish ends the intake and returns the files that it changes or makes, by name.
func (in *Intake) Finish() ([]mend.File, error) {
	brands := in.changed()
	notices, err := in.notices()
	return append(brands, notices...), err
}

// Stated returns the lines of a file that state something: neither comments nor keys
// without a value.
func Stated(text []byte) []byte {
	var b strings.Builder
	lines := slices.Collect(strings.Lines(string(text)))
	indent := func(i int) int { return len(lines[i]) - len(strings.TrimLeft(lines[i], " ")) }
	for i, line := range lines {
		words := strings.TrimSpace(line)
		opens := strings.HasSuffix(words, ":")
		if words == "" || words[0] == '#' && !strings.HasPrefix(words, "##") || opens && !strings.HasPrefix(words, "- ") && !statesBelow(lines, i, indent) {
			continue
		}
		b.WriteString(line)
	}
	return []byte(b.String())
}

// statesBelow reports whether lines behind i, which are further in, state something.
func statesBelow(lines []string, i int, indent func(int) int) bool {
	for k := i + 1; k < len(lines); k++ {
		words := strings.TrimSpace(lines[k])
		if words == "" || words[0] == '#' {
			continue
		}
		if indent(k) <= indent(i) {
			return false
		}
		if !strings.HasSuffix(words, ":") {
			return true
		}
	}
	return false
}
