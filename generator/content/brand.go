package content

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// MaxIntro is how many characters 基本情况 may have on the official form, white space
// not counted.
const MaxIntro = 500

// readBrand reads one file of content/brands/. The brand is nil where the file
// cannot be read at all.
func (r *reader) readBrand(file string) (*Brand, diag.List, error) {
	f, bad, err := readSource(r.root, file, maxBrand)
	if f == nil {
		return nil, bad, err
	}
	src := f.Source
	slug := addressable(r.rules, src, file)
	h, ok := splitHead(src, r.brandKeys)
	if !ok {
		return nil, f.Report(wayOutOfBrand), nil
	}
	b := &Brand{Slug: slug, File: file, NotPersonal: screenFields(f, h.fields, h.body, r.isUnagreed), Origin: Origin{File: file, veil: f.Veil}}
	pictures := &brandPictures{r: r, dir: path.Dir(file)}
	if h.fields != nil {
		r.readBrandFields(b, src, h.fields, pictures)
		r.checkRenamed(src, b)
	}
	text := r.readMarkdown(src, h.body, keys.Brand, pictures)
	screenText(f, text)
	text.addTo(&b.Origin)
	var end int
	b.Intro, b.Story, end = text.split()
	checkIntro(src, b, text, end)
	b.Pictures, b.refused = pictures.sorted(), pictures.refused
	declareAI(src, b)
	list := f.Report(wayOutOfBrand)
	if h.fields == nil {
		return nil, list, pictures.err
	}
	return b, list, pictures.err
}

// checkRenamed reports a file that has the name of the empty form it was copied from: its
// address would say nothing of the brand.
func (r *reader) checkRenamed(src *diag.Source, b *Brand) {
	if !slices.ContainsFunc(r.rules.Types, func(t *criteria.Type) bool { return t.Slug == b.Slug }) {
		return
	}
	right := "donghai-shuijing"
	if b.Region != nil {
		right = cmp.Or(NewSlug(r.rules, b.Name, b.Region), b.Region.Slug+"-1")
	}
	src.Report(src.LineSpan(1), diag.BadSlug, "文件名“%s”还是空白表的名称，文件名就是网址，请按品牌改名，如 %s.md。", path.Base(b.File), right)
}

// readBrandFields is what a brand is.
func (r *reader) readBrandFields(b *Brand, src *diag.Source, f *fields.Map, pictures *brandPictures) {
	var w struct {
		Type, County, Agricultural fields.Text
		Cover                      *fields.Map
		Corrections                []*fields.Map
		Links                      []statedLink
		Trademarks                 []statedTrademark
		AsOf                       fields.DateVal
	}
	names := &b.Names
	b.Origin.fill(src, f, keys.Brand, &w, names, b)
	b.Name = names.Name.V
	b.Type = r.brandType(src, w.Type)
	b.Doubtful = b.Type == nil && f.Node("type").Stated() || f.Partial()
	b.Region = r.county(src, w.County, b.File)
	b.Agricultural = readAgricultural(src, w.Agricultural)
	b.AlsoKnownAs = textsOf(names.AlsoKnownAs)
	names.FormerSlugs = readFormerSlugs(src, names.FormerSlugs)
	b.FormerSlugs = textsOf(names.FormerSlugs)
	b.FormerNames = r.readFormerNames(src, names.FormerNames)
	b.Cover = readCover(src, w.Cover, pictures)
	b.AIPictures = textsOf(names.AIPictures)
	r.readFacts(b, src, f, w.AsOf)
	r.readCorrections(b, src, w.Corrections)
	r.readYears(b, f.Map("years"))
	r.setBeside(b)
	b.Links = r.readLinks(src, w.Links)
	b.Trademarks = readTrademarks(src, w.Trademarks)
	b.SelfScores = r.readSelfScores(b, src, f.Map("self_scores"))
	reportStandingKeys(f)
	reportFilledIn(f, r.brandKeys)

	f.Require(keys.Required(keys.Brand)...)
	if b.HasFacts {
		f.Require(slices.DeleteFunc(keys.WithFacts(), func(key string) bool { return key == "type" && !r.rules.Typed() })...)
	}
	f.Done()
}

