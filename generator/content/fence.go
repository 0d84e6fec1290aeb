package content

import (
	"regexp"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/keys"
)

func isFence(line string) bool { return strings.TrimRight(line, " \t") == "---" }

// looksLikeFence recognises what input methods and word processors make of ---.
func looksLikeFence(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && strings.Trim(line, "-—–－─") == ""
}

// reportNoFence reports that a file does not begin with ---: it is mistyped, or
// stands behind empty lines, or is missing before what are clearly fields. It returns
// the line in which these begin, 0 where that is not certain.
func reportNoFence(src *diag.Source) (fields int) {
	first := 1
	for first < src.Lines() && strings.TrimSpace(src.Line(first)) == "" {
		first++
	}
	line, begin := src.Line(first), diag.Pos{Line: 1, Column: 1}
	if inner := codeAround(src, first); inner > 0 {
		last := src.Offset(src.Lines()) + len(src.Line(src.Lines()))
		whole := strings.TrimRight(src.Text[src.Offset(inner):last], " \t\r\n")
		src.Suggest(src.SpanOf(0, last), diag.MissingFrontMatter, strings.TrimRight(strings.TrimRight(whole, "`"), " \t\r\n")+lineBreak(src),
			"文件的内容写在“%s”和“```”之间，会当作程序代码，请删去这两行。", diag.Short(strings.TrimSpace(line)))
		return 0
	}
	switch {
	case looksLikeFence(line):
		at := diag.Span{Start: begin, End: src.LineSpan(first).End}
		switch {
		case first > 1:
			src.Suggest(at, diag.MissingFrontMatter, "---", "第一行应为三个半角连字符 ---，现在是空行，请删去。")
		case isFence(strings.TrimSpace(line)):
			src.Suggest(at, diag.MissingFrontMatter, "---", "第一行的 --- 前面有空格，请删去。")
		default:
			src.Suggest(src.LineSpan(1), diag.MissingFrontMatter, "---", "第一行应为三个半角连字符 ---，现在是“%s”。", strings.TrimSpace(line))
		}
		return first + 1
	default:
		before, field := "", first
		for strings.HasPrefix(src.Line(field), "# ") {
			field++
		}
		if fieldLine.MatchString(src.Line(field)) && nextFence(src) > 0 {
			before, fields = "---"+lineBreak(src)+line, first
		}
		src.Suggest(diag.Span{Start: begin, End: src.LineSpan(first).End}, diag.MissingFrontMatter, before, "文件开头没有字段区，请在第一行写 ---，下面写各字段，再以一行 --- 结束。")
		return fields
	}
}

// codeAround returns the line behind the one, the first, that makes the whole file, which
// begins well, a block of code; 0 where it is none.
func codeAround(src *diag.Source, first int) int {
	text := strings.TrimSpace(src.Text)
	if codeFence.MatchString(src.Line(first)) && isFence(src.Line(first+1)) && strings.HasSuffix(text, "\n```") && strings.Count(text, "```") == 2 {
		return first + 1
	}
	return 0
}

var codeFence = regexp.MustCompile("^```[a-z]*[ \t]*$")

// reportNoEnd reports that no line ends the front matter, where the text begins: behind
// the last field and what belongs to it. It returns that line, and whether it is certain:
// there is a text, and all lines before it are such as fields have.
func reportNoEnd(src *diag.Source) (text int, certain bool) {
	text = 2
	for n := 2; n <= src.Lines(); n++ {
		if fieldLine.MatchString(src.Line(n)) {
			text = n + 1
		}
	}
	for ; ownLine.MatchString(src.Line(text)); text++ {
	}
	text = behindRemarks(src, text)
	last := text - 1
	for text < src.Lines() && strings.TrimSpace(src.Line(text)) == "" {
		text++
	}
	certain = true
	for n := 2; n <= last; n++ {
		certain = certain && (strings.TrimSpace(src.Line(n)) == "" || fieldLine.MatchString(src.Line(n)) || ownLine.MatchString(src.Line(n)))
	}
	at, cured := src.LineSpan(text), "---"+lineBreak(src)+strings.TrimSpace(src.Line(text))
	if at.Start == at.End { // no text: who knows what else is missing
		at, certain = src.LineSpan(last), false
	}
	if !certain {
		cured = ""
	}
	src.Suggest(at, diag.MissingFrontMatter, cured, "字段区没有结束，请在各字段之后、正文之前另起一行写 ---。")
	return text, certain
}

// behindRemarks returns the line behind the comments that stand from line n on, with
// blank lines between them: the form ends with such. One line alone may as well be
// the heading of the text, several in a row are none.
func behindRemarks(src *diag.Source, n int) int {
	behind, row := n, 0
	for k := n; k <= src.Lines(); k++ {
		switch line := src.Line(k); {
		case remark.MatchString(line):
			if row++; row > 1 {
				behind = k + 1
			}
		case strings.TrimSpace(line) == "":
			row = 0
		default:
			return behind
		}
	}
	return behind
}

// remark is a line that is a comment, and no heading but of the first rank.
var remark = regexp.MustCompile(`^#(?:[^#]|$)`)

// ownLine is a line that belongs to the field above it.
var ownLine = regexp.MustCompile(`^[ \t\x{3000}\x{a0}]+[^ \t]|^#[^#]|^-[ \t]`)

// reportEarlyFence reports a fence, on line n, behind which fields go on. They
// would be published as text, and some of them are not for the public.
func reportEarlyFence(src *diag.Source, n int, known []keys.Field) bool {
	next := n + 1
	for next < src.Lines() && strings.TrimSpace(src.Line(next)) == "" {
		next++
	}
	field := fieldLine.FindString(src.Line(next))
	if field == "" {
		return false
	}
	src.Report(src.LineSpan(n), diag.MissingFrontMatter,
		"字段区到这一行 --- 就结束了，下面却还有字段%s，会被当作正文公开：请把 --- 移到全部字段之后。", Named(known, strings.TrimRight(field, ":： \t")))
	return true
}

// fieldLine is a line that can only be a field's.
var fieldLine = regexp.MustCompile(`^[a-z][a-z_]*[ \t]*[:：]`)

// headLine is a line of the kinds that front matter has.
var headLine = regexp.MustCompile(`^[ \t\x{3000}\x{a0}]|^[ \t]*(?:$|#)|^-[ \t]|^[\p{Han}A-Za-z_-]{1,20}[ \t]*[:：]`)

// nextFence returns the next line with --- up to which every line is one of front
// matter, 0 where there is none.
func nextFence(src *diag.Source) int { return fenceLike(src, isFence) }

// meantFence returns the first line that was meant to end the front matter, if
// every line up to there is one of it: a text may hold rulers of its own.
func meantFence(src *diag.Source) int { return fenceLike(src, looksLikeFence) }

func fenceLike(src *diag.Source, is func(line string) bool) int {
	for n := 2; n <= src.Lines(); n++ {
		switch line := src.Line(n); {
		case is(line):
			return n
		case !headLine.MatchString(line):
			return 0
		}
	}
	return 0
}

// lineBreak returns how the lines of the file end.
func lineBreak(src *diag.Source) string {
	rest := src.Text[src.Offset(1)+len(src.Line(1)):]
	switch {
	case strings.HasPrefix(rest, "\r\n"):
		return "\r\n"
	case strings.HasPrefix(rest, "\r"):
		return "\r"
	}
	return "\n"
}
