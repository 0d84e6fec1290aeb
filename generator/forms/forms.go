// Package forms prints the official papers of a brand: the 推荐表, a 评分表 for
// each scorecard that it is measured by, and a 核对表 for each checklist. With a
// type in place of a brand it prints empty ones, to be filled in by hand.
//
// With what proves a site it prints the certificates of what a brand holds, too.
//
// The layouts are those of layouts/forms/, or a region's own, each in HTML for printing and in DOCX for
// Word. Each has one struct here (Recommendation, ScoreSheet, Checklist), which New
// holds it against, so that a misspelt field stops the program at its start. A page of
// HTML is one file for A4 that needs nothing else: no script, no font, no style sheet.
//
// Forms carry what the public site may not show: the leader, the opinions, the
// self-scores. They are for the desk that asked for them. Write therefore
// refuses to put them into public/, or into any folder that a build has written.
package forms

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/jba/templatecheck"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/docx"
	"minglu/generator/usage"
	"minglu/generator/values"
)

// A Form is one paper.
type Form struct {
	Name  string // donghai-shuijing-diaoke-推荐表.html
	Title string // 连云港市市级劳务品牌推荐表
	Data  []byte
}

// A Format is what papers are written in, and the ending of their files.
type Format string

// The formats.
const (
	HTML Format = "html" // for printing
	DOCX Format = "docx" // for Word
)

// A Printer prints forms by the rules that are in force on one day.
type Printer struct {
	rules    *criteria.Rules
	settings *content.Settings
	date     values.Date
	options  Options
	fill     filler
}

// Options say what a 评分表 holds.
type Options struct {
	Format       Format // "": HTML
	TypeOnly     bool   // of the 分类条件 those of the brand's own type alone; else all, as the annex
	OfficialOnly bool   // no page behind it with what the facts give
}

// A filler fills the layout of a name with the struct that it shows.
type filler func(layout string, page any) ([]byte, error)

// The layouts, and what they show.
const (
	recommendation = "recommendation"
	scoreSheet     = "scoresheet"
	checklist      = "checklist"
	certificate    = "certificate"    // A4
	smallCard      = "certificate-a6" // A6
	plaque         = "plaque"         // for a workshop that makes plaques
)

type layout struct {
	name string
	page any
	in   []Format
}

func layouts(in Format) []layout {
	both := []Format{HTML, DOCX}
	return slices.DeleteFunc([]layout{{recommendation, Recommendation{}, both}, {scoreSheet, ScoreSheet{}, both}, {checklist, Checklist{}, both},
		{certificate, Certificate{}, both}, {smallCard, Certificate{}, both}, {plaque, Certificate{}, both[:1]}},
		func(l layout) bool { return !slices.Contains(l.in, in) })
}

// New reads layouts/forms in root and checks the layouts of the format against the
// structs that they show. The error names the layout and the place.
func New(root fs.FS, rules *criteria.Rules, settings *content.Settings, date values.Date, options Options) (*Printer, error) {
	read := readHTML
	if options.Format == DOCX {
		read = readDOCX
	}
	fill, err := read(root, settings.Region)
	return &Printer{rules, settings, date, options, fill}, err
}

// Check holds the layouts of every format that the site of a region prints against what
// they show, as New does.
func Check(root fs.FS, region *criteria.Region) error {
	if _, err := readHTML(root, region); err != nil {
		return err
	}
	_, err := readDOCX(root, region)
	return err
}

// folder has the layouts of all regions, and in folders by code those of one.
const folder = "layouts/forms"

// readHTML reads the shared layouts, then those of the region over them, which may use the
// parts that the shared ones define.
func readHTML(root fs.FS, region *criteria.Region) (filler, error) {
	files := []string{}
	for _, l := range layouts(HTML) {
		files = append(files, folder+"/"+l.name+".html")
	}
	files = append(files, folder+"/forms.css")
	for _, file := range files {
		if _, err := fs.Stat(root, file); err != nil {
			return nil, fmt.Errorf("缺少表格版式 %s，请恢复这个文件", file)
		}
	}
	for _, shared := range files {
		if own := region.Own(root, folder, path.Base(shared)); own != shared {
			files = append(files, own)
		}
	}
	t, err := template.ParseFS(root, files...)
	if err != nil {
		return nil, fmt.Errorf("表格版式读不出来：%w", err)
	}
	for _, l := range layouts(HTML) {
		if err := templatecheck.CheckHTML(t.Lookup(l.name+".html"), l.page); err != nil {
			return nil, fmt.Errorf("表格版式 %s 有误：%w", region.Own(root, folder, l.name+".html"), err)
		}
	}
	return func(layout string, page any) ([]byte, error) {
		var b bytes.Buffer
		if err := t.ExecuteTemplate(&b, layout+".html", page); err != nil {
			return nil, fmt.Errorf("填写表格时出错：%w", err)
		}
		return b.Bytes(), nil
	}, nil
}

