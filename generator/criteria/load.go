package criteria

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"minglu/generator/checkout"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/filename"
	"minglu/generator/pinyin"
	"minglu/generator/screen"
	"minglu/generator/unseen"
	"minglu/generator/values"
)

// maxFile is the largest file of criteria/ that is read, in bytes: these files
// are written by the bureau, but a build has a measure for everything it reads.
const maxFile = 4 << 20

// Load reads criteria/ in root. Any mistake fails every command: the rules are
// then whatever could be read and serve no further. The error is the machine's.
func Load(root fs.FS) (*Rules, diag.List, error) { return LoadWith(pinyin.Standard(), root) }

// LoadWith is Load with the dictionary by which names are cut and read.
func LoadWith(words *pinyin.Dictionary, root fs.FS) (*Rules, diag.List, error) {
	l := &loader{root: root, rules: &Rules{Words: words, factsByID: map[string]*Fact{}}, faulty: map[string]bool{}, other: map[string]bool{}, seen: map[string]map[string]bool{}}
	if info, err := fs.Lstat(root, "criteria"); err == nil && !info.IsDir() {
		l.report("criteria", diag.NotAFile, "criteria 不是文件夹，而是符号链接或文件，请换成文件夹本身。")
		return l.rules, l.bad, nil
	}
	standards := l.concerning(l.standardFiles("criteria"))
	l.readRegions(standards)
	l.site = l.rules.Region(l.regionNamedIn("content/site.yaml"))
	l.dirs = l.jurisdictions()
	for _, dir := range l.dirs[1:] {
		standards = append(standards, l.standardFiles(dir)...)
	}
	l.readAll("types.yaml", l.types)
	l.readAll("levels.yaml", l.levels)
	l.readAll("naming.yaml", l.naming)
	l.readAll("facts.yaml", l.facts)
	l.readAny("efforts.yaml", l.efforts)
	l.readAny("honors.yaml", l.honors)
	l.words()
	l.standards(standards)
	slices.SortStableFunc(l.rules.Standards, func(a, b *Standard) int { return cmp.Compare(a.Level.Order, b.Level.Order) })
	l.rules.linkClauses()
	l.bad.Sort()
	return l.rules, l.bad, l.err
}

// The files that name what the standards are written in.
const (
	typesFile  = "criteria/types.yaml"
	levelsFile = "criteria/levels.yaml"
	namingFile = "criteria/naming.yaml"
	factsFile  = "criteria/facts.yaml"
)

// A loader collects what the files of criteria/ say and what is wrong in them.
type loader struct {
	root  fs.FS
	rules *Rules
	bad   diag.List
	err   error
	site  *Region                    // whose rules are read; nil: not known
	dirs  []string                   // of rules that it sees, the shared one first
	other map[string]bool            // types and facts of other regions
	seen  map[string]map[string]bool // names, by their kind

	// faulty names the files with mistakes: what such a file lacks may be what
	// could not be read, so that a name is not held against it.
	faulty map[string]bool
}

// read hands the mapping of a file to parse. Files that are read later need
// those read before, so a failure of the machine ends it all.
func (l *loader) read(name string, parse func(m *fields.Map, file string)) {
	if l.err != nil {
		return
	}
	known := len(l.bad)
	defer func() { l.faulty[name] = len(l.bad) > known }()
	legible, bad, err := ReadFile(l.root, name, func(m *fields.Map) { parse(m, name) })
	if errors.Is(err, fs.ErrNotExist) {
		bad, err = mistake(name, diag.MissingFile, "缺少规则文件 %s，请恢复这个文件。", name), nil
	}
	if legible {
		l.rules.Files = append(l.rules.Files, name)
	}
	l.bad = append(l.bad, bad...)
	l.err = cmp.Or(l.err, err)
}

