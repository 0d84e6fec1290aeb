package site

import (
	"cmp"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// A Notice is one official act on its page.
type Notice struct {
	*content.Notice
	Path    string // notices/<slug>.html
	Running bool   // a 公示 that runs on the day
	Rows    []NoticeRow
	Named   []NamedUnit
}

// A NoticeRow is one brand that a notice names.
type NoticeRow struct {
	Name    string         // on the day of the act
	Type    *criteria.Type // nil: not stated
	Region  *criteria.Region
	Builder string
	Reason  string         // of a withdrawal
	Slug    string         // of the brand, also of one without a page
	Brand   *Brand         // nil: a brand without a page, under a running 公示
	Now     content.Status // what became of the honour that a 认定 gave; "" for other acts
}

// Runs reports whether n is a 公示 that runs on the day.
func Runs(n *content.Notice, day values.Date) bool {
	return n.Kind == content.Publicity && !n.From.After(day) && !day.After(n.To)
}

// newNotices returns what has come, the newest first: from its date on, a 公示 from
// its first day. Without a date an act counts as past.
func newNotices(c *content.Content, bySource map[*content.Brand]*Brand, units []edition.Unit) []*Notice {
	known := unitsByName(units)
	var all []*Notice
	for _, n := range c.Notices {
		if n.Begins().After(c.Date) {
			continue
		}
		notice := &Notice{Notice: n, Path: edition.NoticePath(n.Slug), Running: Runs(n, c.Date)}
		for _, e := range n.Entries {
			b := bySource[e.Brand]
			if b == nil && !notice.Running {
				continue // a 公示 that is over says no more of those it did not lead to
			}
			notice.Rows = append(notice.Rows, NoticeRow{
				Name: e.Brand.NameOn(n.Begins()), Type: e.Brand.Type, Region: e.Brand.Region, Builder: e.Brand.Builder,
				Reason: e.Reason, Slug: e.Brand.Slug, Brand: b, Now: became(n, e.Brand),
			})
		}
		notice.Named = namedUnits(notice, known)
		all = append(all, notice)
	}
	slices.SortStableFunc(all, func(a, b *Notice) int {
		return cmp.Or(b.Day().Compare(a.Day()), cmp.Compare(a.Slug, b.Slug))
	})
	return all
}

// Day returns the day that n is listed under: its date, or the first day of a
// 公示 that bears none.
func (n *Notice) Day() values.Date {
	if n.Date.IsZero() {
		return n.From
	}
	return n.Date
}

// became returns what became of the honour that the 认定 n gave b.
func became(n *content.Notice, b *content.Brand) content.Status {
	return becameOf(n, n.Honor, b.Standing)
}

// becameOf is became for the honour of a name in the standing of whoever was given it.
func becameOf(n *content.Notice, honor string, s content.Standing) content.Status {
	if n.Kind != content.Recognition {
		return ""
	}
	for _, h := range s.Honors {
		if h.Level == n.Level && h.Name == honor {
			return h.Status
		}
	}
	return ""
}
