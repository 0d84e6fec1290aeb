package content

import (
	"errors"
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/parser"

	"minglu/generator/charset"
	"minglu/generator/checkout"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/keys"
	"minglu/generator/screen"
	"minglu/generator/values"
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
		return values.DecimalOf(bytes>>10).String() + " KiB"
	}
	return values.DecimalOf(bytes>>20).String() + " MiB"
}

// Named returns how messages name a key of a table, or below one of it.
func Named(of []keys.Field, key string) string { return diag.Named(keys.Within(of, key).Label, key) }

// A head is the front matter of a file. Head and body are the whole file:
// nothing of it lies in neither or in both.
type head struct {
	fields *fields.Map // nil: cannot be read
	fence  int         // the line that ends it, or the first behind it
	body   int         // the byte offset at which the text behind it begins
}

// splitHead finds the front matter: from --- on line 1 to the next such line, or where
// these were certainly meant to stand. It reports whether there is one; its keys, of the
// table known, may still not be readable.
func splitHead(src *diag.Source, known []keys.Field) (head, bool) {
	first := 2
	if !isFence(src.Line(1)) {
		if first = reportNoFence(src); first == 0 {
			return head{}, false
		}
	}
	for n := first; n <= src.Lines(); n++ {
		if isFence(src.Line(n)) {
			if reportEarlyFence(src, n, known) {
				return head{}, false
			}
			return head{fields.Parse(src, first, n-1, known...), n, src.Offset(n + 1)}, true
		}
	}
	if n := meantFence(src); n > 0 {
		src.Suggest(src.LineSpan(n), diag.MissingFrontMatter, "---", "字段区应以三个半角连字符 --- 结束，现在是“%s”。", strings.TrimSpace(src.Line(n)))
		return head{fields.Parse(src, first, n-1, known...), n, src.Offset(n + 1)}, true
	}
	n, certain := reportNoEnd(src)
	if !certain {
		return head{}, false
	}
	return head{fields.Parse(src, first, n-1, known...), n, src.Offset(n)}, true
}

// textOrAbsent reads a text whose absence has a rule of its own.
func textOrAbsent(src *diag.Source, m *fields.Map, key string) (t fields.Text, absent bool) {
	before := src.Count()
	t = m.Prose(key)
	return t, !t.Stated && !m.Partial() && !m.Misspelt(key) && src.Count() == before
}

// reportUnknownName reports a name that is not in a short list of names.
func reportUnknownName(src *diag.Source, t fields.Text, rule diag.Rule, what string, names []string) {
	near := values.Nearest(t.V, names)
	switch {
	case values.Slip(t.V, near):
		src.Suggest(t.At, rule, near, "没有“%s”这个%s，是否应为“%s”？", t.V, what, near)
	case near != "":
		src.Guess(t.At, rule, near, "没有“%s”这个%s，是否应为“%s”？", t.V, what, near)
	default:
		src.Report(t.At, rule, "没有“%s”这个%s，可用：%s。", t.V, what, strings.Join(names, "、"))
	}
}

// A reader is what every file is read against. Files are read at the same time:
// nothing in it changes.
type reader struct {
	root     fs.FS
	rules    *criteria.Rules
	settings *Settings
	date     values.Date
	taken    []string // slugs that no page may have
	folder   *folder
	regions  *regionNames
	parser   parser.Parser

	brandKeys []keys.Field
}
