package intake

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"minglu/generator/desk"
	"minglu/generator/values"
)

// settle takes the column of the year in which the figures' day lies for the figures, where
// the table has no other column of them.
func (v *vocabulary) settle(l *layout, day string) {
	for i := range l.columns {
		c := &l.columns[i]
		if c.target == nil || c.target.year == "" || !strings.HasPrefix(day, c.target.year) {
			continue
		}
		figures := v.byWord[bare(c.target.fact.Label)]
		if !slices.ContainsFunc(l.columns, func(other Column) bool { return other.target == figures }) {
			c.target, c.As = figures, figures.Name
		}
	}
}

// asOf is where a brand's file says of which day its figures are.
var asOf = []desk.Step{{Key: "as_of"}}

// statesDay is how titles and notes say of which day figures are: 截至2025年6月30日. Of
// which day an evaluation is, or when something closes, is another matter.
var statesDay = regexp.MustCompile(`(评价|申报|报名|公示|受理)?(?:截[至止][到至]?|数据(?:截止)?(?:日期|时间))[：:为是]*([0-9０-９]{4}[0-9０-９年月日号底末./-]*)`)

// dayIn returns the day of which a text says that figures are, "" for none.
func dayIn(text string) string {
	if len(text) > longestTitle {
		return ""
	}
	m := statesDay.FindStringSubmatch(strings.Join(strings.Fields(text), ""))
	if m == nil || m[1] != "" {
		return ""
	}
	day, ok := values.SpelledDate(m[2], false)
	if !ok {
		return ""
	}
	return day.String()
}

// dayOf returns the day of which a table's name, titles, heads and notes say that its
// figures are, "" where they say none, or several.
func dayOf(t *Table, l *layout) string {
	day := dayIn(t.Name)
	for r := range t.rows {
		said := t.said(r)
		if r >= l.end && len(said) != 1 {
			continue // a brand's own text may tell of a day
		}
		for _, p := range said {
			told := dayIn(t.at(p))
			if told != "" && day != "" && told != day {
				return ""
			}
			if told != "" {
				day = told
			}
		}
	}
	return day
}

// A dating is of which day a row's figures are, and which day the brand's file states: "",
// where that is not known.
type dating struct {
	of, was string
	stated  bool   // by the row or the command, not by the table as a whole
	wrong   string // why the day cannot stand in the file
	asked   int    // figures of the row
	placed  int    // of them, what the file now says
	changed int
}

// dayFor returns of which day a row's figures are: by its own column, by --as-of, or by
// what the table says.
func (in *Intake) dayFor(f *file, r *row, todo []*filling) dating {
	d := dating{of: cmp.Or(in.o.AsOf, r.day), stated: in.o.AsOf != ""}
	if before, err := desk.ParseDocument(desk.BrandFile, f.text); err == nil {
		d.was, _ = before.At(asOf).(string)
	}
	for _, c := range todo {
		if text, _ := c.value.(string); c.is("as_of") {
			d.of = "" // a day that cannot be read is not another one
			if day, ok := values.SpelledDate(text, false); ok {
				d.of, d.stated = day.String(), true
			}
		}
		if c.isFigure() {
			d.asked++
		}
	}
	return d
}

// decides reports whether a filling is that day itself: what else is placed decides on it.
func (d dating) decides(c *filling) bool { return c.is("as_of") && d.of != "" }

// newer reports whether the file's day is to become the row's, older the reverse.
func (d dating) newer() bool { return d.of != "" && d.of > d.was }
func (d dating) older() bool { return d.of != "" && d.of < d.was }

// outdated says why a value that differs from the file's is not taken over, "" where it is.
func (d dating) outdated(c *filling) string {
	if !c.isFigure() || !d.older() {
		return ""
	}
	return d.behind()
}

func (d dating) behind() string {
	return fmt.Sprintf("表里是 %s 的数据，文件里已有 %s 的，没有改", d.of, d.was)
}

