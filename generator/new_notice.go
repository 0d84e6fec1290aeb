package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/blank"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/unseen"
	"minglu/generator/usage"
)

func (a *app) newNoticeCommand() *cobra.Command {
	var typed newNotice
	cmd := command("notice", "新建公告文件",
		`新建一个公示、认定或退出的公告。没有用选项写明的，在终端上逐项询问。
品牌用 --brands 写明；依据评分表的公示和认定，也可以用 --top N 取每一类型总分最高的 N 个：
已在册的、未达标的、资料不全的略去，次序与 score --rank 相同。
公告的日期用 --date 写明，评价也按这一天。`,
		noArgs, func(*cobra.Command, []string) error { return a.newNotice(typed) })
	flags := cmd.Flags()
	flags.StringVar(&typed.kind, "kind", "", "`种类`：公示、认定或退出")
	flags.StringVar(&typed.level, "level", "", "`级别`，如 市级")
	flags.StringVar(&typed.standard, "standard", "", "依据的标准 `ID`，如 lianyungang-2024")
	flags.StringVar(&typed.brands, "brands", "", "品牌的文件名或名称，用逗号分开：`A,B`")
	flags.StringVar(&typed.top, "top", "", "取每一类型的前 `N` 名")
	flags.StringVar(&typed.of, "type", "", "只取这一 `类型` 的品牌")
	flags.StringVar(&typed.slug, "slug", "", "文件名 `SLUG`，不带 .md；默认由级别、年份、种类得出")
	return cmd
}

// A newNotice is what was typed about a notice to be made.
type newNotice struct{ kind, level, standard, brands, top, of, slug string }

// newNotice writes the form of a notice.
func (a *app) newNotice(typed newNotice) error {
	e, bad, err := a.read(nil)
	if err != nil {
		return err
	}
	if e.Content == nil {
		return a.cannotScore(bad)
	}
	ask := a.newDialogue()
	start := blank.NoticeStart{Date: e.Content.Date}
	if err := ask.settle(
		question{flag: "kind", given: typed.kind, words: "种类（" + numbered(kindNames()) + "）", take: takeKind(&start.Kind)},
		question{flag: "level", given: typed.level, words: "级别（" + numbered(e.levelNames()) + "）", take: e.takeLevel(&start.Level)},
	); err != nil {
		return err
	}
	listed, err := a.chooseListed(e, ask, typed, &start)
	if err != nil {
		return err
	}
	start.Brands, start.Region = remarks(listed, start.Level), e.regionOf(start.Level, listed)
	slug := cmp.Or(typed.slug, start.Slug(e.Settings.Region))
	if fault := criteria.SlugFault(slug); fault != "" {
		return usage.Errorf("--slug：“%s”不能作文件名：%s", slug, fault)
	}
	file := path.Join("content/notices", slug+".md")
	if _, err := fs.Lstat(e.Files, file); err == nil {
		return usage.Errorf("文件 %s 已经有了。请用 --slug 另取文件名，如 --slug %s", file, e.freeSlug(slug))
	}
	if err := e.create(file, blank.Notice(start)); err != nil {
		return err
	}
	a.created(file, "核对标题、名单，填写发文机关、文号，在 --- 下面写正文")
	return a.foretell(file)
}

// freeSlug returns the slug with the first number behind it that no notice has.
func (e *repository) freeSlug(slug string) string {
	for n := 2; ; n++ {
		free := fmt.Sprintf("%s-%d", slug, n)
		if _, err := fs.Lstat(e.Files, path.Join("content/notices", free+".md")); err != nil {
			return free
		}
	}
}

// foretell says on stderr what check will find in a file just made.
func (a *app) foretell(file string) error {
	_, bad, err := a.read(nil)
	if err != nil {
		return err
	}
	return bad.In(func(f string) bool { return f == file }).Text(a.stderr)
}

