package desk

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"gopkg.in/yaml.v3"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/mend"
)

// A File is the text of one file of content/, with the pictures that it shows.
type File struct {
	Kind     string            `json:"kind,omitempty"`     // BrandFile where it is ""
	Path     string            `json:"path"`               // "": what follows from Slug and the text
	Slug     string            `json:"slug,omitempty"`     // the address that it has, "" for what follows from the name; of a judgement, the brand's
	Standard string            `json:"standard,omitempty"` // by which a judgement was made
	Brand    string            `json:"brand,omitempty"`    // the path of the brand that a judgement is about, whose text is Of
	Of       string            `json:"of,omitempty"`
	Was      string            `json:"was,omitempty"` // the path under which it is known, where it is renamed
	Text     string            `json:"text"`
	Pictures map[string][]byte `json:"pictures,omitempty"` // by the name that the file gives; their first bytes do
}

func (f File) kind() string { return cmp.Or(f.Kind, BrandFile) }

// A Report is what a text says and what is wrong with it.
type Report struct {
	Path        string         `json:"path"`     // of the file
	Readable    bool           `json:"readable"` // single values can be set
	Values      map[string]any `json:"values"`   // also the parts of the Markdown
	Mistakes    []Mistake      `json:"mistakes"`
	Fixable     int            `json:"fixable"` // mistakes that are certainly mended: see Fix
	Doubts      []Doubt        `json:"doubts"`  // 请核对
	Advice      string         `json:"advice"`  // on the name
	Evaluations []Evaluation   `json:"evaluations"`
}

// A Mistake is one mistake of the text, at the field that it stands in.
type Mistake struct {
	Path       []Step    `json:"path"` // empty: of the file as a whole
	Rule       diag.Rule `json:"rule"`
	Message    string    `json:"message"`
	Line       int       `json:"line"`
	Column     int       `json:"column"`
	EndLine    int       `json:"end_line"`
	EndColumn  int       `json:"end_column"`
	Suggestion string    `json:"suggestion,omitempty"`
	Certain    bool      `json:"certain,omitempty"`
}

// A Doubt is a value that is right in form and hardly in fact.
type Doubt struct {
	Path []Step `json:"path"`
	Text string `json:"text"`
}

// An Evaluation is what a standard finds, in words.
type Evaluation struct {
	Standard   string           `json:"standard"`
	Title      string           `json:"title"`
	Level      string           `json:"level"`
	Outcome    criteria.Outcome `json:"outcome"`
	Conclusion string           `json:"conclusion"`
	Judged     bool             `json:"judged"` // it asks for judgements
	Sum        string           `json:"sum"`
	Self       string           `json:"self,omitempty"`  // what the brand gives itself
	Coach      string           `json:"coach,omitempty"` // the heading of what the coach says; "": nothing
	Items      []Item           `json:"items"`
	Gaps       []Gap            `json:"gaps"`
}

// An Item is what became of one item, and why.
type Item struct {
	ID      string           `json:"id"`
	Where   string           `json:"where"`
	Basic   bool             `json:"basic"`
	Text    string           `json:"text"`
	Outcome criteria.Outcome `json:"outcome"`
	Word    string           `json:"word"`
	Score   string           `json:"score,omitempty"`
	Points  criteria.Points  `json:"points,omitempty"` // that it can give
	Bonus   criteria.Points  `json:"bonus,omitempty"`
	Reasons []string         `json:"reasons"`
	Facts   []string         `json:"facts"`   // that it reads
	Missing []string         `json:"missing"` // of these, what has to be stated so that it can be told
}

// A Gap is what one item still lacks.
type Gap struct {
	Item    string   `json:"item"`
	Where   string   `json:"where"`
	Kind    string   `json:"kind"` // criteria.GapList
	Changes []string `json:"changes"`
}

// Check reads a file beside everything that is known.
func (d *Desk) Check(f File) (Report, error) {
	r, e, err := d.check(f)
	if err != nil {
		return r, err
	}
	if b := BrandOf(e, cmp.Or(f.Brand, r.Path)); b != nil {
		r.add(d, e, b)
	}
	return r, nil
}

