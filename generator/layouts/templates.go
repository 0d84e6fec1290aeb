package layouts

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"text/template/parse"

	"github.com/jba/templatecheck"

	"minglu/generator/checkout"
)

// A kind is a page's folder and the struct that its template is given.
type kind struct {
	folder string
	data   any
}

// whole are the pages whose template is the whole document, not what stands in that of
// layouts/base/base.html.
var whole = []string{"embed"}

// kinds are all pages. layouts/README.md lists them too; a test holds the two
// against each other.
var kinds = []kind{
	{"home", HomePage{}},
	{"brand", BrandPage{}},
	{"list", ListPage{}},
	{"roll", RollPage{}},
	{"search", SearchPage{}},
	{"work", WorkPage{}},
	{"people", PeoplePage{}},
	{"editors", EditorsPage{}},
	{"lookup", LookupPage{}},
	{"notices", NoticesPage{}},
	{"notice", NoticePage{}},
	{"withdrawn", WithdrawnPage{}},
	{"units", UnitsPage{}},
	{"changes", ChangesPage{}},
	{"stats", StatsPage{}},
	{"criteria", CriteriaPage{}},
	{"standard", StandardPage{}},
	{"data", DataPage{}},
	{"compare", ComparePage{}},
	{"verify", VerifyPage{}},
	{"embed", EmbedPage{}},
	{"desk", DeskPage{}},
	{"page", TextPage{}},
	{"moved", MovedPage{}},
	{"notfound", NotFoundPage{}},
}

// loneParts are the parts that Render executes by themselves, once for all
// pages that show them.
var loneParts = []kind{
	{"head", HeadPart{}},
	{"header", HeaderPart{}},
	{"footer", FooterPart{}},
	{"entry", EntryPart{}},
	{"cells", CellsPart{}},
	{"act", ActPart{}},
	{"ai", AIPart{}},
	{"honor", HonorPart{}},
	{"history", NoticeLine{}},
	{"measure", FactPart{}},
	{"practice", FactPart{}},
	{"group", GroupPart{}},
	{"clause", ClausePart{}},
	{"outcome", OutcomePart{}},
	{"gap", GapPart{}},
	{"item", ItemPart{}},
	{"facets", FacetsPart{}},
}

// parseParts reads layouts/parts/<part>/<part>.html. A part may be a style sheet
// alone.
func parseParts(dir fs.FS) (*template.Template, error) {
	parts := template.New("parts")
	folders, err := fs.ReadDir(dir, "parts")
	if err != nil {
		return nil, fmt.Errorf("layouts: %w", err)
	}
	for _, f := range folders {
		file := path.Join("parts", f.Name(), f.Name()+".html")
		if err := parseFile(parts, dir, file, f.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	for _, p := range loneParts {
		if _, err := check(parts, p.folder, p.data); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// parsePages reads layouts/<page>/<page>.html, each set into the document of
// layouts/base/base.html together with the parts.
func parsePages(dir fs.FS, parts *template.Template) (map[string]*template.Template, error) {
	pages := make(map[string]*template.Template, len(kinds))
	for _, k := range kinds {
		set, err := parts.Clone()
		if err != nil {
			return nil, err
		}
		if err := parseFile(set, dir, "base/base.html", "base"); err != nil {
			return nil, err
		}
		if err := parseFile(set, dir, path.Join(k.folder, k.folder+".html"), "main"); err != nil {
			return nil, err
		}
		document := "base"
		if slices.Contains(whole, k.folder) {
			document = "main"
		}
		if pages[k.folder], err = check(set, document, k.data); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// maxFile is the largest file of layouts/ that is read, in bytes.
const maxFile = 8 << 20

// parseFile adds the template in the file to set under the name.
func parseFile(set *template.Template, dir fs.FS, file, name string) error {
	src, err := checkout.Read(dir, file, maxFile)
	if err != nil {
		return fmt.Errorf("layouts: %w", err)
	}
	t, err := set.New(name).Parse(string(src))
	if err != nil {
		return fmt.Errorf("layouts/%s: %w", file, err)
	}
	t.Tree.ParseName = "layouts/" + file // what mistakes are reported under
	new(squeezer).list(t.Tree.Root)
	return nil
}

// check returns the template of the name, held against the type of its data.
func check(set *template.Template, name string, data any) (*template.Template, error) {
	t := set.Lookup(name)
	if t == nil {
		return nil, fmt.Errorf("layouts: no template %q", name)
	}
	if err := templatecheck.CheckHTMLStrict(t, data); err != nil {
		return nil, fmt.Errorf("%w (executed with %T)", err, data)
	}
	return t, nil
}

// A squeezer takes the indentation out of a template: white space with a line
// break in it is nothing between elements (Chinese text has no spaces between
// lines) and one space inside a tag. It leaves out the end tags that HTML knows by
// themselves. It keeps the tree's positions, so that
// mistakes are still reported at their line.
type squeezer struct{ inTag bool }

var indentation = regexp.MustCompile(`[ \t]*\n\s*`)

// ends are end tags behind which only another element of the list or table may stand, or its
// end: so every parser knows where they are (HTML, 13.1.2.4). A page has hundreds of them.
var ends = regexp.MustCompile(`</(?:li|d[td]|t[dhr]|thead|tbody)>`)

func (s *squeezer) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			n.Text = s.text(n.Text)
		case *parse.IfNode:
			s.branches(&n.BranchNode)
		case *parse.RangeNode:
			s.branches(&n.BranchNode)
		case *parse.WithNode:
			s.branches(&n.BranchNode)
		}
	}
}

// branches squeezes both branches, which begin in the same state.
func (s *squeezer) branches(b *parse.BranchNode) {
	other := *s
	s.list(b.List)
	other.list(b.ElseList)
}

func (s *squeezer) text(src []byte) []byte {
	var out []byte
	for len(src) > 0 {
		end, space := byte('<'), ""
		if s.inTag {
			end, space = '>', " "
		}
		n := bytes.IndexByte(src, end) + 1
		piece := src[:cmp.Or(n, len(src))]
		out = append(out, indentation.ReplaceAll(piece, []byte(space))...)
		src = src[len(piece):]
		if n > 0 {
			s.inTag = !s.inTag
		}
	}
	return ends.ReplaceAll(out, nil)
}
