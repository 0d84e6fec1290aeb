package scaffold

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"minglu/generator/blank"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/keys"
	"minglu/generator/score"
	"minglu/generator/usage"
)

// A Notice is what was typed about a notice to be made; "": nothing.
type Notice struct{ Kind, Level, Standard, Brands, Top, Type, Slug string }

// File returns the form of a notice. The error says in Chinese what to type
// differently.
func (typed Notice) File(e *edition.Edition, ask *Dialogue) (File, error) {
	start := blank.NoticeStart{Date: e.Content.Date}
	kind, kinds, levels := "", blank.Names(e.Rules, nil, keys.ActKind), blank.Names(e.Rules, nil, keys.LevelName)
	if err := ask.settle(
		question{flag: "kind", given: typed.Kind, words: "种类（" + numbered(kinds) + "）", choices: kinds,
			take: oneOf(&kind, "公告种类", kinds, func(k string) []string { return []string{k} })},
		question{flag: "level", given: typed.Level, words: "级别（" + numbered(levels) + "）", choices: levels,
			take: oneOf(&start.Level, "级别", e.Rules.Levels, func(l *criteria.Level) []string {
				return []string{l.Name, l.Slug, strings.TrimSuffix(l.Name, "级")}
			})},
	); err != nil {
		return File{}, err
	}
	start.Kind = content.NoticeKind(kind)
	listed, err := typed.list(e, ask, &start)
	if err != nil {
		return File{}, err
	}
	for _, l := range listed {
		for _, d := range l.brand.Doubts() {
			fmt.Fprintf(ask.out, "%s（%s）：%s。\n", l.brand.Name, l.brand.Slug, d.Text)
		}
	}
	start.Brands, start.Region = remarks(listed, start.Level), regionOf(e, start.Level, listed)
	slug := cmp.Or(typed.Slug, start.Slug(e.Rules, e.Settings.Region))
	if fault := criteria.SlugFault(slug); fault != "" {
		return File{}, usage.Errorf("--slug：“%s”不能作文件名：%s", slug, fault)
	}
	isFree := func(slug string) bool {
		_, err := fs.Lstat(e.Files, noticeFile(slug))
		return err != nil
	}
	if !isFree(slug) {
		n := 2
		for !isFree(fmt.Sprintf("%s-%d", slug, n)) {
			n++
		}
		return File{}, usage.Errorf("文件 %s 已经有了。请用 --slug 另取文件名，如 --slug %s-%d", noticeFile(slug), slug, n)
	}
	return File{noticeFile(slug), blank.Notice(start)}, nil
}

func noticeFile(slug string) string { return "content/notices/" + slug + ".md" }

// list settles by which standard a notice acts, and which brands it lists: those
// with the highest totals, or those that are named.
func (typed Notice) list(e *edition.Edition, ask *Dialogue, start *blank.NoticeStart) ([]listed, error) {
	if start.Kind == content.Withdrawal {
		if typed.Top != "" || typed.Standard != "" {
			return nil, usage.Errorf("--top 和 --standard 只用于公示和认定；退出的品牌请用 --brands 写明")
		}
		return byName(e, ask, typed.Brands)
	}
	var ids []string // of the level
	for _, s := range e.Rules.Standards {
		if s.Level == start.Level {
			ids = append(ids, s.ID)
		}
	}
	if err := ask.settle(question{flag: "standard", given: typed.Standard, optional: true,
		words: "依据的标准（" + strings.Join(ids, "，") + "），没有的直接回车",
		take:  oneOf(&start.Standard, "标准", e.Rules.Standards, func(s *criteria.Standard) []string { return []string{s.ID, s.Title} }),
	}); err != nil {
		return nil, err
	}
	ranked := start.Standard != nil && start.Standard.Kind == criteria.Scorecard
	switch {
	case typed.Top != "" && !ranked:
		return nil, usage.Errorf("--top 须用 --standard 写明一份评分表：没有评分就没有名次")
	case typed.Top != "" && typed.Brands != "":
		return nil, usage.Errorf("--top 和 --brands 只能写一个")
	case !ranked || typed.Brands != "":
		return byName(e, ask, typed.Brands)
	}
	return typed.byRank(e, ask, *start)
}

// byName settles the brands that are named.
func byName(e *edition.Edition, ask *Dialogue, typed string) ([]listed, error) {
	var all []listed
	err := ask.settle(question{flag: "brands", given: typed, words: "品牌的文件名或名称，用逗号或空格分开", take: takeBrands(e, &all)})
	return all, err
}

// byRank settles how many of each type are taken by their totals; where
// none are, the brands are named.
func (typed Notice) byRank(e *edition.Edition, ask *Dialogue, start blank.NoticeStart) ([]listed, error) {
	if typed.Top == "" && ask.in == nil {
		return nil, usage.Errorf("缺少选项 --brands 或 --top；不是在终端上运行时无法询问，须用选项写明")
	}
	if typed.Top == "" {
		_ = score.Write(ask.out, e, score.Request{Brands: e.Content.Brands, Standard: start.Standard, Ranked: true, Format: "text"})
	}
	var of *criteria.Type
	top := 0
	questions := []question{{flag: "top", given: typed.Top, optional: true, take: takeNumber(&top), words: "每一类型取前几名，要自己列名单的直接回车"}}
	if typed.Type != "" {
		questions = append(questions, question{flag: "type", given: typed.Type, choices: blank.Names(e.Rules, nil, keys.TypeName), take: takeType(e, &of)})
	}
	if err := ask.settle(questions...); err != nil {
		return nil, err
	}
	if top == 0 {
		return byName(e, ask, "")
	}
	all, passed := shortlist(e, start, of, top)
	for _, p := range passed {
		fmt.Fprintln(ask.out, "略去"+p)
	}
	if len(all) == 0 {
		return nil, usage.Errorf("没有可以列入的品牌")
	}
	return all, nil
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
func takeBrands(e *edition.Edition, to *[]listed) func(string) error {
	return func(answer string) error {
		var chosen []listed
		for _, word := range strings.FieldsFunc(answer, func(r rune) bool { return strings.ContainsRune(",，、 ", r) }) {
			found := e.Named(word)
			if len(found) == 0 {
				return Unknown("品牌", word, e.Names())
			}
			l := listed{brand: found[0]}
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
func regionOf(e *edition.Edition, level *criteria.Level, brands []listed) *criteria.Region {
	from := e.Settings.Region
	if len(brands) > 0 {
		from = brands[0].brand.Region
	}
	for r := from; r != nil; r = r.Parent {
		if level.IsOf(r) && !slices.ContainsFunc(brands, func(l listed) bool { return !r.Contains(l.brand.Region) }) {
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
