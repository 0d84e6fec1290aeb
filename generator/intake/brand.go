package intake

import (
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
)

// takeRow makes a brand's file of a row, or changes it.
func (in *Intake) takeRow(t *Table, r *row, act actHead) {
	name := r.called
	if name == "" {
		name = joined(t.at(r.name))
	}
	county, kind := r.county, r.kind
	said := map[string]bool{}
	for _, c := range r.cells {
		if c.column.target == nil || len(c.column.target.path) != 1 {
			continue
		}
		switch c.column.target.path[0].Key {
		case "county":
			if found := in.countyNamed(joined(c.text)); found != "" {
				county, said["county"] = found, true
			}
		case "type":
			if found := in.typeNamed(joined(c.text)); found != "" {
				kind, said["type"] = found, true
			}
		}
	}
	figures := slices.ContainsFunc(r.cells, func(c cell) bool { return c.column.target != nil && c.column.target.fact != nil })
	f, why := in.fileOf(name, county, kind, figures)
	if f == nil {
		in.list(t, r.cells, why)
		return
	}
	in.Brands++
	in.fill(t, f, r.cells, said)
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

// countyNamed returns the county as files write it, "" where there is no such.
func (in *Intake) countyNamed(text string) string {
	var found []*criteria.Region
	for _, r := range in.e.Rules.RegionsIn(in.e.Settings.Region) {
		if slices.Contains([]string{r.Name, r.Short, r.FullName(), r.Slug}, text) {
			found = append(found, r)
		}
	}
	if len(found) != 1 {
		return in.countyIn(text)
	}
	return blank.CountyOf(in.e.Rules, in.e.Settings.Region, found[0])
}

func (in *Intake) typeNamed(text string) string {
	if words, has := ticked(text); has {
		text = strings.Join(words, "、")
	}
	for _, t := range in.e.Rules.Types {
		if text != "" && slices.Contains([]string{t.Name, t.Slug, strings.TrimSuffix(t.Name, "类")}, text) {
			return t.Name
		}
	}
	return in.typeIn(text)
}

// fileOf returns the file of a brand: the one that is there, or a new one, of which
// figures are known or not. Without, it says why.
func (in *Intake) fileOf(name, county, kind string, figures bool) (*file, string) {
	fold := unseen.Fold(name)
	if f := in.byName[fold]; f != nil {
		return f, ""
	}
	if len(in.files) >= maxBrands {
		return nil, fmt.Sprintf("一次最多导入 %d 个品牌，这一个没有导入，请拆成几次", maxBrands)
	}
	if b := in.known[fold]; b != nil {
		if f := in.files[b.File]; f != nil { // it was met by another of its names
			return f, ""
		}
		text, err := checkout.Read(in.e.Files, b.File, maxBrand)
		if err != nil {
			return nil, "品牌的文件 " + b.File + " 读不出来，没有导入"
		}
		f := &file{path: b.File, before: string(text), text: string(text), name: b.Name, brand: b}
		in.files[f.path], in.byName[unseen.Fold(b.Name)] = f, f
		return f, ""
	}
	region := in.o.County
	for _, r := range in.e.Rules.RegionsIn(in.e.Settings.Region) {
		if blank.CountyOf(in.e.Rules, in.e.Settings.Region, r) == county && county != "" {
			region = r
		}
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
	county = blank.CountyOf(in.e.Rules, in.e.Settings.Region, region)
	f := &file{made: true, name: name, text: desk.NewText}
	for _, set := range [][2]string{{"name", name}, {"type", kind}, {"county", county}} {
		text, err := in.desk.Set(f.text, desk.BrandFile, []desk.Step{{Key: set[0]}}, set[1])
		if err != nil {
			return nil, err.Error()
		}
		f.text = text
	}
	// What states figures is to be filled in as a whole; of others nothing more is known.
	if t := in.e.Rules.Type(kind); t != nil && figures {
		f.text = string(blank.Brand(in.e.Rules, blank.BrandStart{Name: name, Type: t, Region: region, County: county}))
	}
	slug := content.NewSlug(in.e.Rules, name, region)
	if slug == "" {
		slug = region.Slug + "-pinpai"
	}
	f.path = in.free(path.Join("content/brands", region.Slug, slug))
	in.files[f.path], in.byName[fold], in.slugs[content.SlugOf(f.path)] = f, f, true
	return f, ""
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

// fill puts the cells of one brand into its file: as they would be typed, mended where
// that is certain, and without what is then still a mistake. What said has is done.
func (in *Intake) fill(t *Table, f *file, cells []cell, said map[string]bool) {
	var todo []*filling
	for _, c := range cells {
		target := c.column.target
		switch {
		case target == nil:
			in.list(t, []cell{c}, "没有认出“"+c.column.Head+"”这一列；要导入的，用 --map '"+c.column.Head+"=名称' 写明")
		case target.Name == leftOut:
			in.list(t, []cell{c}, "按 --map 不导入这一列")
		case target.skip, target.path != nil && (target.path[0].Key == "name" || said[target.path[0].Key]):
			in.place(t, c)
		case target.act != "":
			// of the notice
		default:
			i := slices.IndexFunc(todo, func(other *filling) bool { return other.target == target })
			if i < 0 {
				i, todo = len(todo), append(todo, &filling{target: target})
			}
			todo[i].cells = append(todo[i].cells, c)
		}
	}
	if len(todo) == 0 {
		return
	}
	raw, base := f.text, f.text
	set := func(text string, path []desk.Step, value any) (string, error) {
		return in.desk.Set(text, desk.BrandFile, path, value)
	}
	if in.o.AsOf != "" && slices.ContainsFunc(todo, func(c *filling) bool { return c.fact != nil }) {
		path := []desk.Step{{Key: "as_of"}}
		if text, err := set(raw, path, in.o.AsOf); err == nil {
			raw, base = text, text
		}
	}
	todo = slices.DeleteFunc(todo, func(c *filling) bool {
		var texts []string
		for _, each := range c.cells {
			texts = append(texts, each.text)
		}
		c.value = c.target.typed(texts, c.cells[0].column.unit)
		if c.saysAlready(base) {
			in.place(t, c.cells...)
			return true
		}
		text, err := set(raw, c.path, c.value)
		if err != nil {
			in.list(t, c.cells, err.Error())
			return true
		}
		raw = text
		return false
	})
	mended, _, err := in.desk.Fix(in.deskFile(f, raw))
	if err != nil {
		mended = raw
	}
	read, unreadable := desk.ParseDocument(desk.BrandFile, mended)
	report, err := in.desk.Check(in.deskFile(f, mended))
	for _, c := range todo {
		why := "这个品牌的文件有错误，先运行 check 改正再导入"
		if unreadable == nil && err == nil {
			why = mistakeAt(report.Mistakes, c.path)
		}
		text := base
		if why == "" {
			value := read.At(c.path)
			if value == nil {
				value = c.value
			}
			if text, err = set(base, c.path, value); err != nil {
				why = err.Error()
			}
		}
		if why != "" {
			in.list(t, c.cells, why)
			continue
		}
		base = text
		in.place(t, c.cells...)
	}
	f.text = base
	after, err := desk.ParseDocument(desk.BrandFile, base)
	for _, c := range todo {
		if err == nil && c.path[0].Key == desk.IntroPart {
			in.propose(t, f, c.cells[0], func(fact *criteria.Fact) bool { return after.At([]desk.Step{{Key: "facts"}, {Key: fact.ID}}) != nil })
		}
	}
}

// saysAlready reports whether a file has the text of a part, but for its markup.
func (c *filling) saysAlready(text string) bool {
	value, is := c.value.(string)
	d, err := desk.ParseDocument(desk.BrandFile, text)
	return is && err == nil && strings.HasPrefix(c.path[0].Key, "#") && bare(d.Part(c.path[0].Key)) == bare(value)
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