// readFacts reads what is measured: the day, the facts, and what shows them. A
// mistake in any of them leaves open what the brand would be found to meet.
func (r *reader) readFacts(b *Brand, src *diag.Source, f *fields.Map, asOf fields.DateVal) {
	before := src.Count()
	stray := r.reportStrayFacts(f, b.Type)
	b.AsOf = asOf.V
	if asOf.Stated && asOf.V.After(r.date) {
		src.Report(asOf.At, diag.DateOrder, "数据截止日期 %s 晚于生成网站的日期 %s，请核对。", asOf.V, r.settings.Reckoned(r.date))
	}
	facts := f.Map("facts")
	if facts != nil {
		b.HasFacts = true
		if other, n := r.rules.OtherType(facts, b.Type); other != nil {
			f.Report(f.Node("type").At(), diag.FactOfOtherType,
				"品牌类型填的是%s，而各项数据（facts）中有 %d 项不由它填报，都由%s品牌填报：请核对品牌类型；类型没有错的，删去这 %d 项。", b.Type.Name, n, other.Name, n)
			b.Type = nil // what follows from it is not told
		}
		b.Facts = r.rules.ReadFacts(facts, b.Type)
	}
	b.Misplaced = readMisplaced(src, f)
	b.Doubtful = b.Doubtful || b.Misplaced != nil || src.Count() > before ||
		f.Says("facts") && !b.HasFacts || b.HasFacts && (b.Type == nil && r.rules.Typed() || b.AsOf.IsZero())
	b.Evidence = r.readEvidence(f.Map("evidence"), facts, b.Type, (f.Says("facts") || stray) && facts == nil)
}

// StatedAt returns where b's file says what b stated for f on a day (see FactsOn), or
// the key of its facts where it says nothing, or f is nil.
func (b *Brand) StatedAt(f *criteria.Fact, day values.Date) diag.Span {
	for _, c := range b.Corrections {
		if c.of == f && c.Date.After(day) && b.corrects(c) {
			return c.from
		}
	}
	src := b.Origin.Source() // what is wrong with the file has been reported
	h, ok := splitHead(src, keys.Brand)
	if !ok || h.fields == nil {
		return src.LineSpan(1)
	}
	if facts := h.fields.Map("facts"); f != nil && facts != nil {
		if value := facts.Node(f.ID); value.Stated() {
			return value.At()
		}
	}
	if at, has := h.fields.KeyAt("facts"); has {
		return at
	}
	return src.LineSpan(1)
}

// readYears reads what was measured in other years, by the same facts.
func (r *reader) readYears(b *Brand, m *fields.Map) {
	if m == nil {
		return
	}
	label, last := Named(keys.Brand, "years"), b.AsOf.Year
	if last == 0 {
		last = r.date.Year // as_of is absent, or has been reported
	}
	for _, key := range m.Keys() {
		year, err := strconv.Atoi(key.Name)
		switch {
		case err != nil || year < 1949 || year > 2999:
			right, _ := strings.CutSuffix(strings.TrimSuffix(key.Name, "度"), "年")
			if n, err := strconv.Atoi(right); err != nil || n < 1949 || n > 2999 {
				right = ""
			}
			m.Suggest(key.At, diag.OutOfRange, right, "%s按年份填写，“%s”应写作四位数字的年份，如 2023。", label, diag.Short(key.Name))
			continue
		case year > last:
			m.Report(key.At, diag.DateOrder, "%s中的 %d 年晚于数据截止日期的年份 %d，请核对。", label, year, last)
			continue
		}
		if stated := key.Value.Map(); stated != nil {
			b.Years = append(b.Years, YearFacts{year, r.rules.ReadFacts(stated, b.Type)})
		}
	}
	slices.SortFunc(b.Years, func(a, b YearFacts) int { return a.Year - b.Year })
}

// setBeside tells b's facts what b states beside them.
func (r *reader) setBeside(b *Brand) {
	if len(r.rules.Derived) == 0 {
		return
	}
	beside := criteria.Beside{Year: criteria.YearOf(b.AsOf), Years: map[int]criteria.Facts{}, Proven: map[*criteria.Fact]bool{}}
	for _, y := range b.Years {
		beside.Years[y.Year] = y.Facts
	}
	for id := range b.Evidence {
		if f := r.rules.Fact(id); f != nil {
			beside.Proven[f] = true
		}
	}
	b.Facts = b.Facts.Beside(beside)
}

