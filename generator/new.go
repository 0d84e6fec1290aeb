package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/blank"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/unseen"
	"minglu/generator/usage"
)

func (a *app) newCommand() *cobra.Command {
	var typed newBrand
	cmd := command("new", "新建品牌文件",
		`新建一个品牌的文件：这一类型要填的每一项都在里面，附有说明、单位和对应的条文。
没有用选项写明的，在终端上逐项询问。文件名由名称的拼音得出，可以用 --slug 另取。
名称或文件名已经有了的，不新建。

公告用 new notice 新建。`,
		noArgs, func(*cobra.Command, []string) error { return a.newBrand(typed) })
	flags := cmd.Flags()
	flags.StringVar(&typed.name, "name", "", "品牌 `名称`")
	flags.StringVar(&typed.of, "type", "", "品牌 `类型`，如 文化旅游类")
	flags.StringVar(&typed.county, "county", "", "所在 `县区`，如 东海县；全市的品牌写市名")
	flags.StringVar(&typed.unit, "unit", "", "培育建设 `单位`")
	flags.StringVar(&typed.slug, "slug", "", "文件名 `SLUG`，不带 .md；默认由名称的拼音得出")
	cmd.AddCommand(a.newNoticeCommand())
	return cmd
}

// A newBrand is what was typed about a brand to be made.
type newBrand struct{ name, of, county, unit, slug string }

// newBrand writes the form of a brand.
func (a *app) newBrand(typed newBrand) error {
	e, bad, err := a.read(nil)
	if err != nil {
		return err
	}
	if e.Content == nil {
		return a.cannotScore(bad)
	}
	ask := a.newDialogue()
	var start blank.BrandStart
	if err := ask.settle(
		question{flag: "name", given: typed.name, words: "品牌名称，如 东海水晶雕刻工匠", take: e.takeName(&start.Name)},
		question{flag: "type", given: typed.of, words: "品牌类型（" + numbered(e.typeNames()) + "），写名称或序号", take: e.takeType(&start.Type)},
		question{flag: "county", given: typed.county, words: "县（市、区），如 " + e.countyNames()[len(e.countyNames())-1], take: e.takeCounty(&start.Region)},
		question{flag: "unit", given: typed.unit, words: "培育建设单位", take: takeText(&start.Builder)},
	); err != nil {
		return err
	}
	start.County = blank.CountyOf(e.Rules, e.Settings.Region, start.Region)
	slug, err := e.chooseSlug(ask, typed.slug, start)
	if err != nil {
		return err
	}
	file := path.Join("content/brands", start.Region.Slug, slug+".md")
	if err := e.create(file, blank.Brand(e.Rules, start)); err != nil {
		return err
	}
	if advice := e.Rules.Advise(start.Name, start.Region, ""); advice != "" {
		fmt.Fprintf(a.stderr, "命名建议（不影响填报）：%s。\n", advice)
	}
	a.created(file, "填写这个文件")
	return nil
}

// created prints what was made, and what comes next.
func (a *app) created(file, next string) {
	fmt.Fprintln(a.stdout, file)
	fmt.Fprintf(a.stderr, "已新建。下一步：%s，再运行 go run ./generator check %s\n", next, file)
}

// takeText takes a text that can stand in a form.
func takeText(to *string) func(string) error {
	return func(answer string) error {
		if why := blank.Refused(answer); why != "" {
			return errors.New(why)
		}
		*to = answer
		return nil
	}
}

// takeName takes a name that no brand has.
func (e *repository) takeName(to *string) func(string) error {
	return func(answer string) error {
		same := func(name string) bool { return name != "" && unseen.Fold(name) == unseen.Fold(answer) }
		for _, b := range e.Content.Brands {
			if same(b.Name) || slices.ContainsFunc(b.AlsoKnownAs, same) {
				return fmt.Errorf("已有名称或别名是“%s”的品牌，见 %s", answer, b.File)
			}
		}
		return takeText(to)(answer)
	}
}

