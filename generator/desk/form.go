package desk

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"minglu/generator/blank"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/keys"
)

// The parts of a file's Markdown, as paths name them. No key of a table has such a
// name.
const (
	IntroPart = "#intro" // 基本情况: before the first heading
	StoryPart = "#story" // from the first heading on
	TextPart  = "#text"  // all of it
)

// A Form is what one kind of file asks for.
type Form struct {
	Kind     string    `json:"kind"` // of the file
	Title    string    `json:"title"`
	Sections []Section `json:"sections"`
}

// A Section is fields that stand under one heading.
type Section struct {
	Title  string  `json:"title"`
	Fields []Field `json:"fields"`
}

// A Field is one thing to be filled in. Kind is
//
//	text prose texts text-or-texts choice web address yes-no whole day partial-day: a value
//	count number percent: a number, with Unit
//	set: a list of Choices
//	file: a picture's file
//	markdown: a part of the text, at most Most characters
//	group: Fields below its key; groups: a list of such
//	by: Fields below any key, as years
//	brands: a list of slugs, or of Fields
type Field struct {
	Key      string    `json:"key"`
	Label    string    `json:"label"`
	Kind     string    `json:"kind"`
	Hint     string    `json:"hint,omitempty"`
	Required bool      `json:"required,omitempty"`
	Rare     bool      `json:"rare,omitempty"` // hardly anybody needs it
	Unit     string    `json:"unit,omitempty"`
	Most     int       `json:"most,omitempty"`
	Choices  []string  `json:"choices,omitempty"`
	Titles   []string  `json:"titles,omitempty"`  // what the choices are called, where they are not words
	Clauses  []Clause  `json:"clauses,omitempty"` // that read it
	Proven   bool      `json:"proven,omitempty"`  // evidence below the same key says which document shows it
	Shared   bool      `json:"shared,omitempty"`  // about the county: all its brands say the same
	Fields   []Field   `json:"fields,omitempty"`
	Default  []Default `json:"defaults,omitempty"`
}

// A Default is what other files say of a shared fact.
type Default struct {
	County string `json:"county"`
	Value  string `json:"value"`
	From   string `json:"from"` // the name of the brand that says so
}

// A Clause is an item of a standard.
type Clause struct {
	Standard string `json:"standard"` // title
	Item     string `json:"item"`     // 分类条件第1条
	Text     string `json:"text"`
}

var kinds = map[keys.Kind]string{
	keys.Text: "text", keys.Prose: "prose", keys.Texts: "texts", keys.TextOrTexts: "text-or-texts", keys.Choice: "choice", keys.Web: "web", keys.Address: "address",
	keys.YesNo: "yes-no", keys.Whole: "whole", keys.Number: "number", keys.Day: "day", keys.PartialDay: "partial-day", keys.Group: "group", keys.Groups: "groups",
	keys.TypeName: "choice", keys.CountyName: "choice", keys.LevelName: "choice", keys.StandardID: "choice", keys.HonorName: "choice", keys.ActKind: "choice",
	keys.RegionCode: "text", keys.Facts: "group", keys.Evidence: "group", keys.Years: "by", keys.Scores: "group", keys.ByLevel: "group", keys.Entries: "brands",
}

// sections are those of a brand's form, in order, with the keys that they ask for
// and the parts of the text. A key that none of them names has a section of its own,
// before those that hardly anybody needs.
var sections = []heading{
	{"基本信息", []string{"name", "type", "county", "place", "builder", "leader", "industry", "also_known_as"}},
	{"各项数据", []string{"as_of", "facts"}},
	{"介绍和图片", []string{IntroPart, StoryPart, "cover"}},
	{"联系和链接", []string{"contact", "links"}},
	{"推荐意见和人物", []string{"opinions", "people"}},
	{"历年数据", []string{"years"}},
	{"名称清单", []string{"enterprises", "named_parks", "trademarks", "activities", "agricultural"}},
	{"自评分", []string{"self_scores"}},
}

type heading struct {
	title string
	keys  []string
}

// seldom is the section of what hardly anybody needs.
var seldom = heading{"其他", []string{"pool", "stage", "former_slugs"}}

