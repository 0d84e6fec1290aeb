package content

import (
	"bytes"
	"html"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/keys"
	"minglu/generator/unseen"
)

// NewParser returns the parser of all Markdown in content/: CommonMark and
// tables. Whoever renders Markdown.Doc needs a renderer of these.
func NewParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		parser.WithParagraphTransformers(util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
}

// A markdownFile is the Markdown of one file while its mistakes are looked for.
type markdownFile struct {
	src      *diag.Source
	source   []byte
	body     int            // where the Markdown begins
	known    []keys.Field   // that stand in front of it
	pictures *brandPictures // the pictures that it may show, nil: none
	doc      ast.Node       // nil: nothing that could be read

	definitions map[string]extent   // of link references: where the address stands
	checked     map[extent]bool     // definitions: a link may use one that was checked
	shown       map[extent]*Picture // by the place of the address; nil: refused
	openTags    map[string]int      // HTML elements that were reported and await their end
	headings    headings
	links       []SiteLink
	reports     int
	unread      int  // where the first heading stands that is not read as one; 0: none
	second      bool // that there is another front matter was reported
}

// An extent is a part of a file's text, in bytes. Places are made of it only
// where there is something to report: a line may be long and its links many.
type extent struct{ start, end int }

// MaxReports is how many mistakes of a text are reported; who made more has
// enough to do.
const MaxReports = 300

func (m *markdownFile) report(at extent, rule diag.Rule, format string, args ...any) {
	if m.reports++; m.reports <= MaxReports {
		m.src.Report(m.src.SpanOf(at.start, at.end), rule, format, args...)
	}
}

// readMarkdown parses the Markdown that begins at body and reports its mistakes.
func (r *reader) readMarkdown(src *diag.Source, body int, known []keys.Field, pictures *brandPictures) *markdownFile {
	fields.ReportTurned(src, src.Pos(body).Line, src.Lines())
	m := &markdownFile{src: src, source: []byte(src.Text), body: body, known: known, pictures: pictures}
	if at, ok := tooDeep(src, body); ok {
		src.Report(at, diag.TooLarge, "正文从这里起嵌套超过 %d 层，或一段中的标记过多，请简化写法，多余的符号请删去。", maxDepth)
		return m
	}
	reader := text.NewReader(m.source)
	reader.Advance(body)
	doc := r.parser.Parse(reader)
	if n := deepNode(doc); n != nil {
		at := src.LineSpan(src.Pos(max(n.Pos(), body)).Line)
		src.Report(at, diag.TooLarge, "正文从这里起嵌套超过 %d 层，请简化写法，多余的符号请删去。", maxDepth)
		return m
	}
	m.doc = doc
	m.define(doc)
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			m.check(n)
		}
		return ast.WalkContinue, nil
	})
	return m
}

// define notes where link references are defined, and takes those at the top
// out of the document: they are no text.
func (m *markdownFile) define(doc ast.Node) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		def, ok := n.(*ast.LinkReferenceDefinition)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		if m.definitions == nil {
			m.definitions = map[string]extent{}
		}
		label := util.ToLinkReference(def.Label)
		if _, found := m.definitions[label]; !found {
			m.definitions[label] = m.find(def.Pos(), "]:", def.Destination)
		}
		return ast.WalkSkipChildren, nil
	})
	for n := doc.FirstChild(); n != nil; {
		next := n.NextSibling()
		if n.Kind() == ast.KindLinkReferenceDefinition {
			doc.RemoveChild(doc, n)
		}
		n = next
	}
}

func (m *markdownFile) check(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		if n.Parent().Kind() != ast.KindCodeSpan {
			m.checkEntities(n.Segment.Start, n.Value(m.source))
		}
	case *ast.Paragraph:
		m.checkLines(n)
	case *ast.Heading:
		m.checkLines(n)
		n.SetAttributeString("id", m.headings.add(PlainText(n, m.source)))
	case *ast.HTMLBlock:
		m.checkHTMLBlock(n)
	case *ast.RawHTML:
		m.checkRawHTML(n)
	case *ast.Link:
		at, shared := m.placeOf(n, n.Destination, n.Reference)
		if !shared || m.first(at) {
			m.checkLink(at, n.Destination)
			m.checkTitle(at, n.Title)
		}
	case *ast.Image:
		m.checkImage(n)
	case *ast.AutoLink:
		if n.AutoLinkType == ast.AutoLinkURL {
			url := n.URL(m.source)
			start := n.Pos() + 1
			m.checkLink(extent{start, start + len(url)}, url)
		}
	}
}

