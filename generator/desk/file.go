package desk

import (
	"io/fs"
	"path"

	"minglu/generator/content"
)

type fsys = fs.FS

// beside returns the path of a file that lies in the folder of another.
func beside(file, name string) string { return path.Join(path.Dir(file), name) }

// Where returns the path at which a brand's file belongs by what it says: that of its
// county and its name; "" where these cannot be told. slug is the address it has, ""
// for one that follows from the name.
func (d *Desk) Where(county, name, slug string) string {
	for _, r := range d.rules.RegionsIn(d.settings.Region) {
		if r.Name != county && r.FullName() != county {
			continue
		}
		if slug == "" {
			slug = content.NewSlug(d.rules, name, r)
		}
		if slug != "" {
			return "content/brands/" + r.Slug + "/" + slug + ".md"
		}
	}
	return ""
}

// NewText is the text of a file in which nothing is filled in.
const NewText = "---\n---\n"
