// Package papers prints the official papers of the brand that a desk has before it, as
// the command form does. It stands beside package desk because its templates are half
// as large again as everything else that the desk needs in a browser.
package papers

import (
	"encoding/json"
	"errors"
	"io/fs"

	"minglu/generator/checkout"
	"minglu/generator/desk"
	"minglu/generator/forms"
)

// A Question is for the papers of a file.
type Question struct {
	desk.File
	TypeOnly     bool `json:"type_only"`
	OfficialOnly bool `json:"official_only"`
}

// A Paper is one page of HTML for A4, which needs nothing else.
type Paper struct {
	Name string `json:"name"`
	HTML string `json:"html"`
}

var errUnreadable = errors.New("这个文件有错误，还不能打印，请先按检查的提示改正")

// maxLayout bounds a file of layouts/forms/, in bytes.
const maxLayout = 4 << 20

// Layouts returns the files of layouts/forms/ in root by path, in JSON: what Print needs
// where there is no repository.
func Layouts(root fs.FS) ([]byte, error) {
	names, err := fs.Glob(root, "layouts/forms/*")
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, name := range names {
		if files[name], err = checkout.Read(root, name, maxLayout); err != nil {
			return nil, err
		}
	}
	return json.Marshal(files)
}

// Print returns the papers of a brand's file. layouts holds layouts/forms/.
func Print(d *desk.Desk, layouts fs.FS, q Question) ([]Paper, error) {
	e, err := d.Read(q.File)
	if err != nil {
		return nil, err
	}
	brand := desk.BrandOf(e, q.Path)
	if brand == nil {
		return nil, errUnreadable
	}
	printer, err := forms.New(layouts, e.Rules, e.Settings, e.Content.Date, forms.Options{TypeOnly: q.TypeOnly, OfficialOnly: q.OfficialOnly})
	if err != nil {
		return nil, err
	}
	printed, err := printer.Brand(brand)
	var all []Paper
	for _, f := range printed {
		all = append(all, Paper{f.Name, string(f.Data)})
	}
	return all, err
}