// BrandForm returns the form of brands of a type, nil: of none yet, or, where there are no
// types, of any brand, which is asked for its data at once.
func (d *Desk) BrandForm(t *criteria.Type) Form {
	known := t != nil || !d.rules.Typed() // what is to be filled in
	asked := map[string]Field{
		IntroPart: {Key: IntroPart, Label: "基本情况", Kind: "markdown", Hint: "印在推荐表上，不超过 500 字：从业规模、职业培训、创业载体、龙头企业、产业园区等。得过的荣誉也写在这里；认定的级别由主管部门的公告得出，不用填", Required: known, Most: content.MaxIntro},
		StoryPart: {Key: StoryPart, Label: "品牌故事", Kind: "markdown", Hint: "一段一段写，各用一行小标题分开，如：## 品牌故事"},
	}
	var own, rest []Section
	last := Section{Title: seldom.title}
	for _, k := range blank.BrandKeys(d.rules) {
		if k.Kind == keys.Evidence { // stands beside the facts
			continue
		}
		f := d.field(k)
		if k.Kind == keys.Facts || k.Kind == keys.Years || k.Kind == keys.Scores {
			if !known {
				continue
			}
			f.Fields = d.below(k.Kind, t)
		}
		asked[k.Key] = f
		switch {
		case k.Rare || slices.Contains(seldom.keys, k.Key):
			last.Fields = append(last.Fields, f)
		case !slices.ContainsFunc(sections, func(h heading) bool { return slices.Contains(h.keys, k.Key) }):
			rest = append(rest, Section{Title: k.Label, Fields: []Field{f}})
		}
	}
	for _, s := range sections {
		section := Section{Title: s.title}
		var typical []Field
		for _, key := range s.keys {
			f, is := asked[key]
			if !is {
				continue
			}
			if key == "facts" && t != nil {
				f.Fields, typical = split(f.Fields, d.ofAll())
			}
			section.Fields = append(section.Fields, f)
		}
		if len(section.Fields) > 0 && (known || section.Fields[0].Key != "as_of") {
			own = append(own, section)
		}
		if len(typical) > 0 {
			f := asked["facts"]
			f.Fields = typical
			own = append(own, Section{Title: t.Name + "数据", Fields: []Field{f}})
		}
	}
	return Form{Kind: BrandFile, Title: "劳务品牌", Sections: append(append(own, rest...), last)}
}

// below returns the fields below a key of a kind that depends on the type.
func (d *Desk) below(kind keys.Kind, t *criteria.Type) []Field {
	if kind == keys.Scores {
		return d.scores(t)
	}
	return d.facts(t, kind == keys.Facts)
}

// ofAll are the facts that are asked of every type.
func (d *Desk) ofAll() map[string]bool {
	all := map[string]bool{}
	for _, f := range d.rules.Facts {
		if f.Types == nil {
			all[f.ID] = true
		}
	}
	return all
}

// split returns the fields whose keys are in first, and the others.
func split(fields []Field, first map[string]bool) (in, out []Field) {
	for _, f := range fields {
		if first[f.Key] {
			in = append(in, f)
		} else {
			out = append(out, f)
		}
	}
	return in, out
}

// field returns a key's field. The values of criteria/ that it can have are choices.
func (d *Desk) field(k keys.Field) Field {
	f := Field{Key: k.Key, Label: k.Label, Kind: kinds[k.Kind], Hint: k.Asked(), Required: k.Required && (k.Unless == "" || len(d.rules.Honors) == 0) || k.WithFacts, Rare: k.Rare, Choices: k.Choices}
	if names := blank.Names(d.rules, d.settings.Region, k.Kind); names != nil {
		f.Choices = names
	}
	if k.Kind == keys.StandardID {
		for _, id := range f.Choices {
			f.Titles = append(f.Titles, d.rules.Standard(id).Title)
		}
	}
	if k.Kind == keys.YesNo {
		f.Choices = nil
	}
	if k.Key == "file" {
		f.Kind = "file"
	}
	for _, below := range k.Fields {
		f.Fields = append(f.Fields, d.field(below))
	}
	return f
}

// facts returns the fields of the facts that are asked of a type.
func (d *Desk) facts(t *criteria.Type, whole bool) []Field {
	var all []Field
	for _, fact := range d.rules.Facts {
		if !fact.AskedOf(t) || !whole && !fact.IsNumber() {
			continue
		}
		f := Field{Key: fact.ID, Label: fact.Label, Kind: string(fact.Kind), Unit: fact.Unit, Hint: noted(fact), Choices: fact.Choices, Proven: whole, Shared: fact.Shared && whole}
		if fact.Kind == criteria.Percent {
			f.Unit = "%"
		}
		for _, c := range fact.Clauses {
			if whole && c.Standard.Measures(t) && slices.Contains(c.Standard.Items(t), c.Item) {
				f.Clauses = append(f.Clauses, Clause{c.Standard.Title, c.Item.Where(), c.Item.Text})
			}
		}
		if f.Shared {
			f.Default = d.shared[fact.ID]
		}
		all = append(all, f)
	}
	return all
}

// noted returns the note on a fact. Files write an empty set as brackets; a form has a
// box for it.
func noted(f *criteria.Fact) string {
	return strings.ReplaceAll(f.Note, "填 []", "选“以上都没有”")
}

