package layouts

import (
	"minglu/generator/edition"
	"minglu/generator/site"
)

// EditorsPage is given to layouts/editors/editors.html: where whoever fills in and keeps
// the list begins.
type EditorsPage struct {
	Base
	Desk       string // the address of the desk; "" where the site has none
	Guide      *site.Page
	Contents   []site.Link // of the guide
	Repository *RepositoryView
	Handbooks  []site.Link // in the repository
}

func (r *renderer) editorsJob() job {
	return job{"editors", edition.EditorsPath, func(w *worker) any {
		p := EditorsPage{Base: w.base("editors", edition.EditorsPath, edition.EditorsPath, "填报与维护", "写给填报人员和主管部门编辑：填报台、填报指南、文件说明、认定标准和数据在哪里。"),
			Repository: w.repository()}
		if w.site.Settings.Desk {
			p.Desk = edition.DeskPath
		}
		for _, page := range w.site.Pages {
			if page.IsGuide {
				p.Guide, p.Contents = page, sections(page.Text, edition.TextPath(page.Slug))
			}
		}
		if repository := w.site.Settings.Repository; repository != nil {
			p.Handbooks = []site.Link{
				{Name: "文件说明", Path: repository.File("content/README.md")},
				{Name: "标准的写法", Path: repository.File("criteria/README.md")},
				{Name: "版式说明", Path: repository.File("layouts/README.md")},
			}
		}
		return p
	}}
}

// repository returns what editors are told of where the files lie; nil where the settings
// do not say.
func (w *worker) repository() *RepositoryView {
	if r := w.site.Settings.Repository; r != nil {
		return &RepositoryView{r, r.Folder("content/_blank"), r.Folder("content/brands")}
	}
	return nil
}
