package intake

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"minglu/generator/blank"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/desk"
	"minglu/generator/edition"
	"minglu/generator/mend"
	"minglu/generator/values"
)

// An actHead is what a list says of all that it names: that they were recognized, at
// which level and when. The zero actHead is of a list that says no such thing.
type actHead struct {
	is    bool
	title string
	keys  map[string]string
}

// An act is what brands were recognized by.
type act struct {
	title string
	keys  map[string]string
	slugs []string // in the order of the list
}

var (
	aboutActs = regexp.MustCompile(`名单|目录|认定|命名|公布|获评|入选`)
	notActs   = regexp.MustCompile(`申报|推荐|汇总|候选|拟|摸底|调查|统计|公示`)
	inYear    = regexp.MustCompile(`(20\d\d)\s*年`)
	batches   = regexp.MustCompile(`第[一二三四五六七八九十]+批|首批`)
)

// actOf returns what the title and the columns of a list say of a recognition.
func (in *Intake) actOf(title string, l *layout) actHead {
	head := actHead{title: strings.Join(strings.Fields(title), ""), keys: map[string]string{}}
	dated := false
	for _, c := range l.columns {
		if c.target != nil && c.target.act != "" {
			head.is = head.is || c.target.act == "level"
			dated = true
		}
	}
	for _, level := range in.e.Rules.Levels {
		if strings.Contains(head.title, level.Name) {
			head.keys["level"] = level.Name
		}
	}
	if m := inYear.FindStringSubmatch(head.title); m != nil {
		head.keys["year"] = m[1]
	}
	if m := batches.FindString(head.title); m != "" {
		head.keys["batch"] = m
	}
	if head.keys["level"] != "" && !notActs.MatchString(head.title) && (dated || aboutActs.MatchString(head.title)) {
		head.is = true
	}
	return head
}

// actsOf puts a brand onto the list of the act by which its row says that it was
// recognized.
func (in *Intake) actsOf(t *Table, f *file, cells []cell, head actHead) {
	keys := map[string]string{}
	for key, value := range head.keys {
		keys[key] = value
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
	if !head.is || keys["level"] == "" {
		in.list(t, said, "没有写明级别，没有列入公告")
		return
	}
	in.place(t, said...)
	if level := in.e.Rules.Level(keys["level"]); f.brand != nil && edition.Holds(f.brand, level) {
		return // it stands there already
	}
	id := fmt.Sprint(keys["level"], keys["year"], keys["date"], keys["number"], keys["batch"], keys["authority"])
	a := in.acts[id]
	if a == nil {
		a = &act{keys: keys, title: head.title}
		in.acts[id] = a
		in.order = append(in.order, id)
	}
	if slug := content.SlugOf(f.path); !slices.Contains(a.slugs, slug) {
		a.slugs = append(a.slugs, slug)
	}
}

func (in *Intake) levelNamed(text string) *criteria.Level {
	for _, level := range in.e.Rules.Levels {
		if strings.HasPrefix(text, level.Name) || text+"级" == level.Name {
			return level
		}
	}
	return nil
}

// notices returns the files of the acts: each says what the list states and nothing
// besides.
func (in *Intake) notices() (all []mend.File, err error) {
	for _, id := range in.order {
		a := in.acts[id]
		level := in.e.Rules.Level(a.keys["level"])
		day := cmp.Or(a.keys["date"], a.keys["year"])
		title := a.title
		if title == "" {
			title = level.Name + "劳务品牌名单"
			if year := cmp.Or(a.keys["year"], strings.SplitN(day, "-", 2)[0]); year != "" {
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
			text, err = in.desk.Set(text, desk.NoticeFile, steps, value)
		}
		var slugs []any
		for _, slug := range a.slugs {
			slugs = append(slugs, slug)
		}
		set("认定", "kind")
		set(title, "title")
		set(level.Name, "level")
		set(a.keys["authority"], "authority")
		if a.keys["date"] != "" && a.keys["year"] != "" && !strings.HasPrefix(a.keys["date"], a.keys["year"]) {
			set(a.keys["year"], "year")
		}
		set(a.keys["batch"], "batch")
		set(day, "date")
		set(a.keys["number"], "document", "number")
		set(slugs, "brands")
		if err != nil {
			return nil, err
		}
		at, _ := values.ParseDate(day, true)
		start := blank.NoticeStart{Kind: content.Recognition, Level: level, Date: at}
		p := in.free(path.Join("content/notices", start.Slug(in.e.Rules, in.e.Settings.Region)))
		in.files[p] = &file{path: p, before: text, text: text}
		all = append(all, mend.File{Name: p, Made: true, After: []byte(text)})
	}
	return all, nil
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
