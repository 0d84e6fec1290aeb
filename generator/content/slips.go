package content

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"minglu/generator/diag"
	"minglu/generator/keys"
)

// checkLines looks through the lines of a paragraph of the text, or of a heading
// that a line of --- below made of one, for what was not meant to be words.
func (m *markdownFile) checkLines(n ast.Node) {
	if n.Parent().Kind() != ast.KindDocument || n.Lines().Len() == 0 {
		return
	}
	m.checkSecondHead(n.Lines().At(0).Start)
	var rows []extent // with tabs, one below the other
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		at := extent{s.Start, s.Start + len(bytes.TrimRight(m.source[s.Start:s.Stop], " \t\r\n"))}
		m.checkMarks(at, i == 0)
		if bytes.Contains(m.source[at.start:at.end], []byte("\t")) {
			rows = append(rows, at)
			continue
		}
		m.reportRows(rows)
		rows = nil
	}
	m.reportRows(rows)
}

// almostHeading is a line that begins with the signs of a heading and is none.
var almostHeading = regexp.MustCompile(`^([#＃]{1,6})([ \t\x{3000}\x{a0}]*)([^\s#＃\x{3000}\x{a0}].*)$`)

// soleTitle are the words of a line that is nothing but a title: some of Han and no other
// sign, so neither a number (3号楼) nor a topic (东海水晶#) nor a sentence.
var soleTitle = regexp.MustCompile(`^[\p{Han}、“”《》（）]{2,20}$`)

// checkMarks reports a heading that lacks the space behind its signs, or has others
// than Markdown's. One sign right before a word may be a number (#3) or a topic: it is a
// heading's where the line begins a paragraph, first, and is a title.
func (m *markdownFile) checkMarks(at extent, first bool) {
	line := almostHeading.FindStringSubmatch(string(m.source[at.start:at.end]))
	if line == nil {
		return
	}
	level := utf8.RuneCountInString(line[1])
	words, propose := strings.TrimSpace(line[3]), m.src.Suggest
	if level == 1 && line[2] == "" {
		if !first || !soleTitle.MatchString(words) {
			return
		}
		level, propose = 2, m.src.Guess
	}
	if open := strings.TrimRight(words, "#＃"); utf8.RuneCountInString(words)-utf8.RuneCountInString(open) == level {
		words = strings.TrimSpace(open)
	}
	if m.unread == 0 {
		m.unread = at.start
	}
	right := strings.Repeat("#", level) + " " + words
	if m.reports++; m.reports <= MaxReports {
		propose(m.src.SpanOf(at.start, at.end), diag.MarkdownSyntax, right, "小标题应以英文井号加一个空格开头，现在会当作文字显示，应写成“%s”。", diag.Short(right))
	}
}

// reportRows reports lines that a word processor's table left behind, with the
// table that they would be.
func (m *markdownFile) reportRows(rows []extent) {
	if len(rows) < 2 {
		return
	}
	var cells [][]string
	columns := 0
	for _, at := range rows {
		row := strings.Split(strings.ReplaceAll(string(m.source[at.start:at.end]), "|", `\|`), "\t")
		cells, columns = append(cells, row), max(columns, len(row))
	}
	if columns > maxColumns {
		return
	}
	var lines []string
	for i, row := range cells {
		for k := range row {
			row[k] = strings.TrimSpace(row[k])
		}
		row = append(row, make([]string, columns-len(row))...)
		lines = append(lines, "| "+strings.Join(row, " | ")+" |")
		if i == 0 {
			lines = append(lines, strings.Repeat("| --- ", columns)+"|")
		}
	}
	at := extent{rows[0].start, rows[len(rows)-1].end}
	if m.reports++; m.reports <= MaxReports {
		m.src.Guess(m.src.SpanOf(at.start, at.end), diag.MarkdownSyntax, strings.Join(lines, lineBreak(m.src)),
			"这 %d 行是用 Tab 键分列的表格，网页上会连成一段，应写成 Markdown 表格，上下各空一行：第一行 %s，第二行 %s，以下各行照第一行写。", len(rows), diag.Short(lines[0]), diag.Short(lines[1]))
	}
}

// checkSecondHead reports front matter in the text, of which the line at the offset
// is the first field's: a file pasted twice, or two in one. Of it nothing is read.
func (m *markdownFile) checkSecondHead(offset int) {
	n := m.src.Pos(offset).Line
	field := strings.TrimRight(fieldLine.FindString(m.src.Line(n)), ":： \t")
	f := keys.Find(m.known, field)
	if m.second || f.Key == "" || m.src.Offset(n) != offset {
		return
	}
	fence := n - 1
	for fence > 0 && (strings.TrimSpace(m.src.Line(fence)) == "" || strings.HasPrefix(m.src.Line(fence), "#")) {
		fence--
	}
	if m.src.Offset(fence) < m.body || !looksLikeFence(m.src.Line(fence)) {
		return
	}
	m.second = true
	m.src.Report(m.src.LineSpan(fence), diag.MissingFrontMatter,
		"正文里从这一行起又有一段字段区，其中的%s等不会读入，会当作正文公开：重复粘贴的，请删去；是另一个文件的，请另存；要改的，请填到文件开头的字段区。", diag.Named(f.Label, f.Key))
}
