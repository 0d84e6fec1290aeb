// Package kit is what a repository of a region's own is made of where there is the program
// alone: rules, layouts, handbooks and recipes, as they stand in the program's repository
// (Shared), and the few files that name the region (own/). A released program carries them, as
// one archive that .ci/release packs; another reads them where its sources lie (Open). So
// there is no second copy that could differ.
//
// Begin says what a new repository holds. Updating brings a repository to what another
// version of the program holds, and never writes over what others wrote: see Record.
package kit

import (
	"archive/zip"
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"minglu/generator/checkout"
	"minglu/generator/criteria"
	"minglu/generator/engine"
)

// Shared are the files and folders that are as good for others as for the program's own
// repository.
var Shared = []string{
	".editorconfig", ".gitee", ".github/ISSUE_TEMPLATE", ".github/PULL_REQUEST_TEMPLATE.md", ".github/workflows/site.yml",
	".gitignore", ".gitlab-ci.yml", ".vscode/extensions.json", ".vscode/settings.json", ".vscode/tasks.json", ".workflow", "LICENSE",
	"content/README.md", "content/pages/glossary.md", "content/pages/guide.md", "criteria", "layouts", "public/.gitignore",
}

// Holds reports whether a version of the program may hold a file of that name. The record
// lies in the repository and may name anything: what is not among these is never removed.
func Holds(name string) bool {
	return slices.Contains(slices.Collect(maps.Values(kept)), name) ||
		slices.ContainsFunc(Shared, func(top string) bool { return name == top || strings.HasPrefix(name, top+"/") })
}

// largest is the most that a shared file may have, in bytes.
const largest = 16 << 20

// own are templates of what names the region.
//
//go:embed own
var own embed.FS

// once are the files of own/ that whoever has the repository goes on with: no update
// changes them.
var once = map[string]string{
	"site.yaml":  "content/site.yaml",
	"about.md":   "content/pages/about.md",
	"CODEOWNERS": ".github/CODEOWNERS",
	"program":    ".ci/program",
}

// kept are the others.
var kept = map[string]string{
	"README.md": "README.md",
	"minglu":    ".ci/minglu",
}

// Open returns the files that are shared: those that the program carries, or those beside the
// sources that it was compiled from.
func Open() (fs.FS, error) {
	data := carried()
	if data == nil {
		dir, err := engine.Sources()
		if err != nil {
			return nil, errors.New("这个程序不带标准和版式，也找不到编译程序时的源代码；请换用发布的程序")
		}
		var b bytes.Buffer
		if err := Pack(&b, checkout.Open(dir)); err != nil {
			return nil, err
		}
		data = b.Bytes()
	}
	return zip.NewReader(bytes.NewReader(data), int64(len(data)))
}

// Pack writes the shared files of a repository into an archive: the same bytes of the same
// files.
func Pack(w io.Writer, root fs.FS) error {
	archive := zip.NewWriter(w)
	err := each(root, func(name string) error {
		data, err := checkout.Read(root, name, largest)
		if err != nil {
			return err
		}
		f, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err == nil {
			_, err = f.Write(data)
		}
		return err
	})
	return errors.Join(err, archive.Close())
}

// each calls do with the path of each shared file.
func each(root fs.FS, do func(name string) error) error {
	for _, top := range Shared {
		err := fs.WalkDir(root, top, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			return do(name)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// A Kit is what a repository of a region takes from a version of the program.
type Kit struct {
	Rules  *criteria.Rules
	Region *criteria.Region
	Files  map[string][]byte // by path
}

// Rules reads the rules of the whole country.
func Rules(shared fs.FS) (*criteria.Rules, error) {
	rules, bad, err := criteria.Load(shared)
	if err == nil && len(bad) > 0 {
		err = fmt.Errorf("程序所带的标准有错误：%s", bad[0].Message)
	}
	return rules, err
}

// For returns the kit of a region. Of the standards it has those that are in force there, or
// in a part of it; for the nation those of the nation, since what others are written in is of
// their regions.
func For(shared fs.FS, rules *criteria.Rules, region *criteria.Region) (*Kit, error) {
	k := &Kit{rules, region, map[string][]byte{}}
	err := each(shared, func(name string) error {
		if k.concernsOthers(name) {
			return nil
		}
		data, err := checkout.Read(shared, name, largest)
		k.Files[name] = adapted(name, data)
		return err
	})
	if err != nil {
		return nil, err
	}
	return k, k.fill(kept, k.Files)
}

// concernsOthers reports whether a file is a standard of another place, or a case of one.
func (k *Kit) concernsOthers(name string) bool {
	return slices.ContainsFunc(k.Rules.Standards, func(s *criteria.Standard) bool {
		return !s.Region.Contains(k.Region) && (k.Region.IsNation() || !k.Region.Contains(s.Region)) &&
			(path.Base(name) == s.ID+".yaml" || path.Base(path.Dir(name)) == s.ID)
	})
}

// Begin returns the files that a repository begins with, and that no update changes.
func (k *Kit) Begin() (map[string][]byte, error) {
	files := map[string][]byte{}
	return files, k.fill(once, files)
}

// fill adds files that name the region.
func (k *Kit) fill(names map[string]string, files map[string][]byte) error {
	for name, as := range names {
		t, err := template.ParseFS(own, "own/"+name)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := t.Execute(&b, k); err != nil {
			return err
		}
		files[as] = b.Bytes()
	}
	return nil
}

// Bureau is what the department in charge is called there, as a rule.
func (k *Kit) Bureau() string {
	switch {
	case k.Region.IsNation():
		return "人力资源和社会保障部"
	case k.Region.IsProvince():
		return k.Region.Name + "人力资源和社会保障厅"
	}
	return k.Region.Name + "人力资源和社会保障局"
}

// Parts are the regions below that brands can be of.
func (k *Kit) Parts() []*criteria.Region {
	return slices.DeleteFunc(k.Rules.RegionsIn(k.Region), func(r *criteria.Region) bool { return r == k.Region })
}

var (
	// only is what recipes do where the program's sources are.
	only = regexp.MustCompile(`(?ms)^ *# 以下只在有程序源码的仓库。\n.*?^ *# 以上只在有程序源码的仓库。\n`)
	// task is how the tasks of VS Code run the program from its sources.
	task = regexp.MustCompile(`"command": "go",(\s*)"args": \[\s*"run",\s*"\./generator",`)
)

// adapted returns a shared file as it is where there is the program alone, and no Go.
func adapted(name string, data []byte) []byte {
	const run = "go run ./generator"
	text := string(data)
	switch {
	case path.Ext(name) == ".md":
		text = strings.ReplaceAll(text, run, "minglu")
	case path.Ext(name) == ".yml":
		text = strings.ReplaceAll(only.ReplaceAllString(text, ""), run, "sh .ci/minglu")
	case name == ".vscode/tasks.json":
		text = task.ReplaceAllString(text, `"command": "$${workspaceFolder}/minglu",$1"args": [`)
	default:
		return data
	}
	return []byte(text)
}
