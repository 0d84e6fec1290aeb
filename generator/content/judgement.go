package content

import (
	"fmt"
	"maps"
	"math"
	"path"
	"slices"
	"strings"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
)

// maxRecord is the largest file of content/judgements/, in bytes.
const maxRecord = 64 << 10

// RecordFile returns the path of the file in which the judgements of a brand by
// a standard lie.
func RecordFile(standard, slug string) string {
	return path.Join(judgementsDir, standard, slug+".yaml")
}

// A Record is what the bureau's reviewers judged of one brand by one standard:
// one file of content/judgements/. What of it counts is among the Judgements of
// the brand.
type Record struct {
	Slug, File string // Slug is the brand's
	Standard   *criteria.Standard
	Brand      *Brand                        // nil: there is none that can be read
	Judgements map[string]criteria.Judgement // by item id

	origin   origin
	items    []fields.Text // the keys of Judgements, in the order written
	doubtful bool          // a mistake leaves open what was judged
}

// readRecord reads one file of content/judgements/, nil where it cannot be read
// at all. Whether its brand asks for what it says shows only when the brand is
// known.
func (r *reader) readRecord(file string) (*Record, diag.List, error) {
	f, bad, err := readSource(r.root, file, maxRecord)
	if f == nil {
		return nil, bad, err
	}
	src := f.Source
	standard := r.rules.Standard(path.Base(path.Dir(file)))
	m := fields.Parse(src, 1, src.Lines())
	if m == nil {
		return nil, f.Report(""), nil
	}
	f.Values(m, len(src.Text))
	record := &Record{
		Slug: SlugOf(file), File: file, Standard: standard,
		Judgements: map[string]criteria.Judgement{},
		origin:     origin{file: file, text: []byte(src.Text), veil: f.Veil},
	}
	before := src.Count()
	keys := m.Keys()
	if len(keys) == 0 && !m.Partial() {
		m.Report(m.At(), diag.BadJudgement, "文件中没有评定意见，请写上条目和评定，如 %s: {points: 10, reason: 评定的理由}，或删去这个文件。", anItemToJudge(standard))
	}
	for _, key := range keys {
		item := itemToJudge(src, standard, key)
		if item == nil {
			continue
		}
		if j, ok := readJudgement(src, item, key.At, m.Node(key.Name)); ok {
			record.Judgements[item.ID] = j
			record.items = append(record.items, fields.Text{V: item.ID, At: key.At})
		}
	}
	record.doubtful = src.Count() > before || m.Partial()
	return record, f.Report(""), nil
}