// chooseListed settles by which standard a notice acts, and which brands it
// lists: those with the highest totals, or those that are named.
func (a *app) chooseListed(e *repository, ask *dialogue, typed newNotice, start *blank.NoticeStart) ([]listed, error) {
	if start.Kind == content.Withdrawal {
		if typed.top != "" || typed.standard != "" {
			return nil, usage.Errorf("--top 和 --standard 只用于公示和认定；退出的品牌请用 --brands 写明")
		}
		return e.listedByName(ask, typed.brands)
	}
	if err := ask.settle(question{flag: "standard", given: typed.standard, optional: true, take: e.takeStandard(&start.Standard),
		words: "依据的标准（" + strings.Join(e.standardIDs(start.Level), "，") + "），没有的直接回车"}); err != nil {
		return nil, err
	}
	ranked := start.Standard != nil && start.Standard.Kind == criteria.Scorecard
	switch {
	case typed.top != "" && !ranked:
		return nil, usage.Errorf("--top 须用 --standard 写明一份评分表：没有评分就没有名次")
	case typed.top != "" && typed.brands != "":
		return nil, usage.Errorf("--top 和 --brands 只能写一个")
	case !ranked || typed.brands != "":
		return e.listedByName(ask, typed.brands)
	}
	return a.listedByRank(e, ask, typed, *start)
}

// listedByName settles the brands that are named.
func (e *repository) listedByName(ask *dialogue, typed string) ([]listed, error) {
	var all []listed
	err := ask.settle(question{flag: "brands", given: typed, words: "品牌的文件名或名称，用逗号或空格分开", take: e.takeBrands(&all)})
	return all, err
}

// listedByRank settles how many of each type are taken by their totals; where
// none are, the brands are named.
func (a *app) listedByRank(e *repository, ask *dialogue, typed newNotice, start blank.NoticeStart) ([]listed, error) {
	if typed.top == "" && ask.in == nil {
		return nil, usage.Errorf("缺少选项 --brands 或 --top；不是在终端上运行时无法询问，须用选项写明")
	}
	if typed.top == "" {
		a.showRanks(e, start.Standard)
	}
	var of *criteria.Type
	top := 0
	questions := []question{{flag: "top", given: typed.top, optional: true, take: takeNumber(&top), words: "每一类型取前几名，要自己列名单的直接回车"}}
	if typed.of != "" {
		questions = append(questions, question{flag: "type", given: typed.of, take: e.takeType(&of)})
	}
	if err := ask.settle(questions...); err != nil {
		return nil, err
	}
	if top == 0 {
		return e.listedByName(ask, "")
	}
	all, passed := e.shortlist(start, of, top)
	for _, p := range passed {
		fmt.Fprintln(a.stderr, "略去"+p)
	}
	if len(all) == 0 {
		return nil, usage.Errorf("没有可以列入的品牌")
	}
	return all, nil
}

func kindNames() []string {
	return []string{string(content.Publicity), string(content.Recognition), string(content.Withdrawal)}
}

func takeKind(to *content.NoticeKind) func(string) error {
	return func(answer string) error {
		i, err := named("公告种类", answer, kindNames(), func(int) []string { return nil })
		if err == nil {
			*to = content.NoticeKind(kindNames()[i])
		}
		return err
	}
}

func (e *repository) levelNames() []string {
	names := make([]string, len(e.Rules.Levels))
	for i, l := range e.Rules.Levels {
		names[i] = l.Name
	}
	return names
}

func (e *repository) takeLevel(to **criteria.Level) func(string) error {
	return func(answer string) error {
		i, err := named("级别", answer, e.levelNames(), func(i int) []string {
			l := e.Rules.Levels[i]
			return []string{l.Slug, strings.TrimSuffix(l.Name, "级")}
		})
		if err == nil {
			*to = e.Rules.Levels[i]
		}
		return err
	}
}