// count counts a value that is placed.
func (d *dating) count(c *filling, changed bool) {
	if !c.isFigure() {
		return
	}
	d.placed++
	if changed {
		d.changed++
	}
}

// date writes into a brand's text of which day its figures are, and places the cell that
// says so: where a figure of that day was placed, or none was asked for. What the table as
// a whole says moves the day of no brand whose figures it but repeats.
func (in *Intake) date(t *Table, text string, todo []*filling, d dating) string {
	why := ""
	switch {
	case d.older():
		why = d.behind()
	case d.newer() && d.wrong != "":
		why = d.wrong
	case d.asked > 0 && d.placed == 0:
		why = "这一行的数据都没有导入，日期也没有改"
	}
	moves := d.placed > 0 && (d.stated || d.changed > 0)
	for _, c := range todo {
		switch {
		case !d.decides(c):
		case why != "":
			in.list(t, c.cells, why)
		default:
			moves = true
			in.place(t, c.cells...)
		}
	}
	if d.newer() && moves && d.wrong != "" {
		in.remark(t.Name, "数据截止日期没有写入："+strings.TrimRight(d.wrong, "。"), "")
	} else if d.newer() && moves {
		if dated, err := in.e.Set(text, desk.BrandFile, asOf, d.of); err == nil {
			text = dated
		}
	}
	return text
}

// A tally counts the brands of a table of which people have to look at the day.
type tally struct {
	undated int // figures changed, and nobody says of which day they are
	partly  int // the day changed, and not all figures are of the table
}

// tally counts a row by what its brand's file says afterwards.
func (in *Intake) tally(t *Table, d dating, after *desk.Document) {
	counted := in.tallies[t]
	facts, _ := after.At([]desk.Step{{Key: "facts"}}).(map[string]any)
	switch {
	case d.was == "":
	case d.of == "" && d.changed > 0:
		counted.undated++
	case d.newer() && after.At(asOf) == d.of && d.placed > 0 && len(facts) > d.placed:
		counted.partly++
	}
	in.tallies[t] = counted
}

// remark notes what people have to look at, once.
func (in *Intake) remark(address, text, how string) {
	if r := (Remark{address, text, how}); !slices.Contains(in.Remarks, r) {
		in.Remarks = append(in.Remarks, r)
	}
}

// remarkOn says what people have to look at in a table that is taken in.
func (in *Intake) remarkOn(t *Table) {
	counted := in.tallies[t]
	if n := counted.undated; n > 0 {
		in.remark(t.Name, fmt.Sprintf("没有写明数据是哪一天的，改了 %d 个品牌的数据，它们的数据截止日期没有改；请写明日期，或者在表里加一列“数据截止日期”", n), "用 --as-of 写明日期，如 --as-of 2026-06-30")
	}
	if n := counted.partly; n > 0 {
		in.remark(t.Name, fmt.Sprintf("有 %d 个品牌，表里只有一部分数据，其余的还是原来的，而数据截止日期已按表里的改了", n), "")
	}
}

// told is what this intake has placed in a file.
type told struct{ address, text, day string }

func pathText(path []desk.Step) string {
	var keys []string
	for _, step := range path {
		keys = append(keys, step.Key)
	}
	return strings.Join(keys, ".")
}

// tell notes what cells have said.
func (f *file) tell(t *Table, c *filling, day string) {
	if f.told == nil {
		f.told = map[string]told{}
	}
	f.told[pathText(c.path)] = told{t.address(c.cells[0].at), joined(c.cells[0].text), day}
}

// contradicted says which cell of this intake said otherwise before: the first holds, but
// where the figures of a later day follow. "" where none did.
func (f *file) contradicted(c *filling, day string) string {
	before, is := f.told[pathText(c.path)]
	if !is || c.isFigure() && before.day != "" && day > before.day {
		return ""
	}
	return fmt.Sprintf("与 %s 的“%s”不同，只取了前面的，请核对", before.address, cut(before.text))
}

// cut returns the beginning of a text that is quoted.
func cut(text string) string { return cutTo(text, 40) }
