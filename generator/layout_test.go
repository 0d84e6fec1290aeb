package main

import (
	"encoding/json"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestImports holds every package against what it may import: values flow one
// way, from what is read to what is published. A module stands for all packages
// below it, std for the standard library; tests may import anything.
func TestImports(t *testing.T) {
	const our = "minglu/generator/"
	permitted := map[string][]string{
		"personal":   {our + "unseen", "golang.org/x/text"},
		"screen":     {our + "charset", our + "checkout", our + "diag", our + "fields", our + "filename", our + "personal"},
		"diag":       {"github.com/clipperhouse/displaywidth", our + "unseen", our + "filename", our + "personal"},
		"charset":    {"golang.org/x/text"},
		"checkout":   {our + "usage", "golang.org/x/sync"},
		"keys":       {},
		"values":     {our + "unseen", "github.com/agnivade/levenshtein", "golang.org/x/text"},
		"fields":     {our + "diag", our + "keys", our + "unseen", our + "values", "gopkg.in/yaml.v3"},
		"criteria":   {our + "diag", our + "fields", our + "keys", our + "values", our + "checkout", our + "unseen", our + "filename", our + "pinyin", our + "screen"},
		"cases":      {our + "criteria", our + "diag", our + "fields", our + "filename", our + "screen", our + "unseen", our + "values"},
		"usage":      {},
		"multikey":   {},
		"signature":  {our + "multikey", "filippo.io/age", "github.com/emmansun/gmsm"},
		"actlog":     {our + "signature", "github.com/gowebpki/jcs", "golang.org/x/mod"},
		"qrcode":     {"rsc.io/qr"},
		"credential": {our + "content", our + "multikey", our + "signature", our + "values", "github.com/gowebpki/jcs"},
		"proof":      {our + "actlog", our + "content", our + "credential", our + "edition", our + "qrcode", our + "signature", our + "site", our + "usage", our + "values"},
		"failure":    {},
		"progress":   {"github.com/schollz/progressbar", "golang.org/x/term"},
		"git":        {},
		"markdown":   {},
		"host":       {},
		"unseen":     {"golang.org/x/text"},
		"filename":   {our + "unseen", "golang.org/x/text"},
		"lock":       {our + "checkout", "github.com/gofrs/flock"},
		"cache":      {our + "lock", our + "checkout"},
		"content":    {our + "charset", our + "host", our + "multikey", our + "keys", our + "diag", our + "fields", our + "values", our + "criteria", our + "unseen", our + "checkout", "github.com/yuin/goldmark", "golang.org/x", our + "filename", our + "personal", our + "screen", our + "pinyin"},
		"edition":    {our + "fields", our + "keys", our + "filename", our + "values", our + "criteria", our + "content", our + "diag", our + "unseen", our + "checkout", our + "usage"},
		"mend":       {our + "charset", our + "diag", our + "content", our + "checkout", "github.com/rogpeppe/go-internal/diff", "golang.org/x/tools/txtar"},
		"site":       {our + "cases", our + "keys", our + "edition", our + "values", our + "criteria", our + "content"},
		"opendata":   {our + "values", our + "keys", our + "criteria", our + "content", our + "site", our + "sheet", "github.com/xuri/excelize", "golang.org/x", our + "edition"},
		"sheet":      {"github.com/clipperhouse/displaywidth", "github.com/xuri/excelize"},
		"pinyin":     {},
		"blank":      {our + "values", our + "keys", our + "criteria", our + "content", our + "unseen"},
		"lzma":       {},
		"kit":        {our + "checkout", our + "criteria", our + "engine", "github.com/rogpeppe/go-internal/diff"},
		"engine":     {our + "cache", our + "checkout", our + "edition", our + "lzma", our + "pinyin"},
		// compiled for the browser alone
		"desk/engine":    {our + "desk/worker"},
		"desk/documents": {our + "desk"},
		"desk/worker":    {our + "content", our + "criteria", our + "desk", our + "diag", our + "edition", our + "pinyin", our + "values"},
		"search": {our + "cache", our + "content", our + "criteria", our + "edition", our + "site", our + "pinyin", "github.com/blevesearch",
			"github.com/RoaringBitmap/roaring", "golang.org/x"},
		"pictures": {our + "cache", our + "diag", our + "checkout", our + "site", "golang.org/x", our + "content"},
		"layouts": {our + "proof", our + "qrcode", our + "cases", our + "checkout", our + "diag", our + "fields", our + "edition", our + "host", our + "values", our + "criteria", our + "content", our + "site", our + "opendata", our + "pictures",
			"github.com/yuin/goldmark", "github.com/evanw/esbuild", "github.com/jba/templatecheck", "golang.org/x"},
		"docx":        {our + "values", "github.com/beevik/etree"},
		"export":      {our + "checkout", our + "content", our + "criteria", our + "docx", our + "edition", our + "opendata", our + "sheet", our + "site", our + "usage", our + "values", "github.com/arran4/golang-ical"},
		"forms":       {our + "proof", our + "qrcode", our + "site", our + "proof", our + "qrcode", our + "site", our + "docx", our + "values", our + "criteria", our + "content", our + "checkout", our + "git", our + "public", "github.com/jba/templatecheck", our + "usage"},
		"review":      {our + "edition", our + "keys", our + "diag", our + "values", our + "criteria", our + "content", our + "unseen", our + "checkout", "github.com/jba/templatecheck", our + "git", our + "public", our + "personal", our + "filename", our + "markdown", our + "usage", "github.com/clipperhouse/displaywidth"},
		"trial":       {our + "checkout", our + "content", our + "criteria", our + "diag", our + "edition", our + "export", our + "review", our + "sheet", our + "site", our + "usage", our + "values", "github.com/clipperhouse/displaywidth"},
		"preview":     {our + "cases", our + "desk", our + "edition", our + "cache", our + "checkout", our + "diag", our + "values", our + "criteria", our + "content", our + "site", our + "pictures", our + "opendata", our + "layouts", our + "search", our + "public", "github.com/fsnotify/fsnotify", "golang.org/x/net/netutil", our + "failure", our + "usage"},
		"public":      {our + "checkout", "github.com/andybalholm/brotli", "golang.org/x/net/html", "golang.org/x/sync", "golang.org/x/sys/unix", our + "filename"},
		".":           {"minglu/generator", "golang.org/x/term", "github.com", "golang.org/x/sync"},
		"outside":     {},
		"federation":  {our + "actlog", our + "bundle", our + "checkout", our + "content", our + "criteria", our + "diag", our + "edition", our + "mend", our + "outside", our + "signature", our + "usage", our + "values", "golang.org/x"},
		"build":       {our + "actlog", our + "bundle", our + "proof", our + "signature", our + "cache", our + "cases", our + "checkout", our + "content", our + "desk", our + "diag", our + "edition", our + "engine", our + "git", our + "layouts", our + "opendata", our + "pictures", our + "public", our + "screen", our + "search", our + "site", our + "values"},
		"bundle":      {our + "actlog", our + "content", our + "diag", our + "edition", our + "fields", our + "keys", our + "signature", our + "site", our + "values", "gopkg.in/yaml.v3"},
		"inspect":     {our + "checkout", our + "markdown", our + "outside", our + "public", our + "usage", our + "values", "golang.org/x"},
		"desk":        {our + "blank", our + "checkout", our + "content", our + "criteria", our + "diag", our + "edition", our + "host", our + "keys", our + "mend", our + "pinyin", our + "values", "github.com/yuin/goldmark", "golang.org/x/tools/txtar", "gopkg.in/yaml.v3"},
		"desk/papers": {our + "checkout", our + "criteria", our + "desk", our + "forms", our + "intake"},
		"intake":      {"golang.org/x/text", our + "blank", our + "charset", our + "checkout", our + "content", our + "criteria", our + "desk", our + "edition", our + "keys", our + "mend", our + "sheet", our + "unseen", our + "values", "github.com/xuri/excelize", "gopkg.in/yaml.v3"},
		"office":      {our + "checkout"},
		"desk/web":    {our + "desk", our + "failure"},
		"desk/store":  {our + "charset", our + "checkout", our + "content", our + "criteria"},
		"score":       {our + "content", our + "criteria", our + "edition", our + "markdown", our + "opendata", "github.com/clipperhouse/displaywidth"},
		// for tests alone
		"fixture":  {our + "cache", our + "content", our + "preview", our + "values", "golang.org/x/tools/txtar"},
		"browser":  {"github.com/chromedp"},
		"scaffold": {our + "keys", our + "blank", our + "content", our + "criteria", our + "edition", our + "values", our + "score", our + "unseen", our + "usage", "golang.org/x/term"},
	}
	used := map[[2]string]bool{} // folder, permission
	for file, imports := range goFiles(t, ".") {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		folder := path.Dir(file)
		may, known := permitted[folder]
		if !known {
			t.Errorf("%s: no package of that name is in the table", file)
			continue
		}
		for _, imported := range imports {
			first, _, _ := strings.Cut(imported, "/")
			std := !strings.Contains(first, ".") && first != "minglu"
			i := slices.IndexFunc(may, func(m string) bool { return imported == m || strings.HasPrefix(imported, m+"/") })
			if i >= 0 {
				used[[2]string{folder, may[i]}] = true
			} else if !std {
				t.Errorf("%s may not import %s", file, imported)
			}
		}
	}
	for folder, may := range permitted {
		for _, m := range may {
			if !used[[2]string{folder, m}] {
				t.Errorf("nothing in %s imports %s", folder, m)
			}
		}
	}
}

// TestOneWayToOpenFiles: files of a repository are opened by package checkout
// alone, which follows no link, opens nothing but regular files and reads no more
// than it is asked to. The other files below write what they made themselves.
func TestOneWayToOpenFiles(t *testing.T) {
	own := map[string]string{
		"checkout/checkout.go": "it is that way",
		"public/store.go":      "a temporary file of what does not fit into memory",
		"public/sync.go":       "the finished site, through os.Root",
		"public/exchange.go":   "the finished site, and the folder that it lies in, through os.Root",
		"public/manifest.go":   "the finished site, through os.Root",
		"build/remembered.go":  "what a build made, in a folder that the cache gives",
		"cache/cache.go":       "what this machine sealed, and the program itself",
		"lock/lock.go":         "locks among the user's caches",
		"search/build.go":      "the index, in a folder that the cache gives",
		"search/cache.go":      "its export, in a folder that the cache gives",
		"pictures/cache.go":    "renditions, in a folder that the cache gives",
		"forms/write.go":       "the folder that --out names",
		"keys.go":              "the folder of the key file that --out names",
		"engine/engine.go":     "the parts of the engine, in a folder that the cache gives",
		"office/office.go":     "a folder for LibreOffice to work in",
		"init.go":              "the folder of a new repository",
		"engine/compile.go":    "what the Go command compiled into such a folder",
		"fixture/fixture.go":   "what tests work on",
		"fixture/crowd.go":     "brands of the demonstration, after which tests invent others",
	}
	opening := map[string]bool{}
	opens := regexp.MustCompile(`os\.(DirFS|Open|OpenFile|OpenRoot|ReadFile|ReadDir|Create|CreateTemp|WriteFile|Readlink|MkdirAll)\(|filepath\.(Glob|Walk|WalkDir)\(|\bfs\.ReadFile\(`)
	for file := range goFiles(t, ".") {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(data), "\n") {
			if !opens.MatchString(line) {
				continue
			}
			if opening[file] = true; own[file] == "" {
				t.Errorf("%s:%d opens files by itself: %s", file, n+1, strings.TrimSpace(line))
			}
		}
	}
	for file := range own {
		if !opening[file] {
			t.Errorf("%s opens nothing and needs no exemption", file)
		}
	}
}

