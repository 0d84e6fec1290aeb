package content

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/filename"
	"minglu/generator/keys"
	"minglu/generator/screen"
	"minglu/generator/values"
)

// Where things stand in content/.
const (
	contentDir    = "content"
	settingsFile  = "content/site.yaml"
	brandsDir     = "content/brands"
	noticesDir    = "content/notices"
	judgementsDir = "content/judgements"
	pagesDir      = "content/pages"

	// BlankDir holds the empty forms, for whoever copies them.
	BlankDir = "content/_blank"
)

// A folder is content/ as it was found: which files there are to read. What
// nobody knows has been reported.
type folder struct {
	brands, notices, pages []string        // paths, sorted
	records                []string        // paths, in the folder of a standard that there is
	misfiled               []string        // paths of records in a folder of no standard, which has been reported
	pictures               map[string]bool // paths of JPEG, PNG and WebP files beside brands
	refused                []string        // paths of other pictures, reported unless a brand shows them
	odd                    map[string]bool // paths that are links, devices or folders where a file is expected
	list                   diag.List
}

const onlyThese = "content/ 下只有 brands、notices、judgements、pages 四个文件夹和 site.yaml，请把文件移到其中一个文件夹，或删去。"

// openFolder lists content/. Links are never followed.
func openFolder(root fs.FS, rules *criteria.Rules) (*folder, error) {
	f := &folder{pictures: map[string]bool{}, odd: map[string]bool{}}
	if info, err := fs.Lstat(root, contentDir); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		f.notAFile(contentDir, info.Mode())
		return f, nil
	}
	err := f.each(root, contentDir, func(p string, e fs.DirEntry) error {
		switch {
		case p == brandsDir && e.IsDir():
			return f.openBrands(root, rules)
		case p == noticesDir && e.IsDir():
			return f.openTexts(root, rules, noticesDir, "公告", &f.notices)
		case p == judgementsDir && e.IsDir():
			return f.openJudgements(root, rules)
		case p == pagesDir && e.IsDir():
			return f.openTexts(root, rules, pagesDir, "页面", &f.pages)
		case p == settingsFile && e.IsDir():
			f.notAFile(p, fs.ModeDir)
		case p == settingsFile:
		case e.IsDir():
			return f.strangers(root, p, onlyThese)
		case strings.TrimSuffix(path.Base(p), path.Ext(p)) == "site":
			f.stranger(p, "网站设置的文件名应为 site.yaml，请改名。")
		default:
			f.stranger(p, onlyThese)
		}
		return nil
	})
	if err == nil {
		err = f.checkBlank(root, rules)
	}
	return f, err
}

// checkBlank reports empty forms that were filled in where they lie: an empty one
// has nothing behind the keys that every brand must have.
func (f *folder) checkBlank(root fs.FS, rules *criteria.Rules) error {
	if info, err := fs.Lstat(root, BlankDir); err != nil || !info.IsDir() {
		return nil
	}
	entries, err := fs.ReadDir(root, BlankDir)
	for _, e := range entries {
		p := path.Join(BlankDir, e.Name())
		text, ok := plainText(root, p)
		if !ok || path.Ext(p) != ".md" || !e.Type().IsRegular() {
			continue
		}
		src := newSource(p, text)
		h, ok := splitHead(src, keys.Brand)
		if !ok || h.fields == nil {
			continue
		}
		told := newSource(p, text) // what else is wrong with a form that lies there is nobody's mistake
		for _, key := range keys.Required(keys.Brand) {
			if h.fields.Node(key).Stated() {
				told.Report(h.fields.Node(key).At(), diag.UnknownFile, "空白表里填了%s：%s/ 里的文件不参加生成，请另存为 %s，再用 schema --write 把空白表复原。",
					h.fields.Named(key), BlankDir, properFile(h.fields, rules))
				break
			}
		}
		f.list = append(f.list, told.List...)
	}
	return err
}

// properFile returns where a brand of these fields belongs, as far as they say it.
func properFile(m *fields.Map, rules *criteria.Rules) string {
	county, name := m.Text("county").V, m.Text("name").V
	for _, r := range rules.Regions {
		if r.Name == county || r.FullName() == county {
			return path.Join(brandsDir, r.Slug, cmp.Or(NewSlug(rules, name, r), r.Slug+"-1")+".md")
		}
	}
	return path.Join(brandsDir, "县区的文件夹", "文件名.md")
}

