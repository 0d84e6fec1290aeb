// Package intake takes in what offices have in Excel, CSV and Word: it finds the columns that it
// knows, and puts what the cells say into the files of brands and notices.
//
// Nothing is lost and nothing is guessed in silence. Every cell that holds something is
// placed, or listed with its address; what a cell says is read as if somebody had typed
// it on the desk, so that one reader decides what is a number or a date, and what is
// certainly mended. A brand that is known is changed, by the values that differ alone.
//
//	table.go     a file as tables; workbook.go of Excel
//	words.go     what columns are called
//	match.go     the head of a table, and its columns
//	document.go  the tables of a Word file; form.go of one brand
//	intake.go    rows into brands
//	notice.go    lists of what was recognized into notices
package intake

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"minglu/generator/blank"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/desk"
	"minglu/generator/edition"
	"minglu/generator/keys"
	"minglu/generator/mend"
	"minglu/generator/unseen"
)

// Options are what the command says besides the files.
type Options struct {
	County *criteria.Region  // of brands of which no county stands in the list; nil: none
	AsOf   string            // the day of the figures; "": as it stands
	Map    map[string]string // what columns are, by their heads
}

// A Left is a cell, or a sheet, that was not placed.
type Left struct {
	Address string
	Text    string
	Why     string
}

// A Result is what was made of files.
type Result struct {
	Columns   []Column    // as they were understood, in order
	Files     []mend.File // what would change, by name
	Left      []Left
	Proposals []Proposal // figures that texts tell in passing
	Brands    int        // rows that were understood
	Said      int        // cells that hold something
	Placed    int        // of them, what was placed
}

// An Intake takes files in, one after the other.
type Intake struct {
	e     *edition.Edition
	desk  *desk.Desk
	words *vocabulary
	seen  map[string]bool // addresses of cells that are placed or listed: a merged one once
	o     Options
	said  map[string]*target
	files map[string]*file // by path
	acts  map[string]*act  // by what they say
	order []string         // of acts
	Result
}

// A file is a brand's that is changed.
type file struct {
	path, before, text string
	made               bool
	name               string
	brand              *content.Brand // nil of a new one
	region             *criteria.Region
}

// maxBrand bounds the file of a brand that is read to be changed, in bytes: no larger one is read.
const maxBrand = 1 << 20

// New returns an intake for a repository. The error says in Chinese which column is said to be
// what there is not.
func New(e *edition.Edition, o Options) (*Intake, error) {
	bundle, err := desk.BundleOf(e, true)
	if err != nil {
		return nil, err
	}
	d, err := desk.Open(bundle)
	if err != nil {
		return nil, err
	}
	in := &Intake{e: e, desk: d.With(e.Rules.Words), words: newVocabulary(e.Rules), o: o, said: map[string]*target{}, files: map[string]*file{}, seen: map[string]bool{}, acts: map[string]*act{}}
	for head, name := range o.Map {
		t := in.words.asked(name)
		if t == nil {
			return nil, fmt.Errorf("没有“%s”这一项，不能用作列“%s”的内容；可以写列表里的名称，如 从业人员、负责人职务，不要的列写“%s”", name, head, leftOut)
		}
		in.said[head] = t
	}
	return in, nil
}

// Take takes a file in.
func (in *Intake) Take(name string, data []byte) error {
	tables, hidden, err := readTables(name, data)
	if err != nil {
		return fmt.Errorf("%s：%w", name, err)
	}
	for _, sheet := range hidden {
		if strings.HasPrefix(sheet, "_") { // choices of a template
			continue
		}
		in.Left = append(in.Left, Left{name + " " + sheet, "", "隐藏的工作表，没有导入"})
	}
	understood := false
	for _, t := range tables {
		l := in.words.layoutOf(t, in.said)
		if found := in.formOf(t); found != nil && (l == nil || len(found) >= l.known()) {
			understood = true
			in.takeForm(t, found)
			continue
		}
		if l == nil {
			for row := range t.rows {
				in.leave(t, t.said(row), "这张表没有认出“品牌名称”这一列，没有导入")
			}
			continue
		}
		understood = true
		in.takeTable(t, l)
	}
	if !understood && len(tables) > 0 {
		return fmt.Errorf("%s：没有找到表头。表头中应有“品牌名称”这一列；叫法不同的，用 --map '列名=名称' 写明", name)
	}
	return nil
}

