package content

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/keys"
	"minglu/generator/personal"
	"minglu/generator/screen"
)

// Mask returns s as it may be printed: every personal number hidden.
func Mask(s string) string { return personal.Mask(s) }

// NotPersonalKey is the key under which a file says which numbers are no person's.
const NotPersonalKey = "not_personal"

// What else can be done about a number that is no person's; of a brand the bureau
// has to agree.
var (
	letThrough    = Named(keys.Site, NotPersonalKey)
	wayOut        = "；确实不是个人号码的，在" + letThrough + "中写明原因"
	wayOutOfBrand = wayOut + "，再请主管部门确认"
)

// screenFields looks at the values of the fields and returns what they let
// through: what bad says nothing against, which is told of each entry that says why.
// Their text ends at the byte end. It comes before anything else reads them, so
// that what is let through is printed as it is.
func screenFields(f *screen.File, m *fields.Map, end int, bad func(src *diag.Source, l LetThrough) bool) []LetThrough {
	if m == nil {
		return nil
	}
	var entries []LetThrough
	for _, key := range m.Unasked() {
		if key.Name != NotPersonalKey {
			continue
		}
		for _, e := range key.Value.Maps() {
			l := LetThrough{}
			t, why := e.Literal("text"), e.Text("why")
			if f.Source.Name == settingsFile {
				l.Of = e.Literal("file").V
			}
			e.Require("text", "why")
			e.Done()
			if t.Stated {
				l.Text, l.Why, l.At = t.V, why.V, t.At
				entries = append(entries, l)
				f.Let(t.V) // where the entry is wrong, that is one mistake
			}
		}
	}
	var let []LetThrough
	for _, l := range entries {
		l.Places, l.Around = placesOf(f.Source, l.Text, entries)
		switch {
		case l.Why == "":
		case len(personal.FindWritten(l.Text)) == 0:
			f.Source.Report(l.At, diag.WrongKind, "“%s”不像个人的号码，检查时不会拦下，请删去%s的这一项。", diag.Short(l.Text), letThrough)
		case slices.ContainsFunc(personal.FindWritten(l.Text), personal.Number.IsCertain):
			f.Source.Report(l.At, diag.PersonalData, "“%s”中有公民身份号码，不能用%s放行，请删去。", diag.Short(l.Text), letThrough)
		case !bad(f.Source, l):
			let = append(let, l)
		}
	}
	for _, l := range let {
		f.Veil.Let(l.Text)
	}
	f.Values(m, end)
	return let
}

// isIdle reports an entry whose text stands nowhere else in its file.
func isIdle(src *diag.Source, l LetThrough) bool {
	if l.Places > 0 {
		return false
	}
	src.Report(l.At, diag.WrongKind, "本文件的其他地方没有“%s”，%s要写得与文件中一字不差，请核对，或删去这一项。", diag.Short(l.Text), letThrough)
	return true
}

// isUnagreed reports an entry of a county's file that lets nothing through, or to
// which the bureau has not agreed: what counties declare they also approve, so that
// the word that counts stands in site.yaml.
func (r *reader) isUnagreed(src *diag.Source, l LetThrough) bool {
	if isIdle(src, l) {
		return true
	}
	if slices.ContainsFunc(r.settings.NotPersonal, func(agreed LetThrough) bool { return agreed.Text == l.Text && agreed.Of == src.Name }) {
		return false
	}
	src.Report(l.At, diag.PersonalData, "“%s”须经主管部门同意才能放行：请主管部门在 content/site.yaml 的%s中写上 file: %s、同样的号码和同意的原因；不同意的，请删去。", diag.Short(l.Text), letThrough, src.Name)
	return true
}

// placesOf counts where text stands in the file besides the entries themselves, and
// returns the lines there.
func placesOf(src *diag.Source, text string, entries []LetThrough) (places int, around string) {
	var kept strings.Builder
	done := 0
	for _, e := range entries { // in the order written
		start, end := src.Index(e.At.Start), src.Index(e.At.End)
		if start >= done {
			kept.WriteString(src.Text[done:start] + "\n---\n")
			done = end
		}
	}
	kept.WriteString(src.Text[done:])
	for line := range strings.Lines(kept.String()) {
		if n := strings.Count(line, text); n > 0 {
			places, around = places+n, around+line
		}
	}
	return places, around
}

// screenText looks at what is shown of the Markdown.
func screenText(f *screen.File, m *markdownFile) {
	if m.doc == nil {
		return
	}
	s := shownText{m: m, text: &personal.Text{}}
	s.block(m.doc, parted)
	f.Shown(s.text)
}

