package intake

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"minglu/generator/blank"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/desk"
	"minglu/generator/mend"
	"minglu/generator/unseen"
	"minglu/generator/values"
)

// takeRow makes a brand's file of a row, or changes it.
func (in *Intake) takeRow(t *Table, r *row, act actHead) {
	name := r.called
	if name == "" {
		name = joined(t.at(r.name))
	}
	county, kind := r.county, r.kind
	if county == nil {
		county = in.o.County
	}
	figures, elsewhere := false, "" // a county that there is not
	for _, c := range r.cells {
		switch {
		case c.column.target == nil:
		case c.column.target.fact != nil:
			figures = figures || !c.column.target.saysNothing(joined(c.text))
		case c.column.target.is("county"):
			if found := in.countyNamed(joined(c.text)); found != nil {
				county = found
			} else if !c.column.target.saysNothing(joined(c.text)) {
				county, elsewhere = in.o.County, joined(c.text)
			}
		case c.column.target.is("type"):
			kind = cmp.Or(in.typeNamed(joined(c.text)), kind)
		}
	}
	if in.o.Open != nil && !in.isOpen(name) {
		in.Others = append(in.Others, name)
		in.list(t, r.cells, "其他品牌的内容，没有填入")
		return
	}
	f, why := in.fileOf(name, county, kind, figures)
	if f == nil {
		if county == nil && elsewhere != "" {
			why = "没有“" + cut(elsewhere) + "”这个县（市、区），没有导入"
		}
		in.list(t, r.cells, why)
		return
	}
	in.Brands++
	in.fill(t, f, r)
	in.actsOf(t, f, r.cells, act)
}

// joined returns a text that stands on one line.
func joined(text string) string {
	parts := strings.Fields(text)
	var b strings.Builder
	for i, p := range parts {
		if i > 0 && isLatin(parts[i-1][len(parts[i-1])-1]) && isLatin(p[0]) {
			b.WriteByte(' ')
		}
		b.WriteString(p)
	}
	return b.String()
}

func isLatin(c byte) bool { return c < 0x80 }

// regionOf returns the one region of a name, nil for none.
func (in *Intake) regionOf(name string) *criteria.Region {
	if found := in.e.Rules().RegionsNamed(in.e.Settings().Region, name); len(found) == 1 {
		return found[0]
	}
	return nil
}

// countyNamed returns the county that a cell names, nil where there is no such.
func (in *Intake) countyNamed(text string) *criteria.Region {
	return cmp.Or(in.regionOf(text), in.countyIn(text))
}

// typeNamed returns the type that a cell names or ticks, nil where there is no such.
func (in *Intake) typeNamed(text string) *criteria.Type {
	if words, has := ticked(text); has {
		text = strings.Join(words, "、")
	}
	return in.e.Rules().TypeMentioned(text)
}

// fileOf returns the file of a brand: the one that is there, or a new one, of which
// figures are known or not. Without, it says why.
func (in *Intake) fileOf(name string, region *criteria.Region, kind *criteria.Type, figures bool) (*file, string) {
	fold := unseen.Fold(name)
	if f := in.byName[fold]; f != nil {
		return f, ""
	}
	if o := in.o.Open; o != nil && in.isOpen(name) {
		f := &file{path: o.Path, before: o.Text, text: o.Text, name: name, brand: in.brands[fold]}
		if o.Name == "" {
			var err error
			if f.text, err = in.e.Set(o.Text, desk.BrandFile, []desk.Step{{Key: "name"}}, name); err != nil {
				return nil, err.Error()
			}
		}
		in.files[o.Path], in.byName[unseen.Fold(name)] = f, f
		return f, ""
	}
	if len(in.files) >= maxBrands {
		return nil, fmt.Sprintf("一次最多导入 %d 个品牌，这一个没有导入，请拆成几次", maxBrands)
	}
	if b := in.brands[fold]; b != nil {
		if f := in.files[b.File]; f != nil { // it was met by another of its names
			return f, ""
		}
		text, err := checkout.Read(in.e.Files, b.File, maxBrand)
		if errors.Is(err, fs.ErrNotExist) {
			if !slices.Contains(in.Wanted, b.File) {
				in.Wanted = append(in.Wanted, b.File)
			}
			return nil, "名录里已有这个品牌，它的文件不在手边"
		}
		if err != nil {
			return nil, "品牌的文件 " + b.File + " 读不出来，没有导入"
		}
		f := &file{path: b.File, before: string(text), text: string(text), name: b.Name, brand: b}
		in.files[f.path], in.byName[unseen.Fold(b.Name)] = f, f
		return f, ""
	}
	if region == nil {
		return nil, "没有写县区，用 --county 写明，或者在表里加一列"
	}
	if why := blank.Refused(name); why != "" {
		return nil, why + "，没有导入"
	}
	if n := len([]rune(name)); n < 2 || n > 40 {
		return nil, "不像是品牌名称，没有导入"
	}
	county, typed := blank.CountyOf(in.e.Rules(), in.e.Settings().Region, region), ""
	if kind != nil {
		typed = kind.Name
	}
	f := &file{made: true, name: name, text: desk.NewText}
	for _, set := range [][2]string{{"name", name}, {"type", typed}, {"county", county}} {
		text, err := in.e.Set(f.text, desk.BrandFile, []desk.Step{{Key: set[0]}}, set[1])
		if err != nil {
			return nil, err.Error()
		}
		f.text = text
	}
	// What states figures is to be filled in as a whole; of others nothing more is known.
	if (kind != nil || !in.e.Rules().Typed()) && figures {
		f.text = string(blank.Brand(in.e.Rules(), blank.BrandStart{Name: name, Type: kind, Region: region, County: county}))
	}
	slug := content.NewSlug(in.e.Rules(), name, region)
	if slug == "" {
		slug = region.Slug + "-pinpai"
	}
	f.path = in.free(path.Join("content/brands", region.Slug, slug))
	in.files[f.path], in.byName[fold], in.slugs[content.SlugOf(f.path)] = f, f, true
	return f, ""
}

