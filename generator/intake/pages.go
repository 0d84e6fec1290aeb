package intake

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A PDF has no tables: it has lines and words, each at a place of its page. LibreOffice
// says which and where, as a drawing; the tables are rebuilt from that. Lines that meet
// are the ruling of one table, words in one of its boxes are the text of one cell, and a
// table goes on where the next page begins with one that has the same columns.

var (
	errNoText  = errors.New("这个 PDF 里没有文字，像是扫描件或者照片。程序认不出图片里的字，请用 Word、Excel 原件导入")
	errNoLines = errors.New("这个 PDF 里没有画了线的表格，请用 Word、Excel 原件导入")
)

// Lengths are in inches, as LibreOffice gives them.
const (
	near   = 0.04 // as far apart do lines lie that are one
	thin   = 0.06 // as wide is a box that is drawn for a line
	inch   = 1.0
	aLine  = 0.7 // of the height of letters, by which two words on one line may differ
	tooFar = 1000 * inch
	// maxDrawn bounds the lines of one page.
	maxDrawn = 10_000
)

// isPages reports whether data is a drawing of LibreOffice, in one file of XML.
func isPages(data []byte) bool {
	head := data[:min(len(data), 1000)]
	return bytes.HasPrefix(head, []byte("<?xml")) && bytes.Contains(head, []byte("<office:document "))
}

// A box is where something lies on a page.
type box struct{ left, top, right, bottom float64 }

// A printed is a text at its place.
type printed struct {
	box
	text string
}

// A page is what is printed on one.
type page struct {
	lines []box // each thin in one direction
	words []printed
}

// readPages reads the tables of what LibreOffice made of a PDF.
func readPages(name string, data []byte) ([]*Table, error) {
	pages, err := pagesOf(data)
	if err != nil {
		return nil, err
	}
	texts, left := 0, maxCells
	var all []*ruled
	for _, p := range pages {
		texts += len(p.words)
		found, err := p.tables(&left)
		if err != nil {
			return nil, err
		}
		for i, r := range found {
			if before := len(all) - 1; i == 0 && before >= 0 && all[before].goesOnIn(r) {
				all[before].add(r)
				continue
			}
			all = append(all, r)
		}
	}
	switch {
	case texts == 0:
		return nil, errNoText
	case len(all) == 0:
		return nil, errNoLines
	case len(all) > maxSheets:
		return nil, errTooMuch
	}
	var tables []*Table
	for i, r := range all {
		r.table.Name = fmt.Sprintf("%s 表%d", name, i+1)
		if len(r.table.rows) > maxRows {
			return nil, errTooMuch
		}
		tables = append(tables, r.table)
	}
	return tables, nil
}

// pagesOf reads what lies where.
func pagesOf(data []byte) (pages []*page, err error) {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	const drawing = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
	const text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
	var open []*printed // the frames around
	var words []bool    // of the elements around, whether what they hold is text
	on, drawn := 0, 0
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return pages, nil
		}
		if err != nil {
			return nil, errDamaged
		}
		switch e := token.(type) {
		case xml.Directive:
			return nil, errEntities
		case xml.StartElement:
			if words = append(words, e.Name.Space == text); len(words) > 200 {
				return nil, errTooMuch
			}
			switch {
			case e.Name.Space == drawing:
				at := attributes(e)
				if n, err := strconv.Atoi(at["anchor-page-number"]); err == nil && n > 0 {
					on = n - 1
				}
				if on >= maxParts {
					return nil, errTooMuch
				}
				for len(pages) <= on {
					pages = append(pages, &page{})
				}
				if drawn++; drawn > 2*maxCells {
					return nil, errTooMuch
				}
				pages[on].draw(e.Name.Local, at)
				w := &printed{box: placed(at)}
				open = append(open, w)
			case e.Name.Space == text && len(open) > 0 && slices.Contains([]string{"s", "tab", "line-break"}, e.Name.Local):
				open[len(open)-1].text += " "
			}
		case xml.EndElement:
			words = words[:len(words)-1]
			if e.Name.Space == drawing && len(open) > 0 {
				w := open[len(open)-1]
				open = open[:len(open)-1]
				switch {
				case tidy(w.text) == "":
				case e.Name.Local == "text-box" && len(open) > 0: // its frame has the place
					open[len(open)-1].text += w.text
				case len(pages) > on:
					w.text = tidy(lettersOf(signsOf(w.text)))
					pages[on].words = append(pages[on].words, *w)
				}
			}
		case xml.CharData:
			if len(open) > 0 && words[len(words)-1] && len(open[len(open)-1].text) < maxCell {
				open[len(open)-1].text += string(e)
			}
		}
	}
}

