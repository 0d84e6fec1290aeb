// Package desk is the form in the browser (填报台), but for the page itself: what a kind
// of file asks for, what a text says of it, how one value of the text is changed, and
// what the checks and the standards make of it.
//
// The text of a file stays the truth, and everything here is a function of it: no
// state is kept but the rules that a Desk was opened with. The same functions answer
// the page in WebAssembly (desk/engine) and in serve.
//
//	form.go      what is asked for: fields, out of keys and criteria
//	document.go  a text as a tree whose places are known
//	edit.go      one value changed, and nothing else; write.go how YAML says it
//	body.go      the Markdown behind the front matter
//	report.go    mistakes at their fields, and evaluations
//	trial.go     figures of a published brand that are tried
//	file.go      a new file, its path and its name
//	call.go      all this in JSON
package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync/atomic"

	"golang.org/x/tools/txtar"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/pinyin"
	"minglu/generator/values"
)

// settingsFile is the file of the site's settings.
const settingsFile = "content/site.yaml"

// maxRules bounds a file of criteria/ and the settings, which have been read, in bytes.
const maxRules = 16 << 20

// A Bundle is what a desk is opened with: what a repository says, without what its
// brands do not publish.
type Bundle struct {
	Day       string            `json:"day"`   // that everything is reckoned on
	Files     map[string]string `json:"files"` // what was read of criteria/, and content/site.yaml, by path
	Brands    []Brand           `json:"brands"`
	Addresses []string          `json:"addresses"` // of the site's pages
	Guide     string            `json:"guide"`     // the address of the page that teaches every rule; "" for none
	Start     *Start            `json:"start"`     // what the page shows while the engine is on its way
}

// A Brand is what is known of a brand's file.
type Brand struct {
	edition.Known
	Type   string            `json:"type,omitempty"`
	County string            `json:"county,omitempty"`
	Status string            `json:"status,omitempty"`
	Held   string            `json:"held,omitempty"`   // the highest level at which it stands
	Shared map[string]string `json:"shared,omitempty"` // what it says of the county, by fact
}

// BundleOf returns what a desk needs to know of an edition: of all its brands, or of
// those that have a page.
func BundleOf(e *edition.Edition, all bool) (Bundle, error) {
	b := Bundle{Day: e.Content.Date.String(), Files: map[string]string{}, Addresses: e.Plan.Addresses(), Guide: e.Guide()}
	for _, path := range append(slices.DeleteFunc(slices.Clone(e.Rules.Files), criteria.IsOfSearch), settingsFile) {
		data, err := checkout.Read(e.Files, path, maxRules)
		if err != nil {
			return b, err
		}
		b.Files[path] = string(data)
	}
	known := edition.KnownOf(e.Content.Brands)
	for i, brand := range e.Content.Brands {
		if !all && !brand.HasPage() {
			continue // what nobody has recognized is not public, not even its name
		}
		b.Brands = append(b.Brands, Brand{known[i], brand.TypeName(), brand.RegionName(), string(brand.Standing.Status), heldBy(brand), sharedBy(e.Rules, brand)})
	}
	return b, nil
}

// Published returns BundleOf in JSON, with what a page shows before its engine is there.
func Published(e *edition.Edition, all bool) ([]byte, error) {
	b, err := BundleOf(e, all)
	if err != nil {
		return nil, err
	}
	d, err := Open(b)
	if err != nil {
		return nil, err
	}
	start := d.start()
	start.Brands = nil // they are in the bundle
	b.Start = &start
	return json.Marshal(b)
}

func heldBy(b *content.Brand) string {
	highest, name := -1, ""
	for _, h := range b.Standing.Holding() {
		if h.Level.Order > highest {
			highest, name = h.Level.Order, h.Level.Name
		}
	}
	return name
}

// Holds reports whether a brand stands at a level or a higher one: as edition.Holds.
func (d *Desk) Holds(b *Brand, level *criteria.Level) bool {
	held := d.rules.Level(b.Held)
	return held != nil && held.Order >= level.Order
}

