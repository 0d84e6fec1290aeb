package fields

import (
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
	"minglu/generator/keys"
)

// Parse reads lines first to last of src, counted from 1, as one YAML mapping, whose
// keys are called as in the table of, and reports every mistake to src. It returns nil where nothing can be read,
// and a Map that is Partial where YAML refuses some of the lines.
func Parse(src *diag.Source, first, last int, of ...keys.Field) *Map {
	if last-first >= maxLines {
		src.Report(src.LineSpan(first+maxLines), diag.TooLarge, "字段到这里已超过 %d 行，请删减，或检查是否误放了别的内容。", maxLines)
		return nil
	}
	ReportTurned(src, first, last)
	t := newText(src, first, last)
	t.of = of
	if t.tooMuch() {
		return nil
	}
	r := &reader{text: t, work: maxWork}
	r.oneDocument()
	r.setGroupsIn()
	root := r.read()
	r.tell()
	doc := &document{src: src, text: t, root: root, partial: r.partial, gaps: r.gaps}
	if doc.bound(root) {
		doc.partial, doc.gaps = true, true
	}
	return doc.top(root, of)
}

// tooMuch reports where the brackets of t hold more than yaml.v3 should read, which
// takes hundreds of bytes for an item and looks at all that are open for each sign.
func (t *text) tooMuch() bool {
	commas, open := 0, 0
	for n, l := range t.lines {
		if commas += strings.Count(l.text, ","); commas > maxCommas {
			t.src.Report(t.span(n, 0, len(l.text)), diag.TooLarge, "括号里的内容到这里已超过 %d 项，请删减，或检查是否误放了别的内容。", maxCommas)
			return true
		}
		if !strings.HasPrefix(l.text, " ") {
			open = 0
		}
		open += strings.Count(l.text, "[") + strings.Count(l.text, "{") - strings.Count(l.text, "]") - strings.Count(l.text, "}")
		if open > maxOpen {
			t.src.Report(t.span(n, 0, len(l.text)), diag.TooLarge, "列表和字段套了超过 %d 层，请减少层数。", maxDepth)
			return true
		}
	}
	return false
}

// maxWork is how many bytes yaml.v3 may read to find out where the mistakes of a
// file are: half a second's work. To begin counts for oneRead bytes.
const (
	maxWork = 4 << 20
	oneRead = 2_000
)

// A reader reads a text, mends in it what yaml.v3 would take for something else and
// takes out what yaml.v3 refuses.
type reader struct {
	*text
	work    int  // how many bytes may still be read
	partial bool // not all is read as it is written
	gaps    bool // lines with keys were taken out
	slips   []slip
}

// read returns what of the text yaml.v3 can read.
func (r *reader) read() *yaml.Node {
	for repaired := false; ; {
		all := r.join(0, len(r.lines))
		root, err := decode(all)
		switch {
		case err == nil:
			r.yaml = diag.NewSource("", all, nil)
			if r.work -= len(all); r.work < 0 || !r.misread(root, false) {
				return root
			}
			repaired = false
		case !repaired:
			r.repairKeys()
			repaired = true
		default: // each key is well, but not together
			r.repair(0, len(r.lines))
		}
	}
}

// repairKeys repairs each key of the outermost mapping for itself: a mistake below
// one hides none below the next.
func (r *reader) repairKeys() {
	for first, end := 0, 1; first < len(r.lines); first, end = end, end+1 {
		for end < len(r.lines) && !keyLike.MatchString(r.lines[end].text) {
			end++
		}
		if !r.repair(first, end) {
			return
		}
	}
}

// repair makes lines first to end, exclusive, a mapping that yaml.v3 reads. What
// yaml.v3 says of a mistake is English and often of another line; but the longest
// part that it reads, from the first line on, ends where the mistake begins. Where
// more was read than may be, all lines from there on are taken out.
func (r *reader) repair(first, end int) (done bool) {
	for !r.reads(first, end) {
		n := min(r.reached(first, end), end)
		for n > first && r.work >= 0 && !r.reads(first, n) {
			n--
		}
		if r.work < 0 {
			n = min(n, end-1)
			r.report(r.entry(n).whole(n, "", unreadable))
			r.take(first, len(r.lines))
			return false
		}
		r.explain(n, first, end)
	}
	return true
}