// scores returns the fields of the self-scores by the scorecards of a type.
func (d *Desk) scores(t *criteria.Type) []Field {
	var all []Field
	for _, s := range d.rules.Standards {
		if s.Kind != criteria.Scorecard || !s.Measures(t) || !s.InForce(d.day) {
			continue
		}
		f := Field{Key: s.ID, Label: s.Title, Kind: "group"}
		for _, i := range s.Items(t) {
			if i.Points+i.MaxBonus() > 0 {
				f.Fields = append(f.Fields, Field{Key: i.ID, Label: i.Where(), Kind: "number", Unit: "分", Hint: fmt.Sprintf("%s 0 到 %s 分，含加分", i.Text, i.Points+i.MaxBonus())})
			}
		}
		f.Fields = append(f.Fields, Field{Key: "total", Label: "总分", Kind: "number", Unit: "分"})
		all = append(all, f)
	}
	return all
}

// NoticeForm returns the form of notices of a kind.
func (d *Desk) NoticeForm(kind content.NoticeKind) Form {
	form := Form{Kind: NoticeFile, Title: "公告"}
	head := Section{Title: "公告"}
	var named []Section
	last := Section{Title: seldom.title}
	for _, k := range keys.OfNotice(string(kind)) {
		k.Fields = slices.DeleteFunc(slices.Clone(k.Fields), func(f keys.Field) bool { return f.Of != "" && f.Of != string(kind) })
		switch f := d.field(k); {
		case k.Key == "units" && len(d.rules.Honors) == 0:
		case k.Rare:
			last.Fields = append(last.Fields, f)
		case k.Kind == keys.Entries:
			named = append(named, Section{k.Label, []Field{f}})
		default:
			head.Fields = append(head.Fields, f)
		}
	}
	text := Section{Title: "正文", Fields: []Field{{Key: TextPart, Label: "正文", Kind: "markdown"}}}
	form.Sections = append(append(form.Sections, head), append(named, text, last)...)
	return form
}

var errNoStandard = errors.New("没有这个标准，或标准不适用于这一类品牌")

// JudgementForm returns the form of what is judged of a brand of a type by a standard:
// each item that the standard may have judged is a group.
func (d *Desk) JudgementForm(s *criteria.Standard, t *criteria.Type) (Form, error) {
	if s == nil || !s.Measures(t) {
		return Form{}, errNoStandard
	}
	asked := Section{Title: "评定意见"}
	for _, i := range s.Items(t) {
		if i.Judge == nil {
			continue
		}
		f := Field{Key: i.ID, Label: i.Where(), Kind: "group", Hint: i.Text, Required: true}
		for _, k := range keys.Judgement {
			below := d.field(k)
			if k.Key == "points" {
				below.Unit, below.Hint = "分", fmt.Sprintf("0 到 %s 分", i.Points)
			}
			f.Fields = append(f.Fields, below)
		}
		asked.Fields = append(asked.Fields, f)
	}
	last := Section{Title: seldom.title}
	for _, k := range keys.Record {
		last.Fields = append(last.Fields, d.field(k))
	}
	return Form{Kind: JudgementFile, Title: asked.Title, Sections: []Section{asked, last}}, nil
}

// judgementOrder is the order of the keys of one item; items are written one behind the
// other.
func judgementOrder(path []Step) []string {
	if len(path) == 0 {
		return nil
	}
	table := keys.Judgement
	if k := keys.Find(keys.Record, path[0].Key); k.Key != "" {
		table = k.Fields
	}
	return keysOf(table)
}

func keysOf(table []keys.Field) (order []string) {
	for _, k := range table {
		order = append(order, k.Key)
	}
	return order
}

// order is the order in which a file of a kind writes its keys.
func (d *Desk) order(kind string) Order {
	table := keys.Brand
	switch kind {
	case NoticeFile:
		table = keys.Notice
	case JudgementFile:
		return judgementOrder
	}
	var facts, standards []string
	for _, f := range d.rules.Facts {
		facts = append(facts, f.ID)
	}
	for _, s := range d.rules.Standards {
		standards = append(standards, s.ID)
	}
	return func(path []Step) []string {
		of := table
		for i, step := range path {
			if step.Key == "" {
				continue
			}
			k := keys.Find(of, step.Key)
			switch k.Kind {
			case keys.Facts, keys.Evidence:
				return facts
			case keys.Years:
				if i == len(path)-1 {
					return nil // by year
				}
				return facts
			case keys.Scores:
				if i == len(path)-1 {
					return standards
				}
				return d.itemOrder(path[i+1].Key)
			}
			of = k.Fields
		}
		return keysOf(of)
	}
}

func (d *Desk) itemOrder(standard string) []string {
	var order []string
	if s := d.rules.Standard(standard); s != nil {
		for _, t := range s.Types() {
			for _, i := range s.Items(t) {
				if !slices.Contains(order, i.ID) { // the basic items are of every type
					order = append(order, i.ID)
				}
			}
		}
	}
	return append(order, "total")
}