// reportStrayFacts reports facts that stand among the brand's own keys, and whether
// there are any.
func (r *reader) reportStrayFacts(f *fields.Map, of *criteria.Type) (found bool) {
	for _, key := range f.Unasked() {
		id := key.Name
		if r.rules.Fact(id) == nil && f.Meant(id) == "" {
			id, _ = r.rules.MeantFact(id, of)
		}
		fact := r.rules.Fact(id)
		if fact == nil || id != key.Name && values.Letters(key.Name) != values.Letters(fact.Label) {
			continue
		}
		f.Report(key.At, diag.UnknownField, "%s是填报的数据，应写在 facts: 下面，行首缩进两个空格。", fact.Named())
		f.Node(key.Name)
		found = true
	}
	return found
}

// reportStandingKeys reports what only a notice can say of a brand.
func reportStandingKeys(f *fields.Map) {
	onlyNotices := []string{"status", "level", "honor", "recognized", "状态", "级别", "等级", "荣誉", "荣誉称号", "认定", "是否认定", "认定级别"}
	for _, key := range f.Unasked() {
		if slices.Contains(onlyNotices, key.Name) {
			f.Report(key.At, diag.UnknownField, "品牌文件不写%s：是否认定、什么级别只看 content/notices/ 中的公告，请删去这一项。", Named(keys.Notice, key.Name))
			f.Node(key.Name)
		}
	}
}

// readEvidence reads which document shows a fact. unread: the facts are there,
// but could not be read.
func (r *reader) readEvidence(m, facts *fields.Map, of *criteria.Type, unread bool) map[string]string {
	if m == nil {
		return nil
	}
	evidence := map[string]string{}
	var stray []fields.Key
	for _, key := range m.Keys() {
		if key.Value.ReportNothing(keys.Find(keys.Brand, "evidence")) {
			continue
		}
		key.Value.ReportCut()
		text := key.Value.Prose()
		if m.Node(key.Name).Stated() && (facts == nil || !facts.Node(key.Name).Stated()) {
			stray = append(stray, key)
		} else if text.Stated {
			evidence[key.Name] = text.V
		}
	}
	if len(stray) > 0 && !unread && !m.Partial() {
		r.reportEvidence(m, stray, facts, of)
	}
	return evidence
}

// reportEvidence reports evidence for what is not stated, unless the fact is
// there under a mistyped name, which is reported there.
func (r *reader) reportEvidence(m *fields.Map, stray []fields.Key, facts *fields.Map, of *criteria.Type) {
	stated, meant, twice := map[string]bool{}, map[string]bool{}, map[string]bool{}
	if facts != nil {
		for _, key := range facts.Keys() {
			if r.rules.Fact(key.Name) == nil {
				id, _ := r.rules.MeantFact(key.Name, of)
				meant[id] = true
			} else if facts.Node(key.Name).Stated() {
				stated[key.Name] = true
			}
		}
	}
	for _, key := range stray {
		near, certain := r.rules.MeantFact(key.Name, of)
		switch {
		case meant[key.Name]:
		case r.rules.Fact(key.Name) != nil:
			m.Report(key.At, diag.EvidenceWithoutFact, "没有填报%s，请补填这一项，或删去它的佐证。", r.rules.Fact(key.Name).Named())
		case near != "" && (stated[near] || meant[near]):
			as := m.Guess
			if certain && !m.Has(near) && !twice[near] {
				as = m.Suggest
			}
			as(key.At, diag.EvidenceWithoutFact, near, "填报的数据中没有“%s”，是否应为%s？", key.Name, r.rules.Fact(near).Named())
			twice[near] = true
		default:
			m.Report(key.At, diag.EvidenceWithoutFact, "填报的数据中没有“%s”，佐证只能写给已填报的项目，请改名，或删去。", diag.Short(key.Name))
		}
	}
}

// formWord is what the official form prints behind each type.
const formWord = "劳务品牌"

