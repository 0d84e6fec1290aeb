package review

import (
	"minglu/generator/content"
	"minglu/generator/criteria"
)

// A Contradiction is a brand that states of its county what the acts do not say: that
// it has recognized brands at a level, or has not.
type Contradiction struct {
	Brand *content.Brand
	Fact  *criteria.Fact
	Yes   bool
	First *content.Notice // the 认定 that it denies; nil: there is none for what it claims
}

// contradictions returns them by brand and fact. What counts are the acts up to the
// day of the brand's facts: it knew no later ones.
func contradictions(side *Side) []Contradiction {
	if !side.Readable() {
		return nil
	}
	type county struct {
		region *criteria.Region
		level  *criteria.Level
	}
	first := map[county]*content.Notice{} // the notices are in the order in which they act
	for _, n := range side.notices() {
		for _, e := range n.Entries {
			key := county{e.Brand.Region, n.Level}
			if n.Kind == content.Recognition && first[key] == nil {
				first[key] = n
			}
		}
	}
	var all []Contradiction
	for _, b := range side.brands() {
		for _, f := range side.Rules.Facts {
			v, stated := b.Facts.Of(f)
			if f.Recognized == nil || !stated || b.Region == nil {
				continue
			}
			n := first[county{b.Region, f.Recognized}]
			if n != nil && !b.AsOf.IsZero() && n.Begins().After(b.AsOf) {
				n = nil
			}
			if v.Yes() != (n != nil) {
				all = append(all, Contradiction{b, f, v.Yes(), n})
			}
		}
	}
	return all
}

// asOf says of which day the facts of b are, "" where it does not.
func asOf(b *content.Brand) string {
	if b.AsOf.IsZero() {
		return ""
	}
	return "（数据截至 " + b.AsOf.String() + "）"
}

func (c Contradiction) key(slug func(*content.Brand) string) string {
	return slug(c.Brand) + "\n" + c.Fact.ID + "\n" + c.acts()
}

// acts says what the acts know.
func (c Contradiction) acts() string {
	if c.First == nil {
		return "没有认定" + c.Brand.RegionName() + "品牌的" + c.Fact.Recognized.Name + "公告"
	}
	return "《" + c.First.Title + "》已有" + c.Fact.Recognized.Name + "认定"
}

// contradictions lists them as a task, as conflicts does.
func (d *Document) contradictions(task string, all []Contradiction) {
	assign(d, task, "填报与公告不符（%d 项）", "品牌填报的和名录中的公告不一致。请核对：是填报有误，还是公告没有录入。",
		[]string{"品牌", "内容", "填报", "公告"}, all, func(c Contradiction) []string {
			stated := "否"
			if c.Yes {
				stated = "是"
			}
			return []string{brandInCounty(c.Brand), c.Fact.Label, stated, c.acts() + asOf(c.Brand)}
		})
}