// check returns what can be told of a file but for what its brand is measured by.
func (d *Desk) check(f File) (Report, *edition.Edition, error) {
	document, err := d.last.parse(f.kind(), f.Text)
	readable := err == nil
	f = d.placed(f, document)
	files, err := d.with(f)
	if err != nil {
		return Report{}, nil, err
	}
	e, bad, err := d.read(files, f.Was)
	if err != nil {
		return Report{}, nil, err
	}
	r := Report{Path: f.Path, Readable: readable, Values: map[string]any{}, Mistakes: []Mistake{}, Doubts: []Doubt{}, Evaluations: []Evaluation{}}
	if r.Readable {
		r.Values = document.Values()
		for _, part := range []string{IntroPart, StoryPart, TextPart} {
			r.Values[part] = document.Part(part)
		}
	}
	places := document.places()
	src := diag.NewSource(f.Path, f.Text, nil)
	for _, m := range bad {
		if m.File != f.Path {
			continue
		}
		if m.Certain {
			r.Fixable++
		}
		at := m.Span
		field := places.of(m, src)
		r.Mistakes = append(r.Mistakes, Mistake{field, m.Rule, told(m, field, d.judged(f, field)),
			at.Start.Line, at.Start.Column, at.End.Line, at.End.Column, m.Suggestion, m.Certain})
	}
	return r, e, nil
}

// judged returns the item that the value at a path judges or scores, nil where none.
func (d *Desk) judged(f File, path []Step) *criteria.Item {
	standard, item := f.Standard, path
	if f.Kind != JudgementFile {
		if len(path) < 3 || path[0].Key != "self_scores" {
			return nil
		}
		standard, item = path[1].Key, path[2:]
	}
	s := d.rules.Standard(standard)
	if s == nil || len(item) == 0 {
		return nil
	}
	return s.Item(item[0].Key)
}

// Read returns the edition that a file makes with everything that is known.
func (d *Desk) Read(f File) (*edition.Edition, error) {
	files, err := d.with(f)
	if err != nil {
		return nil, err
	}
	e, _, err := d.read(files, f.Was)
	return e, err
}

// BrandOf returns the brand of a file, nil where nothing can be read of it.
func BrandOf(e *edition.Edition, file string) *content.Brand {
	if e.Content == nil {
		return nil
	}
	for _, b := range e.Content.Brands {
		if b.File == file {
			return b
		}
	}
	return nil
}

// with returns the repository with a file.
func (d *Desk) with(f File) (fs.FS, error) {
	files := map[string][]byte{f.Path: []byte(f.Text)}
	if f.Brand != "" {
		files[f.Brand] = []byte(f.Of)
	}
	for name, data := range f.Pictures {
		files[path.Join(path.Dir(f.Path), name)] = data
	}
	return Files(files)
}

func (r *Report) add(d *Desk, e *edition.Edition, b *content.Brand) {
	for _, doubt := range b.Doubts() {
		path := []Step{{Key: "facts"}}
		if doubt.Fact != nil {
			path = append(path, Step{Key: doubt.Fact.ID})
		}
		r.Doubts = append(r.Doubts, Doubt{path, doubt.Text})
	}
	if b.Region != nil {
		if r.Advice = d.rules.Advise(b.Name, b.Region, b.Place); r.Advice != "" {
			r.Advice = "命名建议（不改也可以）：" + r.Advice
		}
	}
	for _, v := range e.Evaluations[b] {
		r.Evaluations = append(r.Evaluations, evaluationOf(v, b))
	}
}

func evaluationOf(v criteria.Evaluation, b *content.Brand) Evaluation {
	e := Evaluation{v.Standard.ID, v.Standard.Title, v.Standard.Level.Name, v.Outcome, v.Conclusion(), false, v.Sum(), selfOf(b.SelfScores[v.Standard.ID]), v.CoachTitle(), []Item{}, []Gap{}}
	for _, r := range v.Items {
		e.Judged = e.Judged || r.Item.Judge != nil && r.Item.Judge.Eval(b.Facts) != criteria.False
		item := Item{r.Item.ID, r.Item.Where(), r.Item.Basic, r.Item.Text, r.Outcome, r.Word(), "", r.Item.Points, r.Bonus, r.Explanation(), []string{}, []string{}}
		if r.Item.Points > 0 {
			item.Score = r.Score()
		}
		for _, f := range r.Item.Facts() {
			item.Facts = append(item.Facts, f.ID)
		}
		for _, reason := range r.Reasons() {
			for _, f := range reason.Missing() {
				if !slices.Contains(item.Missing, f.ID) {
					item.Missing = append(item.Missing, f.ID)
				}
			}
		}
		e.Items = append(e.Items, item)
	}
	for _, list := range v.GapLists() {
		for _, g := range list.Gaps {
			e.Gaps = append(e.Gaps, Gap{g.Item.ID, g.Item.Where(), list.Kind, g.Changes})
		}
	}
	return e
}