func (r *reader) brandType(src *diag.Source, t fields.Text) *criteria.Type {
	if !t.Stated {
		return nil
	}
	if found := r.rules.Type(t.V); found != nil {
		return found
	}
	if !r.rules.Typed() {
		src.Report(t.At, diag.UnknownBrandType, "本地区没有品牌类型，请删去%s。", Named(keys.Brand, "type"))
		return nil
	}
	var names []string
	for _, known := range r.rules.Types {
		names = append(names, known.Name)
		if slices.Contains([]string{known.Slug, strings.TrimSuffix(known.Name, "类")}, t.V) || behindName(t.V, known.Name, formWord) {
			src.Suggest(t.At, diag.UnknownBrandType, known.Name, "没有“%s”这个品牌类型，是否应为“%s”？", t.V, known.Name)
			return nil
		}
	}
	if whole := values.Abridged(t.V, names); whole != "" { // 文旅类
		src.Suggest(t.At, diag.UnknownBrandType, whole, "没有“%s”这个品牌类型，是否应为“%s”？", t.V, whole)
		return nil
	}
	reportUnknownName(src, t, diag.UnknownBrandType, "品牌类型", names)
	return nil
}

// behindName reports whether s is the name with word, or the end of it, behind.
func behindName(s, name, word string) bool {
	rest, found := strings.CutPrefix(s, name)
	return found && rest != "" && strings.HasSuffix(word, rest)
}

// county reads the region and holds the folder against it.
func (r *reader) county(src *diag.Source, t fields.Text, file string) *criteria.Region {
	folder := path.Base(path.Dir(file))
	region := r.regions.county(src, t, folder)
	if region != nil && region.Slug != folder && criteria.IsSlug(folder) { // any other folder has been reported
		right := path.Join(brandsDir, region.Slug, path.Base(file))
		src.Report(t.At, diag.WrongFolder, "%s的品牌应放在 %s/ 下：请把文件移到 %s，或核对县区。", region.FullName(), path.Dir(right), right)
	}
	return region
}

func readFormerSlugs(src *diag.Source, slugs []fields.Text) []fields.Text {
	var good []fields.Text
	for _, s := range slugs {
		if fault := criteria.SlugFault(s.V); fault != "" {
			src.Report(s.At, diag.BadSlug, "旧网址“%s”%s；只写文件名部分，不带路径和 .html。", s.V, fault)
		} else {
			good = append(good, s)
		}
	}
	return good
}

// readFormerNames puts the old names into the order of their days, which must differ:
// on each day a brand has one name.
func (r *reader) readFormerNames(src *diag.Source, names []formerName) []FormerName {
	var all []FormerName
	for i, n := range names {
		if j := slices.IndexFunc(names[:i], func(other formerName) bool { return other.Until == n.Until }); j >= 0 {
			src.Report(n.Name.At, diag.DateOrder, "旧名称“%s”和“%s”写了同一个%s（%s），分不清先后，请核对。", names[j].Name.V, n.Name.V, Named(keys.Brand, "until"), n.Until)
			continue
		}
		if n.Until.After(r.date) {
			src.Report(n.Name.At, diag.DateOrder, "旧名称“%s”到 %s 才改，晚于生成网站的日期 %s，请核对%s。", n.Name.V, n.Until, r.settings.Reckoned(r.date), Named(keys.Brand, "until"))
		}
		all = append(all, FormerName{n.Name.V, n.Until})
	}
	slices.SortStableFunc(all, func(a, b FormerName) int { return a.Until.Compare(b.Until) })
	return all
}

// notConcerned are the words of those who deny that a brand is 涉农, of which none begins
// the name of a document.
var notConcerned = regexp.MustCompile(`^(?:不涉及|不涉农|非涉农|不属于|不是|没有|未标明)`)

// readAgricultural reads by which document b is 涉农; that it is so is not enough.
func readAgricultural(src *diag.Source, t fields.Text) string {
	if values.YesOrNo(t.V) != "" || notConcerned.MatchString(t.V) {
		src.Report(t.At, diag.WrongKind, "%s写依据的文件名称或文号，不写“%s”；没有标明涉农的，请删去这一项。", Named(keys.Brand, "agricultural"), t.V)
		return ""
	}
	return t.V
}

// A statedLink is a Link with the places of its days.
type statedLink struct {
	Label, URL, Kind string
	Since, Until     fields.DateVal
}

// readLinks reads links; one that has run out is no mistake.
func (r *reader) readLinks(src *diag.Source, stated []statedLink) []Link {
	var all []Link
	for _, l := range stated {
		since, until := l.Since.V, l.Until.V
		switch {
		case since.After(r.date):
			src.Report(l.Since.At, diag.DateOrder, "登记日期 %s 晚于生成网站的日期 %s，请核对。", since, r.settings.Reckoned(r.date))
		case !until.IsZero() && since.After(until):
			src.Report(l.Until.At, diag.DateOrder, "截止日期 %s 早于登记日期 %s，请核对。", until, since)
		}
		all = append(all, Link{l.Label, l.URL, l.Kind, since, until})
	}
	return all
}

