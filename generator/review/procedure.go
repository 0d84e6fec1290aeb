package review

import (
	"fmt"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
)

// A Lapse is what an act lacks of the order that acts keep: who is recognized was
// shown to the public before, at the same level, and that for long enough. No
// mistake: only the bureau knows what it published elsewhere.
type Lapse struct {
	Notice *content.Notice
	Kind   LapseKind
	What   string
	Brands []*content.Brand // that it concerns; none: the whole act
}

// A LapseKind says what is out of order.
type LapseKind int8

const (
	Unshown LapseKind = iota // no 公示 before
	Early                    // a 公示 that was not over
	Short                    // a 公示 of fewer days than the bureau asks for
	Held                     // a 公示 of who holds the level already
)

// lapses returns those of all acts, in the order in which they act. A 公示 serves one
// 认定 of each of its brands. Of brands that skip passes over nothing is said.
func lapses(side *Side, skip func(*content.Notice, LapseKind, *content.Brand) bool) []Lapse {
	type entry struct {
		brand *content.Brand
		level *criteria.Level
	}
	shown, held := map[entry]*content.Notice{}, holdings(side)
	var all []Lapse
	for _, n := range side.notices() {
		unshown, early, late := Lapse{Notice: n, Kind: Unshown}, Lapse{Notice: n, Kind: Early}, Lapse{Notice: n, Kind: Held}
		open := 0
		for _, e := range n.Entries {
			key := entry{e.Brand, n.Level}
			if n.Kind == content.Publicity {
				shown[key] = n
				if by := held(e.Brand, n); by != nil && !skip(n, Held, e.Brand) {
					late.Brands = append(late.Brands, e.Brand)
					late.What = fmt.Sprintf("公示以前已由《%s》（%s）认定", by.Title, by.Date)
				}
				continue
			}
			p := shown[key]
			delete(shown, key)
			switch {
			case n.Kind != content.Recognition:
			case p == nil:
				if open++; !skip(n, Unshown, e.Brand) {
					unshown.Brands = append(unshown.Brands, e.Brand)
				}
			case !n.Date.Last().After(p.To) && !skip(n, Early, e.Brand):
				early.Brands = append(early.Brands, e.Brand)
				early.What = fmt.Sprintf("认定日期 %s，公示《%s》到 %s 才期满", n.Date, p.Title, p.To)
			}
		}
		if unshown.What = "此前的" + n.Level.Name + "公示没有列入这些品牌"; open == len(n.Entries) {
			unshown.What = "此前没有" + n.Level.Name + "公示"
		}
		for _, l := range []Lapse{unshown, early, late} {
			if l.Brands != nil {
				all = append(all, l)
			}
		}
		least := side.Settings.PublicityDays
		if days := publicDays(n); n.Kind == content.Publicity && days > 0 && days < least && !skip(n, Short, nil) {
			all = append(all, Lapse{Notice: n, Kind: Short, What: fmt.Sprintf("公示 %d 天（%s），少于网站设置规定的 %d 天", days, term(n), least)})
		}
	}
	return all
}

// holdings returns, by the ledger, the 认定 on which a brand's honours of the level of a
// 公示 rest when that begins, nil where it has none.
func holdings(side *Side) func(*content.Brand, *content.Notice) *content.Notice {
	events := map[*content.Brand][]edition.Event{}
	for _, e := range side.Events {
		events[e.Brand] = append(events[e.Brand], e)
	}
	return func(b *content.Brand, n *content.Notice) *content.Notice {
		honors, by := 0, (*content.Notice)(nil)
		for _, e := range events[b] {
			// On one day a 公示 comes first, but for what ran out the day before.
			if order := e.Day.Compare(n.From); e.Level != n.Level || order > 0 || order == 0 && e.Deed != edition.RanOut {
				continue
			}
			if honors += e.Adds(); e.Notice.Kind == content.Recognition {
				by = e.Notice
			}
		}
		if honors == 0 {
			return nil
		}
		return by
	}
}

// publicDays counts the days of a 公示, the first and the last included; 0 where they
// cannot be told.
func publicDays(n *content.Notice) int {
	if n.From.IsZero() || n.To.IsZero() {
		return 0
	}
	return n.From.DaysTo(n.To) + 1
}

// lapses returns those of after that before had not.
func (m *matching) lapses() []Lapse {
	type key struct {
		notice string
		kind   LapseKind
		slug   string
	}
	was := map[key]bool{}
	lapses(m.before, func(n *content.Notice, kind LapseKind, b *content.Brand) bool {
		was[key{n.Slug, kind, slugOf(b)}] = true
		return false
	})
	return lapses(m.after, func(n *content.Notice, kind LapseKind, b *content.Brand) bool {
		return was[key{n.Slug, kind, m.slugBefore(b)}]
	})
}

// comingLapses returns those of acts of the day and later, which can still be mended.
func comingLapses(side *Side) []Lapse {
	return lapses(side, func(n *content.Notice, _ LapseKind, _ *content.Brand) bool {
		return n.Begins().Before(side.Content.Date)
	})
}

func (d *Document) lapses(all []Lapse) {
	assign(d, toDecide, "公示、认定的程序（%d 项）", "请核对是否另有公示、期限是否足够；确实没有的，公告不宜发布。",
		[]string{"公告", "种类和日期", "问题", "品牌"}, all, func(l Lapse) []string {
			when := l.Notice.Date.String()
			if l.Notice.Kind == content.Publicity {
				when = term(l.Notice)
			}
			return []string{"《" + l.Notice.Title + "》（" + l.Notice.Slug + "）", join(string(l.Notice.Kind), "，", when), l.What, names(l.Brands)}
		})
}
