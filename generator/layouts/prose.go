package layouts

import (
	"bufio"
	"bytes"
	"fmt"
	"html/template"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	markdown "github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/pictures"
)

// prose renders Markdown. Strangers send the text: HTML in it is never passed
// on, addresses of other kinds than check allows are dropped, and so is every
// picture that is not published. A prose is used by one goroutine.
type prose struct {
	renderer markdown.Renderer
	pictures pictures.Set
	byAI     template.HTML
	buf      bytes.Buffer
	out      *bufio.Writer // to buf; goldmark would make one each time

	// of the text being rendered
	root    string // the way up to the site's root
	dir     string // the folder of the text's file
	foreign bool   // strangers wrote it: links to other sites say so
	levels  []int  // the headings that the present one lies under, as written
}

// newProse returns one that shows published, with byAI behind those made by AI.
func newProse(published pictures.Set, byAI template.HTML) *prose {
	p := &prose{pictures: published, byAI: byAI}
	p.out = bufio.NewWriter(&p.buf)
	p.renderer = markdown.NewRenderer(markdown.WithNodeRenderers(
		util.Prioritized(p, 100),
		util.Prioritized(extension.NewTableHTMLRenderer(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), 500),
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
		util.Prioritized(html.NewRenderer(), 1000),
	))
	return p
}

// A passage is one text and where it stands.
type passage struct {
	text    content.Markdown
	file    string // that it was read from
	root    string // the way up to the site's root
	foreign bool   // strangers wrote it
}

// html renders the passage. Its headings begin at h2, under the page's own.
func (p *prose) html(t passage) template.HTML {
	if t.text.IsEmpty() {
		return ""
	}
	p.root, p.dir, p.foreign = t.root, path.Dir(t.file), t.foreign
	p.levels = p.levels[:0]
	p.buf.Reset()
	if err := p.renderer.Render(p.out, t.text.Source, t.text.Doc); err != nil {
		panic(fmt.Sprintf("layouts: %s: %v", t.file, err)) // memory alone is written to
	}
	return template.HTML(p.buf.String())
}

// RegisterFuncs names the nodes that are not rendered as goldmark renders them.
func (p *prose) RegisterFuncs(r markdown.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, p.heading)
	r.Register(ast.KindLink, p.link)
	r.Register(ast.KindAutoLink, p.autoLink)
	r.Register(ast.KindImage, p.image)
	r.Register(ast.KindHTMLBlock, nothing)
	r.Register(ast.KindRawHTML, nothing)
	r.Register(ast.KindThematicBreak, rule)
	r.Register(extast.KindTable, table)
	r.Register(extast.KindTableCell, tableCell)
}

func nothing(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkSkipChildren, nil
}

func rule(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<hr>\n")
	}
	return ast.WalkContinue, nil
}

// heading shifts headings so that none is skipped, whatever levels were written:
// the outermost are h2.
func (p *prose) heading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Heading)
	if entering {
		for len(p.levels) > 0 && p.levels[len(p.levels)-1] >= n.Level {
			p.levels = p.levels[:len(p.levels)-1]
		}
		p.levels = append(p.levels, n.Level)
		fmt.Fprintf(w, `<h%d id="%s">`, p.level(), content.HeadingID(n))
	} else {
		fmt.Fprintf(w, "</h%d>\n", p.level())
	}
	return ast.WalkContinue, nil
}

func (p *prose) level() int { return min(1+len(p.levels), 6) }

func (p *prose) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	return p.anchor(w, content.Resolved(n.Destination), string(n.Title), entering), nil
}