// isOpen reports whether the brand of the open file has a name: its own, or another by which
// it is known. A file without a name is that of any.
func (in *Intake) isOpen(name string) bool {
	open := unseen.Fold(in.o.Open.Name)
	b := in.brands[unseen.Fold(name)]
	return open == "" || open == unseen.Fold(name) || b != nil && open == unseen.Fold(b.Name)
}

// free returns a path at which no file lies, nor will.
func (in *Intake) free(stem string) string {
	for n := 1; ; n++ {
		p := stem + ".md"
		if n > 1 {
			p = fmt.Sprintf("%s-%d.md", stem, n)
		}
		_, err := fs.Stat(in.e.Files, p)
		taken := in.files[p] != nil || in.slugs[content.SlugOf(p)]
		if err != nil && !taken {
			return p
		}
	}
}

// A filling is the cells that say one value.
type filling struct {
	*target
	cells []cell
	value any
}

// fillings returns what cells say of their brand. Cells that say nothing of it are counted
// or listed.
func (in *Intake) fillings(t *Table, cells []cell) (all []*filling) {
	for _, c := range cells {
		target := c.column.target
		switch {
		case target == nil:
			in.list(t, []cell{c}, "没有认出“"+c.column.Head+"”这一列")
		case target.Name == leftOut:
			in.list(t, []cell{c}, "不要这一列")
		case target.skip, target.is("name"), target.act == "" && target.saysNothing(joined(c.text)):
			in.place(t, c)
		case target.act != "":
			// of the notice
		default:
			i := slices.IndexFunc(all, func(other *filling) bool { return other.target == target })
			if i < 0 {
				i, all = len(all), append(all, &filling{target: target})
			}
			all[i].cells = append(all[i].cells, c)
		}
	}
	for _, c := range all {
		var texts []string
		for _, each := range c.cells {
			texts = append(texts, each.text)
		}
		c.value = in.typed(c.target, texts, c.cells[0].column.unit)
	}
	return all
}

// fill puts a row into the file of its brand: as it would be typed, mended where that is
// certain, and without what is then still a mistake; without what another row of this
// intake says otherwise, and without figures of an earlier day than the file's.
func (in *Intake) fill(t *Table, f *file, r *row) {
	todo := in.fillings(t, r.cells)
	if len(todo) == 0 {
		return
	}
	d := in.dayFor(f, r, todo)
	raw, todo := in.typeInto(t, f, todo, &d)
	mended := in.mended(f, raw)
	d.wrong = mistakeAt(mended.mistakes, asOf)
	f.text = in.settle(t, f, todo, mended, &d)
	f.text = in.date(t, f.text, todo, d)
	in.lookAt(t, f, todo, d)
}

func (in *Intake) set(text string, path []desk.Step, value any) (string, error) {
	return in.e.Set(text, desk.BrandFile, path, value)
}

// typeInto returns a file's text with what a row says, as it is typed, and what of that is
// still to be decided. What the file says already is placed, what cannot be typed listed.
func (in *Intake) typeInto(t *Table, f *file, todo []*filling, d *dating) (raw string, left []*filling) {
	before, unreadable := desk.ParseDocument(desk.BrandFile, f.text)
	raw = f.text
	if d.newer() {
		if text, err := in.set(raw, asOf, d.of); err == nil {
			raw = text
		}
	}
	for _, c := range todo {
		if d.decides(c) {
			left = append(left, c)
			continue
		}
		if unreadable == nil && c.saysAlready(before) {
			in.settled(t, f, c, d, false)
			continue
		}
		text, err := in.set(raw, c.path, c.value)
		why := ""
		switch {
		case err != nil:
			why = err.Error()
		case text != raw && (c.is("type") || c.is("county")): // of which what else is a mistake depends
			why = f.contradicted(c, d.of)
		}
		if why != "" {
			in.list(t, c.cells, why)
			continue
		}
		raw, left = text, append(left, c)
	}
	return raw, left
}