// each calls visit for every entry of dir that is a file or a folder and is not
// to be skipped, in order of name. Anything else is reported.
func (f *folder) each(root fs.FS, dir string, visit func(p string, e fs.DirEntry) error) error {
	entries, err := fs.ReadDir(root, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var skipped []fs.DirEntry
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		if filename.IsSkipped(e.Name()) {
			skipped = append(skipped, e)
			continue
		}
		if !utf8.ValidString(p) { // it cannot be opened: io/fs knows paths in UTF-8 alone
			f.badName(p, filename.Fault(e.Name()))
			continue
		}
		f.checkName(p)
		if !e.IsDir() && !e.Type().IsRegular() {
			f.notAFile(p, e.Type())
			continue
		}
		if err := visit(p, e); err != nil {
			return err
		}
	}
	bad, err := screen.Skipped(root, dir, skipped)
	f.list = append(f.list, bad...)
	return err
}

func (f *folder) openBrands(root fs.FS, rules *criteria.Rules) error {
	return f.each(root, brandsDir, func(p string, e fs.DirEntry) error {
		if !e.IsDir() {
			f.stranger(p, "品牌文件和图片应放在县区的文件夹里，如 content/brands/donghai/，请移过去。")
			return nil
		}
		if fault := criteria.SlugFault(path.Base(p)); fault != "" {
			f.report(p, diag.BadSlug, "文件夹“%s”%s，请改用县区在网址里的名称，如 donghai。", path.Base(p), fault)
		}
		pictures := filename.Names{}
		return f.each(root, p, func(p string, e fs.DirEntry) error {
			switch ext := strings.ToLower(path.Ext(p)); {
			case e.IsDir() && (ext == ".md" || IsPicture(p)):
				f.notAFile(p, fs.ModeDir)
			case e.IsDir():
				return f.strangers(root, p, "县区的文件夹里不再分文件夹，请把文件移到 "+path.Dir(p)+"/ 下，或删去。")
			case path.Ext(p) == ".md":
				f.brands = append(f.brands, p)
			case IsPicture(p):
				f.pictures[p] = true
				if fault := pictures.Fault(path.Base(p)); fault != "" {
					f.badName(p, fault)
				}
			case isRefusedPicture(ext):
				f.refused = append(f.refused, p)
			default:
				f.stranger(p, cureFor(rules, p, "品牌文件的扩展名应为 .md，图片为 .jpg、.png 或 .webp；其他文件请删去，或放在别处。"))
			}
			return nil
		})
	})
}

func (f *folder) badName(p, fault string) {
	f.report(p, diag.BadSlug, "文件“%s”不能用这个名称：%s，请用小写英文字母、数字和连字符改名。", filename.Printable(path.Base(p)), fault)
}

// openJudgements lists the records of each standard. A folder of no standard is
// one mistake, however much lies in it.
func (f *folder) openJudgements(root fs.FS, rules *criteria.Rules) error {
	return f.each(root, judgementsDir, func(p string, e fs.DirEntry) error {
		if !e.IsDir() {
			example := ""
			if len(rules.Standards) > 0 {
				example = "，如 " + RecordFile(rules.Standards[0].ID, "donghai-shuijing")
			}
			f.stranger(p, "评定意见应放在所依据标准的文件夹里"+example+"，请移过去，或删去。")
			return nil
		}
		files := &f.records
		if rules.Standard(path.Base(p)) == nil {
			files = &f.misfiled
		}
		err := f.each(root, p, func(p string, e fs.DirEntry) error {
			switch {
			case e.IsDir() && path.Ext(p) == ".yaml":
				f.notAFile(p, fs.ModeDir)
			case e.IsDir():
				return f.strangers(root, p, "标准的文件夹里不再分文件夹，请把文件移到 "+path.Dir(p)+"/ 下，或删去。")
			case path.Ext(p) == ".yaml":
				*files = append(*files, p)
			case strings.EqualFold(path.Ext(p), ".yaml"), strings.EqualFold(path.Ext(p), ".yml"):
				f.stranger(p, "扩展名应为 .yaml，请把文件改名为 "+strings.TrimSuffix(path.Base(p), path.Ext(p))+".yaml。")
			default:
				f.stranger(p, "此处只放评定意见（品牌的文件名加 .yaml），其他文件请删去，或放在别处。")
			}
			return nil
		})
		if len(f.misfiled) > 0 && path.Dir(f.misfiled[len(f.misfiled)-1]) == p {
			f.reportNoStandard(p, rules)
		}
		return err
	})
}

func (f *folder) reportNoStandard(dir string, rules *criteria.Rules) {
	var ids []string
	for _, s := range rules.Standards {
		ids = append(ids, s.ID)
	}
	cure := "可用：" + strings.Join(ids, "、") + "。"
	if near := values.Nearest(path.Base(dir), ids); near != "" {
		cure = "是否应为“" + near + "”？请给文件夹改名。"
	}
	f.report(dir, diag.BadJudgement, "没有“%s”这个标准，%s", diag.Short(path.Base(dir)), cure)
}

