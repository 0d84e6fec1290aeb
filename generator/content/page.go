package content

import (
	"slices"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/keys"
)

// readPage reads one file of content/pages/, nil where it cannot be read at all.
func (r *reader) readPage(file string) (*Page, diag.List, error) {
	f, bad, err := readSource(r.root, file, maxPage)
	if f == nil {
		return nil, bad, err
	}
	src := f.Source
	p := &Page{Slug: addressable(r.rules, src, file), File: file, Origin: Origin{File: file, veil: f.Veil}}
	if slices.Contains(r.taken, p.Slug) {
		src.Report(src.LineSpan(1), diag.BadSlug, "网址 /%s.html 由网站自己生成，请给这个页面换一个文件名。", p.Slug)
	}
	h, ok := splitHead(src, keys.Page)
	if !ok {
		return nil, f.Report(wayOut), nil
	}
	p.NotPersonal = screenFields(f, h.fields, h.body, isIdle)
	text := r.readMarkdown(src, h.body, keys.Page, nil)
	screenText(f, text)
	p.Text = text.whole()
	text.addTo(&p.Origin)
	if h.fields == nil {
		return nil, f.Report(wayOut), nil
	}
	var w struct{ Menu fields.Value[int] }
	p.Origin.fill(src, h.fields, keys.Page, &w, p)
	if p.Menu = w.Menu.V; p.Menu < 0 || p.Menu > 1000 {
		src.Report(w.Menu.At, diag.OutOfRange, "菜单次序应在 1 到 1000 之间，现在是 %d；不进菜单的页面请删去这一行。", p.Menu)
	}
	h.fields.Require(keys.Required(keys.Page)...)
	reportFilledIn(h.fields, keys.Page)
	h.fields.Done()
	return p, f.Report(wayOut), nil
}