// signsOf returns a text with the check boxes that fonts of pictures have in place of
// letters as signs that everybody has.
func signsOf(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\uf0fe', '\uf052':
			return '☑'
		case '\uf0fd', '\uf054':
			return '×'
		case '\uf0a8', '\uf06f', '\uf0a3', '\uf071':
			return '□'
		case '\uf0fc', '\uf050':
			return '√'
		}
		return r
	}, text)
}

// radicals are letters that look like parts of letters, of which Unicode has no
// decomposition, or one that is not written here.
const radicals = "⺠民⻅见⻆角⻉贝⻋车⻓长⻔门⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻄西⻘青⻁虎⻑長⻒镸⼾户"

// lettersOf returns a text with letters in place of the parts of letters that look the
// same: printers make PDFs in which 人 is the radical ⼈.
func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '\u2e80' || r > '\u2fdf' {
			return r
		}
		if _, after, found := strings.Cut(radicals, string(r)); found {
			letter, _ := utf8.DecodeRuneInString(after)
			return letter
		}
		letter, _ := utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
		return letter
	}, text)
}

func attributes(e xml.StartElement) map[string]string {
	all := map[string]string{}
	for _, a := range e.Attr {
		all[a.Name.Local] = a.Value
	}
	return all
}

// length returns a length in inches, 0 of what is none.
func length(text string) float64 {
	for unit, inches := range map[string]float64{"in": 1, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1.0 / 72} {
		if number, is := strings.CutSuffix(text, unit); is {
			n, err := strconv.ParseFloat(number, 64)
			if err == nil && math.Abs(n*inches) < tooFar {
				return n * inches
			}
		}
	}
	return 0
}

// placed returns where something lies. What is turned has its place in its transform.
func placed(at map[string]string) box {
	b := box{left: length(at["x"]), top: length(at["y"])}
	if _, move, turned := strings.Cut(at["transform"], "translate ("); turned {
		x, y, _ := strings.Cut(strings.TrimRight(move, ") "), " ")
		b.left, b.top = length(x), length(y)
	}
	b.right, b.bottom = b.left+length(at["width"]), b.top+length(at["height"])
	return b
}

// draw adds what is drawn to the lines: lines, boxes that are as thin as lines, and the
// sides of others.
func (p *page) draw(kind string, at map[string]string) {
	var b box
	switch kind {
	case "line":
		x1, y1, x2, y2 := length(at["x1"]), length(at["y1"]), length(at["x2"]), length(at["y2"])
		b = box{min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)}
	case "rect", "path", "polygon", "polyline", "custom-shape":
		b = placed(at)
	default:
		return
	}
	wide, high := b.right-b.left, b.bottom-b.top
	switch {
	case wide < thin && high < thin: // a dot
	case wide < thin:
		x := (b.left + b.right) / 2
		p.lines = append(p.lines, box{x, b.top, x, b.bottom})
	case high < thin:
		y := (b.top + b.bottom) / 2
		p.lines = append(p.lines, box{b.left, y, b.right, y})
	case kind == "rect":
		p.lines = append(p.lines, box{b.left, b.top, b.right, b.top}, box{b.left, b.bottom, b.right, b.bottom},
			box{b.left, b.top, b.left, b.bottom}, box{b.right, b.top, b.right, b.bottom})
	}
}

// A ruled is a table that is ruled on a page, with the places of its lines.
type ruled struct {
	xs, ys []float64
	table  *Table
}

// pageNumber is what stands at the edge of a page.
var pageNumber = regexp.MustCompile(`^[-—\s]*(?:第\s*)?\d+\s*(?:页)?(?:\s*[/，,]?\s*共?\s*\d+\s*页?)?[-—\s]*$`)

// goesOnIn reports whether the first table of the next page is the rest of r.
func (r *ruled) goesOnIn(next *ruled) bool {
	if len(next.xs) != len(r.xs) {
		return false
	}
	for line := range strings.Lines(next.table.above) { // what is printed on every page
		if line = strings.TrimSpace(line); !strings.Contains(r.table.above, line) && !pageNumber.MatchString(line) {
			return false
		}
	}
	for i, x := range r.xs {
		if math.Abs(x-next.xs[i]) > near {
			return false
		}
	}
	return true
}

