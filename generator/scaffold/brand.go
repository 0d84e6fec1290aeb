// Package scaffold makes the files of content/ that somebody is to fill in: it asks
// for what the flags of a command leave open, until every answer can stand, and
// puts the answers into the forms of package blank. It writes no file.
package scaffold

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"minglu/generator/blank"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/keys"
	"minglu/generator/unseen"
	"minglu/generator/usage"
)

// A File is a form, begun.
type File struct {
	Path string // from the repository's root
	Data []byte
}

// A Brand is what was typed about a brand to be made; "": nothing.
type Brand struct{ Name, Type, County, Unit, Slug string }

// File returns the form of a brand, and the advice on its name, "" where there is
// none. The error says in Chinese what to type differently.
func (typed Brand) File(e *edition.Edition, ask *Dialogue) (file File, advice string, err error) {
	var start blank.BrandStart
	types, counties := blank.Names(e.Rules, nil, keys.TypeName), blank.Names(e.Rules, e.Settings.Region, keys.CountyName)
	questions := []question{{flag: "name", given: typed.Name, words: "品牌名称，如 东海水晶雕刻工匠", take: takeName(e, &start.Name)}}
	if e.Rules.Typed() || typed.Type != "" { // where there are no types, a given one is refused
		questions = append(questions, question{flag: "type", given: typed.Type, words: "品牌类型（" + numbered(types) + "），写名称或序号", choices: types, take: takeType(e, &start.Type)})
	}
	questions = append(questions,
		question{flag: "county", given: typed.County, words: "县（市、区），如 " + counties[len(counties)-1], take: takeCounty(e, &start.Region)},
		question{flag: "unit", given: typed.Unit, words: "培育建设单位", take: takeText(&start.Builder)})
	if err := ask.settle(questions...); err != nil {
		return File{}, "", err
	}
	start.County = blank.CountyOf(e.Rules, e.Settings.Region, start.Region)
	slug, err := chooseSlug(e, ask, typed.Slug, start)
	file = File{path.Join("content/brands", start.Region.Slug, slug+".md"), blank.Brand(e.Rules, start)}
	return file, e.Rules.Advise(start.Name, start.Region, ""), err
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
func takeName(e *edition.Edition, to *string) func(string) error {
	return func(answer string) error {
		same := func(name string) bool { return name != "" && unseen.Fold(name) == unseen.Fold(answer) }
		for _, b := range e.Content.Brands {
			if same(b.Name) || slices.ContainsFunc(b.OtherNames(), same) {
				return fmt.Errorf("已有名称、别名或旧名称是“%s”的品牌，见 %s", answer, b.File)
			}
		}
		return takeText(to)(answer)
	}
}

// errNoTypes refuses a type where the region's brands are of none.
var errNoTypes = errors.New("本地区没有品牌类型，请去掉这个选项")

func takeType(e *edition.Edition, to **criteria.Type) func(string) error {
	if !e.Rules.Typed() {
		return func(string) error { return errNoTypes }
	}
	return oneOf(to, "品牌类型", e.Rules.Types, (*criteria.Type).Called)
}

func takeCounty(e *edition.Edition, to **criteria.Region) func(string) error {
	return func(answer string) (err error) {
		*to, err = County(e, answer)
		return err
	}
}

// County returns the region of the site that a name means. The error says in Chinese that
// there is none, or that places share the name.
func County(e *edition.Edition, name string) (*criteria.Region, error) {
	found := e.Rules.RegionsNamed(e.Settings.Region, name)
	switch len(found) {
	case 0:
		return nil, Unknown("县（市、区）", name, blank.Names(e.Rules, e.Settings.Region, keys.CountyName))
	case 1:
		return found[0], nil
	}
	var full []string
	for _, r := range found {
		full = append(full, r.FullName())
	}
	return nil, fmt.Errorf("叫“%s”的不止一处，请写明：%s", name, strings.Join(full, "、"))
}

// chooseSlug returns the address of a brand to be made: as typed, as answered, or
// as its name reads.
func chooseSlug(e *edition.Edition, ask *Dialogue, typed string, start blank.BrandStart) (slug string, err error) {
	proposed, words := content.NewSlug(e.Rules, start.Name, start.Region), "文件名，也是网址，以后不改"
	take := takeSlug(e, &slug)
	fault := take(proposed)
	if fault == nil {
		words += "，直接回车就用 " + proposed
	}
	switch {
	case ask.asked || typed != "":
		err = ask.settle(question{flag: "slug", given: typed, words: words, optional: fault == nil, take: take})
	case fault != nil:
		err = usage.Errorf("由名称得出的文件名不能用：%v。请用 --slug 另取一个", fault)
	}
	return slug, err
}

// takeSlug takes an address that no brand has or had.
func takeSlug(e *edition.Edition, to *string) func(string) error {
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
