package intake

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"minglu/generator/criteria"
	"minglu/generator/desk"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// A 评分表 is a table of the items of a standard, with a column in which the brand scores
// itself. It names the brand above its head, or above the table.

// A scoreSheet is such a table as it was understood. What it names is kept from table to
// table of a file: some type the 评分表 as several.
type scoreSheet struct {
	named, unit string // as it says: the brand, and whose seal it bears
	kind        string // the type, where that is said

	head     int // the row
	self     int // the column 自评分
	standard *criteria.Standard
}

var (
	selfScored = regexp.MustCompile(`^(?:企业|品牌|单位|县区)?自评(?:得分|分数|分)?$`)
	reviewed   = regexp.MustCompile(`评审|复核|核定|审核|专家|市级评|^得分$|最终`)
	summed     = regexp.MustCompile(`^(?:自评)?(?:总分|合计|总计|总得分|合计得分)$`)
	counted    = regexp.MustCompile(`^(\d{1,2})[、.．)）]`)
	// stated is what stands above a 评分表, several labels on one line.
	stated = regexp.MustCompile(`(劳务品牌名称|品牌名称|劳务品牌类型|品牌类型|填报单位|申报单位|推荐单位)\s*(?:[（(][^）)]*[）)])?\s*[：:]`)
)

// readHead finds the head of a 评分表, or reports that there is none.
func (s *scoreSheet) readHead(t *Table) bool {
	for row := range min(searched, len(t.rows)) {
		self, others := -1, 0
		for _, p := range t.said(row) {
			switch text := bare(t.at(p)); {
			case selfScored.MatchString(text):
				self = p.column
			case text == "标准" || text == "评分依据" || text == "分值" || text == "评分标准" || text == "评审标准" || text == "项目":
				others++
			}
		}
		if self >= 0 && others >= 2 {
			s.head, s.self = row, self
			return true
		}
	}
	return false
}

// readNames reads which brand the sheet is of from what stands above its head.
func (s *scoreSheet) readNames(t *Table) {
	lines := []string{t.above}
	for row := range s.head {
		for _, p := range t.said(row) {
			lines = append(lines, t.at(p))
			if label := strings.TrimRight(t.at(p), "：: "); stated.MatchString(label+"：") && p.column+1 < maxColumns { // its box is beside it
				next := place{row, p.column + 1}
				for t.of[next] == p && next.column < maxColumns {
					next.column++
				}
				lines = append(lines, label+"："+t.at(next))
			}
		}
	}
	for _, text := range lines {
		marks := stated.FindAllStringSubmatchIndex(text, -1)
		for i, m := range marks {
			end := len(text)
			if i+1 < len(marks) {
				end = marks[i+1][0]
			}
			value, _, _ := strings.Cut(strings.TrimSpace(text[m[1]:end]), "\n")
			switch label := text[m[2]:m[3]]; {
			case joined(value) == "":
			case strings.HasSuffix(label, "名称"):
				s.named, s.kind = joined(value), ""
			case strings.HasSuffix(label, "类型"):
				s.kind = value
			default:
				s.unit = joined(value)
			}
		}
	}
}

// A scored is a row of a 评分表: which item it is of, and where its score stands, or would.
type scored struct {
	id   string // "total" of the last row, "" of what is no item
	kind *criteria.Type
	cell place
}

// An official is an item as it is looked for: by the letters of its text, or by its number
// and how it begins, for texts that were typed again.
type official struct {
	item *criteria.Item
	text string
}

// alike is how many letters two texts begin with that are the same clause, if they have the
// same number, too.
const alike = 6

func officials(items []*criteria.Item) (all []official) {
	for _, item := range items {
		all = append(all, official{item, bare(item.Text)})
	}
	return all
}

