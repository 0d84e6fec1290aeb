package desk

import (
	"encoding/json"
	"fmt"
	"strings"

	"minglu/generator/blank"
	"minglu/generator/content"
	"minglu/generator/host"
	"minglu/generator/keys"
)

// A Start is what the page shows before a file is chosen.
type Start struct {
	Title    string   `json:"title"` // of the site
	Region   string   `json:"region"`
	Day      string   `json:"day"`
	Types    []string `json:"types"`
	Counties []string `json:"counties"`
	Kinds    []string `json:"kinds"` // of notices
	Brands   []Brand  `json:"brands"`
	Guide    string   `json:"guide"`
}

// Call answers one question in JSON:
//
//	start  {}                          Start
//	form   {kind, type, standard}      Form; type is a brand's type or a notice's kind, "" for none yet; standard is that of a judgement
//	check  File                        Report
//	type   {File…, sets}               {text, refused, report}; sets are values at paths: [{path, value}]
//	fix    File                        {text, mended}
//	set    {text, kind, path, value}   {text}
//	rename {text, path, slug}          {text}; of a brand that gets another address
//	ways   {path, text, there}         host.Ways; null where the settings name no repository
//	source {path}                      host.Source; likewise
//	words  {value, unit}               {text}; a number as one says it
//	try    Trial                       Tried; what the standards would make of a published brand
//	coach  File                        [criteria.Coaching], by the standards that measure the brand
//
// The error is in Chinese where it is whoever fills the form in who can do
// something about it.
func (d *Desk) Call(name string, input []byte) ([]byte, error) {
	answer, found := map[string]func([]byte) ([]byte, error){
		"start":  answering(func(struct{}) (Start, error) { return d.start(), nil }),
		"form":   answering(d.form),
		"check":  answering(d.Check),
		"type":   answering(d.typed),
		"fix":    answering(d.fix),
		"set":    answering(d.set),
		"rename": answering(d.rename),
		"ways":   answering(d.ways),
		"source": answering(d.source),
		"words":  answering(words),
		"coach":  answering(d.Coach),
		"try":    answering(d.Try),
	}[name]
	if !found {
		return nil, fmt.Errorf("no function %q", name)
	}
	return answer(input)
}

func answering[Q, A any](answer func(Q) (A, error)) func([]byte) ([]byte, error) {
	return func(input []byte) ([]byte, error) { return Answer(input, answer) }
}

// Answer answers a question in JSON.
func Answer[Q, A any](input []byte, answer func(Q) (A, error)) ([]byte, error) {
	var q Q
	if err := json.Unmarshal(input, &q); err != nil {
		return nil, err
	}
	a, err := answer(q)
	if err != nil {
		return nil, err
	}
	return json.Marshal(a)
}

func (d *Desk) start() Start {
	names := func(kind keys.Kind) []string { return blank.Names(d.rules, d.settings.Region, kind) }
	return Start{d.settings.Title, d.settings.Region.Name, d.day.String(), names(keys.TypeName), names(keys.CountyName), names(keys.ActKind), d.brands, d.guide}
}

type formQuestion struct{ Kind, Type, Standard string }

func (d *Desk) form(q formQuestion) (Form, error) {
	switch q.Kind {
	case NoticeFile:
		return d.NoticeForm(content.NoticeKind(q.Type)), nil
	case JudgementFile:
		return d.JudgementForm(d.rules.Standard(q.Standard), d.rules.Type(q.Type))
	}
	return d.BrandForm(d.rules.Type(q.Type)), nil
}

type fixed struct {
	Text   string `json:"text"`
	Mended int    `json:"mended"`
}

func (d *Desk) fix(f File) (fixed, error) {
	text, mended, err := d.Fix(f)
	return fixed{text, mended}, err
}

type setQuestion struct {
	Text  string `json:"text"`
	Kind  string `json:"kind"`
	Path  []Step `json:"path"`
	Value any    `json:"value"`
}

type typeQuestion struct {
	File
	Sets []struct {
		Path  []Step `json:"path"`
		Value any    `json:"value"`
	} `json:"sets"`
}

type typeAnswer struct {
	Text    string   `json:"text"`
	Refused []string `json:"refused"` // why each value was not set; "" of one that was
	Report  Report   `json:"report"`
}

// typed sets what was typed and checks the text.
func (d *Desk) typed(q typeQuestion) (typeAnswer, error) {
	a := typeAnswer{Text: q.Text, Refused: []string{}}
	for _, set := range q.Sets {
		text, err := d.Set(a.Text, q.kind(), set.Path, set.Value)
		if err != nil {
			a.Refused = append(a.Refused, err.Error())
			continue
		}
		a.Text, a.Refused = text, append(a.Refused, "")
	}
	q.Text = a.Text
	var err error
	a.Report, err = d.Check(q.File)
	return a, err
}

type textAnswer struct {
	Text string `json:"text"`
}

func (d *Desk) set(q setQuestion) (textAnswer, error) {
	text, err := d.Set(q.Text, q.Kind, q.Path, q.Value)
	return textAnswer{text}, err
}

// Set returns the text of a file of a kind with a value at a path: see Document.Set and
// SetPart.
func (d *Desk) Set(text, kind string, path []Step, value any) (string, error) {
	document, err := d.last.parse(kind, text)
	if err != nil {
		return "", err
	}
	switch {
	case len(path) == 0 || path[0].Key == "":
		return "", errUnsettable
	case strings.HasPrefix(path[0].Key, "#"):
		part, _ := value.(string)
		document, err = document.setPart(path[0].Key, part)
	default:
		document, err = document.set(path, value, d.order(kind))
	}
	if err != nil {
		return "", err
	}
	d.last.Store(document)
	return document.text, nil
}

type renameQuestion struct{ Text, Path, Slug string }

func (d *Desk) rename(q renameQuestion) (textAnswer, error) {
	text, err := d.Rename(q.Text, q.Path, q.Slug)
	return textAnswer{text}, err
}

type waysQuestion struct {
	Path, Text string
	There      bool // the repository has the file
}

func (d *Desk) ways(q waysQuestion) (*host.Ways, error) {
	if d.settings.Repository == nil {
		return nil, nil
	}
	ways := d.settings.Repository.Ways(q.Path, q.Text, q.There)
	return &ways, nil
}

type sourceQuestion struct{ Path string }

func (d *Desk) source(q sourceQuestion) (*host.Source, error) {
	if d.settings.Repository == nil {
		return nil, nil
	}
	source := d.settings.Repository.Source(q.Path)
	return &source, nil
}
