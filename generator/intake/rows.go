package intake

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"minglu/generator/criteria"
)

// A row is what a list says of one brand.
type row struct {
	name   place
	called string // its name, "": what the cell says
	cells  []cell
	county *criteria.Region // nil: not known
	kind   *criteria.Type   // nil: not known
	day    string           // of its figures; "": the table does not say
}

type cell struct {
	column *Column
	at     place
	text   string
}

func (in *Intake) takeTable(t *Table, l *layout) {
	act := in.actOf(t, l)
	under := in.headed(t, l, act)
	units := t.unitsAbove(l)
	in.understand(l, units, under.day)
	name := l.column("name")
	var last *row
	flush := func() {
		if last != nil {
			in.takeRow(t, last, act)
		}
		last = nil
	}
	ended := false
	for r := l.end; r < len(t.rows); r++ {
		said := t.said(r)
		if len(said) == 0 {
			continue
		}
		first := t.at(said[0])
		called := t.shown(place{r, name.at})
		next := in.words.headAt(t, r, in.said)
		switch {
		case ended || ending.MatchString(first) || ending.MatchString(called) && len(called) < 20:
			flush()
			ended = ended || !sums.MatchString(first) && !sums.MatchString(called)
			for _, p := range said {
				if dayIn(t.at(p)) != "" { // it is of the figures
					in.place(t, cell{at: p})
					in.Said++
				} else {
					in.leave(t, []place{p}, "合计、说明，没有导入")
				}
			}
			continue
		case l.isHead(t, r):
			flush()
			in.Said, in.Placed = in.Said+len(said), in.Placed+len(said)
			continue
		case next != nil:
			flush()
			l = next
			in.Said, in.Placed = in.Said+len(said), in.Placed+len(said)
			in.understand(l, units, under.day)
			name = l.column("name")
			continue
		case len(said) == 1 && (called == "" || t.spans(said[0]) || said[0].column == name.at):
			// One cell by itself is the heading of a part, or a remark.
			if county, kind := in.countyIn(first), in.e.Rules().TypeMentioned(first); (county != nil || kind != nil) && (t.spans(said[0]) || isHeading(first, county, kind)) {
				flush()
				if county != nil {
					under.county = county
				}
				if kind != nil {
					under.kind = kind
				}
				in.Said, in.Placed = in.Said+1, in.Placed+1
				continue
			}
			if called == "" && (last == nil || t.column(l, said[0]) == nil) {
				flush()
				in.leave(t, said, "不是品牌的一行，没有导入")
				continue
			}
		}
		begins := last == nil || t.at(place{r, name.at}) != ""
		if begins {
			if called == "" {
				in.leave(t, said, "这一行没有品牌名称，没有导入")
				continue
			}
			flush()
			last = &row{name: place{r, name.at}, county: under.county, kind: under.kind, day: under.day}
		}
		in.gather(t, l, last, r, !begins)
	}
	flush()
}

// longestTitle bounds the texts in which titles and notes are looked for, in bytes.
const longestTitle = 600

// headed takes in what stands above a table and at its head, and returns what that says of
// all its brands. What says nothing of them is listed.
func (in *Intake) headed(t *Table, l *layout, act actHead) row {
	var above strings.Builder
	above.WriteString(t.titleAbove())
	for r := range l.first {
		for _, p := range t.said(r) {
			text := t.at(p)
			if len(text) > longestTitle {
				in.leave(t, []place{p}, "表题")
				continue
			}
			above.WriteString(text + " ")
			if act.told[p] || in.countyIn(text) != nil || in.e.Rules().TypeMentioned(text) != nil || dayIn(text) != "" || unitsIn(text) != nil {
				in.Said, in.Placed = in.Said+1, in.Placed+1
				continue
			}
			in.leave(t, []place{p}, "表题")
		}
	}
	for r := l.first; r < l.end; r++ {
		in.Said += len(t.said(r))
		in.Placed += len(t.said(r))
	}
	title := above.String()
	return row{day: dayOf(t, l),
		county: cmp.Or(in.countyIn(t.sheet), in.countyIn(title), in.countyIn(t.Name)),
		kind:   cmp.Or(in.e.Rules().TypeMentioned(t.sheet), in.e.Rules().TypeMentioned(title), in.e.Rules().TypeMentioned(t.Name))}
}

// understand settles what columns are by what the table and the command say besides.
func (in *Intake) understand(l *layout, units []string, day string) {
	l.measure(units)
	in.words.settle(l, cmp.Or(in.o.AsOf, day))
	in.Columns = append(in.Columns, l.columns...)
}

// titleAbove returns the lines above a table that are its title, not sentences or remarks.
func (t *Table) titleAbove() (title string) {
	for line := range strings.Lines(t.above) {
		if line = strings.TrimSpace(line); strings.Contains(line, "品牌") && len([]rune(line)) <= 50 && !strings.ContainsAny(line, "。；：:") {
			title += line + " "
		}
	}
	return title
}

// numbering is what headings begin and end with.
var numbering = regexp.MustCompile(`^[（(]?[一二三四五六七八九十0-9]+[)）、.．]*|[（(][^）)]*[）)]$|[：:]$`)

// isHeading reports whether a text is a county's or a type's name and nothing besides.
func isHeading(text string, county *criteria.Region, kind *criteria.Type) bool {
	rest := numbering.ReplaceAllString(joined(text), "")
	if kind != nil && slices.Contains(kind.Called(), rest) {
		return true
	}
	if county == nil {
		return false
	}
	full, casual := county.Called()
	return slices.Contains(full, rest) || slices.Contains(casual, rest)
}

// spans reports whether a cell is merged with others of its row.
func (t *Table) spans(p place) bool {
	return t.of[place{p.row, p.column + 1}] == p
}

// column returns the column in which a cell stands, nil where none is known.
func (t *Table) column(l *layout, p place) *Column {
	for i := range l.columns {
		if l.columns[i].at == p.column {
			return &l.columns[i]
		}
	}
	return nil
}

// gather adds what a row of the table says to the brand's; more says that it goes on with
// a row above.
func (in *Intake) gather(t *Table, l *layout, to *row, r int, more bool) {
	for i := range l.columns {
		c := &l.columns[i]
		p := place{r, c.at}
		own, shown := t.at(p), t.shown(p)
		if shown == "" {
			continue
		}
		if own == "" { // merged with a cell that was counted
			if !more {
				to.cells = append(to.cells, cell{c, t.of[p], shown})
			}
			continue
		}
		in.Said++
		to.cells = append(to.cells, cell{c, p, own})
	}
	for _, p := range t.said(r) {
		if t.column(l, p) == nil {
			in.leave(t, []place{p}, "这一列没有表头")
		}
	}
}

// countyIn returns the county that a text tells of, nil for none.
func (in *Intake) countyIn(text string) *criteria.Region {
	return in.e.Rules().RegionMentioned(in.e.Settings().Region, text)
}