// named returns the item that a cell names, nil for none.
func named(items []official, text string) *criteria.Item {
	text = width.Fold.String(joined(text))
	number := 0
	if m := counted.FindStringSubmatch(text); m != nil {
		number, _ = strconv.Atoi(m[1])
		text = text[len(m[0]):]
	}
	text = bare(text)
	begins := func(text string) string { return string([]rune(text)[:min(alike, len([]rune(text)))]) }
	for _, o := range items {
		if text != "" && text == o.text || number == o.item.Number && len([]rune(text)) >= alike && begins(text) == begins(o.text) {
			return o.item
		}
	}
	return nil
}

// itemsIn returns of each row below the head which item of a standard it is.
func (s *scoreSheet) itemsIn(t *Table, standard *criteria.Standard) (rows []scored, known int) {
	any, basic, byType := officials(standard.Items(nil)), officials(standard.Basic), map[*criteria.Type][]official{}
	for _, of := range standard.Types() {
		byType[of] = officials(standard.ByType[of])
	}
	items := any
	var kind *criteria.Type
	for row := s.head + 1; row < len(t.rows); row++ {
		var words []string
		found := scored{cell: place{row, s.self}}
		for column := range s.self {
			text := t.shown(place{row, column})
			if text == "" {
				continue
			}
			words = append(words, text)
			for _, of := range standard.Types() {
				if strings.Contains(joined(text), of.Name) {
					kind, items = of, byType[of]
				}
			}
			switch letters := bare(text); {
			case letters == "基本条件":
				kind, items = nil, basic
			case summed.MatchString(letters):
				found.id = "total"
			}
		}
		for _, text := range words {
			if found.id != "" {
				break
			}
			if item := named(items, text); item != nil {
				found.id, found.kind = item.ID, kind
			}
		}
		if found.id != "" {
			known++
		}
		rows = append(rows, found)
	}
	return rows, known
}

// A fit is how well a table is the 评分表 of a standard. The clauses decide; those of one
// year's are often those of the next, so that the title decides then, then which is in force.
type fit struct {
	items  int // that it has
	titled bool
	valid  bool
	from   values.Date
}

func (f fit) beats(other fit) bool {
	if f.items != other.items || other.from.IsZero() {
		return f.items > other.items
	}
	for _, said := range [][2]bool{{f.titled, other.titled}, {f.valid, other.valid}} {
		if said[0] != said[1] {
			return said[0]
		}
	}
	return f.from.After(other.from)
}

// bears reports whether a line above the head is a title.
func (s *scoreSheet) bears(t *Table, title string) bool {
	for row := range s.head {
		for _, p := range t.said(row) {
			if bare(t.at(p)) == bare(title) {
				return true
			}
		}
	}
	for line := range strings.Lines(t.above) {
		if bare(line) == bare(title) {
			return true
		}
	}
	return false
}

// takeScores takes a 评分表 in, or what belongs to one; it reports whether a table is such.
func (in *Intake) takeScores(t *Table, s *scoreSheet) bool {
	if why := resultsOnly(t); why != "" {
		in.Left = append(in.Left, Left{t.Name, "", why})
		return true
	}
	if !s.readHead(t) {
		return false
	}
	var rows []scored
	most := fit{items: 1} // a single row may be anything
	for _, standard := range in.e.Rules().Standards {
		if standard.Kind != criteria.Scorecard {
			continue
		}
		found, n := s.itemsIn(t, standard)
		if f := (fit{n, s.bears(t, standard.Title), standard.InForce(in.e.Day()), standard.From}); f.beats(most) {
			rows, most, s.standard = found, f, standard
		}
	}
	if rows == nil {
		return false
	}
	s.readNames(t)
	r := row{called: s.named, county: in.countyIn(s.unit), kind: in.typeNamed(s.kind)}
	if r.kind == nil {
		r.kind = typeScored(t, rows)
	}
	for row := range s.head + 1 {
		official := row == s.head
		for _, p := range t.said(row) {
			text := t.at(p)
			if official || stated.MatchString(text) || bare(text) == bare(s.standard.Title) || joined(text) == s.named || joined(text) == s.unit {
				in.Said, in.Placed = in.Said+1, in.Placed+1
				continue
			}
			in.leave(t, []place{p}, "表题")
		}
	}
	for _, found := range rows {
		in.takeScored(t, s, found, &r)
	}
	if s.named == "" {
		in.list(t, r.cells, "评分表上面没有写劳务品牌名称，不知道是哪个品牌的自评分")
		return true
	}
	in.takeRow(t, &r, actHead{})
	return true
}