// A mended text is a file's with all that is certain put right.
type mended struct {
	read     *desk.Document // nil: it cannot be read
	mistakes []desk.Mistake // that are left
}

func (in *Intake) mended(f *file, raw string) (m mended) {
	text, _, err := in.e.Fix(in.deskFile(f, raw))
	if err != nil {
		text = raw
	}
	report, err := in.e.Check(in.deskFile(f, text))
	if read, unreadable := desk.ParseDocument(desk.BrandFile, text); err == nil && unreadable == nil {
		m = mended{read, report.Mistakes}
	}
	return m
}

// settle returns a file's text with what can stand of what was typed, and lists the rest.
func (in *Intake) settle(t *Table, f *file, todo []*filling, m mended, d *dating) string {
	base := f.text
	for _, c := range todo {
		if d.decides(c) {
			continue
		}
		text, why := base, "这个品牌的文件有错误，先运行 check 改正再导入"
		if m.read != nil {
			why = mistakeAt(m.mistakes, c.path)
		}
		if why == "" {
			value := m.read.At(c.path)
			if value == nil {
				value = c.value
			}
			var err error
			if text, err = in.set(base, c.path, value); err != nil {
				why = err.Error()
			}
		}
		if why == "" && text != base {
			why = cmp.Or(d.outdated(c), f.contradicted(c, d.of))
		}
		if why != "" {
			in.list(t, c.cells, why)
			continue
		}
		in.settled(t, f, c, d, text != base)
		base = text
	}
	return base
}

// settled notes that the file says what cells say.
func (in *Intake) settled(t *Table, f *file, c *filling, d *dating, changed bool) {
	d.count(c, changed)
	f.tell(t, c, d.of)
	in.place(t, c.cells...)
}

// lookAt adds what people have to look at of a row that is taken in.
func (in *Intake) lookAt(t *Table, f *file, todo []*filling, d dating) {
	after, err := desk.ParseDocument(desk.BrandFile, f.text)
	if err != nil {
		return
	}
	in.tally(t, d, after)
	for _, c := range todo {
		if c.is(desk.IntroPart) {
			in.propose(t, f, c.cells[0], func(fact *criteria.Fact) bool { return after.At([]desk.Step{{Key: "facts"}, {Key: fact.ID}}) != nil })
		}
		answer, remark := values.AnsweredWith(joined(c.cells[0].text))
		if remark != "" && c.fact != nil && after.At(c.path) == answer {
			in.remark(t.address(c.cells[0].at), "只取了答案，没有取后面的“"+cut(remark)+"”", "")
		}
	}
}

// saysAlready reports whether a file says the same in its own way: a text with other markup,
// 1.60 for 1.6, several units in one text.
func (c *filling) saysAlready(d *desk.Document) bool {
	now, said := d.At(c.path), shownAs(c.value)
	if now == nil {
		return false
	}
	was := shownAs(now)
	if strings.HasPrefix(c.path[0].Key, "#") {
		return bare(was) == bare(said)
	}
	a, isNumber := values.ParseDecimal(was)
	b, isToo := values.ParseDecimal(said)
	return was == said || isNumber && isToo && a == b && c.fact != nil
}

// list lists cells that are not placed.
func (in *Intake) list(t *Table, cells []cell, why string) {
	for _, c := range cells {
		if in.isNew(t, c) {
			in.Left = append(in.Left, Left{t.address(c.at), c.text, why})
		}
	}
}

// place counts cells that are placed.
func (in *Intake) place(t *Table, cells ...cell) {
	for _, c := range cells {
		if in.isNew(t, c) {
			in.Placed++
		}
	}
}

func (in *Intake) isNew(t *Table, c cell) bool {
	address := t.address(c.at)
	was := in.seen[address]
	in.seen[address] = true
	return !was
}

func (in *Intake) deskFile(f *file, text string) desk.File {
	return desk.File{Path: f.path, Was: f.path, Text: text}
}

// mistakeAt returns what is wrong with the value at a path, "" where nothing.
func mistakeAt(mistakes []desk.Mistake, path []desk.Step) string {
	for _, m := range mistakes {
		if len(m.Path) >= len(path) && slices.Equal(m.Path[:len(path)], path) && m.Rule != "missing-field" {
			return m.Message
		}
	}
	return ""
}

// changed returns the files of brands that differ.
func (in *Intake) changed() []mend.File {
	var all []mend.File
	for _, f := range in.files {
		if f.text != f.before || f.made {
			m := mend.File{Name: f.path, Made: f.made, After: []byte(f.text)}
			if !f.made {
				m.Before = []byte(f.before)
			}
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b mend.File) int { return strings.Compare(a.Name, b.Name) })
	return all
}