func (p *prose) autoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.AutoLink)
	destination := content.Resolved(n.URL(source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(destination, "mailto:") {
		destination = "mailto:" + destination
	}
	p.anchor(w, destination, "", entering)
	if entering {
		w.Write(util.EscapeHTML(n.Label(source)))
	}
	return ast.WalkContinue, nil
}

// anchor opens or closes a link; its destination is resolved, as check saw it.
// Where the address is refused the words stand
// alone.
func (p *prose) anchor(w util.BufWriter, destination, title string, entering bool) ast.WalkStatus {
	href, ours := p.address(destination)
	if href == "" {
		return ast.WalkContinue
	}
	if !entering {
		w.WriteString("</a>")
		return ast.WalkContinue
	}
	w.WriteString(`<a href="`)
	w.Write(util.EscapeHTML(util.URLEscape([]byte(href), false)))
	if title != "" {
		w.WriteString(`" title="`)
		w.Write(util.EscapeHTML([]byte(title)))
	}
	if !ours {
		w.WriteString(`" rel="noopener`)
		if p.foreign {
			w.WriteString(` nofollow ugc`)
		}
	}
	w.WriteString(`">`)
	return ast.WalkContinue
}

// address makes an address written in Markdown relative to the page, and reports
// whether it lies on this site. "": the address is refused.
func (p *prose) address(written string) (href string, ours bool) {
	switch {
	case strings.HasPrefix(written, "//"), strings.HasPrefix(written, `/\`):
		return "", false
	case written == "/", strings.HasPrefix(written, "/#"), strings.HasPrefix(written, "/?"):
		return p.root + edition.HomePath + written[1:], true
	case strings.HasPrefix(written, "/"):
		return p.root + written[1:], true
	case strings.HasPrefix(written, "#"):
		return written, true
	}
	return string(outward(written)), false
}

// outward returns an address of another site, "" where it is of a kind that check
// does not allow. html/template by itself knows no telephone. A # in a mail's address or
// subject is one: there is no place in a mail that it could lead to.
func outward(written string) template.URL {
	lower := strings.ToLower(written)
	if strings.HasPrefix(lower, "mailto:") {
		written = strings.ReplaceAll(written, "#", "%23")
	}
	for _, scheme := range []string{"https://", "http://", "mailto:", "tel:"} {
		if strings.HasPrefix(lower, scheme) {
			return template.URL(written)
		}
	}
	return ""
}

// image shows a picture that is published, with its size so that the page does
// not jump; of any other only the alternative text remains.
func (p *prose) image(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Image)
	alt := content.PlainText(n, source)
	published := p.pictures[path.Join(p.dir, string(n.Destination))]
	if published == nil {
		w.Write(util.EscapeHTML([]byte(alt)))
		return ast.WalkSkipChildren, nil
	}
	i := newImage(published, p.root, proseSizes, alt, p.byAI)
	fmt.Fprintf(w, `<img src="%s" srcset="%s" sizes="%s" alt="%s" width="%d" height="%d" loading="lazy" decoding="async">`,
		i.Src, i.Srcset, i.Sizes, util.EscapeHTML([]byte(i.Alt)), i.Width, i.Height)
	w.WriteString(string(i.Label))
	return ast.WalkSkipChildren, nil
}

// table lets a wide table scroll by itself, not the page. It is called by its columns,
// for a page may have several.
func table(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		w.WriteString("</table></div>\n")
		return ast.WalkContinue, nil
	}
	var columns []string
	for cell := node.FirstChild().FirstChild(); cell != nil; cell = cell.NextSibling() {
		columns = append(columns, content.PlainText(cell, source))
	}
	fmt.Fprintf(w, `<div class="scroll" role="region" aria-label="表格：%s" tabindex="0"><table>`+"\n", util.EscapeHTML([]byte(strings.Join(columns, "、"))))
	return ast.WalkContinue, nil
}

// tableCell says how a column is aligned by a class: the site's policy forbids
// styles in elements.
func tableCell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*extast.TableCell)
	tag := "td"
	if n.Parent().Kind() == extast.KindTableHeader {
		tag = "th"
	}
	if !entering {
		fmt.Fprintf(w, "</%s>\n", tag)
		return ast.WalkContinue, nil
	}
	w.WriteString("<" + tag)
	switch n.Alignment {
	case extast.AlignCenter:
		w.WriteString(` class="center"`)
	case extast.AlignRight:
		w.WriteString(` class="right"`)
	}
	w.WriteString(">")
	return ast.WalkContinue, nil
}