// standardIDs returns the standards of a level.
func (e *repository) standardIDs(level *criteria.Level) []string {
	var ids []string
	for _, s := range e.Rules.Standards {
		if s.Level == level {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

func (e *repository) takeStandard(to **criteria.Standard) func(string) error {
	return func(answer string) error {
		var ids []string
		for _, s := range e.Rules.Standards {
			if s.ID == answer || s.Title == answer {
				*to = s
				return nil
			}
			ids = append(ids, s.ID)
		}
		return unknown("标准", answer, ids)
	}
}

func takeNumber(to *int) func(string) error {
	return func(answer string) error {
		n, err := strconv.Atoi(answer)
		if err != nil || n < 1 || n > 1000 {
			return fmt.Errorf("“%s”不是 1 到 1000 的整数", answer)
		}
		*to = n
		return nil
	}
}

// takeBrands takes brands by slug or name.
func (e *repository) takeBrands(to *[]listed) func(string) error {
	return func(answer string) error {
		var chosen []listed
		var known []string
		for _, b := range e.Content.Brands {
			known = append(known, b.Slug, b.Name)
		}
		for _, word := range strings.FieldsFunc(answer, func(r rune) bool { return strings.ContainsRune(",，、 ", r) }) {
			name := unseen.Fold(word)
			i := slices.IndexFunc(e.Content.Brands, func(b *content.Brand) bool {
				return b.Slug == word || name != "" && unseen.Fold(b.Name) == name || slices.Contains(b.FormerSlugs, word)
			})
			if i < 0 {
				return unknown("品牌", word, known)
			}
			l := listed{brand: e.Content.Brands[i]}
			if slices.Contains(chosen, l) {
				return fmt.Errorf("“%s”写了两次", word)
			}
			chosen = append(chosen, l)
		}
		if len(chosen) == 0 {
			return errors.New("名单是空的")
		}
		*to = chosen
		return nil
	}
}

// regionOf returns the place whose honour a level is: of the county that all the
// brands are of, of the site's city or province. nil where that cannot be told.
func (e *repository) regionOf(level *criteria.Level, brands []listed) *criteria.Region {
	from := e.Settings.Region
	if len(brands) > 0 {
		from = brands[0].brand.Region
	}
	is := map[rune]func(*criteria.Region) bool{
		'县': (*criteria.Region).IsCounty, '市': (*criteria.Region).IsCity, '省': (*criteria.Region).IsProvince,
	}[[]rune(level.Name)[0]]
	for r := from; r != nil && is != nil; r = r.Parent {
		if is(r) && !slices.ContainsFunc(brands, func(l listed) bool { return !r.Contains(l.brand.Region) }) {
			return r
		}
	}
	return nil
}

// A listed is a brand of a notice to be made, with the evaluation that brought
// it there.
type listed struct {
	brand *content.Brand
	total string // "": not by its total
}

// remarks returns the brands with what is said of each in a notice of a level.
func remarks(all []listed, level *criteria.Level) []blank.Listed {
	var entries []blank.Listed
	for _, l := range all {
		remark := l.brand.Name
		if l.brand.Type != nil {
			remark += "，" + l.brand.Type.Name
		}
		remark += l.total
		if slices.ContainsFunc(l.brand.Standing.Honors, func(h content.Honor) bool { return h.Level == level && h.Status == content.Withdrawn }) {
			remark += "，曾退出"
		}
		entries = append(entries, blank.Listed{Slug: l.brand.Slug, Remark: remark})
	}
	return entries
}

// showRanks shows the tables of score --rank.
func (a *app) showRanks(e *repository, s *criteria.Standard) {
	sheets := e.sheets(s)
	rankSheets(sheets)
	p := &plain{}
	printRanks(p, sheets)
	_, _ = a.stderr.Write(p.Bytes())
}

// shortlist returns the best of each type by the standard of a notice, of one
// type alone where it is not nil, and says whom it passed over and why, down to
// the last that was taken; and who stands behind it with the same total.
func (e *repository) shortlist(n blank.NoticeStart, of *criteria.Type, top int) (all []listed, passed []string) {
	held := 0
	for _, c := range contests(e.sheets(n.Standard)) {
		if of != nil && c.Type != of {
			continue
		}
		taken, last := 0, 0
		for _, x := range c.Entrants {
			total := x.Evaluation.Total
			why := unfit(n, x.Brand, x.Evaluation)
			switch {
			case edition.Holds(x.Brand, n.Level):
				held++
				continue
			case why == "" && taken < top:
				taken, last = taken+1, total
				all = append(all, listed{x.Brand, fmt.Sprintf("，%d 分", total)})
				continue
			case taken == top && total < last:
				continue
			case why == "":
				why = "与末名同分，请另行决定"
			}
			passed = append(passed, fmt.Sprintf("%s（%s，%d 分）：%s", x.Brand.Name, x.Brand.Slug, total, why))
		}
	}
	if held > 0 {
		passed = append([]string{fmt.Sprintf("%s或更高级别已在册的 %d 个", n.Level.Name, held)}, passed...)
	}
	return all, passed
}

// unfit says why a brand is not proposed for a notice, "" where it is: what check
// would say of a 认定 that lists it.
func unfit(n blank.NoticeStart, b *content.Brand, v criteria.Evaluation) string {
	open := slices.ContainsFunc(v.Items, func(r criteria.Result) bool { return r.Awaits || r.Outcome == criteria.Unstated })
	switch {
	case v.Outcome == criteria.Failed:
		return "未达到标准"
	case open:
		return "资料不全或待评定"
	case b.AsOf.After(n.Date):
		return "数据晚于公告的日期"
	}
	return ""
}