// TestNoCatchAllPackages keeps names that say nothing away.
func TestNoCatchAllPackages(t *testing.T) {
	for file := range goFiles(t, ".") {
		for part := range strings.SplitSeq(path.Dir(file), "/") {
			if slices.Contains([]string{"util", "utils", "common", "helpers", "manager", "internal", "misc", "pkg", "lib"}, part) {
				t.Errorf("%s lies in a package without a subject", file)
			}
		}
	}
}

// TestNoInit keeps out what runs unasked, before main.
func TestNoInit(t *testing.T) {
	inits := regexp.MustCompile(`(?m)^func init\(\)`)
	for file := range goFiles(t, ".") {
		if data, err := os.ReadFile(file); err != nil || inits.Match(data) {
			t.Errorf("%s has an init function: %v", file, err)
		}
	}
}

// TestOnlyGitRunsPrograms keeps the running of programs in the one package that
// knows what a repository must not have run. Package engine runs the Go command on the
// program's own sources, package office LibreOffice on a file that is imported, and package browser
// a browser for tests.
func TestOnlyGitRunsPrograms(t *testing.T) {
	for file, imports := range goFiles(t, ".") {
		if slices.Contains(imports, "os/exec") && path.Dir(file) != "git" && path.Dir(file) != "office" && file != "review/objects.go" && file != "engine/compile.go" && file != "browser/browser.go" && !strings.HasSuffix(file, "_test.go") {
			t.Errorf("%s runs programs", file)
		}
	}
}