func (f *folder) openTexts(root fs.FS, rules *criteria.Rules, dir, what string, files *[]string) error {
	return f.each(root, dir, func(p string, e fs.DirEntry) error {
		switch {
		case e.IsDir() && path.Ext(p) == ".md":
			f.notAFile(p, fs.ModeDir)
		case e.IsDir():
			return f.strangers(root, p, dir+"/ 下不再分文件夹，请把文件移到 "+dir+"/ 下，或删去。")
		case path.Ext(p) == ".md":
			*files = append(*files, p)
		default:
			f.stranger(p, cureFor(rules, p, dir+"/ 下只放"+what+"（.md 文件），其他文件请删去，或放在别处；图片只能放在品牌文件旁。"))
		}
		return nil
	})
}

// cureFor says what to do with a file whose name nearly fits.
func cureFor(rules *criteria.Rules, p, otherwise string) string {
	switch ext := path.Ext(p); {
	case strings.EqualFold(ext, ".md"), ext == ".markdown", ext == ".mdown", ext == ".txt":
		return "扩展名应为 .md，" + renamed(rules, p)
	case ext == "":
		return "文件名没有扩展名，品牌、公告和页面的扩展名应为 .md，请改名，或删去这个文件。"
	}
	return otherwise
}

func (f *folder) stranger(p, cure string) {
	f.report(p, diag.UnknownFile, "不认识“%s”这个文件：%s", path.Base(p), cure)
}

// strangers reports every file below dir.
func (f *folder) strangers(root fs.FS, dir, cure string) error {
	return f.each(root, dir, func(p string, e fs.DirEntry) error {
		if e.IsDir() {
			return f.strangers(root, p, cure)
		}
		f.stranger(p, cure)
		return nil
	})
}

func (f *folder) notAFile(p string, mode fs.FileMode) {
	f.odd[p] = true
	what := "设备或其他特殊文件"
	switch {
	case mode&fs.ModeSymlink != 0:
		what = "符号链接"
	case mode.IsDir():
		what = "文件夹"
	}
	f.report(p, diag.NotAFile, "“%s”是%s，不是普通文件，请换成文件本身。", path.Base(p), what)
}

func (f *folder) report(p string, rule diag.Rule, format string, args ...any) {
	src := newSource(p, "")
	src.Report(src.LineSpan(1), rule, format, args...)
	f.list = append(f.list, src.List...)
}

// reportRefused reports the pictures of other formats that none of the brands
// shows; where one does, its brand has been told.
func (f *folder) reportRefused(brands []*Brand) {
	shown := map[string]bool{}
	for _, b := range brands {
		for _, file := range b.refused {
			shown[file] = true
		}
	}
	for _, p := range f.refused {
		if !shown[p] {
			f.stranger(p, refusal(p))
		}
	}
}

// newSource returns the source of a file below content/: whatever is printed of
// it is masked.
func newSource(file, text string) *diag.Source {
	return screen.New(file, text).Source
}

// SlugOf returns the slug that the name of a file gives: of the brand, notice or page
// that it is, or of the brand that a record is about.
func SlugOf(file string) string {
	return strings.TrimSuffix(strings.TrimSuffix(path.Base(file), ".md"), ".yaml")
}

// addressable returns the slug that a file's name gives, reporting one that cannot
// be an address.
func addressable(rules *criteria.Rules, src *diag.Source, file string) string {
	slug := SlugOf(file)
	if fault := criteria.SlugFault(slug); fault != "" {
		src.Report(src.LineSpan(1), diag.BadSlug, "文件名“%s”不能作网址：%s。%s", path.Base(file), fault, renamed(rules, file))
	}
	return slug
}

// IsPicture reports whether a file of this name is taken for a picture.
func IsPicture(name string) bool {
	return slices.Contains([]string{".jpg", ".jpeg", ".png", ".webp"}, strings.ToLower(path.Ext(name)))
}

func isRefusedPicture(ext string) bool {
	return slices.Contains([]string{".svg", ".svgz", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".ico"}, ext)
}

// RecordFile returns the path of the file in which the judgements of a brand by
// a standard lie.
func RecordFile(standard, slug string) string {
	return path.Join(judgementsDir, standard, slug+".yaml")
}

// checkName reports a personal number in the name of a file or folder.
func (f *folder) checkName(p string) { f.list = append(f.list, screen.Name(p)...) }

// refusal says why a picture of this name is not taken.
func refusal(name string) string {
	if ext := strings.ToLower(path.Ext(name)); strings.HasPrefix(ext, ".svg") {
		return "是 SVG，其中可以藏有脚本，不能使用，请另存为 PNG 或 JPEG。"
	}
	return "不是 JPEG、PNG 或 WebP，请另存为其中一种。"
}
