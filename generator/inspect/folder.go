package inspect

import (
	"io/fs"
	"strings"

	"minglu/generator/checkout"
	"minglu/generator/public"
	"minglu/generator/usage"
)

// maxFile is the most that is read of a file of a folder, in bytes: what offices
// add to a site, such as a film, may be large.
const maxFile = 256 << 20

// Load puts the files of a finished site in the folder dir into tree. No link is
// followed, and what lies in folders of git or belongs to the program is left out.
// The error is a usage.Error where dir has no home page.
func Load(dir string, tree *public.Tree) error {
	root := checkout.Open(dir)
	if info, err := root.Lstat(homePath); err != nil || !info.Mode().IsRegular() {
		return usage.Errorf("“%s”中没有 %s，不是生成好的网站；请写明网站所在的文件夹，如 public", dir, homePath)
	}
	return fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case !d.Type().IsRegular(), strings.HasPrefix(d.Name(), ".minglu"):
			return nil
		}
		data, err := checkout.Read(root, p, maxFile)
		if err != nil {
			return err
		}
		return tree.Put(p, data)
	})
}
