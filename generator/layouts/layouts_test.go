package layouts

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"
)

// editable returns layouts/ as a map, for tests that break it.
func editable(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(repository, "layouts", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(repository, file)
		files[file] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestMistakesInLayoutsStopTheProgramAtTheirPlace(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"a field that is not there":      {"layouts/page/page.html", "<h1>x</h1>\n{{.Nmae}}\n", "layouts/page/page.html:2"},
		"a field of a part":              {"layouts/parts/cells/cells.html", "<td>\n{{.Nmae}}</td>", "layouts/parts/cells/cells.html:2"},
		"a template that does not parse": {"layouts/home/home.html", "{{if}}", "layouts/home/home.html"},
		"a style sheet that is wrong":    {"layouts/home/home.css", "@import \"./none.css\";", "none.css"},
		"a script that is wrong":         {"layouts/base/base.ts", "let a: = 1\n", "layouts:base/base.ts:1"},
	} {
		t.Run(name, func(t *testing.T) {
			files := editable(t)
			files[c.file] = &fstest.MapFile{Data: []byte(c.text)}
			if _, err := Load(files); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Load says %v, want it to name %s", err, c.want)
			}
		})
	}
}

func TestIndentationIsTakenOut(t *testing.T) {
	for in, want := range map[string]string{
		"<p>\n  一\n  二\n</p>":        "<p>一二</p>",
		"<a\n  href=\"x\"\n>一</a> 二": "<a href=\"x\" >一</a> 二",
		"<p>one two</p>":             "<p>one two</p>",
	} {
		if got := string(new(squeezer).text([]byte(in))); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// TestReadmeListsEveryPage holds the table of layouts/README.md against the
// code.
func TestReadmeListsEveryPage(t *testing.T) {
	text, err := os.ReadFile("../../layouts/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range append(kinds, loneParts...) {
		folder := k.folder + "/"
		if _, isPart := partNames()[k.folder]; isPart {
			folder = "parts/" + folder
		}
		row := fmt.Sprintf("| %s | %s |", folder, reflect.TypeOf(k.data).Name())
		if !strings.Contains(string(text), row) {
			t.Errorf("layouts/README.md lacks the row %s", row)
		}
	}
}

func partNames() map[string]bool {
	names := map[string]bool{}
	for _, p := range loneParts {
		names[p.folder] = true
	}
	return names
}

// nested returns elements in elements, of which each may stand where it does.
func nested(random *rand.Rand, deep int) string {
	var b strings.Builder
	some := func(format string, inner ...func() string) {
		for range 1 + random.IntN(3) {
			var filled []any
			for _, f := range inner {
				filled = append(filled, f())
			}
			fmt.Fprintf(&b, format, filled...)
		}
	}
	flow := func() string {
		if deep == 0 || random.IntN(3) == 0 {
			return []string{"字", "<b>字</b> 字", "<p>字</p>", ""}[random.IntN(4)]
		}
		return nested(random, deep-1)
	}
	switch random.IntN(4) {
	case 0:
		b.WriteString("<ul>\n")
		some("<li>%s</li>\n", flow)
		b.WriteString("</ul>")
	case 1:
		b.WriteString("<dl>")
		some("<div><dt>%s</dt><dd>%s</dd>\n<dd>%s</dd></div>", func() string { return "字" }, flow, flow)
		b.WriteString("</dl>")
	case 2:
		b.WriteString("<table><thead><tr><th>甲</th><th>乙</th></tr></thead>\n<tbody>")
		some("<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n", flow, flow)
		b.WriteString("</tbody></table>")
	default:
		some("<section><h2>字</h2>%s</section>", flow)
	}
	return b.String()
}

// A page without the end tags that are left out is the same page.
func TestEndTagsAreLeftOutWhereParsersKnowThem(t *testing.T) {
	random, tree := rand.New(rand.NewPCG(1, 2)), func(page string) string {
		root, err := html.Parse(strings.NewReader("<!doctype html><body>" + page))
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := html.Render(&b, root); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	left := 0
	for range 500 {
		page := nested(random, 4)
		short := string(new(squeezer).text([]byte(page)))
		left += strings.Count(page, "</") - strings.Count(short, "</")
		if want, got := tree(indentation.ReplaceAllString(page, "")), tree(short); want != got {
			t.Fatalf("%s\nis\n%s\nand was\n%s", page, got, want)
		}
	}
	if left < 5000 {
		t.Errorf("only %d end tags were left out", left)
	}
}