// ReadFile hands the mapping of a file of criteria/ to parse, and returns whether there is
// such a file of a size that is read, and all that is wrong in it: what parse reports, and
// what the screen finds. The error is the machine's, or fs.ErrNotExist.
func ReadFile(root fs.FS, name string, parse func(m *fields.Map)) (legible bool, bad diag.List, err error) {
	data, err := checkout.Read(root, name, maxFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil, err
	case err != nil && isFolder(root, name):
		return false, mistake(name, diag.NotAFile, "%s 是文件夹，此处应是文件。", name), nil
	case errors.Is(err, checkout.ErrNotAFile):
		return false, mistake(name, diag.NotAFile, "%s %v。", name, checkout.ErrNotAFile), nil
	case errors.Is(err, checkout.ErrTooLarge):
		return false, mistake(name, diag.TooLarge, "文件超过 4 MiB，请核对内容。"), nil
	case err != nil:
		return false, nil, err
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return true, mistake(name, diag.BadEncoding, "文件不是 UTF-8 编码的文本，请用编辑器另存为 UTF-8 编码。"), nil
	}
	f := screen.New(name, text)
	f.Lines()
	m := fields.Parse(f.Source, 1, f.Source.Lines())
	f.Values(m, len(text))
	if m != nil {
		parse(m)
	}
	return true, f.Report(""), nil
}

func isFolder(root fs.FS, name string) bool {
	info, err := fs.Stat(root, name)
	return err == nil && info.IsDir()
}

// report adds a mistake about a file as a whole.
func (l *loader) report(name string, rule diag.Rule, format string, args ...any) {
	l.bad = append(l.bad, mistake(name, rule, format, args...)...)
}

// mistake is one about a file as a whole.
func mistake(name string, rule diag.Rule, format string, args ...any) diag.List {
	src := screen.New(name, "").Source
	src.Report(src.LineSpan(1), rule, format, args...)
	return src.List
}

// standardFiles returns the paths of the standards in a folder of rules, reporting what is
// none and belongs to none.
func (l *loader) standardFiles(folder string) []string {
	shared := folder == "criteria"
	standards := folder + "/standards"
	l.strangers(folder, placeOfStandards, func(e fs.DirEntry) bool {
		if e.IsDir() && (e.Name() == "standards" || e.Name() == CasesFolder || shared && (e.Name() == "regions" || isCode(e.Name()))) {
			return true
		}
		return slices.Contains([]string{"types.yaml", "levels.yaml", "naming.yaml", "facts.yaml", "efforts.yaml", "honors.yaml"}, e.Name()) ||
			shared && (e.Name() == "regions.yaml" || IsOfSearch(folder+"/"+e.Name()))
	})
	l.screenCases(folder + "/" + CasesFolder)
	if !shared && !l.has(standards) {
		return nil
	}
	names := l.strangers(standards, placeOfStandards, func(e fs.DirEntry) bool {
		return !e.IsDir() && strings.HasSuffix(e.Name(), ".yaml")
	})
	for i, name := range names {
		names[i] = standards + "/" + name
	}
	return names
}

// CasesFolder is where the cases of the standards lie, beside these. They are no rules and
// package cases alone reads them; but everybody can, so that they are screened with the rest.
const CasesFolder = "cases"

// IsCase reports whether a path of the repository lies among cases.
func IsCase(file string) bool {
	parts := strings.Split(file, "/")
	return len(parts) > 2 && parts[0] == "criteria" && (parts[1] == CasesFolder || parts[2] == CasesFolder)
}

func (l *loader) screenCases(folder string) {
	if !isFolder(l.root, folder) {
		return
	}
	bad, err := screen.Folder(l.root, folder)
	l.bad = append(l.bad, bad...)
	l.err = cmp.Or(l.err, err)
}

// placeOfStandards is what whoever misplaced a file most likely did not know.
const placeOfStandards = "标准放在 criteria/standards/，以 .yaml 结尾"

// strangers returns the names in dir that known accepts and reports the others, saying how
// they should be; README.md and names that start with . or _ are nobody's business.
func (l *loader) strangers(dir, should string, known func(fs.DirEntry) bool) []string {
	entries, err := fs.ReadDir(l.root, dir)
	if err != nil && isFolder(l.root, dir) {
		l.err = cmp.Or(l.err, err)
	}
	var names []string
	var skipped []fs.DirEntry
	for _, e := range entries {
		if filename.IsSkipped(e.Name()) {
			skipped = append(skipped, e)
			continue
		}
		l.bad = append(l.bad, screen.Name(dir+"/"+e.Name())...)
		switch name := e.Name(); {
		case !utf8.ValidString(name):
			l.report(dir+"/"+name, diag.BadSlug, "文件名“%s”不是 UTF-8 编码，请用小写英文字母、数字和连字符改名。", filename.Printable(name))
		case known(e):
			names = append(names, name)
		default:
			l.report(dir+"/"+name, diag.UnknownFile, "规则目录中没有“%s”这种文件，请移走，或核对文件名（%s）。", name, should)
		}
	}
	bad, err := screen.Skipped(l.root, dir, skipped)
	l.bad = append(l.bad, bad...)
	l.err = cmp.Or(l.err, err)
	return names
}