// resultsOnly says why a table is not taken in that says nothing but what this program
// computed: the page behind a 评分表, and a 核对表.
func resultsOnly(t *Table) string {
	for row := range min(searched, len(t.rows)) {
		words := map[string]bool{}
		for _, p := range t.said(row) {
			words[bare(t.at(p))] = true
		}
		switch {
		case words["条目"] && words["计算得分"]:
			return "计算说明，是按品牌填报的事实算出来的，不用导入"
		case words["标准"] && words["核对结果"]:
			return "核对表，是按品牌填报的事实算出来的，不用导入；要改的，改品牌的事实"
		}
	}
	return ""
}

// typeScored returns the type of which items are scored, nil where there are several.
func typeScored(t *Table, rows []scored) (kind *criteria.Type) {
	for _, found := range rows {
		if found.kind == nil || t.at(found.cell) == "" || found.kind == kind {
			continue
		}
		if kind != nil {
			return nil
		}
		kind = found.kind
	}
	return kind
}

// takeScored counts the cells of a row, and adds the score to what the brand states.
func (in *Intake) takeScored(t *Table, s *scoreSheet, found scored, r *row) {
	again := selfScored.MatchString(bare(t.at(found.cell))) // the head, as on every page
	for _, p := range t.said(found.cell.row) {
		head := bare(t.shown(place{s.head, p.column}))
		switch {
		case again || p.column < s.self && found.id != "":
			in.Said, in.Placed = in.Said+1, in.Placed+1
		case p == found.cell && found.id != "":
			in.Said++
			in.score(t, s, found, r)
		case p == found.cell:
			in.leave(t, []place{p}, "没有认出是哪一条的自评分，没有导入")
		case p.column > s.self && reviewed.MatchString(head):
			in.leave(t, []place{p}, "评审、复核的得分不是品牌自己填报的，没有导入；评审的结果写在评定意见里")
		default:
			in.leave(t, []place{p}, "评分表里的其他文字")
		}
	}
}

// score adds a score to what a brand states.
func (in *Intake) score(t *Table, s *scoreSheet, found scored, r *row) {
	text := t.at(found.cell)
	points, sums := pointsOf(text)
	name := "总分"
	if item := s.standard.Item(found.id); item != nil {
		name = item.Where()
	}
	target := &target{Name: "自评分 " + name, field: keys.Field{Key: found.id, Kind: keys.Number},
		path: []desk.Step{{Key: "self_scores"}, {Key: s.standard.ID}, {Key: found.id}}}
	c := cell{&Column{Head: name, Address: t.address(found.cell), As: target.Name, Sure: true, target: target}, found.cell, points}
	if !sums {
		c.text = text
		in.list(t, []cell{c}, "自评分应是分数，如 22 或 7.5，没有导入")
		return
	}
	r.cells = append(r.cells, c)
}

var (
	points = regexp.MustCompile(`^(?:得|加)?0*(\d{1,4}(?:\.\d{1,6})?)分?$`)
	bonus  = regexp.MustCompile(`^0*(\d{1,4}(?:\.\d{1,6})?)分?[+＋](?:加)?0*(\d{1,4}(?:\.\d{1,6})?)分?$`)
)

// pointsOf returns a score as files write it: 22, 22分 and 20+2 are the same.
func pointsOf(text string) (score string, is bool) {
	text = width.Fold.String(strings.Join(strings.Fields(text), ""))
	sum := criteria.Points(0)
	m := bonus.FindStringSubmatch(text)
	if m == nil {
		m = points.FindStringSubmatch(text)
	}
	if m == nil {
		return "", false
	}
	for _, n := range m[1:] {
		p, ok := values.ParseDecimal(n)
		if !ok {
			return "", false
		}
		sum += p
	}
	return sum.String(), true
}
