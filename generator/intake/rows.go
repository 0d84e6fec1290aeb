package intake

import (
	"regexp"
	"strings"

	"minglu/generator/blank"
)

// A row is what a list says of one brand.
type row struct {
	name   place
	called string // its name, "": what the cell says
	cells  []cell
	county string
	kind   string // its type
}

type cell struct {
	column *Column
	at     place
	text   string
}

func (in *Intake) takeTable(t *Table, l *layout) {
	in.Columns = append(in.Columns, l.columns...)
	title := t.titleAbove()
	for r := range l.first {
		for _, p := range t.said(r) {
			title += t.at(p) + " "
		}
		in.leave(t, t.said(r), "表题")
	}
	for r := l.first; r < l.end; r++ {
		in.Said += len(t.said(r))
		in.Placed += len(t.said(r))
	}
	under := row{county: in.countyIn(title + " " + t.Name), kind: in.typeIn(t.Name)}
	act := in.actOf(title, l)
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
		switch {
		case ended || ending.MatchString(first) && (called == "" || called == first) || ending.MatchString(called) && len(called) < 20:
			flush()
			ended = ended || !strings.Contains(first, "小") && !strings.Contains(called, "小")
			in.leave(t, said, "合计、说明，没有导入")
			continue
		case l.isHead(t, r):
			flush()
			in.Said, in.Placed = in.Said+len(said), in.Placed+len(said)
			continue
		case len(said) == 1 && (called == "" || t.spans(said[0]) || said[0].column == name.at):
			// One cell by itself is the heading of a part, or a remark.
			if county, kind := in.countyIn(first), in.typeIn(first); (county != "" || kind != "") && (t.spans(said[0]) || in.isHeading(first, county, kind)) {
				flush()
				if county != "" {
					under.county = county
				}
				if kind != "" {
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
			last = &row{name: place{r, name.at}, county: under.county, kind: under.kind}
		}
		in.gather(t, l, last, r, !begins)
	}
	flush()
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
func (in *Intake) isHeading(text, county, kind string) bool {
	rest := numbering.ReplaceAllString(joined(text), "")
	return rest == county || rest == kind || rest+"类" == kind
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

// countyIn returns the county that a text names, "" for none or for several.
func (in *Intake) countyIn(text string) string {
	text = strings.Join(strings.Fields(text), "")
	found := ""
	for _, r := range in.e.Rules.RegionsIn(in.e.Settings.Region) {
		if r == in.e.Settings.Region || !strings.Contains(text, r.Name) {
			continue
		}
		if found != "" {
			return ""
		}
		found = blank.CountyOf(in.e.Rules, in.e.Settings.Region, r)
	}
	return found
}

// typeIn returns the type that a text names, "" for none or for several.
func (in *Intake) typeIn(text string) string {
	found := ""
	for _, t := range in.e.Rules.Types {
		if strings.Contains(text, t.Name) {
			if found != "" {
				return ""
			}
			found = t.Name
		}
	}
	return found
}
