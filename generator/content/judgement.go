package content

import (
	"math"
	"path"
	"slices"
	"strings"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// maxRecord is the largest file of content/judgements/, in bytes.
const maxRecord = 64 << 10

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
	m := fields.Parse(src, 1, src.Lines(), slices.Concat(keys.Judgement, keys.Record)...)
	if m == nil {
		return nil, f.Report(""), nil
	}
	f.Values(m, len(src.Text))
	record := &Record{
		Slug: SlugOf(file), File: file, Standard: standard,
		Judgements: map[string]criteria.Judgement{},
		Origin:     Origin{File: file, text: []byte(src.Text), veil: f.Veil},
	}
	before := src.Count()
	written := m.Keys()
	if len(written) == 0 && !m.Partial() {
		m.Report(m.At(), diag.BadJudgement, "文件中没有评定意见，请写上条目和评定，如 %s: {points: 10, reason: 评定的理由}，或删去这个文件。", anItemToJudge(standard))
	}
	record.Origin.fill(src, m, keys.Record, record)
	if record.Kept != nil && record.Kept.Date.IsZero() {
		record.Kept = nil // which has been reported
	}
	for _, key := range written {
		if keys.Find(keys.Record, key.Name).Key != "" {
			continue
		}
		item := itemToJudge(src, standard, key)
		if item == nil {
			continue
		}
		if j, ok := readJudgement(src, item, key.At, m.Node(key.Name)); ok {
			record.Judgements[item.ID] = j
			record.Items = append(record.Items, fields.Text{V: item.ID, At: key.At})
		}
	}
	reportFilledIn(m, slices.Concat(keys.Judgement, keys.Record))
	record.Doubtful = src.Count() > before || m.Partial()
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
	near := values.Nearest(key.Name, ids)
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
	points := m.Number("points")
	m.Node("reason").ReportCut()
	m.Node("by").ReportCut()
	reason, absent := textOrAbsent(src, m, "reason")
	j := criteria.Judgement{Points: points.V, Reason: reason.V, By: m.Text("by").V, Date: m.Date("date").V}
	m.Require("points")
	m.Done()
	ok := points.Stated && reason.Stated
	if points.Stated && (points.V < 0 || points.V > item.Points) {
		src.Report(points.At, diag.BadJudgement, "条目“%s”的评定分应在 0 至 %s 分之间，现在是 %s 分。", item.ID, item.Points, points.V)
		ok = false
	}
	if absent {
		src.Report(m.At(), diag.BadJudgement, "条目“%s”的评定意见没有写明理由，请补上%s。", item.ID, m.Named("reason"))
		src.Lacks("reason")
	}
	return j, ok
}

// misplacedKeys are what people call judgements at the top of a brand's file.
var misplacedKeys = []string{"judgements", "judgement", "judgments", "judgment", "评定意见", "评审意见"}

// readMisplaced reads judgements in a brand's file, nil where there are none.
// Only that they stand there is a mistake: what is wrong with them shows where
// they belong.
func readMisplaced(src *diag.Source, f *fields.Map) *Misplaced {
	for _, key := range f.Unasked() {
		if !slices.Contains(misplacedKeys, key.Name) {
			continue
		}
		known := len(src.List)
		found := &Misplaced{At: key.At, Items: map[string]map[string]criteria.Judgement{}}
		if standards := f.Map(key.Name); standards != nil {
			for _, standard := range standards.Keys() {
				found.Items[standard.Name] = readMisplacedItems(src, standard.Value.Map())
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
func anyItem(id string) *criteria.Item { return &criteria.Item{ID: id, Points: math.MaxInt64} }