func sharedBy(rules *criteria.Rules, b *content.Brand) map[string]string {
	shared := map[string]string{}
	for _, f := range rules.Facts {
		if v, stated := b.Facts.Of(f); f.Shared && stated {
			shared[f.ID] = written(v)
		}
	}
	return shared
}

// written returns a value as a file says it; of a set, nothing.
func written(v criteria.Value) string {
	switch v.Fact.Kind {
	case criteria.YesNo:
		return v.String()
	case criteria.Set:
		return ""
	}
	return fmt.Sprint(v.JSON())
}

// A Desk is the rules and settings of one site, and what is known of its brands.
type Desk struct {
	rules    *criteria.Rules
	settings *content.Settings
	day      values.Date
	rest     *edition.Rest
	brands   []Brand
	shared   map[string][]Default // by fact
	guide    string
	last     *last
}

// Rules returns the rules, with the dictionary.
func (d *Desk) Rules() *criteria.Rules { return d.rules }

// Settings returns the site's settings.
func (d *Desk) Settings() *content.Settings { return d.settings }

// Day returns the day on which everything counts.
func (d *Desk) Day() values.Date { return d.day }

// Brands returns what is known of the brands.
func (d *Desk) Brands() []Brand { return d.brands }

// last is the document that was parsed last: each question is asked of a text that the
// answer before it gave.
type last struct{ atomic.Pointer[Document] }

// parse is ParseDocument.
func (l *last) parse(kind, text string) (*Document, error) {
	if d := l.Load(); d != nil && d.kind == kind && d.text == text {
		return d, nil
	}
	d, err := ParseDocument(kind, text)
	if err == nil {
		l.Store(d)
	}
	return d, err
}

// Open reads a bundle. The error says what is wrong with it.
func Open(b Bundle) (*Desk, error) {
	texts := map[string][]byte{}
	for name, text := range b.Files {
		texts[name] = []byte(text)
	}
	files, err := Files(texts)
	if err != nil {
		return nil, err
	}
	rules, bad, err := criteria.Load(files)
	if err == nil && len(bad) > 0 {
		err = errors.New(bad[0].Message)
	}
	if err != nil {
		return nil, fmt.Errorf("criteria/：%w", err)
	}
	settings, bad, err := content.LoadSettings(files, rules)
	if err == nil && settings == nil {
		err = errors.New(bad[0].Message)
	}
	if err != nil {
		return nil, fmt.Errorf("%s：%w", settingsFile, err)
	}
	day, ok := values.ParseDate(b.Day, false)
	if !ok {
		return nil, fmt.Errorf("day: %q", b.Day)
	}
	known := make([]edition.Known, len(b.Brands))
	shared := map[string][]Default{}
	for i, brand := range b.Brands {
		known[i] = brand.Known
		for fact, value := range brand.Shared {
			shared[fact] = append(shared[fact], Default{brand.County, value, brand.Name})
		}
	}
	return &Desk{rules, settings, day, edition.NewRest(known, b.Addresses), b.Brands, shared, b.Guide, new(last)}, nil
}

// With returns d with a dictionary, by which names are read: without one none are
// proposed.
func (d *Desk) With(words *pinyin.Dictionary) *Desk {
	if words == nil {
		return d
	}
	rules, reading := *d.rules, *d
	rules.Words, reading.rules = words, &rules
	return &reading
}

// Files returns files, by path, as a file system.
func Files(all map[string][]byte) (fs.FS, error) {
	var a txtar.Archive
	for _, name := range slices.Sorted(maps.Keys(all)) {
		a.Files = append(a.Files, txtar.File{Name: name, Data: all[name]})
	}
	return txtar.FS(&a)
}

// read reads the files at hand beside what is known of the others; was is the path
// that the edited file had before.
func (d *Desk) read(files fs.FS, was string) (*edition.Edition, diag.List, error) {
	reader := edition.Reader{
		Day:   func(*content.Settings) values.Date { return d.day },
		Rules: func(fs.FS) (*criteria.Rules, diag.List, error) { return d.rules, nil, nil },
		Site:  d.settings,
		Rest:  d.rest.Without(was),
	}
	return reader.Read(files)
}
