package export

import (
	"fmt"
	"regexp"
	"strconv"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/sheet"
	"minglu/generator/site"
	"minglu/generator/usage"
	"minglu/generator/values"
)

// A Span is a month, a quarter or a year.
type Span struct {
	First, Last values.Date
	name        string // 2026年第二季度
	work        string // what an office calls its table: 季度督查
}

var spans = regexp.MustCompile(`^(\d{4})(?:-(\d\d)|-?[Qq]([1-4]))?$`)

// ParseSpan reads 2026-06, 2026Q2 or 2026.
func ParseSpan(s string) (Span, bool) {
	m := spans.FindStringSubmatch(s)
	if m == nil {
		return Span{}, false
	}
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	year, month, quarter := number(m[1]), number(m[2]), number(m[3])
	of := func(from, to int, name, work string) (Span, bool) {
		return Span{values.Date{Year: year, Month: from, Day: 1}, values.Date{Year: year, Month: to}.Last(), name, work}, year > 0
	}
	switch {
	case quarter > 0:
		return of(quarter*3-2, quarter*3, fmt.Sprintf("%d年第%s季度", year, [...]string{"一", "二", "三", "四"}[quarter-1]), "季度督查")
	case m[2] == "":
		return of(1, 12, fmt.Sprintf("%d年", year), "年度考评")
	case month < 1 || month > 12:
		return Span{}, false
	}
	return of(month, month, fmt.Sprintf("%d年%d月", year, month), "月度调度")
}

// Period returns the table of a month, a quarter or a year (每月调度、按季督查、年终考评,
// 苏人社发〔2022〕40号): by county what stood before its first day and on its last, what
// came and went, who waits, and whose facts are old; then each change, the brands with
// old facts, and the targets. Of a span that is not over it tells up to the day of the
// edition; one that has not begun is wrong use.
func Period(e *edition.Edition, span Span) (Document, error) {
	day := e.Content.Date
	if span.First.After(day) {
		return Document{}, usage.Errorf("%s还没有开始，现在按 %s 计算；要按另一天计算，用 --date 写明", span.name, day)
	}
	last := span.Last
	if last.After(day) {
		last = day
	}
	p := period{e, span.First, last, e.HeldOn(nil, last)}
	d := New(e, e.Settings.Region.Name+"劳务品牌"+span.work+"表（"+span.name+"）",
		fmt.Sprintf("%s至%s。期初、期末在册按品牌计，期初为%s以前的情况；候选品牌和填报数据按现在的文件。", chinese(span.First), chinese(last), chinese(span.First)))
	d.Wide = true
	d.Tables = []sheet.Table{p.counties()}
	for _, t := range []sheet.Table{p.changes(), p.old(), p.targets()} {
		if len(t.Rows) > 0 {
			d.Tables = append(d.Tables, t)
		} else {
			d.Notes = append(d.Notes, t.Caption+"：无。")
		}
	}
	return d, nil
}

type period struct {
	*edition.Edition
	first, last values.Date
	closing     map[*content.Brand]bool // what stands at its end
}

// within reports whether a day of the ledger lies in p. What is dated by a year or a
// month alone counts from its first day.
func (p period) within(day values.Date) bool { return !day.Before(p.first) && !day.After(p.last) }

// A figure is one number of a county's row.
type figure struct {
	name  string
	count map[*content.Brand]int
}

// counties returns a row for each part of the site's region, and their sum.
func (p period) counties() sheet.Table {
	figures := p.figures()
	t := sheet.Table{Caption: "各地情况", Columns: []sheet.Column{sheet.Middle("县区", 16)}}
	for _, f := range figures {
		t.Columns = append(t.Columns, sheet.Middle(f.name, 10))
	}
	whole := p.Settings.Region
	row := func(name string, has func(*content.Brand) bool) ([]sheet.Cell, bool) {
		cells, any := []sheet.Cell{sheet.Text(name)}, false
		for _, f := range figures {
			n := 0
			for b, times := range f.count {
				if has(b) {
					n += times
				}
			}
			cells, any = append(cells, sheet.Number(n)), any || n > 0
		}
		return cells, any
	}
	for _, r := range p.Rules.Regions {
		if r.Parent == whole {
			cells, _ := row(r.Name, func(b *content.Brand) bool { return r.Contains(b.Region) })
			t.Rows = append(t.Rows, cells)
		}
	}
	if cells, any := row(site.WholeName(whole), func(b *content.Brand) bool { return b.Region == whole }); any || len(t.Rows) == 0 {
		t.Rows = append(t.Rows, cells)
	}
	all, _ := row("合计", func(*content.Brand) bool { return true })
	t.Rows = append(t.Rows, all)
	return t
}