// leave lists cells.
func (in *Intake) leave(t *Table, cells []place, why string) {
	in.Said += len(cells)
	for _, p := range cells {
		in.Left = append(in.Left, Left{t.address(p), t.at(p), why})
	}
}

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
	title := ""
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
		_, goesOn := t.of[place{r, name.at}]
		if last == nil || t.at(place{r, name.at}) != "" {
			if called == "" {
				in.leave(t, said, "这一行没有品牌名称，没有导入")
				continue
			}
			flush()
			last = &row{name: place{r, name.at}, county: under.county, kind: under.kind}
			goesOn = false
		}
		in.gather(t, l, last, r, goesOn || t.at(place{r, name.at}) == "")
	}
	flush()
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
	for _, f := range in.files {
		if unseen.Fold(f.name) == fold {
			return f, ""
		}
	}
	for _, b := range in.e.Content.Brands {
		if unseen.Fold(b.Name) != fold && !slices.ContainsFunc(b.OtherNames(), func(n string) bool { return unseen.Fold(n) == fold }) {
			continue
		}
		text, err := checkout.Read(in.e.Files, b.File, maxBrand)
		if err != nil {
			return nil, "品牌的文件 " + b.File + " 读不出来，没有导入"
		}
		f := &file{path: b.File, before: string(text), text: string(text), name: b.Name, brand: b, region: b.Region}
		in.files[f.path] = f
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
	f := &file{made: true, name: name, region: region, text: desk.NewText}
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
	in.files[f.path] = f
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
		taken := in.files[p] != nil || slices.ContainsFunc(in.e.Content.Brands, func(b *content.Brand) bool {
			return content.SlugOf(b.File) == content.SlugOf(p) || slices.Contains(b.FormerSlugs, content.SlugOf(p))
		})
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

// lists is what parts the items of a list in a cell.
var lists = regexp.MustCompile(`[、；;\n]+`)

var breaks = regexp.MustCompile(`\s*\n\s*`)

// typed returns what cells say together, as somebody would type it on the desk.
func (t *target) typed(texts []string, unit string) any {
	text := strings.Join(texts, "\n")
	if words, has := ticked(text); has && (t.fact != nil || t.field.Kind == keys.Choice) {
		text = strings.Join(words, "、")
	}
	parts := func() any {
		var all []any
		for _, part := range lists.Split(text, -1) {
			if part = strings.Trim(joined(part), "，,。"); part != "" {
				all = append(all, part)
			}
		}
		return all
	}
	if t.fact != nil {
		switch t.fact.Kind {
		case criteria.YesNo:
			return yesNo(joined(text))
		case criteria.Set:
			if none.MatchString(joined(text)) {
				return []any{}
			}
			return parts()
		case criteria.Choice:
			return joined(text)
		}
		return numbered(joined(text), unit, t.fact)
	}
	switch t.field.Kind {
	case keys.Texts:
		return parts()
	case keys.TextOrTexts:
		if all, is := parts().([]any); is && len(all) > 1 {
			return all
		}
		return joined(text)
	case keys.Prose:
		if len(t.path) == 1 { // of the text, where a blank line parts paragraphs
			return breaks.ReplaceAllString(strings.TrimSpace(text), "\n\n")
		}
		return text
	}
	return joined(text)
}

var (
	none    = regexp.MustCompile(`^(?:无|没有|暂无|—|-|/)$`)
	marked  = regexp.MustCompile(`^(?:[√✓✔☑■●]|有|已[有建]?|y|Y|yes)$`)
	crossed = regexp.MustCompile(`^(?:[×✗✘xX□☐○]|无|没有|未|n|N|no)$`)
)

// yesNo returns the word for what forms are marked with.
func yesNo(text string) string {
	switch {
	case marked.MatchString(text):
		return "是"
	case crossed.MatchString(text):
		return "否"
	}
	return text
}

var digits = regexp.MustCompile(`^[0-9０-９.,，．]+$`)

// numbered returns a number with the unit of its column, where that is not the fact's own.
func numbered(text, unit string, f *criteria.Fact) string {
	if !digits.MatchString(text) || unit == "" || unit == f.Unit || f.Kind == criteria.Percent {
		return text
	}
	for _, measure := range []string{"万", "千", "百万", "亿"} {
		if strings.HasPrefix(unit, measure) {
			return text + unit
		}
	}
	return text
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