// checkEntities reports what turns the direction of the text and is written as an
// entity (&#x202e;) in a piece of text that begins at start.
func (m *markdownFile) checkEntities(start int, text []byte) {
	for _, at := range entity.FindAllIndex(text, -1) {
		written := string(text[at[0]:at[1]])
		if r, _ := utf8.DecodeRuneInString(html.UnescapeString(written)); unseen.IsBidi(r) {
			m.report(extent{start + at[0], start + at[1]}, diag.BadEncoding,
				"“%s”是看不见的字符（%s），会打乱文字的次序，请删去。", written, unseen.Describe(r))
		}
	}
}

// checkTitle does so for the title behind the address of a link.
func (m *markdownFile) checkTitle(address extent, title []byte) {
	const between = 100 // characters
	near := m.source[address.end:min(address.end+between+len(title), len(m.source))]
	if i := bytes.Index(near, title); len(title) > 0 && i >= 0 {
		m.checkEntities(address.end+i, title)
	}
}

var entity = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[lr][lr]m);`)

// placeOf returns the place of a link's address: where it is defined, which
// other links may share, or behind the text.
func (m *markdownFile) placeOf(n ast.Node, destination []byte, ref *ast.ReferenceLink) (at extent, shared bool) {
	if ref != nil {
		if at, ok := m.definitions[util.ToLinkReference(ref.Value)]; ok {
			return at, true
		}
	}
	return m.find(n.Pos(), "](", destination), false
}

// first reports whether nobody asked about the place before.
func (m *markdownFile) first(at extent) bool {
	if m.checked == nil {
		m.checked = map[extent]bool{}
	}
	defer func() { m.checked[at] = true }()
	return !m.checked[at]
}

// find returns the place of an address behind the mark, from offset on. The
// parser does not say where an address stands.
func (m *markdownFile) find(offset int, mark string, destination []byte) extent {
	offset = max(offset, m.body)
	for at := offset; ; {
		i := bytes.Index(m.source[at:], []byte(mark))
		if i < 0 {
			return extent{offset, offset}
		}
		at += i + len(mark)
		rest := bytes.TrimLeft(m.source[at:], " \t\r\n")
		rest = bytes.TrimPrefix(rest, []byte("<"))
		if bytes.HasPrefix(rest, destination) {
			start := len(m.source) - len(rest)
			if len(destination) == 0 {
				return extent{at - 1, at + 1}
			}
			return extent{start, start + len(destination)}
		}
	}
}

// Resolved returns the address of a link as a browser gets it: without Markdown's
// escapes and HTML's entities.
func Resolved(destination []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(destination))))
}

func (m *markdownFile) checkLink(at extent, destination []byte) {
	address := Resolved(destination)
	switch {
	case strings.HasPrefix(address, "#"), isSiteAddress(address):
		m.links = append(m.links, SiteLink{address, at.start, at.end})
	default:
		fault, mended := addressFault(address, textSchemes)
		if fault == "" {
			m.links = append(m.links, SiteLink{address, at.start, at.end})
		} else if m.reports++; m.reports <= MaxReports {
			reportAddress(m.src, m.src.SpanOf(at.start, at.end), address, fault, mended)
		}
	}
}

func (m *markdownFile) checkImage(n *ast.Image) {
	at, shared := m.placeOf(n, n.Destination, n.Reference)
	if !hasText(n, m.source) {
		whole := extent{n.Pos(), n.Pos() + len("![")}
		if !shared && !bytes.Contains(m.source[whole.start:max(at.end, whole.end)], []byte("\n")) {
			whole.end = max(at.end, whole.end)
		}
		m.report(whole, diag.MissingAlt, "图片没有说明文字，请在方括号中写一句话说明图中是什么：![说明](图片)。")
	}
	p, shown := m.shown[at]
	if !shown && m.reports <= MaxReports {
		m.checkTitle(at, n.Title)
		if p = m.pictures.show(m.src, m.src.SpanOf(at.start, at.end), Resolved(n.Destination)); p == nil {
			m.reports++
		}
		if m.shown == nil {
			m.shown = map[extent]*Picture{}
		}
		m.shown[at] = p
	}
	if p != nil {
		n.Destination = []byte(path.Base(p.File)) // however it was written: escaped, ./
	}
}

// hasText reports whether anything can be read in n.
func hasText(n ast.Node, source []byte) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			if len(bytes.TrimSpace(c.Value(source))) > 0 {
				return true
			}
		case *ast.String:
			if len(bytes.TrimSpace(c.Value)) > 0 {
				return true
			}
		}
		if hasText(c, source) {
			return true
		}
	}
	return false
}

func (m *markdownFile) reportHTML(at extent) {
	html, _, _ := strings.Cut(string(m.source[at.start:min(at.end, at.start+200)]), "\n")
	m.report(at, diag.RawHTML, "正文不能写 HTML（“%s”），注释也不能，请改用 Markdown 写法，或删去。", diag.Short(strings.ToValidUTF8(strings.TrimSpace(html), "")))
}

// checkHTMLBlock reports the first line of a block: its end is often far away.
func (m *markdownFile) checkHTMLBlock(n *ast.HTMLBlock) {
	start := max(n.Pos(), m.body)
	if n.Lines().Len() > 0 {
		start = n.Lines().At(0).Start
	}
	line, _, _ := bytes.Cut(m.source[start:], []byte("\n"))
	line = bytes.TrimRight(line, " \t\r")
	text := bytes.TrimLeft(line, " \t")
	m.reportHTML(extent{start + len(line) - len(text), start + len(line)})
}

// checkRawHTML reports a tag, but not the one that only ends an element that was
// reported where it began.
func (m *markdownFile) checkRawHTML(n *ast.RawHTML) {
	if n.Segments.Len() == 0 {
		return
	}
	first, last := n.Segments.At(0), n.Segments.At(n.Segments.Len()-1)
	name, ends := tagName(string(first.Value(m.source)))
	if ends && m.openTags[name] > 0 {
		m.openTags[name]--
		return
	}
	if m.openTags == nil {
		m.openTags = map[string]int{}
	}
	if !ends {
		m.openTags[name]++
	}
	m.reportHTML(extent{first.Start, last.Stop})
}

func tagName(tag string) (name string, ends bool) {
	tag, ends = strings.CutPrefix(strings.TrimPrefix(tag, "<"), "/")
	name, _, _ = strings.Cut(strings.TrimRight(tag, "/>"), " ")
	return strings.ToLower(strings.TrimSpace(name)), ends
}

// whole returns the whole text.
func (m *markdownFile) whole() Markdown {
	md := Markdown{Source: m.source}
	if m.doc != nil && m.doc.HasChildren() {
		md.Doc = m.doc
	}
	return md
}

// split returns what stands before the first heading, and the rest; bytes of the
// source up to end belong to the first.
func (m *markdownFile) split() (intro, story Markdown, end int) {
	intro, story, end = Markdown{Source: m.source}, Markdown{Source: m.source}, len(m.source)
	if m.doc == nil {
		return
	}
	heading := m.doc.FirstChild()
	for heading != nil && heading.Kind() != ast.KindHeading {
		heading = heading.NextSibling()
	}
	if heading != nil {
		end = max(heading.Pos(), m.body)
		rest := ast.NewDocument()
		for n := heading; n != nil; {
			next := n.NextSibling()
			rest.AppendChild(rest, n) // takes n out of the document it was in
			n = next
		}
		story.Doc = rest
	}
	intro = m.whole()
	return
}

// addTo adds to o what was found in the Markdown of its file.
func (m *markdownFile) addTo(o *Origin) {
	o.text, o.Links, o.Headings = m.source, append(o.Links, m.links...), m.headings.ids
}