// add adds the rows of the next page.
func (r *ruled) add(next *ruled) {
	rows := len(r.table.rows)
	r.table.rows = append(r.table.rows, next.table.rows...)
	for p, first := range next.table.of {
		r.table.of[place{p.row + rows, p.column}] = place{first.row + rows, first.column}
	}
}

// tables returns the tables of a page, from its top; they may have left more cells.
func (p *page) tables(left *int) (all []*ruled, err error) {
	if len(p.lines) > maxDrawn {
		return nil, errTooMuch
	}
	for _, lines := range together(p.lines) {
		r := rule(lines)
		if len(r.xs) < 2 || len(r.ys) < 2 || len(r.xs)+len(r.ys) < 5 { // one box is no table
			continue
		}
		if *left -= len(r.xs) * len(r.ys); *left < 0 || len(r.xs) > maxColumns || len(all) > maxSheets {
			return nil, errTooMuch
		}
		r.read(lines, p.words)
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b *ruled) int { return cmp.Compare(a.ys[0], b.ys[0]) })
	top := 0.0
	for _, r := range all {
		r.table.above = textOf(p.between(top, r.ys[0], all), math.Inf(1))
		top = r.ys[len(r.ys)-1]
	}
	return all, nil
}

// between returns the words of a page that stand in no table, between two heights.
func (p *page) between(top, bottom float64, tables []*ruled) (words []printed) {
	for _, w := range p.words {
		x, y := w.middle()
		if y > top && y < bottom && !slices.ContainsFunc(tables, func(r *ruled) bool { return r.holds(x, y) }) {
			words = append(words, w)
		}
	}
	return words
}

func (r *ruled) holds(x, y float64) bool {
	return x > r.xs[0] && x < r.xs[len(r.xs)-1] && y > r.ys[0] && y < r.ys[len(r.ys)-1]
}

func (b box) middle() (x, y float64) { return (b.left + b.right) / 2, (b.top + b.bottom) / 2 }

func (b box) upright() bool { return b.right-b.left < b.bottom-b.top }

// meets reports whether two lines touch.
func (b box) meets(other box) bool {
	return b.left <= other.right+near && other.left <= b.right+near && b.top <= other.bottom+near && other.top <= b.bottom+near
}

// together returns the lines that touch each other, set by set.
func together(lines []box) [][]box {
	lines = slices.Clone(lines)
	slices.SortFunc(lines, func(a, b box) int { return cmp.Compare(a.top, b.top) })
	set := make([]int, len(lines)) // the first line of the set that each is in
	for i := range set {
		set[i] = i
	}
	first := func(i int) int {
		for set[i] != i {
			set[i] = set[set[i]]
			i = set[i]
		}
		return i
	}
	var open []int // lines that lines further down may touch
	for i, line := range lines {
		open = slices.DeleteFunc(open, func(o int) bool { return lines[o].bottom+near < line.top })
		for _, o := range open {
			if lines[o].meets(line) {
				a, b := first(o), first(i)
				set[max(a, b)] = min(a, b)
			}
		}
		open = append(open, i)
	}
	var sets [][]box
	index := map[int]int{}
	for i, line := range lines {
		f := first(i)
		if _, known := index[f]; !known {
			index[f] = len(sets)
			sets = append(sets, nil)
		}
		sets[index[f]] = append(sets[index[f]], line)
	}
	return sets
}

// rule returns where the lines of a table lie.
func rule(lines []box) *ruled {
	var xs, ys []float64
	for _, l := range lines {
		if l.upright() {
			xs = append(xs, l.left)
		} else {
			ys = append(ys, l.top)
			xs = append(xs, l.left, l.right) // tables may be open at their sides
		}
	}
	return &ruled{xs: apart(xs), ys: apart(ys)}
}

// apart returns places in their order, one for those that lie together.
func apart(places []float64) (all []float64) {
	slices.Sort(places)
	for i, p := range places {
		if i == 0 || p-all[len(all)-1] > near {
			all = append(all, p)
		}
	}
	return all
}