func readDOCX(root fs.FS, region *criteria.Region) (filler, error) {
	all := map[string]*docx.Template{}
	for _, l := range layouts(DOCX) {
		file := region.Own(root, folder, l.name+".docx")
		data, err := checkout.Read(root, file, docx.MaxSize)
		if err != nil {
			return nil, fmt.Errorf("表格模板读不出来，请恢复这个文件：%w", err)
		}
		t, err := docx.Read(data)
		if err == nil {
			err = t.Check(l.page)
		}
		if err != nil {
			return nil, fmt.Errorf("表格模板 %s 有误：%w", file, err)
		}
		all[l.name] = t
	}
	return func(layout string, page any) ([]byte, error) { return all[layout].Fill(page) }, nil
}

// anyBrand asks for the empty forms where brands are of no types.
const anyBrand = "品牌"

// Print returns the forms of brands, and the empty ones of the type with the name or
// slug blank, where that is not "". The error is wrong use, where there is no such
// type, or a layout's.
func (p *Printer) Print(brands []*content.Brand, blank string) ([]Form, error) {
	var all []Form
	for _, b := range brands {
		files, err := p.Brand(b)
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	if blank == "" {
		return all, nil
	}
	if !p.rules.Typed() {
		if blank != anyBrand {
			return nil, usage.Errorf("本地区没有品牌类型，空白表用 --blank %s", anyBrand)
		}
		files, err := p.print(&content.Brand{Region: p.settings.Region}, "空白")
		return append(all, files...), err
	}
	var known []string
	for _, t := range p.rules.Types {
		if t.Name == blank || t.Slug == blank {
			files, err := p.Blank(t)
			return append(all, files...), err
		}
		known = append(known, t.Name)
	}
	return nil, usage.Errorf("没有“%s”这个品牌类型。可用：%s", blank, strings.Join(known, "、"))
}

// Brand returns the forms of a brand, the 推荐表 first. A brand whose type is not
// stated has that one alone; a brand without facts has sheets without what facts
// give.
func (p *Printer) Brand(b *content.Brand) ([]Form, error) {
	return p.print(b, b.Slug)
}

// Blank returns the empty forms of a type, in the site's region.
func (p *Printer) Blank(t *criteria.Type) ([]Form, error) {
	return p.print(&content.Brand{Type: t, Region: p.settings.Region}, "空白-"+t.Slug)
}

// print makes the files of b; their names begin with stem.
func (p *Printer) print(b *content.Brand, stem string) ([]Form, error) {
	standards := p.standards(b)
	invented := p.settings.Demo && b.Name != ""
	filled, err := p.fill(recommendation, newRecommendation(b, p.rules.Types, recommendationTitle(standards, p.settings.Region), invented))
	if err != nil {
		return nil, err
	}
	files := []Form{{stem + "-推荐表." + string(p.ending()), recommendationTitle(standards, p.settings.Region), filled}}
	for _, s := range standards {
		f, err := p.sheet(b, s, stem, invented)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// sheet makes the 评分表 or 核对表 of one standard.
func (p *Printer) sheet(b *content.Brand, s *criteria.Standard, stem string, invented bool) (Form, error) {
	layout, name, page := scoreSheet, "评分表", any(p.scoreSheet(b, s, invented))
	if s.Kind == criteria.Checklist {
		layout, name, page = checklist, "核对表", newChecklist(b, s, invented)
	}
	filled, err := p.fill(layout, page)
	return Form{fmt.Sprintf("%s-%s-%s.%s", stem, name, s.ID, p.ending()), s.Title, filled}, err
}

func (p *Printer) ending() Format { return cmp.Or(p.options.Format, HTML) }

// standards returns those that b is measured by on the day, by id.
func (p *Printer) standards(b *content.Brand) []*criteria.Standard {
	var in []*criteria.Standard
	for _, s := range p.rules.Standards {
		if s.Covers(b.Type, b.Region) && s.InForce(p.date) {
			in = append(in, s)
		}
	}
	return in
}
