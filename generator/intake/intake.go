// Package intake takes in what offices have in Excel, CSV, Word and PDF: it finds the columns that it
// knows, and puts what the cells say into the files of brands and notices.
//
// Nothing is lost and nothing is guessed in silence. Every cell that holds something is
// placed, or listed with its address; what a cell says is read as if somebody had typed
// it on the desk, so that one reader decides what is a number or a date, and what is
// certainly mended. A brand that is known is changed, by the values that differ alone.
//
//	table.go       a file as tables; workbook.go of Excel
//	words.go       what columns are called
//	match.go       the head of a table, and its columns
//	document.go    the tables of a Word file; form.go of one brand
//	scoresheet.go  a 评分表: what a brand gives itself
//	foreign.go     what LibreOffice must convert first; pages.go the tables of a PDF
//	rows.go        the rows of a list: which are brands, and which go on, head a part or add up
//	brand.go       what a row says in the file of its brand
//	day.go         of which day figures are, and what was told before
//	template.go    the workbook for counties to fill in; validation.go what its cells can hold
//	typed.go       what cells say, as it is typed on the desk
//	notice.go      lists of what was recognized into notices
//	answer.go      all this in JSON, for the page of a desk
package intake

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/desk"
	"minglu/generator/edition"
	"minglu/generator/mend"
	"minglu/generator/unseen"
)

// Options are what the command says besides the files.
type Options struct {
	County *criteria.Region  // of brands of which no county stands in the list; nil: none
	AsOf   string            // the day of the figures; "": as it stands
	Map    map[string]string // what columns are, by their heads
	Open   *Open             // a file that is being filled in; nil: none
}

// An Open is a brand's file that is at hand, and as it stands there: what is said of a
// brand of its name, or of any while it has none, goes into it.
type Open struct {
	Path string `json:"path"`
	Name string `json:"name"`
	Text string `json:"text"`
}

// A Left is a cell, or a sheet, that was not placed.
type Left struct {
	Address string `json:"address"`
	Text    string `json:"text"`
	Why     string `json:"why"`
}

// A Remark is what people have to look at in a table or a cell.
type Remark struct {
	Address string `json:"address"`
	Text    string `json:"text"`
	How     string `json:"-"` // how the command says it; "": it cannot
}

// A Result is what was made of files.
type Result struct {
	Columns   []Column    // as they were understood, in order
	Files     []mend.File // what would change, by name
	Left      []Left
	Proposals []Proposal // figures that texts tell in passing
	Remarks   []Remark   // what people have to look at, of what is placed
	Wanted    []string   // files of brands that are not at hand
	Others    []string   // brands that are not the open one, where one is open
	Brands    int        // rows that were understood
	Said      int        // cells that hold something
	Placed    int        // of them, what was placed
}

// A Repository is what an intake knows of the files that there are.
type Repository struct {
	*desk.Desk                   // the rules, the settings, and which brands there are
	Files      fs.FS             // the files of brands, which are changed: those that are at hand
	Notices    []*content.Notice // those that can be added to; nil where they are not at hand
}

// RepositoryOf returns that of an edition.
func RepositoryOf(e *edition.Edition) (Repository, error) {
	bundle, err := desk.BundleOf(e, true)
	if err != nil {
		return Repository{}, err
	}
	d, err := desk.Open(bundle)
	return Repository{d.With(e.Rules.Words), e.Files, e.Content.Notices}, err
}

// An Intake takes files in, one after the other.
type Intake struct {
	e       Repository
	words   *vocabulary
	seen    map[string]bool // addresses of cells that are placed or listed: a merged one once
	o       Options
	said    map[string]*target
	tallies map[*Table]tally
	files   map[string]*file       // by path
	byName  map[string]*file       // by the folded name
	brands  map[string]*desk.Brand // that there are, by the folded name, and by other ones
	slugs   map[string]bool        // that are taken
	acts    map[string]*act        // by what they say
	order   []string               // of acts
	Result
}

// A file is a brand's that is changed.
type file struct {
	path, before, text string
	kind               string // "": of a brand
	made               bool
	name               string
	brand              *desk.Brand     // nil of a new one
	told               map[string]told // by path: what this intake has placed
}

// maxBrand bounds the file of a brand that is read to be changed, in bytes: no larger one is read.
const maxBrand = 1 << 20

// New returns an intake for a repository. The error says in Chinese which column is said to be
// what there is not.
func New(e Repository, o Options) (*Intake, error) {
	if o.County != nil {
		o.County = e.Rules().Region(o.County.Code) // whoever asks may have read the rules again
	}
	in := &Intake{e: e, words: newVocabulary(e.Rules()), o: o, said: map[string]*target{}, files: map[string]*file{}, byName: map[string]*file{}, brands: map[string]*desk.Brand{}, slugs: map[string]bool{}, tallies: map[*Table]tally{}, seen: map[string]bool{}, acts: map[string]*act{}}
	for i, b := range e.Brands() {
		for _, name := range append([]string{b.Name}, b.OtherNames...) {
			if fold := unseen.Fold(name); in.brands[fold] == nil {
				in.brands[fold] = &e.Brands()[i]
			}
		}
		for _, slug := range append([]string{content.SlugOf(b.File)}, b.FormerSlugs...) {
			in.slugs[slug] = true
		}
	}
	for head, name := range o.Map {
		t := in.words.asked(name)
		if t == nil {
			return nil, fmt.Errorf("没有“%s”这一项，不能用作列“%s”的内容；可以写列表里的名称，如 从业人员、负责人职务，不要的列写“%s”", name, head, leftOut)
		}
		in.said[head] = t
	}
	return in, nil
}

// ErrNoHead is of a file in which no column is known for the names of brands.
var ErrNoHead = errors.New("没有找到表头。表头中应有“品牌名称”这一列，叫法不同的，请在表里改成这个名称")

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
	scores := &scoreSheet{}
	for _, t := range tables {
		if t.sheet == guideSheet {
			in.takeGuide(t)
			continue
		}
		if in.takeScores(t, scores) {
			understood = true
			continue
		}
		l := in.words.layoutOf(t, in.said)
		if found := in.formOf(t); found != nil && (l == nil || len(found) >= l.known()) {
			understood = true
			in.takeForm(t, found)
			in.remarkOn(t)
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
		in.remarkOn(t)
	}
	if !understood && len(tables) > 0 {
		return fmt.Errorf("%s：%w", name, ErrNoHead)
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