// read makes the table: boxes between which there is no line are one cell.
func (r *ruled) read(lines []box, words []printed) {
	columns, rows := len(r.xs)-1, len(r.ys)-1
	right, below := make([]bool, columns*rows), make([]bool, columns*rows) // a line beside the box, under it
	for _, l := range lines {
		if l.upright() {
			c := nearest(r.xs, l.left) - 1
			for row := range rows {
				if y := (r.ys[row] + r.ys[row+1]) / 2; c >= 0 && c < columns && l.top <= y && y <= l.bottom {
					right[row*columns+c] = true
				}
			}
			continue
		}
		row := nearest(r.ys, l.top) - 1
		for c := range columns {
			if x := (r.xs[c] + r.xs[c+1]) / 2; row >= 0 && row < rows && l.left <= x && x <= l.right {
				below[row*columns+c] = true
			}
		}
	}
	t := &Table{rows: make([][]string, rows), of: map[place]place{}}
	first := make([]place, columns*rows) // of the cell that each box is part of
	for row := range rows {
		t.rows[row] = make([]string, columns)
		for c := range columns {
			first[row*columns+c] = place{row, c}
			switch {
			case c > 0 && !right[row*columns+c-1]:
				first[row*columns+c] = first[row*columns+c-1]
			case row > 0 && !below[(row-1)*columns+c]:
				first[row*columns+c] = first[(row-1)*columns+c]
			}
			if f := first[row*columns+c]; f != (place{row, c}) {
				t.of[place{row, c}] = f
			}
		}
	}
	inside := map[place][]printed{}
	rightmost := map[place]float64{}
	for row := range rows {
		for c := range columns {
			f := first[row*columns+c]
			rightmost[f] = max(rightmost[f], r.xs[c+1])
		}
	}
	for _, w := range words {
		x, y := w.middle()
		if !r.holds(x, y) {
			continue
		}
		row, _ := slices.BinarySearch(r.ys, y)
		row = max(row-1, 0)
		var crossed []float64
		for c := range columns - 1 {
			if x := r.xs[c+1]; right[row*columns+c] && w.left+near < x && x < w.right-near {
				crossed = append(crossed, x)
			}
		}
		for _, w := range w.cut(crossed) {
			x, _ := w.middle()
			c, _ := slices.BinarySearch(r.xs, x)
			f := first[row*columns+min(max(c-1, 0), columns-1)]
			inside[f] = append(inside[f], w)
		}
	}
	for f, words := range inside {
		t.rows[f.row][f.column] = textOf(words, rightmost[f])
	}
	r.table = t
}

// cut returns a text in the parts between the lines that it crosses: LibreOffice takes words
// that stand on one line for one text, with a space where there is room between them. What
// has other spaces besides is cut where its letters are as wide as they are on average.
func (w printed) cut(lines []float64) []printed {
	parts := strings.Fields(w.text)
	if len(lines) == 0 || len(parts) < 2 {
		return []printed{w}
	}
	edges := slices.Concat([]float64{w.left}, lines, []float64{w.right})
	var all []printed
	done, letters := 0, utf8.RuneCountInString(w.text)
	for i, part := range parts {
		between := i
		if len(parts) != len(lines)+1 {
			middle := w.left + (w.right-w.left)*(float64(done)+float64(utf8.RuneCountInString(part))/2)/float64(letters)
			between, _ = slices.BinarySearch(lines, middle)
		}
		done += utf8.RuneCountInString(part) + 1
		if n := len(all); n > 0 && all[n-1].left == edges[between] {
			all[n-1].text += " " + part
			continue
		}
		all = append(all, printed{box{edges[between], w.top, edges[between+1], w.bottom}, part})
	}
	return all
}

// nearest returns the index of the place that is nearest.
func nearest(places []float64, to float64) int {
	best := 0
	for i, p := range places {
		if math.Abs(p-to) < math.Abs(places[best]-to) {
			best = i
		}
	}
	return best
}

// textOf returns the text of words, line by line. A line that has no room left before the
// edge goes on in the next.
func textOf(words []printed, edge float64) string {
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b printed) int { return cmp.Compare(a.bottom, b.bottom) })
	var lines [][]printed
	for _, w := range words {
		if n := len(lines); n > 0 {
			if last := lines[n-1][0]; w.bottom-last.bottom < aLine*min(last.bottom-last.top, w.bottom-w.top) {
				lines[n-1] = append(lines[n-1], w)
				continue
			}
		}
		lines = append(lines, []printed{w})
	}
	var b strings.Builder
	for i, line := range lines {
		slices.SortStableFunc(line, func(a, b printed) int { return cmp.Compare(a.left, b.left) })
		for k, w := range line {
			if k > 0 && w.left-line[k-1].right > (w.bottom-w.top)/2 {
				b.WriteByte(' ')
			}
			b.WriteString(w.text)
		}
		last := line[len(line)-1]
		letter := (last.bottom - last.top) * 0.7
		if full := edge-last.right < 0.1*inch+1.6*letter; i < len(lines)-1 && !full {
			b.WriteByte('\n')
		}
	}
	return tidy(b.String())
}
