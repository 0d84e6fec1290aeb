package criteria

import (
	"io/fs"
	"strings"

	"minglu/generator/checkout"
	"minglu/generator/diag"
	"minglu/generator/fields"
)

// Where regions are listed: a file a province, named by the first two digits of its code; or
// all in one, as those write it who need few.
const (
	regionsDir  = "criteria/regions"
	regionsFile = "criteria/regions.yaml"
)

// readRegions reads regions.yaml where there is one, and of the files of provinces those that
// the site or a standard needs: a desk for one city must not carry the whole country. What
// regions.yaml has of a province stands for all of it.
func (l *loader) readRegions(standards []string) {
	provinces := l.strangers(regionsDir, "各省的行政区划以代码前两位命名，如 32.yaml", func(e fs.DirEntry) bool { return !e.IsDir() && isProvinceFile(e.Name()) })
	t := &regionTable{loader: l, seen: map[string]bool{}, byCode: map[string]*Region{}}
	if _, err := fs.Lstat(l.root, regionsFile); err == nil {
		l.read(regionsFile, t.read)
	} else if len(provinces) == 0 {
		l.report(regionsDir, diag.MissingFile, "缺少行政区划文件：%s/ 下没有各省的文件（如 32.yaml），请恢复。", regionsDir)
		l.faulty[regionsDir] = true
	}
	listed := map[string]bool{}
	for _, r := range l.rules.Regions {
		listed[r.Code[:2]] = true
	}
	needed := l.provincesNeeded(standards)
	for _, name := range provinces {
		if province := name[:2]; (needed == nil || needed[province]) && !listed[province] {
			l.read(regionsDir+"/"+name, t.read)
		}
	}
}

// provincesNeeded returns the first digits of the provinces of which the site or a standard
// names a region, nil where it takes all: of the nation, and where a file does not plainly
// say what it names, for its mistake may be the very name.
func (l *loader) provincesNeeded(standards []string) map[string]bool {
	site := l.regionNamedIn("content/site.yaml")
	if site == "" || site == nationCode {
		return nil
	}
	needed := map[string]bool{site[:2]: true}
	for _, name := range standards {
		code := l.regionNamedIn(name)
		if code == "" {
			return nil
		}
		needed[code[:2]] = true
	}
	return needed
}

// regionNamedIn returns the code behind the key region of a file, "" where there is none.
func (l *loader) regionNamedIn(name string) string {
	if code := l.glance(name, "region"); isCode(code) {
		return code
	}
	return ""
}

// glance returns what stands behind a key at the top of a file, "" where that takes more than
// a look at its lines. What is wrong with the file is told by whoever reads it.
func (l *loader) glance(name, key string) string {
	data, err := checkout.Head(l.root, name, glanceBytes)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(data)) {
		if value, found := strings.CutPrefix(line, key+":"); found {
			value, _, _ = strings.Cut(value, " #")
			return strings.Trim(value, " \t\r\n'\"")
		}
	}
	return ""
}

// glanceBytes is how far into a file a key is looked for.
const glanceBytes = 64 << 10

// isProvinceFile reports whether a file is named by two digits: 32.yaml.
func isProvinceFile(name string) bool {
	digits, found := strings.CutSuffix(name, ".yaml")
	return found && isCode(digits+"0000")
}

// regionsAreFaulty reports whether a file of regions has a mistake: what is missing then may
// be what could not be read.
func (l *loader) regionsAreFaulty() bool {
	for name, faulty := range l.faulty {
		if faulty && (name == regionsFile || strings.HasPrefix(name, regionsDir)) {
			return true
		}
	}
	return false
}

// A regionTable is what has been read of all files of regions.
type regionTable struct {
	*loader
	seen   map[string]bool // codes and slugs
	byCode map[string]*Region
}

// read reads one file.
func (t *regionTable) read(m *fields.Map, file string) {
	m.Require("regions")
	for _, e := range m.Maps("regions") {
		code, name, slug, municipality := e.Text("code"), e.Text("name"), e.Text("slug"), e.Bool("municipality")
		r := &Region{Code: code.V, Name: name.V, Slug: slug.V, Short: e.Text("short").V, Municipality: municipality.V,
			Tile: tile(e), Agricultural: agricultural(e)}
		e.Require("code", "name", "slug")
		e.Done()
		unique(e, t.seen, "代码", code)
		unique(e, t.seen, "网址名", slug)
		checkSlug(e, slug)
		if r.Short == "" {
			r.Short = r.Name
		}
		if !code.Stated {
			continue
		}
		if !isCode(code.V) {
			e.Report(code.At, diag.BadRegionCode, "行政区划代码“%s”应为六位数字，如 320722。", code.V)
			continue
		}
		if province := code.V[:2] + ".yaml"; file != regionsFile && !strings.HasSuffix(file, "/"+province) {
			e.Report(code.At, diag.BadRegionCode, "“%s”（%s）不属于本文件，应列在 %s/%s 中。", code.V, name.V, regionsDir, province)
		}
		if municipality.V && (!strings.HasSuffix(r.Code, "0000") || r.IsNation()) {
			e.Report(municipality.At, diag.WrongKind, "municipality 表示直辖市，代码以 0000 结尾；不是直辖市的，请删去这一项。")
			r.Municipality = false
		}
		parent, required := t.parentCode(r.Code)
		if r.Parent = t.byCode[parent]; required && r.Parent == nil {
			e.Report(code.At, diag.BadRegionCode, "“%s”（%s）的上级 %s 没有列在它前面，请先列上级。", code.V, name.V, parent)
		}
		t.byCode[r.Code] = r
		t.rules.Regions = append(t.rules.Regions, r)
	}
	m.Done()
}

// parentCode returns the code of what a region lies in, and whether that must be listed; the
// nation is only for those who need it. The numbers from 9001 are of counties directly in a
// province (GB/T 2260), and all counties of a municipality lie directly in it.
func (t *regionTable) parentCode(code string) (parent string, required bool) {
	province := code[:2] + "0000"
	above := t.byCode[province]
	switch {
	case code == nationCode:
		return "", false
	case code == province:
		return nationCode, false
	case strings.HasSuffix(code, "00"), code[2:4] == "90", above != nil && above.Municipality:
		return province, true
	}
	return code[:4] + "00", true
}