// unique reports an id, name or slug that an earlier entry has, or one that looks
// the same.
func unique(m *fields.Map, seen map[string]bool, what string, t fields.Text) {
	if !t.Stated {
		return
	}
	key := what + unseen.Fold(t.V)
	if seen[key] {
		m.Report(t.At, diag.DuplicateID, "%s“%s”已经用过，请换一个。", what, t.V)
	}
	seen[key] = true
}

func (l *loader) types(m *fields.Map, _ string) {
	m.Require("types")
	lead := m.Text("lead").V
	seen := l.once("types")
	for _, e := range m.Maps("types") {
		name, slug := e.Text("name"), e.Text("slug")
		t := &Type{Name: name.V, Slug: slug.V, Focus: e.Prose("focus").V, Lead: lead, Order: len(l.rules.Types)}
		for _, d := range e.Texts("departments") {
			t.Departments = append(t.Departments, d.V)
		}
		e.Require("name", "slug")
		e.Done()
		unique(e, seen, "名称", name)
		unique(e, seen, "网址名", slug)
		if checkSlug(e, slug); slug.Stated && strings.Trim(slug.V, "0123456789") == "" {
			e.Report(slug.At, diag.BadSlug, "网址名“%s”不能只是数字：列表的第二页起以数字作网址，会与它相同。", slug.V)
		}
		l.rules.Types = append(l.rules.Types, t)
	}
	m.Done()
}

func (l *loader) levels(m *fields.Map, _ string) {
	m.Require("levels")
	seen := l.once("levels")
	for _, e := range m.Maps("levels") {
		name, slug, order, region := e.Text("name"), e.Text("slug"), e.Int("order"), e.Text("region")
		e.Require("name", "slug", "order")
		e.Done()
		if region.Stated && !slices.Contains([]string{"county", "city", "province", "nation"}, region.V) {
			e.Report(region.At, diag.WrongKind, "region 只能写 county、city、province 或 nation，表示由县、市、省还是国家认定；不是这样的，请删去这一项。")
		}
		unique(e, seen, "次序", fields.Text{V: strconv.Itoa(order.V), At: order.At, Stated: order.Stated})
		unique(e, seen, "名称", name)
		unique(e, seen, "网址名", slug)
		checkSlug(e, slug)
		l.rules.Levels = append(l.rules.Levels, &Level{name.V, slug.V, order.V, region.V})
	}
	m.Done()
	slices.SortStableFunc(l.rules.Levels, func(a, b *Level) int { return cmp.Compare(a.Order, b.Order) })
}

// checkSlug reports a slug that could not be a folder and an address.
func checkSlug(m *fields.Map, slug fields.Text) {
	if slug.Stated && !IsSlug(slug.V) {
		m.Report(slug.At, diag.BadSlug, "网址名“%s”%s。", slug.V, SlugFault(slug.V))
	}
}

// IsSlug reports whether s can be a folder and an address: lower-case ASCII
// letters, digits and single hyphens between them, at most 100, and none of the
// names that Windows keeps for devices.
func IsSlug(s string) bool { return SlugFault(s) == "" }

// SlugFault says in Chinese why s is no slug, "" where it is one.
func SlugFault(s string) string {
	if s == "" || len(s) > 100 || s[0] == '-' || s[len(s)-1] == '-' || strings.Contains(s, "--") ||
		strings.Trim(s, "-0123456789abcdefghijklmnopqrstuvwxyz") != "" {
		return "只能用小写英文字母、数字和连字符，并以字母或数字开头和结尾"
	}
	if filename.Fault(s) != "" {
		return "是 Windows 系统保留的名称，有的电脑存不下，不能使用"
	}
	return ""
}