// figures counts brands, but for what came and went, which may happen to one twice.
func (p period) figures() []figure {
	opening, came, withdrawn, expired := map[*content.Brand]int{}, map[*content.Brand]int{}, map[*content.Brand]int{}, map[*content.Brand]int{}
	held, ever := map[*content.Brand]int{}, map[*content.Brand]bool{}
	for _, event := range p.Events {
		if event.Day.After(p.last) {
			continue
		}
		before := held[event.Brand]
		held[event.Brand] += event.Adds()
		now := held[event.Brand]
		ever[event.Brand] = ever[event.Brand] || now > 0
		switch {
		case event.Day.Before(p.first):
			opening[event.Brand] = min(now, 1)
		case before == 0 && now > 0:
			came[event.Brand]++
		case before > 0 && now == 0 && event.Deed == edition.RanOut:
			expired[event.Brand]++
		case before > 0 && now == 0:
			withdrawn[event.Brand]++
		}
	}
	ones := func(has func(*content.Brand) bool) map[*content.Brand]int {
		count := map[*content.Brand]int{}
		for _, b := range p.Content.Brands {
			if has(b) {
				count[b] = 1
			}
		}
		return count
	}
	all := []figure{{"期初在册", opening}, {"新进在册", came}, {"退出", withdrawn}, {"到期", expired},
		{"期末在册", ones(func(b *content.Brand) bool { return p.closing[b] })}}
	for _, level := range p.Rules.Levels {
		if of := p.HeldOn(level, p.last); len(of) > 0 {
			all = append(all, figure{"期末" + level.Name, ones(func(b *content.Brand) bool { return of[b] })})
		}
	}
	noticed := map[*content.Brand]bool{}
	for _, n := range p.Content.Notices {
		if site.Runs(n, p.last) {
			for _, entry := range n.Entries {
				noticed[entry.Brand] = true
			}
		}
	}
	return append(all,
		figure{"正在公示", ones(func(b *content.Brand) bool { return noticed[b] })},
		figure{"候选", ones(func(b *content.Brand) bool { return !ever[b] })},
		figure{"数据须更新", ones(p.isOld)})
}

func (p period) isOld(b *content.Brand) bool {
	return len(b.OldOn(p.last)) > 0 && !b.Standing.HasEnded()
}

// changes returns a row for each thing that the notices did, in the order of the days.
func (p period) changes() sheet.Table {
	t := sheet.Table{Caption: "变动情况", Columns: []sheet.Column{sheet.Middle("序号", 8), sheet.Middle("日期", 14), sheet.Middle("县区", 14), sheet.Left("品牌", 26), sheet.Middle("变动", 14), sheet.Left("级别和荣誉", 26), sheet.Left("依据", 40)}}
	words := map[edition.Deed]string{edition.Named: "公示", edition.Given: "认定", edition.Regiven: "重新认定", edition.Extended: "延续",
		edition.Ended: "退出", edition.EndedLate: "退出（此前已到期）", edition.RanOut: "到期"}
	for _, event := range p.Events {
		word, told := words[event.Deed]
		if !told || !p.within(event.Day) {
			continue
		}
		level, honor := event.Level, event.Honor
		if level == nil {
			level, honor = event.Notice.Level, event.Notice.Honor
		}
		name := honor
		if level != nil {
			name = level.HonorName(honor)
		}
		source := "《" + event.Notice.Title + "》"
		if number := event.Notice.Document.Number; number != "" {
			source += "（" + number + "）"
		}
		t.Rows = append(t.Rows, []sheet.Cell{sheet.Number(len(t.Rows) + 1), sheet.Text(event.Day.String()), sheet.Text(event.Brand.RegionName()),
			sheet.Text(event.Brand.NameOn(event.Day)), sheet.Text(word), sheet.Text(name), sheet.Text(source)})
	}
	return t
}

// old returns the brands of which facts are old.
func (p period) old() sheet.Table {
	t := sheet.Table{Caption: "数据须更新的品牌", Columns: []sheet.Column{sheet.Middle("序号", 8), sheet.Middle("县区", 14), sheet.Left("品牌", 28), sheet.Middle("数据截至", 14), sheet.Left("培育建设单位", 34)}}
	for _, r := range p.Rules.RegionsIn(p.Settings.Region) {
		for _, b := range p.Content.Brands {
			if b.Region == r && p.isOld(b) {
				t.Rows = append(t.Rows, []sheet.Cell{sheet.Number(len(t.Rows) + 1), sheet.Text(b.RegionName()), sheet.Text(b.Name), sheet.Text(b.AsOf.String()), sheet.Text(b.Builder)})
			}
		}
	}
	return t
}

// targets returns how far the targets have come, step by step.
func (p period) targets() sheet.Table {
	t := sheet.Table{Caption: "目标完成情况", Columns: []sheet.Column{sheet.Middle("级别", 10), sheet.Middle("到何时", 14), sheet.Middle("目标（个）", 12), sheet.Middle("期末在册（个）", 16), sheet.Middle("还差（个）", 12), sheet.Left("依据", 34)}}
	for _, target := range p.Settings.Targets {
		now := len(p.HeldOn(target.Level, p.last))
		for _, aim := range append(append([]content.Aim(nil), target.Steps...), target.Aim) {
			if aim.Year < p.last.Year {
				continue
			}
			t.Rows = append(t.Rows, []sheet.Cell{sheet.Text(target.Level.Name), sheet.Text(fmt.Sprintf("%d年底", aim.Year)), sheet.Number(aim.Number),
				sheet.Number(now), sheet.Number(max(aim.Number-now, 0)), sheet.Text(target.Source)})
		}
	}
	return t
}

// Regions returns the site's region and the parts of it that keep calendars of their own.
func Regions(e *edition.Edition) []*criteria.Region {
	all := []*criteria.Region{e.Settings.Region}
	for _, r := range e.Rules.Regions {
		if r.Parent == e.Settings.Region {
			all = append(all, r)
		}
	}
	return all
}
