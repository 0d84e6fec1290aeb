package layouts

import (
	"fmt"

	"minglu/generator/edition"
	"minglu/generator/opendata"
	"minglu/generator/site"
)

// DataPage is given to layouts/data/data.html: what the open data are.
type DataPage struct {
	Base
	AsOf     string
	Files    []DataFile
	Notes    []string
	Examples []opendata.Example
	Groups   []FieldGroup
	Sources  []SourceRow // whose brands the site shows too
	From     string      // a sentence about these
}

// A DataFile is one file that anybody may fetch.
type DataFile struct {
	opendata.Download
	Link string // "" where the path stands for many files
	Size string // "" where the path stands for many files
}

// A FieldGroup is the fields of one kind of record.
type FieldGroup struct {
	Name   string // 文件, 品牌, 公告
	Fields []opendata.Field
}

func (r *renderer) dataJob() job {
	return job{"data", edition.DataPath, func(w *worker) any {
		guide := w.guide()
		p := DataPage{Base: w.base("data", edition.DataPath, edition.DataPath, "开放数据", "名录的公开数据：可以下载的文件、字段说明和取用示例。"),
			AsOf: site.DateText(w.site.Date), Notes: guide.Notes, Examples: guide.Examples, Groups: fieldGroups(guide.Fields)}
		for _, f := range guide.Files {
			file := DataFile{Download: f}
			if f.Each == "" {
				file.Link, file.Size = f.Path, sizeText(f.Size)
			}
			p.Files = append(p.Files, file)
		}
		if p.Sources = sourceRows(w.site); len(p.Sources) > 0 {
			p.From = sourceNote(p.Sources)
		}
		p.Linked = p.linked()
		return p
	}}
}

// fieldGroups parts fields by the kind of record that they are in.
func fieldGroups(fields []opendata.Field) []FieldGroup {
	var groups []FieldGroup
	for _, f := range fields {
		if n := len(groups); n == 0 || groups[n-1].Name != f.File {
			groups = append(groups, FieldGroup{Name: f.File})
		}
		last := &groups[len(groups)-1]
		last.Fields = append(last.Fields, f)
	}
	return groups
}

// sizeText returns a number of bytes as people read it: 86 KB, 1.2 MB.
func sizeText(bytes int) string {
	const kilo, mega = 1_000, 1_000_000
	if bytes < mega {
		return fmt.Sprintf("%d KB", (bytes+kilo-1)/kilo)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/mega)
}