// TestNoTestIsEmbedded: the cache goes by the bytes of the program, which no change of
// a test may change.
func TestNoTestIsEmbedded(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{range .EmbedFiles}}{{$.Dir}}/{{.}}{{"\n"}}{{end}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	files := strings.Fields(filepath.ToSlash(string(out)))
	if len(files) == 0 {
		t.Error("no file is found")
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".go") || strings.Contains(file, "/testdata/") {
			t.Errorf("%s is part of the program", file)
		}
	}
}

// goFiles returns the Go files below dir with their imports.
func goFiles(t *testing.T, dir string) map[string][]string {
	t.Helper()
	files := make(map[string][]string)
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "testdata":
			return filepath.SkipDir
		case !strings.HasSuffix(p, ".go"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		imports := make([]string, 0, len(f.Imports))
		for _, i := range f.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, name)
		}
		files[filepath.ToSlash(p)] = imports
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestTopLevel keeps the repository's first screen short: a folder for each
// thing that people edit, and generator/, which mirrors them.
func TestTopLevel(t *testing.T) {
	may := []string{
		".cache", ".ci", ".editorconfig", ".git", ".gitattributes", ".gitee", ".github", ".gitignore", ".gitlab", ".gitlab-ci.yml",
		".vscode", ".workflow",
		"CONTRIBUTING.md", "LICENSE", "README.md", "go.mod", "go.sum",
		"content", "criteria", "generator", "layouts", "public",
	}
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(may, e.Name()) {
			t.Errorf("%s: nothing of that name belongs at the top level", e.Name())
		}
	}
}

