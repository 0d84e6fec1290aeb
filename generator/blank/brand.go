package blank

import (
	"slices"
	"strings"

	"minglu/generator/criteria"
	"minglu/generator/keys"
)

// A BrandStart is what is known of a brand before its form is filled in.
type BrandStart struct {
	Name    string
	Type    *criteria.Type   // nil where brands are of no types
	Region  *criteria.Region // the county, or the city of a brand of a whole city
	County  string           // the region's name as a brand file writes it
	Builder string           // 培育建设单位; "": not yet known
}

// BrandKeys are the keys that a brand's file can have: where brands are of no types, none
// for the type.
func BrandKeys(rules *criteria.Rules) []keys.Field {
	return slices.DeleteFunc(slices.Clone(keys.Brand), func(f keys.Field) bool { return f.Kind == keys.TypeName && !rules.Typed() })
}

// Brand returns the form of a brand: every key, every fact of its type with its
// label, unit, choices and the clauses that read it.
func Brand(rules *criteria.Rules, b BrandStart) []byte {
	form := brandForm{rules: rules, of: b.Type, region: b.Region,
		head: map[string]string{"name": scalar(b.Name), "type": scalar(nameOf(b.Type)), "county": scalar(b.County), "builder": scalar(b.Builder)},
		fact: func(*criteria.Fact) string { return "" }}
	return []byte(form.text())
}

// nameOf returns the name of a type, "" for none.
func nameOf(t *criteria.Type) string {
	if t == nil {
		return ""
	}
	return t.Name
}

// Empty returns the form of a type, nil where brands are of none, before anything is known,
// for whoever copies it.
func Empty(rules *criteria.Rules, t *criteria.Type) []byte {
	form := brandForm{rules: rules, of: t, head: map[string]string{"type": scalar(nameOf(t))}, fact: func(*criteria.Fact) string { return "" }}
	return []byte(form.text())
}

// A brandForm is what the forms of brands differ in. Values are as YAML writes
// them.
type brandForm struct {
	rules  *criteria.Rules
	of     *criteria.Type
	region *criteria.Region // nil: any
	head   map[string]string
	fact   func(*criteria.Fact) string
}

func (b brandForm) text() string {
	s := &sheet{}
	s.WriteString("---\n")
	s.note("", "填在冒号和空格后面。不知道的留空。# 后面是说明，程序不读，网站上不显示，填完可以删去。")
	s.note("", "怎样填、出了错怎样改，见 content/README.md 和网站的填报指南（guide.html）。")
	s.WriteByte('\n')
	for _, f := range BrandKeys(b.rules) {
		if f.Rare {
			continue
		}
		switch {
		case f.Kind == keys.Facts:
			b.facts(s, f)
		case f.Kind == keys.Evidence:
			s.note("", f.Explained()+"，如 workers: 《从业人员名册》。要填的，删去行首的“# ”")
			s.note("", f.Key+":")
			s.note("", "  workers:")
		case f.Kind == keys.Years:
			s.note("", f.Explained()+"。要填的，删去行首的“# ”")
			s.note("", f.Key+":")
			s.note("", "  2023: {workers: }")
		case f.Kind == keys.Scores:
			b.selfScores(s, f)
		case f.Kind == keys.Group || f.Kind == keys.Groups:
			s.optional(f)
		default:
			s.field(f, b.head[f.Key])
		}
		s.WriteByte('\n')
	}
	s.note("", "下一行 --- 结束字段区。它下面先写基本情况，不超过 500 字，印在推荐表上；")
	s.note("", "品牌故事等写在后面，各用一行小标题分开，如：## 品牌故事")
	s.WriteString("---\n")
	return s.String()
}

// facts writes every fact that is asked of the type.
func (b brandForm) facts(s *sheet, f keys.Field) {
	s.note("", f.Explained()+"。依据的标准：")
	for _, standard := range b.standards() {
		s.note("", "  "+standard.ID+" 是《"+standard.Title+"》")
	}
	s.value("", f.Key, "")
	quoted := map[*criteria.Item]bool{} // once is enough
	for _, fact := range b.rules.Facts {
		if !fact.AskedOf(b.of) {
			continue
		}
		s.note("  ", fact.Label+"。"+fact.Hint())
		if fact.AskedBy != "" {
			s.note("  ", "  "+fact.AskedBy+"，可以不填，不影响评价")
		}
		for _, c := range fact.Clauses {
			if b.measured(c.Standard) && slices.Contains(c.Standard.Items(b.of), c.Item) {
				clause := "  " + c.Standard.ID + " " + c.Item.ID
				if !quoted[c.Item] {
					clause += "：" + clauseWords(c.Item)
				}
				quoted[c.Item] = true
				s.note("  ", clause)
			}
		}
		s.value("  ", fact.ID, b.fact(fact))
	}
}

// standards returns the standards by which such a brand is measured.
func (b brandForm) standards() []*criteria.Standard {
	return slices.DeleteFunc(slices.Clone(b.rules.Standards), func(s *criteria.Standard) bool { return !b.measured(s) })
}

func (b brandForm) measured(s *criteria.Standard) bool {
	return s.Measures(b.of) && (b.region == nil || s.Region.Contains(b.region))
}

// selfScores writes, as comments, the items of scorecards.
func (b brandForm) selfScores(s *sheet, f keys.Field) {
	s.note("", f.Explained()+"。要填的，删去行首的“# ”")
	s.note("", f.Key+":")
	for _, standard := range b.standards() {
		if standard.Kind != criteria.Scorecard {
			continue
		}
		var items []string
		for _, item := range standard.Items(b.of) {
			if item.Points+item.MaxBonus() > 0 {
				items = append(items, item.ID+": "+keys.NoScore)
			}
		}
		s.note("", "  "+standard.ID+": {"+strings.Join(append(items, "total: "+keys.NoScore), ", ")+"}")
	}
}