// take takes out lines first to end, exclusive.
func (r *reader) take(first, end int) {
	clear(r.lines[first:end])
	r.partial, r.gaps = true, true
}

// lose takes out what m is about: the value on its line, or, where that has none, all
// but the dashes; and the lines below that belong to it. It reports whether there was
// anything to take.
func (r *reader) lose(m *mistake, end int) bool {
	n := m.n
	if m.within > 0 {
		n = m.within - 1
	}
	e, l := r.entry(n), &r.lines[n]
	from := e.begin
	switch {
	case e.value > e.begin && (m.within > 0 || m.from >= e.value):
		from = e.value
	case m.outOfLine:
		from = 0
	}
	some := l.text[from:] != ""
	l.replace(from, len(l.text), "")
	l.lost, r.partial, r.gaps = true, true, r.gaps || from < e.value || e.value == e.begin
	for k := n + 1; k < end && !r.interrupted(k, e.begin, false); k++ {
		b := r.entry(k)
		if b.said() != "" && b.indent <= e.indent && !m.open || from == e.value && m.within == 0 && (b.key || b.item) {
			break
		}
		some = some || r.lines[k].text != ""
		r.lines[k] = line{}
	}
	return some
}

// reads reports whether lines first to end, exclusive, are a mapping, or nothing.
func (r *reader) reads(first, end int) bool {
	text := r.join(first, end)
	if r.work -= len(text) + oneRead; r.work < 0 {
		return false
	}
	root, err := decode(text)
	if err != nil {
		return false
	}
	return len(root.Content) == 0 || Node{yaml: root.Content[0]}.IsMap() || Node{yaml: root.Content[0]}.empty()
}

// decode reads a YAML text. That yaml.v3 panics on some texts is no reason for
// us to do so.
func decode(text string) (root *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	root = new(yaml.Node)
	return root, only(yaml.NewDecoder(strings.NewReader(text)), root)
}

// only reads the one document that there is. Where lines are out of line yaml.v3 takes
// the rest for another.
func only(d *yaml.Decoder, root *yaml.Node) error {
	if err := d.Decode(root); err != nil && err != io.EOF {
		return err
	}
	if err := d.Decode(new(yaml.Node)); err != io.EOF {
		return fmt.Errorf("yaml: another document (%v)", err)
	}
	return nil
}

// reached returns the line behind the last that yaml.v3 looks at when it fails on
// lines first to end, exclusive; one more where it does not.
func (r *reader) reached(first, end int) int {
	text := r.join(first, end)
	r.work -= len(text) + oneRead
	rest, whole := strings.NewReader(text), false
	func() {
		defer func() { _ = recover() }()
		whole = only(yaml.NewDecoder(byByte{rest}), new(yaml.Node)) == nil
	}()
	if whole {
		return end + 1
	}
	return min(first+strings.Count(text[:len(text)-rest.Len()], "\n")+1, end)
}

// byByte hands out one byte at a time, so that no more is read than is needed.
type byByte struct{ io.Reader }

func (b byByte) Read(p []byte) (int, error) { return b.Reader.Read(p[:min(1, len(p))]) }

// oneDocument takes out what stands behind the first document.
func (r *reader) oneDocument() {
	begun := false
	for n, l := range r.lines {
		if marker.MatchString(l.text) && (begun || l.text[0] == '.') {
			r.src.Report(r.span(n, 0, 3), diag.YAMLSyntax, "一个文件只能写一份内容，请删去此处的“%s”。", l.text[:3])
			r.take(n, len(r.lines))
			return
		}
		begun = begun || l.text != "" && !strings.HasPrefix(strings.TrimLeft(l.text, " "), "#")
	}
}

// top returns the outermost mapping of a document.
func (doc *document) top(root *yaml.Node, of []keys.Field) *Map {
	line1 := doc.src.LineSpan(1)
	if len(root.Content) == 0 {
		return newMap(doc, root, of, line1)
	}
	top := Node{doc: doc, yaml: root.Content[0]}
	switch {
	case top.IsMap():
		return newMap(doc, top.yaml, of, line1)
	case top.empty():
		return newMap(doc, &yaml.Node{Kind: yaml.MappingNode}, of, line1)
	}
	if !doc.partial {
		top.wrongKind("一组字段（每行“字段: 内容”）")
	}
	return nil
}
