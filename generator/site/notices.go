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
	Source  *edition.Provenance // the directory that it is taken from; nil: it is the site's own
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
	Again   bool           // it has ended, and was given again by another act
}

// Runs reports whether n is a 公示 that runs on the day.
func Runs(n *content.Notice, day values.Date) bool {
	return n.Kind == content.Publicity && !n.From.After(day) && !day.After(n.To)
}

// newNotices returns what has come, the newest first: from its date on, a 公示 from
// its first day. Without a date an act counts as past.
func newNotices(e *edition.Edition, bySource map[*content.Brand]*Brand) []*Notice {
	c, known, fates := e.Content, unitsByName(e.Units), newFates(e.Events)
	var all []*Notice
	for _, n := range c.Notices {
		if n.Begins().After(c.Date) {
			continue
		}
		notice := &Notice{Notice: n, Path: edition.NoticePath(n.Slug), Running: Runs(n, c.Date), Source: e.Provenance(n.File)}
		for _, e := range n.Entries {
			b := bySource[e.Brand]
			if b == nil && !notice.Running {
				continue // a 公示 that is over says no more of those it did not lead to
			}
			notice.Rows = append(notice.Rows, NoticeRow{
				Name: e.Brand.NameOn(n.Begins()), Type: e.Brand.Type, Region: e.Brand.Region, Builder: e.Brand.Builder,
				Reason: e.Reason, Slug: e.Brand.Slug, Brand: b, Now: fates.of(n, e.Brand), Again: fates.again(n, e.Brand),
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

// A grant is what one 认定 gave a brand.
type grant struct {
	brand  *content.Brand
	notice *content.Notice
}

// fates are what became of grants that the last act about an honour does not tell.
type fates struct {
	ended    map[grant]content.Status
	extended map[grant]*content.Notice // by the act that prolonged it
}

func newFates(events []edition.Event) fates {
	f := fates{map[grant]content.Status{}, map[grant]*content.Notice{}}
	for _, e := range events {
		switch e.Deed {
		case edition.RanOut:
			f.ended[grant{e.Brand, e.Notice}] = content.Expired
		case edition.Ended:
			f.ended[grant{e.Brand, e.Before}] = content.Withdrawn
		case edition.Extended:
			f.extended[grant{e.Brand, e.Before}] = e.Notice
		}
	}
	return f
}

// of returns what became of the honour that the 认定 n gave b: what has ended does not
// stand because it was given again.
func (f fates) of(n *content.Notice, b *content.Brand) content.Status {
	for at := n; at != nil; at = f.extended[grant{b, at}] {
		if status, found := f.ended[grant{b, at}]; found {
			return status
		}
	}
	return becameOf(n, n.Honor, b.Standing)
}

// again reports whether what n gave b has ended, and stands by another act.
func (f fates) again(n *content.Notice, b *content.Brand) bool {
	return f.of(n, b) != content.Recognized && becameOf(n, n.Honor, b.Standing) == content.Recognized
}

// becameOf returns how the honour of a name that the 认定 n gave stands today.
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