// selfOf adds up what a brand gives itself by one standard, "" where it says nothing.
func selfOf(scores map[string]criteria.Points) string {
	if len(scores) == 0 {
		return ""
	}
	sum := criteria.Points(0)
	for item, score := range scores {
		if item != "total" {
			sum += score
		}
	}
	return fmt.Sprintf("所填各条自评分合计 %s 分", sum)
}

// Coach says how the brand of a file comes to pass by each standard, and to more points.
func (d *Desk) Coach(f File) ([]criteria.Coaching, error) {
	all := []criteria.Coaching{}
	document, _ := d.last.parse(f.kind(), f.Text)
	f = d.placed(f, document)
	e, err := d.Read(f)
	if err != nil {
		return all, err
	}
	if b := BrandOf(e, f.Path); b != nil {
		for _, v := range e.Evaluations[b] {
			all = append(all, e.Rules.CoachFor(v.Standard, b.Type).Say(v, b.Facts, b.Judgements[v.Standard.ID]))
		}
	}
	return all, nil
}

// Fix returns the text with all that is certain put right, and how many mistakes that
// mended.
func (d *Desk) Fix(f File) (text string, mended int, err error) {
	document, _ := d.last.parse(f.kind(), f.Text)
	f = d.placed(f, document)
	files, err := d.with(f)
	if err != nil {
		return "", 0, err
	}
	read := func(files fs.FS) (diag.List, error) {
		_, bad, err := d.read(files, f.Was)
		return bad, err
	}
	changed, _, err := mend.Files(files, read, func(file string) bool { return file == f.Path })
	if err != nil || len(changed) == 0 {
		return f.Text, 0, err
	}
	return string(changed[0].After), changed[0].Mended, nil
}

// places are the values of a document by where they stand.
type places struct {
	d    *Document
	all  []place
	maps []place // the mappings
}

type place struct {
	path     []Step
	from, to int // bytes
	node     *yaml.Node
}

func (d *Document) places() places {
	p := places{d: d}
	if d == nil {
		return p
	}
	p.maps = append(p.maps, place{nil, d.first, d.fence, d.root})
	p.add(nil, d.root, false)
	return p
}

func (p *places) add(path []Step, n *yaml.Node, flow bool) {
	flow = flow || isFlow(n)
	step, indent := 1, max(n.Column-1, 0)
	if n.Kind == yaml.MappingNode {
		step = 2
	}
	for i := 0; i < len(n.Content); i += step {
		value := n.Content[i+step-1]
		at := p.d.offset(value)
		here := place{append(slices.Clone(path), Step{Index: i}), at, at, value}
		if step == 2 {
			key := n.Content[i]
			here.path[len(path)] = Step{Key: key.Value}
			here.from, here.to = p.d.offset(key), p.d.behindKey(key)
		}
		if !isNull(value) || value.Value != "" {
			here.to = p.d.end(value, indent, flow)
		}
		p.all = append(p.all, here)
		if value.Kind == yaml.MappingNode {
			p.maps = append(p.maps, here)
		}
		if value.Kind != yaml.ScalarNode {
			p.add(here.path, value, flow)
		}
	}
}

// of returns the path of the value that a mistake is about, empty for none.
func (p places) of(m diag.Mistake, src *diag.Source) []Step {
	switch m.Rule {
	case diag.IntroMissing, diag.IntroTooLong:
		return []Step{{Key: IntroPart}}
	case diag.WrongFolder:
		return []Step{{Key: "county"}}
	}
	if p.d == nil {
		return []Step{}
	}
	at := src.Index(m.Span.Start) + len(p.d.text) - len(src.Text)
	if m.Absent != "" {
		return p.absent(m, at)
	}
	if at >= p.d.body {
		if at >= p.d.heading {
			return []Step{{Key: StoryPart}}
		}
		return []Step{{Key: IntroPart}}
	}
	found := []Step{}
	for _, here := range p.all {
		if here.from <= at && at <= here.to && len(here.path) > len(found) {
			found = here.path
		}
	}
	return found
}

// absent returns the path of a key that is not there: of the innermost mapping that
// begins in the mistake's line and lacks it.
func (p places) absent(m diag.Mistake, at int) []Step {
	line := p.d.lineOf(at)
	found := []Step{{Key: m.Absent}}
	for _, here := range p.maps[1:] {
		if here.node.Line-1 == line && len(here.path) >= len(found) {
			if key, _ := child(here.node, Step{Key: m.Absent}); key == nil {
				found = append(slices.Clone(here.path), Step{Key: m.Absent})
			}
		}
	}
	return found
}