func (e *repository) typeNames() []string {
	names := make([]string, len(e.Rules.Types))
	for i, t := range e.Rules.Types {
		names[i] = t.Name
	}
	return names
}

func (e *repository) takeType(to **criteria.Type) func(string) error {
	return func(answer string) error {
		i, err := named("品牌类型", answer, e.typeNames(), func(i int) []string {
			t := e.Rules.Types[i]
			return []string{t.Slug, strings.TrimSuffix(t.Name, "类")}
		})
		if err == nil {
			*to = e.Rules.Types[i]
		}
		return err
	}
}

// countyNames returns the counties and cities of the site as brands write them.
func (e *repository) countyNames() []string {
	var names []string
	for _, r := range e.Rules.RegionsIn(e.Settings.Region) {
		names = append(names, blank.CountyOf(e.Rules, e.Settings.Region, r))
	}
	return names
}

// takeCounty takes a county by its name, whole or short, or its slug. A short
// name that two places share is refused.
func (e *repository) takeCounty(to **criteria.Region) func(string) error {
	return func(answer string) error {
		var whole, short []*criteria.Region
		for _, r := range e.Rules.RegionsIn(e.Settings.Region) {
			switch answer {
			case r.FullName(), r.Slug, blank.CountyOf(e.Rules, e.Settings.Region, r):
				whole = append(whole, r)
			case r.Name, r.Short:
				short = append(short, r)
			}
		}
		found := whole
		if len(found) == 0 {
			found = short
		}
		switch len(found) {
		case 0:
			return unknown("县（市、区）", answer, e.countyNames())
		case 1:
			*to = found[0]
			return nil
		}
		names := make([]string, len(found))
		for i, r := range found {
			names[i] = r.FullName()
		}
		return fmt.Errorf("叫“%s”的不止一处，请写明：%s", answer, strings.Join(names, "、"))
	}
}

// chooseSlug returns the address of a brand to be made: as typed, as answered, or
// as its name reads.
func (e *repository) chooseSlug(ask *dialogue, typed string, start blank.BrandStart) (string, error) {
	slug := blank.Slug(e.Rules, start.Name, start.Region)
	take := e.takeSlug(&slug)
	proposed := ""
	if slug != "" {
		proposed = "，直接回车就用 " + slug
	}
	free := take(slug) == nil
	if !ask.asked && typed == "" && !free {
		return "", usage.Errorf("由名称得出的文件名不能用：%v。请用 --slug 另取一个", take(slug))
	}
	if !free {
		proposed = ""
	}
	if ask.asked || typed != "" {
		err := ask.settle(question{flag: "slug", given: typed, optional: free, take: take,
			words: "文件名，也是网址，以后不改" + proposed})
		return slug, err
	}
	return slug, nil
}

// takeSlug takes an address that no brand has or had.
func (e *repository) takeSlug(to *string) func(string) error {
	return func(answer string) error {
		if fault := criteria.SlugFault(answer); fault != "" {
			return fmt.Errorf("“%s”不能作文件名：%s", answer, fault)
		}
		files, err := e.BrandFiles()
		if err != nil {
			return err
		}
		for _, f := range files {
			if content.SlugOf(f) == answer {
				return fmt.Errorf("已有文件 %s", f)
			}
		}
		for _, b := range e.Content.Brands {
			if slices.Contains(b.FormerSlugs, answer) {
				return fmt.Errorf("“%s”是 %s 用过的文件名", answer, b.File)
			}
		}
		*to = answer
		return nil
	}
}

// create writes a new file below the repository's root, and the folders that it
// needs. No file is overwritten.
func (e *repository) create(file string, data []byte) error {
	err := checkout.Open(e.dir).Create(file, data)
	if errors.Is(err, fs.ErrExist) {
		return usage.Errorf("文件 %s 已经有了", file)
	}
	return err
}