func (l *loader) naming(m *fields.Map, _ string) {
	n := &l.rules.Naming
	said := func(own fields.Text, to *string) { // a region's own stands for that of all
		if own.Stated {
			*to = own.V
		}
	}
	said(m.Text("pattern"), &n.Pattern)
	said(m.Prose("source"), &n.Source)
	said(m.Prose("advice"), &n.Advice)
	words := func(own []fields.Text, to *[]string) {
		if len(own) > 0 {
			*to = nil
		}
		for _, t := range own {
			*to = append(*to, t.V)
		}
	}
	words(m.Texts("endings"), &n.Endings)
	words(m.Texts("before_endings"), &n.Before)
	words(m.Texts("occupations"), &n.Occupations)
	if n.Endings == nil {
		m.Require("endings")
	}
	m.Done()
}

func (l *loader) facts(m *fields.Map, _ string) {
	m.Require("facts")
	seen := l.once("facts")
	for _, e := range m.Maps("facts") {
		if f := l.fact(e, seen); f != nil {
			f.index = len(l.rules.Facts)
			l.rules.Facts = append(l.rules.Facts, f)
			l.rules.factsByID[f.ID] = f
		}
	}
	l.derivations(m, seen)
	m.Done()
}

// sharedByCounty is the one word that `shared` of a fact can be.
const sharedByCounty = "county"

func (l *loader) fact(e *fields.Map, seen map[string]bool) *Fact {
	id, label, kind := e.Text("id"), e.Text("label"), e.Text("kind")
	f := &Fact{ID: id.V, Label: label.V, Kind: FactKind(kind.V), Unit: e.Text("unit").V, Note: e.Prose("note").V, AskedBy: e.Text("asked_by").V}
	if n := e.Number("min"); n.Stated {
		f.Min = &n.V
	}
	if n := e.Number("max"); n.Stated {
		f.Max = &n.V
	}
	if f.Kind == Count && f.Min == nil {
		f.Min = new(values.Decimal)
	}
	shared := e.Text("shared")
	f.Shared = shared.V == sharedByCounty
	if shared.Stated && !f.Shared {
		e.Report(shared.At, diag.WrongKind, "shared 只能写 %s，表示同一县区的品牌填报应当一致；不是这样的，请删去这一项。", sharedByCounty)
	}
	recognized := e.Text("recognized")
	f.Recognized = l.levelNamed(e, recognized)
	if f.Recognized != nil && (f.Kind != YesNo || !f.Shared) {
		e.Report(recognized.At, diag.WrongKind, "认定级别（recognized）只用于说县区的是否项：种类（kind）写 yes-no，范围（shared）写 %s；不是这样的，请删去这一项。", sharedByCounty)
	}
	total := e.Bool("total")
	f.Total = total.V && f.Kind == Count
	switch {
	case total.V && !f.Total && tests[f.Kind] != nil:
		e.Report(total.At, diag.WrongKind, "只有 count 才能合计，请删去 total，或改正 kind。")
	case f.Total && l.rules.Workers() != nil:
		e.Report(total.At, diag.WrongKind, "只有一项可以写 total，请删去多余的。")
	}
	choices, chosen := e.Texts("choices"), map[string]bool{}
	for _, c := range choices {
		unique(e, chosen, "选项", c)
		f.Choices = append(f.Choices, c.V)
	}
	for _, c := range e.Texts("called") {
		f.Called = append(f.Called, c.V)
	}
	types := e.Texts("types")
	for _, t := range types {
		if typ := l.typeNamed(e, t); typ != nil {
			f.Types = append(f.Types, typ)
		}
	}
	fresh := e.Int("fresh_for")
	if f.FreshFor = fresh.V; fresh.Stated && (fresh.V < 1 || fresh.V > 120) {
		e.Report(fresh.At, diag.OutOfRange, "fresh_for 是月数，应在 1 到 120 之间，现在是 %d。", fresh.V)
	}
	denied := e.Text("denied")
	if f.Denied = denied.V; denied.Stated && f.Kind != YesNo {
		e.Report(denied.At, diag.WrongKind, "denied 只用于 yes-no，请删去。")
	}
	first := e.Int("first")
	if f.First = first.V; first.Stated && first.V < 1 {
		e.Report(first.At, diag.OutOfRange, "first 是先后次序，从 1 起，现在是 %d。", first.V)
	}
	l.readUsual(e, f)
	l.readNamedBy(e, f)
	e.Require("id", "label", "kind")
	e.Done()
	unique(e, seen, "编号", id)
	unique(e, seen, "名称", label)
	if !id.Stated || !kind.Stated {
		return nil
	}
	if len(types) > 0 && f.Types == nil && !slices.ContainsFunc(types, func(t fields.Text) bool { return !l.other[t.V] }) {
		l.other[f.ID] = true
		return nil // it is asked in other regions alone
	}
	if slices.Contains(combinators, f.ID) {
		e.Report(id.At, diag.DuplicateID, "“%s”在条件中用来连接几个条件，请换一个编号。", f.ID)
		return nil
	}
	if tests[f.Kind] == nil {
		e.Report(kind.At, diag.WrongKind, "没有“%s”这种事实，可用：yes-no、count、number、percent、choice、set。", kind.V)
		return nil
	}
	chooses := f.Kind == Choice || f.Kind == Set
	if chooses && len(choices) == 0 || len(choices) > maxChoices || !chooses && len(choices) > 0 {
		e.Report(id.At, diag.WrongKind, "choice 和 set 须写 choices，列出 1 到 %d 个选项；其他种类不写。", maxChoices)
		return nil
	}
	if f.Min != nil && f.Max != nil && *f.Min > *f.Max {
		e.Report(e.Node("max").At(), diag.OutOfRange, "最大值 %s 小于最小值 %s，请核对。", f.Max, f.Min)
	}
	return f
}