// itemsToJudge returns the items for which a standard may ask for a judgement.
func itemsToJudge(s *criteria.Standard) (ids []string) {
	for _, item := range s.Items(nil) {
		if item.Judge != nil {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

func anItemToJudge(s *criteria.Standard) string {
	return append(itemsToJudge(s), "条目")[0]
}

// itemToJudge returns the item that a key names, if the standard ever asks for a
// judgement of it.
func itemToJudge(src *diag.Source, s *criteria.Standard, key fields.Key) *criteria.Item {
	item, ids := s.Item(key.Name), itemsToJudge(s)
	near := fields.Nearest(key.Name, ids)
	switch {
	case item != nil && item.Judge != nil:
		return item
	case item != nil:
		src.Report(key.At, diag.BadJudgement, "条目“%s”按填报的数据计算，不需要评定意见，请删去。", item.ID)
	case near != "":
		src.Guess(key.At, diag.BadJudgement, near, "《%s》没有条目“%s”，是否应为“%s”？", s.Title, key.Name, near)
	case len(ids) == 0:
		src.Report(key.At, diag.BadJudgement, "《%s》没有条目“%s”，它的条目都不需要评定意见，请删去。", s.Title, key.Name)
	default:
		src.Report(key.At, diag.BadJudgement, "《%s》没有条目“%s”，需要评定意见的条目是：%s。", s.Title, key.Name, strings.Join(ids, "、"))
	}
	return nil
}

// readJudgement reads what was judged of one item, and reports whether it says
// enough to count.
func readJudgement(src *diag.Source, item *criteria.Item, at diag.Span, value fields.Node) (criteria.Judgement, bool) {
	if !value.Stated() {
		src.Report(at, diag.BadJudgement, "条目“%s”没有写评定意见，请写上 {points: 评定分, reason: 评定的理由}，或删去这一条。", item.ID)
		return criteria.Judgement{}, false
	}
	m := value.Map()
	if m == nil {
		return criteria.Judgement{}, false
	}
	points := m.Int("points")
	reason, absent := textOrAbsent(src, m, "reason")
	j := criteria.Judgement{Points: points.V, Reason: reason.V, By: m.Text("by").V, Date: m.Date("date").V}
	require(src, m, "points")
	m.Done()
	ok := points.Stated && reason.Stated
	if points.Stated && (points.V < 0 || points.V > item.Points) {
		src.Report(points.At, diag.BadJudgement, "条目“%s”的评定分应在 0 至 %d 分之间，现在是 %d 分。", item.ID, item.Points, points.V)
		ok = false
	}
	if absent {
		src.Report(m.At(), diag.BadJudgement, "条目“%s”的评定意见没有写明理由，请补上 reason: 评定的理由。", item.ID)
	}
	return j, ok
}

// joinRecords gives each brand what was judged of it, and reports what was judged
// of nobody, or what nobody asked for. broken are files of brands and of records
// that cannot be read: what follows from them is passed over.
func (j *joiner) joinRecords(brokenBrands, brokenRecords []string) {
	unread := slugsOf(brokenBrands)
	for _, file := range slices.Concat(brokenRecords, j.folder.misfiled) {
		if b := j.brands[SlugOf(file)]; b != nil {
			b.doubtful = true
		}
	}
	for _, r := range j.content.Records {
		r.Brand = j.brands[r.Slug]
		switch {
		case r.Brand != nil:
			j.judge(r.Brand, r)
		case !unread[r.Slug]:
			j.reportJudgedNobody(r)
		}
	}
}

// judge gives b what counts of r.
func (j *joiner) judge(b *Brand, r *Record) {
	b.doubtful = b.doubtful || r.doubtful
	s := r.Standard
	src := func() *diag.Source { return j.source(&r.origin) }
	switch {
	case b.Type != nil && s.ByType[b.Type] == nil:
		src().Report(src().LineSpan(1), diag.BadJudgement, "《%s》不适用于%s品牌“%s”，请删去这个文件，或核对品牌类型。", s.Title, b.Type.Name, b.Name)
		return
	case b.Region != nil && !s.Region.Contains(b.Region):
		src().Report(src().LineSpan(1), diag.BadJudgement, "《%s》适用于%s，不适用于%s的品牌“%s”，请删去这个文件。", s.Title, s.Region.Name, b.Region.FullName(), b.Name)
		return
	}
	counting := map[string]criteria.Judgement{}
	for _, key := range r.items {
		switch item := s.Item(key.V); {
		case b.Type != nil && !slices.Contains(s.Items(b.Type), item):
			src().Report(key.At, diag.BadJudgement, "条目“%s”不适用于%s品牌“%s”，请删去。", item.ID, b.Type.Name, b.Name)
		case item.Judge.Eval(b.Facts) == criteria.False:
			src().Report(key.At, diag.BadJudgement, "按“%s”填报的数据，条目“%s”不需要评定意见，请删去，或核对品牌的数据。", b.Name, item.ID)
		default:
			counting[item.ID] = r.Judgements[item.ID]
		}
	}
	if b.Judgements == nil {
		b.Judgements = map[string]map[string]criteria.Judgement{}
	}
	b.Judgements[s.ID] = counting
}

func (j *joiner) reportJudgedNobody(r *Record) {
	src := j.source(&r.origin)
	if b, _ := j.meantBrand(r.Slug); b != nil {
		b.doubtful = true
		src.Report(src.LineSpan(1), diag.BadJudgement, "没有品牌“%s”，是否应为“%s”（%s）？请把文件改名为 %s.yaml。", short(r.Slug), b.Slug, b.Name, b.Slug)
		return
	}
	src.Report(src.LineSpan(1), diag.BadJudgement, "没有品牌“%s”：文件名应与品牌的文件名相同，如 donghai-shuijing.yaml，请改名；品牌已不存在的，删去这个文件。", short(r.Slug))
}

// A misplaced is what a brand's own file says of how the brand was judged. It
// counts for nothing: nobody judges himself.
type misplaced struct {
	at    diag.Span
	items map[string]map[string]criteria.Judgement // by standard, item
}

// misplacedKeys are what people call judgements at the top of a brand's file.
var misplacedKeys = []string{"judgements", "judgement", "judgments", "judgment", "评定意见", "评审意见"}

// readMisplaced reads judgements in a brand's file, nil where there are none.
// Only that they stand there is a mistake: what is wrong with them shows where
// they belong.
func readMisplaced(src *diag.Source, f *fields.Map) *misplaced {
	for _, key := range f.Unasked() {
		if !slices.Contains(misplacedKeys, key.Name) {
			continue
		}
		known := len(src.List)
		found := &misplaced{at: key.At, items: map[string]map[string]criteria.Judgement{}}
		if standards := f.Map(key.Name); standards != nil {
			for _, standard := range standards.Keys() {
				found.items[standard.Name] = readMisplacedItems(src, standard.Value.Map())
			}
		}
		src.List = src.List[:known]
		return found
	}
	return nil
}

func readMisplacedItems(src *diag.Source, m *fields.Map) map[string]criteria.Judgement {
	items := map[string]criteria.Judgement{}
	if m == nil {
		return items
	}
	for _, key := range m.Keys() {
		items[key.Name], _ = readJudgement(src, anyItem(key.Name), key.At, key.Value)
	}
	return items
}

// anyItem is an item of which no more is known than its name.
func anyItem(id string) *criteria.Item { return &criteria.Item{ID: id, Points: math.MaxInt} }

// reportMisplaced says of judgements in a brand's file where they belong.
func (j *joiner) reportMisplaced() {
	records := map[string]*Record{}
	for _, r := range j.content.Records {
		records[r.File] = r
	}
	for _, b := range j.content.Brands {
		if b.misplaced == nil {
			continue
		}
		var files []string
		contested := ""
		for _, standard := range slices.Sorted(maps.Keys(b.misplaced.items)) {
			file := RecordFile(standard, b.Slug)
			files = append(files, file)
			for _, item := range slices.Sorted(maps.Keys(b.misplaced.items[standard])) {
				if r := records[file]; r != nil && contested == "" {
					if there, has := r.Judgements[item]; has && there != b.misplaced.items[standard][item] {
						contested = fmt.Sprintf("%s 中已有条目“%s”的评定，与此处不同，请主管部门核对后，删去此处", file, short(item))
					}
				}
			}
		}
		cure := "请删去此处"
		if files != nil {
			cure = "请移到 " + strings.Join(files, "、")
		}
		if contested != "" {
			cure = contested
		}
		j.source(&b.origin).Report(b.misplaced.at, diag.BadJudgement, "评定意见由主管部门写在 content/judgements/ 中，不写在品牌文件里：%s。", cure)
	}
}
