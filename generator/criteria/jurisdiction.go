package criteria

import (
	"io/fs"
	"slices"

	"minglu/generator/diag"
	"minglu/generator/fields"
)

// Jurisdictions. What all share lies in criteria/ itself. A region's own types, levels,
// facts, naming advice, efforts, honours and standards lie in criteria/<code>/, in files of the
// same names; a file in criteria/ itself is of one region alone where it says so (region). A site
// reads what is its own and what is of the regions that it lies in: a folder and not a key at
// each entry, so that a city brings its rules as one folder, and takes them away as one. The
// layouts of its papers lie in layouts/forms/<code>/ in the same way.

// jurisdictions returns the folders of rules that the site sees: the shared one, then those
// of its regions, the largest first. Where the site's region is not known it sees all.
func (l *loader) jurisdictions() []string {
	dirs := []string{"criteria"}
	entries, err := fs.ReadDir(l.root, "criteria")
	if err != nil {
		return dirs // which is told by whoever reads the files
	}
	for _, e := range entries {
		if !e.IsDir() || !isCode(e.Name()) {
			continue
		}
		dir := "criteria/" + e.Name()
		switch r := l.rules.Region(e.Name()); {
		case r == nil && l.site == nil:
			if !l.regionsAreFaulty() && l.regionNamedIn("content/site.yaml") == "" { // else its province may not have been read
				l.report(dir, diag.UnknownRegion, "行政区划表中没有代码“%s”，文件夹 %s 不知道是哪里的，请核对。", e.Name(), dir)
			}
		case r != nil && (l.site == nil || r.Contains(l.site)):
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// readAll reads a file of each folder; the shared one must be there, unless a region has its
// own.
func (l *loader) readAll(name string, parse func(m *fields.Map, file string)) {
	own := slices.DeleteFunc(slices.Clone(l.dirs[1:]), func(dir string) bool { return !l.has(dir + "/" + name) })
	if shared := "criteria/" + name; l.has(shared) || len(own) == 0 {
		l.read(shared, func(m *fields.Map, file string) {
			switch {
			case l.applies(m):
				parse(m, file)
			case name == "types.yaml":
				for _, e := range m.Maps("types") {
					l.other[e.Text("name").V] = true
				}
			}
		})
	}
	for _, dir := range own {
		l.read(dir+"/"+name, parse)
	}
}

// readAny is readAll for a file that need not be there.
func (l *loader) readAny(name string, parse func(m *fields.Map, file string)) {
	if slices.ContainsFunc(l.dirs, func(dir string) bool { return l.has(dir + "/" + name) }) {
		l.readAll(name, parse)
	}
}

// concerning returns the standards but those of another province than the site's: what
// they are written in is not read.
func (l *loader) concerning(standards []string) []string {
	site := l.regionNamedIn("content/site.yaml")
	return slices.DeleteFunc(standards, func(name string) bool {
		own := l.regionNamedIn(name)
		return site != "" && own != "" && site != nationCode && own != nationCode && own[:2] != site[:2]
	})
}

// Own returns where a file of a folder stands that regions can have their own of: in the
// folder <code>/ in it of r, or of the nearest region that r lies in, which has one, else in
// the folder itself, which is for all.
func (r *Region) Own(root fs.FS, folder, name string) string {
	for ; r != nil; r = r.Parent {
		own := folder + "/" + r.Code + "/" + name
		if _, err := fs.Lstat(root, own); err == nil {
			return own
		}
	}
	return folder + "/" + name
}

// Typed reports whether brands are of types. A region without types.yaml has none, and then
// nothing asks for them or speaks of them.
func (r *Rules) Typed() bool { return len(r.Types) > 0 }

func (l *loader) has(file string) bool {
	_, err := fs.Lstat(l.root, file)
	return err == nil
}

// applies reports whether a shared file is of the site: of all, or of a region that the site
// lies in.
func (l *loader) applies(m *fields.Map) bool {
	code := m.Text("region")
	if !code.Stated {
		return true
	}
	r := l.rules.Region(code.V)
	if r == nil && !isCode(code.V) {
		m.Report(code.At, diag.BadRegionCode, "行政区划代码“%s”应为六位数字，如 320722。", code.V)
	}
	return l.site == nil || r != nil && r.Contains(l.site)
}

// once returns the set of names of a kind that files have used, in all folders.
func (l *loader) once(kind string) map[string]bool {
	if l.seen[kind] == nil {
		l.seen[kind] = map[string]bool{}
	}
	return l.seen[kind]
}