// A statedTrademark is a Trademark with its place.
type statedTrademark struct {
	Number fields.Text
	Name   string
}

// trademarkNumber is what the register knows marks by: digits, behind G where the mark
// was registered abroad, before a letter where a registration was divided. What
// people write around it is no part of it.
var trademarkNumber = regexp.MustCompile(`^第?\s*(G?[0-9]{1,9}[A-Z]?)\s*号?$`)

func readTrademarks(src *diag.Source, stated []statedTrademark) []Trademark {
	var all []Trademark
	label := Named(keys.Find(keys.Brand, "trademarks").Fields, "number")
	for _, t := range stated {
		found := trademarkNumber.FindStringSubmatch(t.Number.V)
		switch {
		case found == nil:
			src.Report(t.Number.At, diag.BadNumber, "“%s”不是%s：请对照商标注册证，只写号码，如 12345678。", diag.Short(t.Number.V), label)
		case found[1] != t.Number.V:
			src.Suggest(t.Number.At, diag.BadNumber, found[1], "%s只写号码，“%s”应改为“%s”。", label, t.Number.V, found[1])
		default:
			all = append(all, Trademark{t.Number.V, t.Name})
		}
	}
	return all
}

func readCover(src *diag.Source, m *fields.Map, pictures *brandPictures) *Picture {
	if m == nil {
		return nil
	}
	defer m.Done()
	file := m.Text("file")
	alt, absent := textOrAbsent(src, m, "alt")
	generated := m.Bool("ai_generated").V
	m.Require("file")
	if absent {
		m.Report(m.At(), diag.MissingAlt, "封面图片没有说明文字，请补上%s。", m.Named("alt"))
		src.Lacks("alt")
	}
	if !file.Stated {
		return nil
	}
	shown := pictures.show(src, file.At, file.V)
	if shown == nil {
		return nil
	}
	shown.AIGenerated = generated
	return &Picture{File: shown.File, Alt: alt.V, Width: shown.Width, Height: shown.Height, AIGenerated: generated}
}

// declareAI marks the pictures that b declares to be made by AI beside its cover, and
// reports names that b shows no picture of: what is declared there would be nowhere.
func declareAI(src *diag.Source, b *Brand) {
	for _, name := range b.Names.AIPictures {
		file := path.Join(path.Dir(b.File), name.V)
		i := slices.IndexFunc(b.Pictures, func(p *Picture) bool { return p.File == file })
		switch {
		case i >= 0:
			b.Pictures[i].AIGenerated = true
			if b.Cover != nil && b.Cover.File == file {
				b.Cover.AIGenerated = true
			}
		case !slices.Contains(b.refused, file):
			src.Report(name.At, diag.MissingFile, "本文件没有用图片“%s”，不能声明它由人工智能生成，请核对文件名，或删去。", diag.Short(name.V))
		}
	}
}

// checkIntro holds 基本情况 against the box of the official form.
func checkIntro(src *diag.Source, b *Brand, text *markdownFile, end int) {
	if text.doc == nil {
		return // too deep to be read
	}
	if b.Intro.IsEmpty() {
		if b.HasFacts {
			src.Report(src.LineSpan(1), diag.IntroMissing, "填报了数据的品牌须有基本情况：请在字段区之后、第一个标题之前写一段，不超过 %d 字。", MaxIntro)
		}
		return
	}
	if text.unread > 0 {
		end = min(end, text.unread)
	}
	count, first := 0, -1
	for i, c := range src.Text[text.body:end] {
		if unicode.IsSpace(c) {
			continue
		}
		if count++; first < 0 {
			first = text.body + i
		}
	}
	if count > MaxIntro {
		src.Report(src.LineSpan(src.Pos(first).Line), diag.IntroTooLong,
			"基本情况有 %d 字，超过 %d 字（空白不计，写法符号计入），请删减 %d 字，或把一部分移到后面的小标题下。", count, MaxIntro, count-MaxIntro)
	}
}

func textsOf(texts []fields.Text) []string {
	var all []string
	for _, t := range texts {
		all = append(all, t.V)
	}
	return all
}
