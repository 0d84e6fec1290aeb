package content

import (
	"errors"
	"io/fs"
	"strings"
	"unicode/utf8"

	"minglu/generator/charset"
	"minglu/generator/checkout"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/personal"
	"minglu/generator/screen"
)

// The largest files that are read, in bytes.
const (
	maxBrand    = 256 << 10
	maxNotice   = 2 << 20
	maxPage     = 512 << 10
	maxSettings = 1 << 20
)

// readSource reads a text file of at most limit bytes and looks for personal
// numbers in its lines. It is nil where it is larger or not UTF-8, which is then
// in the list.
func readSource(root fs.FS, file string, limit int) (*screen.File, diag.List, error) {
	raw, err := checkout.Read(root, file, limit)
	if err != nil && !errors.Is(err, checkout.ErrTooLarge) {
		return nil, nil, err
	}
	if err != nil {
		src := newSource(file, "")
		src.Report(src.LineSpan(1), diag.TooLarge, "文件超过 %s，请删减内容，或检查是否误放了别的文件。", sizeName(limit))
		return nil, src.List, nil
	}
	text, fault := charset.Decode(raw)
	if fault != nil {
		return nil, reportEncoding(file, fault), nil
	}
	f := screen.New(file, text)
	f.Lines()
	return f, nil, nil
}

func reportEncoding(file string, fault *charset.Fault) diag.List {
	src := newSource(file, fault.Text)
	_, size := utf8.DecodeRuneInString(fault.Text[fault.Offset:])
	src.Report(src.SpanOf(fault.Offset, fault.Offset+size), diag.BadEncoding, "%s", fault.Message)
	return src.List
}

func sizeName(bytes int) string {
	if bytes < 1<<20 {
		return fields.DecimalOf(bytes>>10).String() + " KiB"
	}
	return fields.DecimalOf(bytes>>20).String() + " MiB"
}

// A head is the front matter of a file. Head and body are the whole file:
// nothing of it lies in neither or in both.
type head struct {
	fields *fields.Map // nil: cannot be read
	fence  int         // the line that ends it
	body   int         // the byte offset at which the text behind it begins
}

// splitHead finds the front matter: from --- on line 1 to the next such line.
// It reports whether there is one; its keys may still not be readable.
func splitHead(src *diag.Source) (head, bool) {
	if !isFence(src.Line(1)) {
		reportNoFence(src)
		return head{}, false
	}
	for n := 2; n <= src.Lines(); n++ {
		if isFence(src.Line(n)) {
			if reportEarlyFence(src, n) {
				return head{}, false
			}
			return head{fields.Parse(src, 2, n-1), n, src.Offset(n + 1)}, true
		}
	}
	if n := meantFence(src); n > 0 {
		src.Suggest(src.LineSpan(n), diag.MissingFrontMatter, "---", "字段区应以三个半角连字符 --- 结束，现在是“%s”。", strings.TrimSpace(src.Line(n)))
	} else {
		src.Report(src.LineSpan(1), diag.MissingFrontMatter, "字段区没有结束，请在各字段之后另起一行写 ---，再写正文。")
	}
	return head{}, false
}

// require reports each key that m lacks or that says nothing; nothing is also a
// pair of quotes around it.
func require(src *diag.Source, m *fields.Map, keys ...string) {
	m.Require(keys...)
	for _, key := range keys {
		n := m.Node(key)
		if !n.Stated() || n.IsMap() || n.IsList() {
			continue
		}
		at := n.At()
		start := src.Index(at.Start)
		written := src.Text[start:max(src.Index(at.End), start)]
		if strings.Trim(written, "\"'|>+- \t") == "" && !n.Prose().Stated {
			src.Report(at, diag.MissingField, "必填字段“%s”没有填写，请填写内容。", key)
		}
	}
}

// An Origin is where a brand, notice, record, page or the settings were written,
// for mistakes that show only when everything has been read.
type Origin struct {
	File     string
	Links    []SiteLink
	Headings []string // the ids of the headings, in their order

	text []byte // of the whole file
	veil *personal.Veil
}

// add adds what was found in the Markdown of the file.
func (o *Origin) add(m *markdownFile) {
	o.text, o.Links, o.Headings = m.source, append(o.Links, m.links...), m.headings.ids
}

// Source returns the file's source anew: none is kept while others are read.
func (o *Origin) Source() *diag.Source { return screen.Veiled(o.File, string(o.text), o.veil).Source }
