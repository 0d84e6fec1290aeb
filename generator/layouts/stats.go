package layouts

import (
	"fmt"
	"strconv"

	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/site"
	"minglu/generator/values"
)

// StatsPage is given to layouts/stats/stats.html. Every chart is a table whose
// rows end in a bar: the figures and what is drawn of them cannot differ.
type StatsPage struct {
	Base
	AsOf              string
	Total             int
	Types, Levels     BarsPart
	Years             BarsPart
	Places            BarsPart
	Counties          BarsPart // of a province; no rows elsewhere
	PlaceWord         string   // 县区, 设区市, 省（区、市）
	Tiles             []TileView
	CrossTypes        []string
	Cross             []site.PlaceTypes
	Coverage          site.Coverage
	Agricultural      []site.Count // brands marked as 涉农, by document
	AgriculturalTotal int
	CoverageShare     string
	CoverageBar       string
	Targets           []TargetRow
	Workers           site.Workers
	WorkersTypes      WorkforceTable
	WorkersPlaces     WorkforceTable
	WorkersSum        string
	WorkersDays       string
	Scores            []ScoreCards
}

// BarsPart is given to layouts/parts/bars/bars.html: a table with a bar a row.
type BarsPart struct {
	Root, Caption string
	Head, Measure string // of the columns
	Rows          []Bar
	HasShare      bool // the rows add up to a whole
}

// A Bar is one row: a name, its number, and the bar's width in hundredths of
// the longest.
type Bar struct {
	Name, Path    string
	Number, Share string
	Width         string
}

// A TargetRow is one level's target and what there is.
type TargetRow struct {
	Level, Path  string
	Year         string
	Number, Now  int
	Share, Width string
	State        string // 已达到, or how many are missing
	Source       string // the document that sets it
	Steps        []string
}

// WorkforceTable is what brands state of their workers, by one dimension.
type WorkforceTable struct {
	Root, Caption, Head string
	Rows                []WorkforceRow
}

// A WorkforceRow is the workers of one type's or place's brands.
type WorkforceRow struct {
	Name, Path      string
	Brands, Stating int
	Sum, Days       string // "" where no brand states a number
	Width           string
}

// ScoreCards are the totals on one scorecard.
type ScoreCards struct {
	Standard string
	Types    []ScoreCard
}

// A ScoreCard is the totals of one type's brands.
type ScoreCard struct {
	Path, Name              string // of the type; of brands without one the roll and 在册品牌
	Number, Listed          int    // with a total, and all
	Highest, Lowest, Median values.Decimal
	Open                    int // brands whose totals may rise
	Bands                   BarsPart
}

func (r *renderer) statsJob() job {
	return job{"stats", edition.StatsPath, func(w *worker) any { return w.statsPage() }}
}

func (w *worker) statsPage() StatsPage {
	s, st := w.site, w.site.Stats
	p := StatsPage{Base: w.base("stats", edition.StatsPath, edition.StatsPath, "数据统计", "在册劳务品牌按"+w.dimensions()+"的统计，县（市）覆盖和目标完成情况。"),
		AsOf: site.DateText(s.Date), Total: len(s.Listed), Cross: st.Cross, Coverage: st.Coverage, Agricultural: st.Agricultural, PlaceWord: s.PlaceWord()}
	p.Types = p.bars("各类型在册品牌数", "类型", st.Types, p.Total)
	p.Places = p.bars("各"+p.PlaceWord+"在册品牌数", p.PlaceWord, st.Places, p.Total)
	p.Counties = p.bars("有品牌的县区", "县区", st.Counties, 0)
	p.Levels = p.bars("各级别在册品牌数", "级别", st.Levels, 0)
	p.Years = p.bars("各年份批次现仍在册的品牌数", "年份", st.Years, 0)
	p.Tiles = tileViews(s.Home.Grid)
	for _, t := range st.Types {
		p.CrossTypes = append(p.CrossTypes, t.Name)
	}
	p.CoverageShare = percent(st.Coverage.Number, st.Coverage.Total)
	p.CoverageBar = barWidth(st.Coverage.Number, st.Coverage.Total)
	for _, c := range st.Agricultural {
		p.AgriculturalTotal += c.Number
	}
	for _, t := range st.Targets {
		p.Targets = append(p.Targets, targetRow(t))
	}
	p.addWorkers(st.Workers)
	p.addScores(st.Scores)
	return p
}

