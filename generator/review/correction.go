package review

import (
	"cmp"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/keys"
)

// A Corrected is a correction that a change makes, or takes back.
type Corrected struct {
	Brand      *content.Brand
	Correction content.Correction
	TakenBack  bool
}

// corrections returns them by brand, those taken back last.
func (m *matching) corrections() []Corrected {
	var all []Corrected
	add := func(of, unlike, brand *content.Brand, back bool) {
		if of == nil {
			return
		}
		for _, c := range of.Corrections {
			if unlike == nil || !slices.ContainsFunc(unlike.Corrections, c.Says) {
				all = append(all, Corrected{brand, c, back})
			}
		}
	}
	for _, c := range m.brands {
		if c.after == nil || isHalf(c.after, m.after.mistakesIn(c.change.after())) {
			continue // which is told elsewhere
		}
		add(c.after, c.before, c.after, false)
		add(c.before, c.after, c.after, true)
	}
	return all
}

func (d *Document) corrections(all []Corrected) {
	assign(d, toDecide, "更正（%d 项）", "品牌更正了填错的数据。更正以前的公告仍按原来的数据核对，请核对更正的依据。",
		[]string{"品牌", "更正日期", "项目", "更正前", "更正后", "原因", "依据"}, all, func(c Corrected) []string {
			why := c.Correction.Why
			if c.TakenBack {
				why = "这一项更正已从品牌文件中删去"
			}
			return []string{brandInCounty(c.Brand), c.Correction.Date.String(), c.Correction.Label(),
				cmp.Or(c.Correction.Was, "未填"), cmp.Or(c.Correction.Now, "未填"), why, c.Correction.Document}
		})
}

// A Keeping is what was decided, or is decided otherwise, of a brand whose corrected
// figures do not meet a standard. Either is nil where nothing is decided.
type Keeping struct {
	Slug, Standard string
	Brand          *content.Brand // nil: none that can be read
	Before, After  *content.Kept
}

// keepings returns those that are not as they were, by standard and brand.
func (m *matching) keepings() []Keeping {
	type key struct{ standard, slug string } // the slug before
	was := map[key]*content.Kept{}
	for _, r := range m.before.records() {
		was[key{r.Standard.ID, r.Slug}] = r.Kept
	}
	var all []Keeping
	add := func(k Keeping) {
		if k.Before != k.After && (k.Before == nil || k.After == nil || *k.Before != *k.After) {
			all = append(all, k)
		}
	}
	for _, r := range m.after.records() {
		k := key{r.Standard.ID, cmp.Or(m.slugBefore(r.Brand), r.Slug)}
		add(Keeping{r.Slug, k.standard, r.Brand, was[k], r.Kept})
		delete(was, k)
	}
	for k, kept := range was {
		add(Keeping{Slug: k.slug, Standard: k.standard, Before: kept})
	}
	slices.SortFunc(all, func(a, b Keeping) int {
		return cmp.Or(cmp.Compare(a.Standard, b.Standard), cmp.Compare(a.Slug, b.Slug))
	})
	return all
}

func (d *Document) keepings(all []Keeping) {
	said := func(k *content.Kept) string {
		if k == nil {
			return "无"
		}
		return k.Date.String() + "：" + k.Reason
	}
	assign(d, toDecide, "更正后继续保留的决定（%d 项）", "数据更正后不再达到标准、仍保留称号，由主管部门决定。请核对确是主管部门的决定。",
		[]string{"品牌", "标准", "原决定", "现决定"}, all, func(k Keeping) []string {
			brand := k.Slug
			if k.Brand != nil {
				brand = brandInCounty(k.Brand)
			}
			return []string{brand, k.Standard, said(k.Before), said(k.After)}
		})
}

// undecided returns what of s waits for the bureau because figures were corrected:
// the 公示 still runs, or the honour still rests on the 认定, and nothing was decided.
func undecided(s *Side) []edition.Outdated {
	if !s.Readable() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.Outdated), func(o edition.Outdated) bool {
		rests := slices.ContainsFunc(o.Brand.Standing.Holding(), func(h content.Honor) bool { return h.Since == o.Notice })
		return o.Kept() != nil || !rests && !slices.Contains(o.Brand.Standing.Running, o.Notice)
	})
}

// outdatedKey tells one from another: a further correction makes another.
func outdatedKey(o edition.Outdated, slug func(*content.Brand) string) string {
	return o.Notice.Slug + "\n" + slug(o.Brand) + "\n" + o.Corrections[len(o.Corrections)-1].Date.String()
}

func (d *Document) undecided(all []edition.Outdated) {
	assign(d, toDecide, "更正后不再达到标准的品牌（%d 个）",
		"公告依据的数据后来更正了，按更正后的数据不达到标准，或者不能判断是否达到。请决定：继续保留的，在 content/judgements/ 中标准的文件夹里，与品牌同名的文件中写明"+content.Named(keys.Record, "kept")+"；不保留的，发退出公告。",
		[]string{"品牌", "公告", "更正", "更正后的评价", "条目"}, all, func(o edition.Outdated) []string {
			var made []string
			for _, c := range o.Corrections {
				made = append(made, c.Label()+"："+becameText(cmp.Or(c.Was, "未填"), cmp.Or(c.Now, "未填")))
			}
			return []string{brandInCounty(o.Brand), "《" + o.Notice.Title + "》", strings.Join(made, "；"), o.Evaluation.Summary(), openItems(o.Evaluation)}
		})
}