// Workers returns the fact that says how many people work under a brand, nil where
// facts.yaml names none.
func (r *Rules) Workers() *Fact {
	if i := slices.IndexFunc(r.Facts, func(f *Fact) bool { return f.Total }); i >= 0 {
		return r.Facts[i]
	}
	return nil
}

// Type returns the type with the name, nil where there is none.
func (r *Rules) Type(name string) *Type {
	i := slices.IndexFunc(r.Types, func(t *Type) bool { return t.Name == name })
	if i < 0 {
		return nil
	}
	return r.Types[i]
}

// Level returns the level with the name, nil where there is none.
func (r *Rules) Level(name string) *Level {
	i := slices.IndexFunc(r.Levels, func(l *Level) bool { return l.Name == name })
	if i < 0 {
		return nil
	}
	return r.Levels[i]
}

// Standard returns the standard with the id, nil where there is none.
func (r *Rules) Standard(id string) *Standard {
	i := slices.IndexFunc(r.Standards, func(s *Standard) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return r.Standards[i]
}

func (l *loader) typeNamed(m *fields.Map, t fields.Text) *Type {
	typ := l.rules.Type(t.V)
	if typ == nil && !l.faulty[typesFile] && !l.other[t.V] {
		guessName(m, t, diag.UnknownBrandType, "没有“%s”这个品牌类型，可用：%s。", l.rules.Types, func(t *Type) string { return t.Name })
	}
	return typ
}

func (l *loader) levelNamed(m *fields.Map, t fields.Text) *Level {
	if !t.Stated {
		return nil
	}
	level := l.rules.Level(t.V)
	if level == nil && !l.faulty[levelsFile] {
		guessName(m, t, diag.UnknownLevel, "级别表中没有“%s”，可用：%s。", l.rules.Levels, func(l *Level) string { return l.Name })
	}
	return level
}

// guessName reports a name that none of all has, with the one that was likely meant.
// format takes the name and those that there are.
func guessName[T any](m *fields.Map, t fields.Text, rule diag.Rule, format string, all []T, name func(T) string) {
	var names []string
	for _, one := range all {
		names = append(names, name(one))
	}
	m.Guess(t.At, rule, values.Nearest(t.V, names), format, t.V, strings.Join(names, "、"))
}

// linkClauses tells every fact which items read it, and whether one of them asks that it be not so.
func (r *Rules) linkClauses() {
	for _, s := range r.Standards {
		for _, item := range s.Items(nil) {
			var read []*Fact // what brands state for it, too
			for _, f := range item.Facts() {
				for _, f := range append([]*Fact{f}, f.Sources()...) {
					if !slices.Contains(read, f) {
						read = append(read, f)
						f.Clauses = append(f.Clauses, Clause{s, item})
						f.Unwanted = f.Unwanted || slices.ContainsFunc(item.uses(), func(u use) bool {
							return u.kind != Judging && u.when.asksNot(f, u.kind != Deduct)
						})
					}
				}
			}
		}
	}
}
