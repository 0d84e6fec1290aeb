package content

import (
	"strings"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/values"
)

// standardKey returns the standard that a key names, if it measures the brand.
func (r *reader) standardKey(b *Brand, src *diag.Source, key fields.Key, rule diag.Rule) *criteria.Standard {
	s := r.rules.Standard(key.Name)
	switch {
	case s == nil:
		r.reportUnknownStandard(src, fields.Text{V: key.Name, At: key.At}, rule)
	case b.Type != nil && !s.Measures(b.Type):
		src.Report(key.At, rule, "《%s》不适用于%s品牌，请删去，或核对品牌类型。", s.Title, b.Type.Name)
		return nil
	case b.Region != nil && !s.Region.Contains(b.Region):
		src.Report(key.At, rule, "《%s》适用于%s，不适用于%s的品牌，请删去。", s.Title, s.Region.Name, b.Region.FullName())
		return nil
	}
	return s
}

func (r *reader) reportUnknownStandard(src *diag.Source, t fields.Text, rule diag.Rule) {
	var ids []string
	for _, s := range r.rules.Standards {
		ids = append(ids, s.ID)
		if s.Title == t.V {
			src.Suggest(t.At, rule, s.ID, "此处应填写标准的代号“%s”。", s.ID)
			return
		}
	}
	reportUnknownName(src, t, rule, "标准", ids)
}

// itemKey returns the item that a key names among those that measure the brand.
func itemKey(b *Brand, src *diag.Source, s *criteria.Standard, key fields.Key, rule diag.Rule) *criteria.Item {
	var ids []string
	for _, item := range s.Items(b.Type) {
		if item.ID == key.Name {
			return item
		}
		ids = append(ids, item.ID)
	}
	near := values.Nearest(key.Name, ids)
	switch {
	case s.Item(key.Name) != nil:
		src.Report(key.At, rule, "条目“%s”不适用于%s品牌，请删去。", key.Name, b.Type.Name)
	case near != "":
		src.Guess(key.At, rule, near, "《%s》没有条目“%s”，是否应为“%s”？", s.Title, key.Name, near)
	default:
		src.Report(key.At, rule, "《%s》没有条目“%s”，可用：%s。", s.Title, key.Name, strings.Join(ids, "、"))
	}
	return nil
}

// readSelfScores reads 自评分, by item and in total.
func (r *reader) readSelfScores(b *Brand, src *diag.Source, m *fields.Map) map[string]map[string]criteria.Points {
	if m == nil {
		return nil
	}
	all := map[string]map[string]criteria.Points{}
	for _, key := range m.Keys() {
		standard := r.standardKey(b, src, key, diag.BadSelfScore)
		items := key.Value.Map()
		if standard == nil || items == nil {
			continue
		}
		scores, sum := map[string]criteria.Points{}, criteria.Points(0)
		var total fields.Number
		for _, key := range items.Keys() {
			most := criteria.Points(0)
			if key.Name == "total" {
				most = mostPoints(standard.Items(b.Type)...)
			} else if item := itemKey(b, src, standard, key, diag.BadSelfScore); item != nil {
				most = mostPoints(item)
			} else {
				continue
			}
			if score := key.Value.Number(); score.Stated && checkSelfScore(src, standard, scoreName(key.Name), score, most) {
				scores[key.Name] = score.V
				if key.Name == "total" {
					total = score
				} else {
					sum += score.V
				}
			}
		}
		if total.Stated && len(scores) > 1 && total.V != sum {
			src.Report(total.At, diag.BadSelfScore, "自评总分（total）%s 分与所填各条自评分之和 %s 分不符，请核对。", total.V, sum)
		}
		all[standard.ID] = scores
	}
	return all
}

// scoreName returns how messages name an item, or the total.
func scoreName(key string) string {
	if key == "total" {
		return diag.Named("总分", key)
	}
	return diag.Named("", key)
}

func checkSelfScore(src *diag.Source, s *criteria.Standard, what string, score fields.Number, most criteria.Points) bool {
	switch {
	case score.V >= 0 && score.V <= most:
		return true
	case most == 0:
		src.Report(score.At, diag.BadSelfScore, "《%s》的%s不计分，请删去，或改为 0。", s.Title, what)
	default:
		src.Report(score.At, diag.BadSelfScore, "%s的自评分应在 0 至 %s 分之间（含加分），现在是 %s 分。", what, most, score.V)
	}
	return false
}

// mostPoints returns the highest points that items can give, with every bonus.
func mostPoints(items ...*criteria.Item) criteria.Points {
	sum := criteria.Points(0)
	for _, item := range items {
		sum += item.Points + item.MaxBonus()
	}
	return sum
}