// What stands in a shownText between two blocks: something that no number goes
// past, or a sign of it where people read on.
const (
	parted  = ";"
	wrapped = "\n"
	beside  = "|"
)

// A shownText collects what is shown of a text, and where it is written.
type shownText struct {
	m    *markdownFile
	text *personal.Text
	at   int // in the source, behind what was written last
}

func (s *shownText) write(read string, start, stop int) {
	s.text.Write(read, start, stop)
	s.at = stop
}

// block writes what stands in n; between is what parts its blocks.
func (s *shownText) block(n ast.Node, between string) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
			s.inline(c)
		case *extension.TableCell:
			s.inline(c)
		case *extension.TableHeader, *extension.TableRow:
			s.block(c, beside)
			s.write(parted, s.at, s.at)
			continue
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range c.Lines().Len() {
				segment := c.Lines().At(i)
				s.write(string(s.m.source[segment.Start:segment.Stop]), segment.Start, segment.Stop)
			}
		case *ast.HTMLBlock:
		case *ast.List:
			s.block(c, wrapped)
			s.write(parted, s.at, s.at)
		case *ast.ListItem:
			s.block(c, wrapped)
			continue
		default:
			s.block(c, parted)
		}
		s.write(between, s.at, s.at)
	}
}

// inline writes the text of n, and behind it the addresses and titles of its
// links, where these are written otherwise than they read.
func (s *shownText) inline(n ast.Node) {
	type aside struct {
		read string
		at   extent
	}
	var asides []aside
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		note := func(written []byte, at extent) {
			if read := unquoted(written); read != string(written) {
				asides = append(asides, aside{read, at})
			}
		}
		switch c := c.(type) {
		case *ast.Text:
			s.words(c.Segment, c.Parent().Kind() == ast.KindCodeSpan)
			if c.SoftLineBreak() || c.HardLineBreak() {
				s.write(wrapped, s.at, s.at)
			}
		case *ast.AutoLink:
			s.autolink(string(c.Label(s.m.source)), c.Pos()+1)
		case *ast.Link:
			if needsReading(c.Destination) || needsReading(c.Title) {
				at, _ := s.m.placeOf(c, c.Destination, c.Reference)
				note(c.Destination, at)
				note(c.Title, at)
			}
		case *ast.Image:
			if needsReading(c.Title) {
				at, _ := s.m.placeOf(c, c.Destination, c.Reference)
				note(c.Title, at)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, a := range asides {
		s.text.Write(parted+a.read+parted, a.at.start, a.at.end)
	}
}

// autolink writes an address that is its own text. Of a page's address each folder
// stands by itself; its host, its file (art_13812345678.html) and what it asks for
// are the numbers of articles, not of persons.
func (s *shownText) autolink(address string, at int) {
	scheme, page, found := strings.Cut(address, "://")
	if !found {
		s.write(address, at, at+len(address))
		return
	}
	if end := strings.IndexAny(page, "?#"); end >= 0 {
		page = page[:end]
	}
	at += len(scheme) + len("://")
	for part := range strings.SplitAfterSeq(page, "/") {
		s.write(parted, at, at)
		if !strings.Contains(part, ".") {
			s.write(part, at, at+len(part))
		}
		at += len(part)
	}
	s.write(parted, at, at)
}

// words writes a part of the source, references and escapes resolved unless it is
// code.
func (s *shownText) words(segment text.Segment, code bool) {
	source, i := s.m.source[:segment.Stop], segment.Start
	for !code {
		k := bytes.IndexAny(source[i:], `&\`)
		if k < 0 {
			break
		}
		s.write(string(source[i:i+k]), i, i+k)
		i += k
		stop := min(i+2, len(source))
		if source[i] == '&' {
			stop = i + 1
			if end := bytes.IndexByte(source[i:min(i+40, len(source))], ';'); end > 0 {
				stop = i + end + 1
			}
		}
		s.write(string(unescaped(source[i:stop], false)), i, stop)
		i = stop
	}
	s.write(string(source[i:]), i, len(source))
}

// needsReading reports whether an address or title may read otherwise than it is
// written.
func needsReading(written []byte) bool { return bytes.ContainsAny(written, `&\%`) }

// unquoted returns an address or title as it reads.
func unquoted(written []byte) string {
	read := Resolved(written)
	var b strings.Builder
	for i := 0; i < len(read); i++ {
		if hex := read[i+1:]; read[i] == '%' && len(hex) >= 2 && hex[0] == '3' && '0' <= hex[1] && hex[1] <= '9' {
			b.WriteByte(hex[1])
			i += 2
			continue
		}
		b.WriteByte(read[i])
	}
	return b.String()
}
