package desk

import (
	"encoding/json"
	"fmt"
	"strings"

	"minglu/generator/content"
	"minglu/generator/host"
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
//	form   {kind, type}                Form; type is a brand's type or a notice's kind, "" for none yet
//	check  File                        Report
//	fix    File                        {text, mended}
//	set    {text, kind, path, value}   {text}
//	rename {text, path, slug}          {text}; of a brand that gets another address
//	where  {county, name, slug}        {path}
//	ways   {path, text, there}         host.Ways; null where the settings name no repository
//	words  {value, unit}               {text}; a number as one says it
//
// The error is in Chinese where it is whoever fills the form in who can do
// something about it.
func (d *Desk) Call(name string, input []byte) ([]byte, error) {
	answer, found := map[string]func([]byte) (any, error){
		"start":  func([]byte) (any, error) { return d.start(), nil },
		"form":   asked(d.form),
		"check":  asked(d.Check),
		"fix":    asked(d.fix),
		"set":    asked(d.set),
		"rename": asked(d.rename),
		"where":  asked(d.where),
		"ways":   asked(d.ways),
		"words":  asked(words),
	}[name]
	if !found {
		return nil, fmt.Errorf("no function %q", name)
	}
	v, err := answer(input)
	if err != nil {
		return nil, err
	}
	return json.Marshal(v)
}

func asked[Q, A any](answer func(Q) (A, error)) func([]byte) (any, error) {
	return func(input []byte) (any, error) {
		var q Q
		if err := json.Unmarshal(input, &q); err != nil {
			return nil, err
		}
		return answer(q)
	}
}

func (d *Desk) start() Start {
	form := d.BrandForm(nil)
	s := Start{Title: d.settings.Title, Region: d.settings.Region.Name, Day: d.day.String(), Brands: d.brands, Guide: d.guide}
	for _, f := range form.Sections[0].Fields {
		switch f.Key {
		case "type":
			s.Types = f.Choices
		case "county":
			s.Counties = f.Choices
		}
	}
	for _, k := range []content.NoticeKind{content.Publicity, content.Recognition, content.Withdrawal} {
		s.Kinds = append(s.Kinds, string(k))
	}
	return s
}

type formQuestion struct{ Kind, Type string }

func (d *Desk) form(q formQuestion) (Form, error) {
	if q.Kind == "notice" {
		return d.NoticeForm(content.NoticeKind(q.Type)), nil
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
	document, err := ParseDocument(text)
	if err != nil {
		return "", err
	}
	switch {
	case len(path) == 0 || path[0].Key == "":
		return "", errUnsettable
	case strings.HasPrefix(path[0].Key, "#"):
		part, _ := value.(string)
		return document.SetPart(path[0].Key, part)
	}
	return document.Set(path, value, d.order(kind))
}

type renameQuestion struct{ Text, Path, Slug string }

func (d *Desk) rename(q renameQuestion) (textAnswer, error) {
	text, err := d.Rename(q.Text, q.Path, q.Slug)
	return textAnswer{text}, err
}

type whereQuestion struct{ County, Name, Slug string }

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

type pathAnswer struct {
	Path string `json:"path"`
}

func (d *Desk) where(q whereQuestion) (pathAnswer, error) {
	return pathAnswer{d.Where(q.County, q.Name, q.Slug)}, nil
}