// bars makes a chart of counts. total is what they add up to, 0 where they
// overlap.
func (p *StatsPage) bars(caption, head string, counts []site.Count, total int) BarsPart {
	part := BarsPart{Root: p.Root, Caption: caption, Head: head, Measure: "品牌数", HasShare: total > 0}
	longest := 0
	for _, c := range counts {
		longest = max(longest, c.Number)
	}
	for _, c := range counts {
		part.Rows = append(part.Rows, Bar{c.Name, c.Path, grouped(c.Number), percent(c.Number, total), barWidth(c.Number, longest)})
	}
	return part
}

func targetRow(t site.Reached) TargetRow {
	row := TargetRow{Level: t.Level.Name, Path: t.Path, Year: strconv.Itoa(t.Year) + "年底", Number: t.Target.Number, Source: t.Source, Now: t.Count.Number,
		Share: percent(t.Count.Number, t.Target.Number), Width: barWidth(min(t.Count.Number, t.Target.Number), t.Target.Number), State: "已达到"}
	if missing := row.Number - row.Now; missing > 0 {
		row.State = fmt.Sprintf("还差 %d 个", missing)
	}
	for _, s := range t.Steps {
		step := fmt.Sprintf("%d年底 %d 个", s.Year, s.Number)
		if s.Over {
			step += fmt.Sprintf("，当时在册 %d 个", s.Now)
		}
		row.Steps = append(row.Steps, step)
	}
	return row
}

func (p *StatsPage) addWorkers(workers site.Workers) {
	p.Workers = workers
	p.WorkersSum, p.WorkersDays = grouped(workers.All.Sum), span(workers.All.From, workers.All.To)
	p.WorkersTypes = p.workforce("按类型", "类型", workers.Types)
	p.WorkersPlaces = p.workforce("按"+p.PlaceWord, p.PlaceWord, workers.Places)
}

func (p *StatsPage) workforce(caption, head string, parts []site.Workforce) WorkforceTable {
	table := WorkforceTable{Root: p.Root, Caption: caption + "合计的从业人员", Head: head}
	longest := 0
	for _, part := range parts {
		longest = max(longest, part.Sum)
	}
	for _, part := range parts {
		row := WorkforceRow{Name: part.Name, Path: part.Path, Brands: part.Number, Stating: part.Stating, Width: barWidth(part.Sum, longest)}
		if part.Stating > 0 {
			row.Sum, row.Days = grouped(part.Sum), span(part.From, part.To)
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

func (p *StatsPage) addScores(all []site.Scores) {
	var last *criteria.Standard
	for _, sc := range all {
		if sc.Standard != last {
			last = sc.Standard
			p.Scores = append(p.Scores, ScoreCards{Standard: last.Title})
		}
		card := ScoreCard{Path: p.Root + edition.RollPath, Name: "在册品牌", Number: len(sc.Totals), Listed: sc.Listed,
			Lowest: sc.Totals[0], Highest: sc.Totals[len(sc.Totals)-1], Median: sc.Median(), Open: sc.Open}
		if sc.Type != nil {
			card.Path, card.Name = p.Root+edition.TypePath(sc.Type), sc.Type.Name
		}
		var bands []site.Count
		for _, b := range sc.Bands() {
			bands = append(bands, site.Count{Link: site.Link{Name: bandName(b, sc.Whole())}, Number: b.Number})
		}
		card.Bands = p.bars(card.Name+"总分分布", "总分", bands, 0)
		cards := &p.Scores[len(p.Scores)-1]
		cards.Types = append(cards.Types, card)
	}
}

// bandName names the totals of a band: 70—79 分, or of totals with fractions, 70 分至不足 80 分.
func bandName(b site.ScoreBand, whole bool) string {
	if whole {
		return fmt.Sprintf("%s—%s 分", b.From, b.Below-criteria.Point)
	}
	return fmt.Sprintf("%s 分至不足 %s 分", b.From, b.Below)
}

// barWidth returns n in hundredths of whole, for the width of a bar.
func barWidth(n, whole int) string {
	if whole == 0 {
		return "0"
	}
	return strconv.FormatFloat(float64(n)*100/float64(whole), 'f', -1, 64)
}

// percent returns n of whole as people read it: 41.7%, "" of nothing.
func percent(n, whole int) string {
	if whole == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(n)*100/float64(whole), 'f', 1, 64) + "%"
}

// grouped returns n as people read it: 12,600.
func grouped(n int) string { return values.DecimalOf(n).Grouped() }
