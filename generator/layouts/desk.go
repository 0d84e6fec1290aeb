package layouts

import (
	"bytes"
	"html/template"
	"io/fs"
	"path"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/site"
)

// DeskDisk is given to layouts/desk/disk.html, the desk's page that is opened from a
// disk. Addresses are relative to it.
type DeskDisk struct {
	DeskPage
	Sheets, Scripts []string
}

func parseDisk(dir fs.FS) (*template.Template, error) {
	set := template.New("")
	if err := parseFile(set, dir, "desk/desk.html", "desk"); err != nil {
		return nil, err
	}
	return set, parseFile(set, dir, "desk/disk.html", "disk")
}

// DeskFolder returns the page of a desk that needs no site, with its sheets and its own
// scripts, by name. Before its own it loads the scripts of the engine.
func (l *Layouts) DeskFolder(page string, rules *criteria.Rules, settings *content.Settings, engine []string) (map[string][]byte, error) {
	files := map[string][]byte{}
	own := func(address, name string) string {
		name = "desk/" + name
		files[name] = l.assets.files[address]
		return name
	}
	data := DeskDisk{DeskPage: DeskPage{Base: Base{Title: deskTitle, Site: &site.Site{Settings: settings}}, Typed: rules.Typed(), Mail: mailOf(settings)},
		Sheets:  []string{own(l.assets.sheet, "site.css"), own(l.assets.sheets["desk"], "desk.css")},
		Scripts: append(append([]string{own(l.assets.base, "base.js"), own(l.assets.more, "more.js")}, engine...), own(l.assets.scripts["desk"], "desk.js"))}
	var b bytes.Buffer
	err := l.disk.ExecuteTemplate(&b, "disk", data)
	files[path.Clean(page)] = b.Bytes()
	return files, err
}