// TestReadmeNamesEveryDependency holds README's list against go.mod: every module
// that this one imports has its sentence there, and nothing else has.
func TestReadmeNamesEveryDependency(t *testing.T) {
	data, err := exec.Command("go", "mod", "edit", "-json", "../go.mod").Output()
	if err != nil {
		t.Fatal(err)
	}
	var mod struct {
		Require []struct{ Path string }
	}
	if err := json.Unmarshal(data, &mod); err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	imported := make(map[string]bool)
	for _, imports := range goFiles(t, ".") {
		for _, i := range imports {
			for ; i != "."; i = path.Dir(i) {
				imported[i] = true
			}
		}
	}
	var direct, named []string
	for _, r := range mod.Require {
		if imported[r.Path] {
			direct = append(direct, r.Path)
		}
	}
	for _, m := range regexp.MustCompile("(?m)^- `([a-z0-9.-]+/[A-Za-z0-9._/-]+)`: .*\\.$").FindAllSubmatch(readme, -1) {
		named = append(named, string(m[1]))
	}
	for _, d := range direct {
		if !slices.Contains(named, d) {
			t.Errorf("README.md does not say what %s saves", d)
		}
	}
	for _, n := range named {
		if !slices.Contains(direct, n) {
			t.Errorf("README.md names %s, which go.mod does not require", n)
		}
	}
}
