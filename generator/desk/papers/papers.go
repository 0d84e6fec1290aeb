// Package papers is what goes between a desk and Word and Excel: the official papers of the
// brand that it has before it, as the command form prints them, and files that are taken
// in, as by the command import. It stands beside package desk because its libraries are
// as large again as everything else that the desk needs in a browser.
package papers

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"

	"minglu/generator/checkout"
	"minglu/generator/criteria"
	"minglu/generator/desk"
	"minglu/generator/forms"
	"minglu/generator/intake"
)

// A Question is for the papers of a file.
type Question struct {
	desk.File
	TypeOnly     bool `json:"type_only"`
	OfficialOnly bool `json:"official_only"`
}

// A Paper is one official form.
type Paper struct {
	Name  string `json:"name"`  // of a file, without its ending
	Title string `json:"title"` // 连云港市市级劳务品牌评分表
	HTML  string `json:"html"`  // one page for A4, which needs nothing else
	DOCX  []byte `json:"docx"`
}

var errUnreadable = errors.New("这个文件有错误，还不能打印，请先按检查的提示改正")

// maxSource bounds a file that Sources reads, in bytes.
const maxSource = 4 << 20

// Sources returns what Print and Import read of the repository in root on the site of a
// region, its files by path, in JSON: for where there is none.
func Sources(root fs.FS, region *criteria.Region) ([]byte, error) {
	files := map[string][]byte{}
	patterns := []string{"layouts/forms/*.*", intake.ColumnsFile}
	for r := region; r != nil; r = r.Parent {
		patterns = append(patterns, "layouts/forms/"+r.Code+"/*.*")
	}
	for _, pattern := range patterns {
		names, err := fs.Glob(root, pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if files[name], err = checkout.Read(root, name, maxSource); err != nil {
				return nil, err
			}
		}
	}
	return json.Marshal(files)
}

// Call answers one question in JSON, beside those of desk.Call:
//
//	papers  Question         [Paper]
//	import  intake.Question  intake.Answer
//
// root holds what Sources returned.
func Call(d *desk.Desk, root fs.FS, name string, input []byte) ([]byte, error) {
	if name == "import" {
		return desk.Answer(input, func(q intake.Question) (intake.Answer, error) { return intake.Answered(d, root, q) })
	}
	return desk.Answer(input, func(q Question) ([]Paper, error) { return Print(d, root, q) })
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
	var all []Paper
	for _, format := range []forms.Format{forms.HTML, forms.DOCX} {
		printer, err := forms.New(layouts, e.Rules, e.Settings, e.Content.Date, forms.Options{Format: format, TypeOnly: q.TypeOnly, OfficialOnly: q.OfficialOnly})
		if err != nil {
			return nil, err
		}
		printed, err := printer.Brand(brand)
		if err != nil {
			return nil, err
		}
		for i, f := range printed {
			if format == forms.HTML {
				all = append(all, Paper{Name: strings.TrimSuffix(f.Name, "."+string(format)), Title: f.Title, HTML: string(f.Data)})
			} else {
				all[i].DOCX = f.Data
			}
		}
	}
	return all, nil
}
