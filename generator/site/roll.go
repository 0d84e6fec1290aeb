package site

import (
	"cmp"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// A RollLevel is one level's part of the official list. A brand that holds
// honours at two levels stands in both.
type RollLevel struct {
	Level *criteria.Level
	Years []RollYear // newest first
	Total int
}

// A RollYear is the batches of one year.
type RollYear struct {
	Year  int // 0: 年份未载明
	Rows  []RollRow
	Parts []*RollPart // the pages that it stands on; none where the whole list stands on one
}

// RollSize is how many rows stand on one page of the official list: that many of the
// longest names make less than 300 kB.
const RollSize = 300

// A RollPart is what of the official list stands on a page of its own: a year's honours of
// one level, or of these what lies in one part of the region, or a share of that.
type RollPart struct {
	Path   string
	Level  *criteria.Level
	Year   int
	In     *criteria.Region // nil: wherever they lie
	Number int              // of the shares, from 1; 0 where there is one
	Rows   []RollRow
}

// A RollRow is one honour that stands.
type RollRow struct {
	Serial int // within the level, from 1
	Brand  *Brand
	Honor  content.Honor
	Notice string // the address of the notice it rests on
}

// RollTitle is what the official list is called.
func (s *Site) RollTitle() string { return s.Settings.Region.Name + "劳务品牌名录" }

// RollParts returns the parts of the official list, in its order; none where all of it stands
// on one page.
func (s *Site) RollParts() []*RollPart {
	var all []*RollPart
	for _, l := range s.Roll {
		for _, y := range l.Years {
			all = append(all, y.Parts...)
		}
	}
	return all
}

// newRoll returns each level's honours by year, then in the order of lists, in parts where
// they are many.
func newRoll(listed []*Brand, rules *criteria.Rules, whole *criteria.Region) []RollLevel {
	var roll []RollLevel
	rows := 0
	for _, level := range slices.Backward(rules.Levels) {
		part := RollLevel{Level: level}
		byYear := map[int]int{} // to its place in part.Years
		for _, b := range listed {
			for _, h := range b.Standing.Holding() {
				if h.Level != level {
					continue
				}
				i, found := byYear[h.Since.Year]
				if !found {
					i = len(part.Years)
					byYear[h.Since.Year] = i
					part.Years = append(part.Years, RollYear{Year: h.Since.Year})
				}
				part.Years[i].Rows = append(part.Years[i].Rows, RollRow{Brand: b, Honor: h, Notice: edition.NoticePath(h.Since.Slug)})
			}
		}
		if len(part.Years) > 0 {
			part.number()
			roll = append(roll, part)
			rows += part.Total
		}
	}
	if rows > RollSize {
		for _, l := range roll {
			for i := range l.Years {
				l.Years[i].divide(l.Level, whole)
			}
		}
	}
	return roll
}

// divide puts the rows of y into parts, each row into one: all into one, or where they are
// too many by the parts of the whole region, and these into shares.
func (y *RollYear) divide(level *criteria.Level, whole *criteria.Region) {
	if len(y.Rows) <= RollSize {
		y.Parts = []*RollPart{{Path: edition.RollPartPath(level, y.Year, nil), Level: level, Year: y.Year, Rows: y.Rows}}
		return
	}
	rows := map[*criteria.Region][]RollRow{}
	var in []*criteria.Region
	for _, row := range y.Rows {
		r := within(row.Brand.Region, whole)
		if rows[r] == nil {
			in = append(in, r)
		}
		rows[r] = append(rows[r], row)
	}
	for _, r := range in {
		first, number := edition.RollPartPath(level, y.Year, r), 0
		for share := range slices.Chunk(rows[r], RollSize) {
			if len(rows[r]) > RollSize {
				number++
			}
			y.Parts = append(y.Parts, &RollPart{edition.NumberedPath(first, max(1, number)), level, y.Year, r, number, share})
		}
	}
}

// within returns the part of whole that r is or lies in; r itself where that is whole, or
// lies elsewhere.
func within(r, whole *criteria.Region) *criteria.Region {
	for up := r; up != nil; up = up.Parent {
		if up.Parent == whole {
			return up
		}
	}
	return r
}

// number sorts the years and gives the rows their serial numbers.
func (l *RollLevel) number() {
	slices.SortFunc(l.Years, func(a, b RollYear) int { return cmp.Compare(b.Year, a.Year) })
	for _, y := range l.Years {
		for i := range y.Rows {
			l.Total++
			y.Rows[i].Serial = l.Total
		}
	}
}

// An EndedLevel is what was withdrawn or expired at one level.
type EndedLevel struct {
	Level *criteria.Level
	Rows  []Ended // newest first
}

// An Ended is one honour that stands no more. Its brand may still hold others.
type Ended struct {
	Brand  *Brand
	Honor  content.Honor
	Date   values.Date // of the withdrawal; of an expiry the day after its last
	Notice string      // the address of the 退出; "" for an expiry
}

// newEnded returns what stands no more, the highest level first.
func newEnded(brands []*Brand, rules *criteria.Rules) []EndedLevel {
	var all []EndedLevel
	for _, level := range slices.Backward(rules.Levels) {
		part := EndedLevel{Level: level}
		for _, b := range brands {
			for _, h := range b.Standing.Honors {
				if h.Level == level && h.Status != content.Recognized {
					part.Rows = append(part.Rows, EndOf(b, h))
				}
			}
		}
		slices.SortStableFunc(part.Rows, func(a, b Ended) int { return b.Date.Compare(a.Date) })
		if len(part.Rows) > 0 {
			all = append(all, part)
		}
	}
	return all
}

// endedSize is how many rows stand on one page of what ended.
const endedSize = 200

// EndedPages returns what ended, page by page: one at least, each with what of each level
// stands on it.
func (s *Site) EndedPages() [][]EndedLevel {
	pages, room := [][]EndedLevel{nil}, endedSize
	for _, l := range s.Ended {
		for rows := l.Rows; len(rows) > 0; {
			if room == 0 {
				pages, room = append(pages, nil), endedSize
			}
			n := min(room, len(rows))
			last := &pages[len(pages)-1]
			*last = append(*last, EndedLevel{l.Level, rows[:n]})
			rows, room = rows[n:], room-n
		}
	}
	return pages
}

// EndedPath returns the address of page n, counted from 1, of what ended.
func EndedPath(n int) string { return edition.NumberedPath(edition.WithdrawnPath, n) }

// EndText says when an honour ended, as people read it: the day of its 退出, of an expiry
// its last day, as the act states it; the day after, on which it counts no more, is for
// programs and for what is counted by month.
func EndText(h content.Honor) string {
	switch {
	case h.Status == content.Expired:
		return "有效期至 " + DateText(h.Since.ValidUntil)
	case h.Ended != nil:
		return DateText(h.Ended.Date)
	}
	return ""
}

// EndOf returns how h ended, which b held.
func EndOf(b *Brand, h content.Honor) Ended {
	if h.Status == content.Withdrawn && h.Ended != nil {
		return Ended{b, h, h.Ended.Date, edition.NoticePath(h.Ended.Slug)}
	}
	e := Ended{Brand: b, Honor: h}
	if h.Since != nil {
		e.Date = h.Since.Expiry()
	}
	return e
}
